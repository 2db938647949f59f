"""The SQL of `staging.py`: DuckDB's dialect, on tables that live in a temporary folder only.

In: numbers and our own word lists. Out: statements. No text of a story or an input becomes part of a statement.
"""

from collections.abc import Iterator, Sequence

RAW_STORIES = """
create table raw_stories(
    input int, id varchar, title varchar, n_chars bigint, content_hash varchar,
    published varchar, publisher varchar, url varchar)
"""
RAW_RECORDS = "create table raw_records as select 0::int as input, * from schema_only"
_COPIES = "create table if not exists raw_copies(input int, story_id varchar, kept_id varchar)"


def insert_records(number: int) -> str:
    """Return the statement that adds the record batches of one input."""
    return f"insert into raw_records select {number}, * from incoming"


def insert_stories(number: int) -> str:
    """Return the statement that adds the stories of one input; their texts are measured and hashed, not kept."""
    return f"""
        insert into raw_stories
        select {number}, id, title, length(text), substr(sha256(concat(title, chr(0), text)), 1, 16),
               published, publisher, url
        from incoming
    """


def insert_copies(number: int) -> str:
    """Return the statement that adds the copies that an archive run found."""
    return f"{_COPIES}; insert into raw_copies select {number}, story_id, kept_id from copies"


def with_nul(table: str) -> str:
    """Return the query of the rows that may hold a NUL: JSON writes it as an escape, which is found quickly."""
    return f"select t.* from {table} t where contains(to_json(t)::varchar, '\\u0000')"


def delete_with_nul(table: str) -> str:
    """Return the statement that removes what `with_nul` finds."""
    return f"delete from {table} t where contains(to_json(t)::varchar, '\\u0000')"


def checks(actions: Sequence[str], statuses: Sequence[str], most_id_chars: int) -> Iterator[tuple[str, str]]:
    """Yield what may be wrong with a record, and the query that finds the first such: input, record id, value."""
    rules = [
        ("its id is empty", "record_id = ''", "null"),
        (f"its id is longer than {most_id_chars} characters", f"length(record_id) > {most_id_chars}", "null"),
        (f"its story_id is longer than {most_id_chars} characters", f"length(story_id) > {most_id_chars}", "null"),
        ("story_id is missing", "story_id is null or story_id = ''", "null"),
        (f"action is none of {', '.join(actions)}", f"action not in ({_quoted(actions)})", "action"),
        (f"status is none of {', '.join(statuses)}", f"status not in ({_quoted(statuses)})", "status"),
        ("confidence is no number from 0 to 1", "not coalesce(confidence between 0 and 1, false)", "confidence"),
        (
            "a slot's confidence is not a number",
            "list_bool_or(list_transform(map_values(slot_confidence), lambda x: isnan(x)))",
            "null",
        ),
        ("amount is negative", "amount.value < 0", "amount.value"),
        ("target has no type", "target.type is null", "null"),
        ("evidence is empty", "coalesce(len(evidence), 0) = 0", "null"),
    ]
    for what, condition, value in rules:
        yield what, f"select input, record_id, {value} from raw_records where {condition} order by rowid limit 1"
    yield (
        f"its story_id is longer than {most_id_chars} characters",
        f"select input, id, null from raw_stories where length(id) > {most_id_chars} limit 1",
    )
    yield (
        "the id stands in two stories",
        "select max(input), record_id, null from raw_records group by record_id having count(distinct story_id) > 1 limit 1",
    )


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


SAME_IDS = """
    select record_id, any_value(story_id), count(distinct to_json(r)::varchar) from raw_records r
    where (record_id, input) in (select (record_id, input) from raw_records group by record_id, input having count(*) > 1)
    group by record_id, input having count(distinct to_json(r)::varchar) > 1 order by record_id
"""


