"""`wireledger schema`: the JSON Schema of a record, on stdout."""

import json

import typer


def schema() -> None:
    """Print the JSON Schema of the records that `extract` writes."""
    typer.echo(schema_text(), nl=False)


def schema_text() -> str:
    """Return the schema as it is printed, and as the golden copy holds it."""
    from wireledger.records import json_schema

    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
