"""The tables of the warehouse: the one place where their columns stand.

`docs/tables.md` is made from this (`table_page.py`), the SQL too (`schema.py`). Whoever changes a column raises
`SCHEMA_VERSION`: a database says which version its tables have, and a load into another version is refused.
"""

from wireledger.warehouse.schema import Column, Table

SCHEMA_VERSION = 2
MOST_ID_CHARS = 500
"""So that ids can be indexed."""

_PRECISION = "`day`, `month` or `year`: how exact the date is; null where there is none."

STORIES = Table(
    "stories",
    "A story that was read. From a records file, stories without records are unknown and stand in no row.",
    ("story_id",),
    (
        Column("story_id", "text", "Id of the story, from the input or made from its words.", False),
        Column("title", "text", "Headline. Null where only a records file was loaded."),
        Column("published", "text", "Date of publication: ISO date, month or year."),
        Column("publisher", "text", "Agency or paper."),
        Column("url", "text", "Where it was found."),
        Column(
            "content_hash",
            "text",
            "First 16 hex digits of the SHA-256 of headline, NUL and text. Null where only a records file was loaded.",
        ),
        Column(
            "n_chars", "integer", "Length of the text. Null where only a records file was loaded.", unit="code points"
        ),
        Column("copy_of", "text", "Story whose words this one repeats, which was extracted in its place."),
        Column("n_records", "integer", "Records that the story has in `records`.", False),
        Column("model_version", "text", "What extracted it: version, code and model; null where that wasn't said."),
        Column("records_hash", "text", "MD5 of the story's records: equal hashes are equal records.", False),
        Column("story_hash", "text", "MD5 of what is known of the story itself. Null: only from a records file."),
        Column("run_id", "text", "The load that last changed the story: `runs.run_id`.", False),
        Column("loaded_at", "time", "When it was last changed.", False, "UTC"),
        Column(
            "withdrawn_at", "time", "When it was withdrawn; null while it stands. Its records are kept.", unit="UTC"
        ),
    ),
)

RECORDS = Table(
    "records",
    "One action on one target, as one story tells it (RECORDS.md).",
    ("record_id",),
    (
        Column("record_id", "text", "Id of the record: same story, same extractor, same id.", False),
        Column("story_id", "text", "Its story: `stories.story_id`.", False),
        Column("action", "text", "Kind of action, such as `designation`, `forfeiture`, `penalty`.", False),
        Column("status", "text", "`imposed`, `sought`, `proposed` or `rejected`.", False),
        Column("background", "boolean", "Whether the story only recalls it.", False),
        Column("authority", "bodies", "Bodies that decided: `name` verbatim, `id` canonical, `country`.", False),
        Column("authority_id", "text", "Canonical id of the first body that has one."),
        Column("target_name", "text", "Name, verbatim; null for a group without names."),
        Column("target_type", "text", "`person`, `organization`, `vessel`, `country` ...", False),
        Column("target_aliases", "texts", "Other names that the story gives.", False),
        Column("target_nationality", "texts", "ISO 3166-1 alpha-2, in order of mention.", False),
        Column("target_role", "text", "What the target is or does, verbatim."),
        Column("target_count", "integer", "How many, for a group without names.", unit="targets"),
        Column("measures", "texts", "What the action consists of: `asset_freeze`, `travel_ban` ...", False),
        Column("amount", "sum", "Money forfeited, seized, frozen or paid.", unit="units of `currency`"),
        Column("currency", "text", "ISO 4217; null where the story leaves it open, or there is no sum."),
        Column("amount_text", "text", "The sum, verbatim."),
        Column("amount_qualifier", "text", "`exact`, `about`, `at_least` or `at_most`."),
        Column(
            "amount_scope", "text", "`action`: one sum, repeated on each record of the action; `target`: this one's."
        ),
        Column("asset", "text", "The thing forfeited, seized or frozen, verbatim."),
        Column("program", "text", "Legal basis or regime, verbatim."),
        Column("reason", "text", "Why, verbatim."),
        Column("date", "text", "When the action was taken: ISO date, month or year."),
        Column("date_precision", "text", _PRECISION),
        Column("date_from", "day", "First day that `date` may mean; to sort and to compare by."),
        Column("spans", "places", "Where each verbatim value stands: slot -> `start`, `end`, `field`.", False),
        Column("confidence", "number", "Calibrated: of records at 0.8, about 80 % are right.", False, "0 to 1"),
        Column("slot_confidence", "numbers_by_slot", "The same, per filled slot.", False, "0 to 1"),
        Column("method", "texts_by_slot", "What filled each slot: `rules` or `model`.", False),
    ),
)

EVIDENCE = Table(
    "evidence",
    "A sentence that a record rests on.",
    ("record_id", "number"),
    (
        Column("record_id", "text", "The record: `records.record_id`.", False),
        Column("number", "integer", "Its place among the record's sentences, from 0.", False),
        Column("story_id", "text", "Its story: `stories.story_id`.", False),
        Column("field", "text", "`text` or `title`: the string that the offsets count in.", False),
        Column("start_char", "integer", "First character.", False, "code points"),
        Column("end_char", "integer", "One past the last character.", False, "code points"),
        Column("text", "text", "The sentence, verbatim.", False),
    ),
)

