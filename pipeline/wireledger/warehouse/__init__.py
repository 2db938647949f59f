"""The warehouse: records, stories and events in a database, loaded so that loading again changes nothing.

In: records files, run folders and files of events. Out: the tables of `tables.py` in DuckDB, PostgreSQL or a
destination of dlt. Does not decide which records tell the same event (`events/`), and exports nothing.
"""

from wireledger.warehouse.address import Address, parse_address
from wireledger.warehouse.database import Database, open_database
from wireledger.warehouse.event_rows import EventRows, read_event_rows
from wireledger.warehouse.intake import find_inputs_to_load
from wireledger.warehouse.load import Outcome, load_into

__all__ = [
    "Address",
    "Database",
    "EventRows",
    "Outcome",
    "find_inputs_to_load",
    "load_into",
    "open_database",
    "parse_address",
    "read_event_rows",
]
