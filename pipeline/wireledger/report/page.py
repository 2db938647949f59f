"""Figures -> one HTML file.

In: records and, of a run, its account. Out: a file without scripts that opens without a network. Whatever comes from a
story is escaped, and the page's own policy forbids scripts and every address besides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path

from wireledger.records import STATUSES, Record
from wireledger.report.charts import Counted, bars, columns
from wireledger.report.figures import NONE, Figures, count_records
from wireledger.values.countries import country_name
from wireledger.version import __version__
from wireledger.writers.whole_file import whole_file

_MOST_BARS = 12
_MOST_MONTHS = 72  # beyond it, years are drawn
_LONGEST = 700  # characters of evidence that are shown
_MOST_SUMS = 12
_MOST_DRAWN = 2  # currencies; sums in different ones cannot stand in one chart
_SAID_OF_SUMS = {"imposed": "ordered", "sought": "sought", "proposed": "proposed", "rejected": "refused"}


def write_report(
    path: Path, records: Iterable[Record], account: Mapping[str, int | float | str] | None = None, *, title: str = ""
) -> None:
    """Write a report on records.

    Args:
        path: The file; it appears whole or not at all.
        records: Any number; they are read once and not held.
        account: What else there is to say of the run, in the order in which it is shown: `{"stories seen": 120_000,
            "triaged out": 118_000, "failures": 2}`. Numbers become figures, words are shown as they are.
        title: What the report is about: the run's name.

    Raises:
        WriteError: The file cannot be written.
    """
    content = report_page(count_records(records), account or {}, title).encode("utf-8", "replace")
    with whole_file(path) as stream:
        stream.write(content)


def report_page(figures: Figures, account: Mapping[str, int | float | str], title: str = "") -> str:
    """Return the page."""
    name = escape(title or "Records")
    told = {"records": figures.n_records, "stories with records": figures.n_stories, "recalled": figures.n_background}
    notes = f"{figures.n_undated:,} records without a month are not in it." if figures.n_undated else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{name} · Wireledger report</title><style>{_style()}</style></head><body><main>"
        f'<h1>{name}</h1><p class="soft">Wireledger {__version__}</p>{_tiles({**account, **told})}'
        f'<div class="charts">{columns(*_months(figures))}</div><p class="soft">{notes}</p>'
        f'<div class="charts">{"".join(_kinds(figures))}</div>{_sums(figures)}'
        f"<h2>The surest records</h2>{_shown(figures.surest)}"
        f"<h2>The most doubtful records</h2>{_shown(figures.doubtful)}</main></body></html>\n"
    )


def _style() -> str:
    return (files("wireledger.report") / "report.css").read_text(encoding="utf-8")


def _tiles(figures: Mapping[str, int | float | str]) -> str:
    tiles = (
        f"<div><dt>{escape(name)}</dt><dd>{escape(value if isinstance(value, str) else f'{value:,}')}</dd></div>"
        for name, value in figures.items()
    )
    return f'<dl class="tiles">{"".join(tiles)}</dl>'


def _kinds(figures: Figures) -> Iterable[str]:
    bodies = Counter[str]()
    for key, n in figures.authorities.items():
        bodies[figures.names[key].most_common(1)[0][0] if key in figures.names else key] += n
    countries = {_country(key): n for key, n in figures.countries.items()}
    yield _ranked("Action", {_words(key): n for key, n in figures.actions.items()})
    yield _ranked("Status", {_words(key): n for key, n in figures.statuses.items()})
    yield _ranked("Authority", bodies)
    yield _ranked("Nationality of the target", countries)


def _months(figures: Figures) -> tuple[str, Counted]:
    """Return months in order, with those in between that have none; years where that were too many."""
    if not figures.months:
        return "Records by month", ()
    first, last = min(figures.months), max(figures.months)
    begin, end = _month_number(first), _month_number(last)
    if end - begin < _MOST_MONTHS:
        names = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]
        return "Records by month", [(name, figures.months[name]) for name in names]
    years: dict[str, int] = {f"{year:04}": 0 for year in range(begin // 12, end // 12 + 1)}
    for month, n in figures.months.items():
        years[month[:4]] += n
    return "Records by year", list(years.items())


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _ranked(title: str, counts: Mapping[str, int]) -> str:
    """Draw the commonest; what is left out, and what has no value, is said below: as bars they would dwarf the rest."""
    ranked = sorted(((key, n) for key, n in counts.items() if key != NONE), key=lambda item: (-item[1], item[0]))
    rest, none = ranked[_MOST_BARS:], counts.get(NONE, 0)
    notes = [f"{len(rest):,} others: {sum(n for _, n in rest):,}"] if rest else []
    notes += [f"none named: {none:,}"] if none else []
    return bars(title, ranked[:_MOST_BARS], "; ".join(notes))


def _sums(figures: Figures) -> str:
    currencies = [currency for currency, _ in figures.n_sums.most_common()]
    if not currencies:
        return "<h2>Sums</h2><p class=soft>No record has an amount.</p>"
    head = "".join(f'<th class="n" scope="col">{status}</th>' for status in STATUSES)
    rows = []
    for currency in currencies[:_MOST_SUMS]:
        cells = "".join(f'<td class="n">{_sum(figures, currency, status)}</td>' for status in STATUSES)
        rows.append(f'<tr><th scope="row">{escape(currency)}</th>{cells}</tr>')
    more = f" {len(currencies) - _MOST_SUMS} further currencies are left out." if len(currencies) > _MOST_SUMS else ""
    charts = "".join(_drawn_sums(figures, currency) for currency in currencies[:_MOST_DRAWN])
    return (
        f'<h2>Sums</h2><div class="charts">{charts}</div>'
        f'<div class="scroll"><table><tr><th scope="col">currency</th>{head}</tr>{"".join(rows)}</table></div>'
        '<p class="soft">A sum that an action lays on several targets is counted once a story; what a story merely '
        f"recalls is left out. A decision told by several stories counts as often as it is told.{more}</p>"
    )


def _drawn_sums(figures: Figures, currency: str) -> str:
    sums = ((_SAID_OF_SUMS[status], figures.sums.get((currency, status))) for status in STATUSES)
    return bars(f"Sums in {currency}", [(words, round(value)) for words, value in sums if value is not None])


def _sum(figures: Figures, currency: str, status: str) -> str:
    value = figures.sums.get((currency, status))
    return "" if value is None else f"{value:,.0f}"


def _shown(records: Iterable[Record]) -> str:
    shown = "".join(_article(record) for record in records)
    return shown or '<p class="soft">There are none.</p>'


def _article(record: Record) -> str:
    label = record.target.name or " ".join(
        filter(
            None, (f"{record.target.count:,}" if record.target.count else "", record.target.role or record.target.type)
        )
    )
    amount = record.amount
    facts = (
        _words(record.action),
        record.status + (" (recalled)" if record.background else ""),
        ", ".join(body.name for body in record.authority),
        f"{amount.value:,f} {amount.currency or ''}".strip() if amount else "",
        record.date or "",
        f"confidence {record.confidence:.2f}",
        record.publisher or "",
        record.story_id,
    )
    quotes = "".join(
        f'<blockquote dir="auto">{_evidence(record, at)}</blockquote>' for at in range(len(record.evidence))
    )
    return (
        f'<article><h3 dir="auto">{escape(label)}</h3>'
        f'<p class="soft">{escape(" · ".join(filter(None, facts)))}</p>{quotes}</article>'
    )


def _evidence(record: Record, at: int) -> str:
    evidence, target = record.evidence[at], record.spans.get("target")
    text = evidence.text
    cut = " […]" if len(text) > _LONGEST else ""
    if target and target.field == evidence.field and evidence.start <= target.start and target.end <= evidence.end:
        start, end = target.start - evidence.start, target.end - evidence.start
        if end <= _LONGEST:
            return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:_LONGEST])}{cut}"
    return escape(text[:_LONGEST]) + cut


def _words(name: str) -> str:
    return name.replace("_", " ")


def _country(code: str) -> str:
    return code if code == NONE else country_name(code)
