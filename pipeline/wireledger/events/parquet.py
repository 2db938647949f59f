"""The Parquet schema of an events file: one event a row, nested as in JSON; sums as its column holds them."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pyarrow as pa

from wireledger.writers.parquet import SUM_DIGITS, SUM_PLACES

_TEXT = pa.string()
_TEXTS = pa.list_(_TEXT)

SCHEMA = pa.schema(
    [
        pa.field("schema_version", pa.int32(), False),
        pa.field("event_id", _TEXT, False),
        ("former_ids", _TEXTS),
        pa.field("action", _TEXT, False),
        pa.field("status", _TEXT, False),
        ("authority", pa.list_(pa.struct([("name", _TEXT), ("id", _TEXT), ("country", _TEXT)]))),
        (
            "targets",
            pa.list_(
                pa.struct(
                    [
                        ("name", _TEXT),
                        ("type", _TEXT),
                        ("aliases", _TEXTS),
                        ("nationality", _TEXTS),
                        ("role", _TEXT),
                        ("count", pa.int64()),
                        ("record_ids", _TEXTS),
                    ]
                )
            ),
        ),
        ("amount", pa.decimal128(SUM_DIGITS, SUM_PLACES)),
        ("currency", _TEXT),
        ("amount_text", _TEXT),
        ("program", _TEXT),
        ("date", _TEXT),
        ("date_precision", _TEXT),
        ("first_published", _TEXT),
        ("last_published", _TEXT),
        pa.field("confidence", pa.float64(), False),
        pa.field("n_sources", pa.int64(), False),
        pa.field("n_stories", pa.int64(), False),
        pa.field("n_records", pa.int64(), False),
        ("slots", pa.list_(pa.struct([("slot", _TEXT), ("supports", _TEXTS), ("contradicts", _TEXTS)]))),
        (
            "members",
            pa.list_(
                pa.struct(
                    [
                        ("record_id", _TEXT),
                        ("story_id", _TEXT),
                        ("joined_to", _TEXT),
                        ("reason", _TEXT),
                        ("score", pa.float64()),
                        ("is_undone", pa.bool_()),
                        ("record", _TEXT),
                    ]
                )
            ),
        ),
    ]
)


def fitted_sum(value: Decimal) -> Decimal | None:
    """Return a sum with the places that the column has; None if it has more digits than fit."""
    if abs(value) >= Decimal(1).scaleb(SUM_DIGITS - SUM_PLACES):
        return None
    with localcontext(prec=SUM_DIGITS + 2):
        return value.quantize(Decimal(1).scaleb(-SUM_PLACES), ROUND_HALF_EVEN)