def arrange(batch_records: int) -> Iterator[str]:
    """Yield the statements that make `staged_stories` and `staged_records`, each row with the number of its batch."""
    yield _COPIES
    # Of a run's stories those without records count as well: a newer model may have found less.
    yield """
        create table latest as
        select story_id, max(input) as input
        from (select story_id, input from raw_records union all select id, input from raw_stories) group by story_id
    """
    # The later input wins; within one, the first of several records with the same id.
    yield """
        create table told_records as
        select r.*, md5(to_json(struct_pack(a := record_id, b := url, c := publisher, d := published, e := action,
            f := status, g := background, h := authority, i := target, j := measures, k := amount, l := asset,
            m := program, n := reason, o := date, p := evidence, q := spans, r := confidence, s := slot_confidence,
            t := method))::varchar) as content
        from (select *, rowid as place from raw_records) r semi join latest l on l.story_id = r.story_id and l.input = r.input
        qualify row_number() over (partition by record_id order by place) = 1
    """
    yield """
        create table by_story as
        select story_id, count(*) as n_records, md5(string_agg(content, ',' order by record_id)) as records_hash,
               min(published) as published, min(publisher) as publisher, min(url) as url
        from told_records group by story_id
    """
    yield """
        create table told_stories as
        select * from (select *, rowid as place from raw_stories)
        qualify row_number() over (partition by id order by input desc, place) = 1
    """
    yield """
        create table copied as
        select story_id, arg_max(kept_id, input) as copy_of from raw_copies group by story_id
    """
    yield f"""
        create table staged_stories as
        select *, ((sum(n_records + 1) over (order by story_id) - 1) // {batch_records})::bigint as batch,
               case when content_hash is not null
                    then md5(to_json(struct_pack(a := title, b := content_hash, c := published, d := publisher, e := url,
                                                 f := copy_of))::varchar) end as story_hash
        from (
            select l.story_id, t.title, coalesce(t.published, b.published) as published,
                   coalesce(t.publisher, b.publisher) as publisher, coalesce(t.url, b.url) as url,
                   t.content_hash, t.n_chars, c.copy_of, coalesce(b.n_records, 0) as n_records, v.model_version,
                   coalesce(b.records_hash, md5('')) as records_hash
            from latest l left join by_story b using (story_id) left join told_stories t on t.id = l.story_id
            left join copied c using (story_id) left join versions v on v.input = l.input
        )
        order by story_id
    """
    # In the order of the batches, so that each is read without looking at the rest.
    yield """
        create table staged_records as
        select r.* exclude (place, content), s.batch from told_records r join staged_stories s using (story_id)
        order by s.batch, r.story_id, r.record_id
    """
    for table in ("raw_records", "raw_stories", "told_records", "told_stories", "by_story"):
        yield f"drop table {table}"


TOTALS = """
    select count(*), coalesce(sum(n_records), 0)::bigint, coalesce(max(batch) + 1, 0),
           md5(concat(count(*), bit_xor(md5_number(concat_ws(',', story_id, records_hash, story_hash)))))
    from staged_stories
"""
BATCH_STORIES = """
    select story_id, title, published, publisher, url, content_hash, n_chars, copy_of, n_records, model_version,
           records_hash, story_hash, $run as run_id, $now::timestamp as loaded_at, null::timestamp as withdrawn_at
    from staged_stories where batch = $batch order by story_id
"""
BATCH_RECORDS = """
    select record_id, story_id, action, status, background, coalesce(authority, []) as authority,
           list_filter(list_transform(authority, lambda a: a.id), lambda i: i is not null)[1] as authority_id,
           target.name as target_name, target.type as target_type, coalesce(target.aliases, []) as target_aliases,
           coalesce(target.nationality, []) as target_nationality, target.role as target_role,
           target.count as target_count, coalesce(measures, []) as measures, amount.value as amount,
           amount.currency as currency, amount.text as amount_text, amount.qualifier as amount_qualifier,
           amount.scope as amount_scope, asset, program, reason, date,
           case length(date) when 10 then 'day' when 7 then 'month' when 4 then 'year' end as date_precision,
           try_cast(case length(date) when 10 then date when 7 then date || '-01' when 4 then date || '-01-01' end as date)
               as date_from,
           coalesce(spans, map()) as spans, confidence, coalesce(slot_confidence, map()) as slot_confidence,
           coalesce(method, map()) as method
    from staged_records semi join wanted using (story_id) where batch = $batch order by story_id, record_id
"""
BATCH_EVIDENCE = """
    select record_id, number - 1 as number, story_id, e.field as field, e.start as start_char, e.end as end_char, e.text as text
    from (select record_id, story_id, unnest(evidence) as e, unnest(range(1, len(evidence) + 1)) as number
          from staged_records semi join wanted using (story_id) where batch = $batch)
    order by story_id, record_id, number
"""