EVENTS = Table(
    "events",
    "One decision, as all its stories tell it; grouped by `wireledger events`, loaded by `load --events`.",
    ("event_id",),
    (
        Column("event_id", "text", "Stable id of the event.", False),
        Column("former_ids", "texts", "Ids of events that turned out to be this one.", False),
        Column(
            "action", "text", "Kind of action; the best value of its records, as in all columns down to `date`.", False
        ),
        Column("status", "text", "`imposed`, `sought`, `proposed` or `rejected`.", False),
        Column("authority", "bodies", "Bodies that decided: `name` verbatim, `id` canonical, `country`.", False),
        Column("authority_id", "text", "Canonical id of the first body that has one."),
        Column("target_names", "texts", "Names of the targets that have one, each in its fullest form.", False),
        Column(
            "targets",
            "targets",
            "Whom it hits: `name` (null for a group), `type`, `aliases`, `nationality`, `role`, `count`, and the "
            "`record_ids` that say so.",
            False,
        ),
        Column("amount", "sum", "Sum of money.", unit="units of `currency`"),
        Column("currency", "text", "ISO 4217."),
        Column("amount_text", "text", "The sum, verbatim."),
        Column("program", "text", "Legal basis or regime, verbatim."),
        Column("date", "text", "When: ISO date, month or year."),
        Column("date_precision", "text", _PRECISION),
        Column("date_from", "day", "First day that `date` may mean; to sort and to compare by."),
        Column("first_published", "text", "When the first of its stories was published: ISO date, month or year."),
        Column("last_published", "text", "The same of the last."),
        Column("confidence", "number", "That the event took place; grows with independent sources.", False, "0 to 1"),
        Column("n_sources", "integer", "Independent sources; copies of one wire text count once.", False, "sources"),
        Column("n_stories", "integer", "Stories that tell it.", False, "stories"),
        Column("n_records", "integer", "Records that tell it.", False, "records"),
        Column(
            "n_gone",
            "integer",
            "Those of `n_records` that were replaced, withdrawn or given to another event since, or never loaded. The "
            "other columns still rest on them; 0: it is up to date.",
            False,
            "records",
        ),
        Column("event_hash", "text", "MD5 of the event as it was loaded: equal hashes are equal events.", False),
        Column("run_id", "text", "The load that last changed it: `runs.run_id`.", False),
        Column("loaded_at", "time", "When that was.", False, "UTC"),
        Column(
            "withdrawn_at", "time", "When the last of its stories was withdrawn; null while one stands.", unit="UTC"
        ),
    ),
)

EVENT_RECORDS = Table(
    "event_records",
    "That a record tells an event, why it was taken to, and which values it speaks for or against.",
    ("event_id", "record_id"),
    (
        Column("event_id", "text", "The event: `events.event_id`.", False),
        Column("record_id", "text", "The record: `records.record_id`.", False),
        Column("story_id", "text", "Its story: `stories.story_id`.", False),
        Column("joined_to", "text", "The record of the event that it was joined to; null for the first."),
        Column("reason", "text", "Why the record was joined to the event.", False),
        Column("score", "number", "Sum of the points for that; null for the first and for what was told together."),
        Column("supports", "texts", "Slots of which it says what the event says, or less exactly the same.", False),
        Column("contradicts", "texts", "Slots of which it says something else.", False),
        Column(
            "is_undone", "boolean", "Whether a person has undone it; the row stays, so that it isn't made again.", False
        ),
        Column("withdrawn_at", "time", "When its story was withdrawn; null while it stands.", unit="UTC"),
    ),
)

RUNS = Table(
    "runs",
    "What one load brought: records files and archive runs, or a file of events. Loading it again adds no row.",
    ("run_id",),
    (
        Column("run_id", "text", "MD5 of what was loaded.", False),
        Column("source", "text", "Paths that were loaded, as they were given.", False),
        Column("wireledger_version", "text", "Version of Wireledger that loaded it.", False),
        Column("model_version", "text", "What extracted it; null where that wasn't said."),
        Column("n_stories", "integer", "Stories in it.", False, "stories"),
        Column("n_records", "integer", "Records in it.", False, "records"),
        Column("n_events", "integer", "Events in it; 0 where it brought records.", False, "events"),
        Column("started_at", "time", "When its load began.", False, "UTC"),
        Column("finished_at", "time", "When all of it was there; null while it isn't.", unit="UTC"),
    ),
)

ISSUES = Table(
    "issues",
    "Something that was wrong with the data, and what was done about it.",
    ("issue_id",),
    (
        Column("issue_id", "text", "MD5 of the columns that follow, without `run_id`.", False),
        Column("code", "text", "Kind of issue, such as `bad-json`.", False),
        Column("severity", "text", "`note`, `warning`, `skipped` or `failed`.", False),
        Column("message", "text", "What is wrong, what was expected, what was done.", False),
        Column("source", "text", "File that it is about."),
        Column("line", "integer", "Line or row there, from 1.", unit="lines"),
        Column("story_id", "text", "Story that it is about."),
        Column("run_id", "text", "The load that brought it first: `runs.run_id`.", False),
    ),
)

TABLES: tuple[Table, ...] = (STORIES, RECORDS, EVIDENCE, EVENTS, EVENT_RECORDS, RUNS, ISSUES)

BY_NAME = {table.name: table for table in TABLES}

VERSION_TABLE = Table(
    "wireledger_schema",
    "One row: the version of the tables.",
    ("version",),
    (Column("version", "integer", "Version of the tables in this schema.", False),),
)
