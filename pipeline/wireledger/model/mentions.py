"""Words that the reader labels as a target -> a mention with the values that the later stages need."""

from wireledger.annotations import Mention
from wireledger.model.decode import Labelled
from wireledger.rules.groups import Group, find_groups
from wireledger.rules.lexicon import clean_count
from wireledger.rules.names import NameSpan
from wireledger.rules.references import Read
from wireledger.segment import Sentence
from wireledger.spans import Found
from wireledger.values.countries import CountryRef, find_countries


def make_mention(found: Labelled, read: Read) -> tuple[Mention, Sentence] | None:
    """Return the rules' mention where the label's words have one, else a new one; with its sentence."""
    for sentence, mentions in read:
        if sentence.span.covers(found.span):
            for mention in mentions:
                if mention.span.overlaps(found.span) and mention.label in ("name", "group", "country"):
                    return mention, sentence
            return _new(found, sentence), sentence
    return None


def _new(found: Labelled, sentence: Sentence) -> Mention:
    start, end = sentence.place_of(found.span)
    text = sentence.text[start:end]
    form, _, kind = found.label.partition("-")
    countries = find_countries(text)
    if form == "group":
        return Mention(found.span, "group", text, _group(text, start, kind, countries))
    if kind == "country" and countries:
        return Mention(found.span, "country", text, countries[0].value)
    return Mention(found.span, "name", text, NameSpan(start, end, text, kind), {"type": kind})


def _group(text: str, start: int, kind: str, countries: list[Found[CountryRef]]) -> Group:
    """Return the group that the words say, its offsets counted in the sentence where the words begin at `start`."""
    for group in find_groups(text, countries):
        role = (group.role[0] + start, group.role[1] + start) if group.role else None
        return Group(start, start + len(text), group.count, kind, group.nationality, role)
    codes = tuple(dict.fromkeys(code for country in countries for code in country.value.codes))
    first = text.split(" ", 1)[0]
    return Group(start, start + len(text), clean_count(first), kind, codes, None)
