"""`wireledger train CONFIG`: from annotated stories to a model folder."""

from pathlib import Path
from typing import Annotated

import typer

from wireledger.errors import ConfigError


def train(
    config: Annotated[Path, typer.Argument(help="Configuration of the run, TOML.", show_default=False)],
) -> None:
    """Train a model as the configuration says, going on from its last checkpoint where there is one."""
    try:
        from wireledger.model.run import run
    except ImportError as error:
        raise ConfigError(
            f"training needs more than is installed ({error.name}); pip install 'wireledger[train]'"
        ) from error
    run(config, lambda line: typer.echo(line, err=True))
