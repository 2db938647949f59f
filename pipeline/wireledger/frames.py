"""Records as Arrow, polars and pandas frames, for people in notebooks.

In: records, or the Arrow table of a database (`Database.read`). Out: a frame with a row a record, nested as in Parquet.
From Arrow on nothing is copied where the library can share memory: polars does so for all but maps, pandas since its
columns are Arrow's own (`ArrowDtype`).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wireledger.errors import ConfigError
from wireledger.records import Record

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def arrow_table(records: "Iterable[Record] | pa.Table") -> "pa.Table":
    """Return records as an Arrow table with the schema of the Parquet files; a table is returned as it is.

    Raises:
        WriteError: If a sum has more than 30 digits before the point.
    """
    import pyarrow as pa

    from wireledger.writers.parquet import record_table

    return records if isinstance(records, pa.Table) else record_table(records)


def polars_frame(records: "Iterable[Record] | pa.Table") -> "pl.DataFrame":
    """Return records as a polars frame. Polars has no maps: `spans` and the like become lists of key and value.

    Raises:
        ConfigError: If polars isn't installed.
    """
    try:
        import polars as pl
    except ModuleNotFoundError:
        raise ConfigError("polars is not installed: pip install 'wireledger[frames]'.") from None
    frame = pl.from_arrow(arrow_table(records))
    assert isinstance(frame, pl.DataFrame)  # of a table; a Series is for arrays
    return frame


def pandas_frame(records: "Iterable[Record] | pa.Table") -> "pd.DataFrame":
    """Return records as a pandas frame whose columns stay Arrow's.

    Raises:
        ConfigError: If pandas isn't installed.
    """
    try:
        import pandas as pd
    except ModuleNotFoundError:
        raise ConfigError("pandas is not installed: pip install 'wireledger[frames]'.") from None
    frame: pd.DataFrame = arrow_table(records).to_pandas(types_mapper=pd.ArrowDtype)
    return frame
