"""SQL that keeps `events` and `event_records` true to `records` and `stories`; the same for every database.

In: nothing. Out: statements with a place for each table's name, and one for which rows to look at. They are run in the
transaction that changed something.
"""

from collections.abc import Iterator

_STORY_WITHDRAWN = "(select s.withdrawn_at from {stories} s where s.story_id = l.story_id)"
_GONE = (
    "(e.n_records - (select count(*) from {event_records} l "
    "where l.event_id = e.event_id and not l.is_undone and l.withdrawn_at is null))"
)
_WITHDRAWN = (
    "(select case when count(*) = count(l.withdrawn_at) then max(l.withdrawn_at) end from {event_records} l "
    "where l.event_id = e.event_id and not l.is_undone)"
)
# What was taken from an event, and what is left of it, follows from the rows that stand: no count is carried along.
# Rows that are right already are not written: PostgreSQL would keep a dead copy of each.
_SETTLE = (
    "delete from {event_records} l where {rows} and not exists "
    "(select 1 from {records} r where r.record_id = l.record_id)",
    f"update {{event_records}} l set withdrawn_at = {_STORY_WITHDRAWN} "
    f"where {{rows}} and l.withdrawn_at is distinct from {_STORY_WITHDRAWN}",
    "delete from {events} e where {rows} and not exists "
    "(select 1 from {event_records} l where l.event_id = e.event_id and not l.is_undone)",
    "delete from {event_records} l where {rows} and not exists "
    "(select 1 from {events} e where e.event_id = l.event_id)",
    f"update {{events}} e set n_gone = {_GONE} where {{rows}} and e.n_gone <> {_GONE}",
    f"update {{events}} e set withdrawn_at = {_WITHDRAWN} "
    f"where {{rows}} and e.withdrawn_at is distinct from {_WITHDRAWN}",
)


def settle(rows: str, **names: str) -> Iterator[str]:
    """Yield the statements that settle events after records, stories or rows of theirs changed.

    Args:
        rows: Condition on `event_id` that says which events to look at.
        names: Table -> its name, quoted, for `events`, `event_records`, `records` and `stories`.
    """
    for statement in _SETTLE:
        yield statement.format(rows=rows, **names)
