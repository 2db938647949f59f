"""Kept drafts -> the same, with what the reader says of their targets: role, nationality, other names."""

from dataclasses import replace

from wireledger.annotations import Mention
from wireledger.assemble import Draft
from wireledger.model.decode import Labelled, decode, surest
from wireledger.model.pieces import Cutter
from wireledger.model.runtime import Model
from wireledger.model.windows import Window, cut_target
from wireledger.rules.entities import Entities
from wireledger.rules.extract import Proposed
from wireledger.segment import Sentence
from wireledger.spans import Span
from wireledger.values.countries import find_countries

_LEAST = {"role": 0.4, "nationality": 0.5, "alias": 0.5}  # mean probability of a label's words from which it is taken


def describe(model: Model, sentences: list[Sentence], proposed: Proposed, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with the reader's description of their targets; what it does not say stays the rules'."""
    cutter, entities = Cutter(model.tokenizer), Entities(proposed.read, sentences)
    windows: dict[str | Span, Window] = {}
    for draft in drafts:
        if (key := _key(draft)) is not None and key not in windows:
            window = _cut(cutter, entities, proposed, draft)
            if window is not None:
                windows[key] = window
    readings = model.read_all(list(windows.values()))
    found = {
        key: decode(window, reading.tags) for (key, window), reading in zip(windows.items(), readings, strict=True)
    }
    return [
        _described(draft, windows[key], found[key]) if (key := _key(draft)) in windows else draft for draft in drafts
    ]


def _key(draft: Draft) -> str | Span | None:
    """Return what the drafts of one target share; None of a state or a sector, which need no description."""
    return None if draft.type in ("country", "sector") else draft.name or draft.target.span


def _cut(cutter: Cutter, entities: Entities, proposed: Proposed, draft: Draft) -> Window | None:
    forms = [draft.name, *entities.short_forms(draft.name)] if draft.name else []
    return cut_target(cutter, proposed.read, list(draft.evidence), forms, draft.target.span)


def _described(draft: Draft, window: Window, found: list[Labelled]) -> Draft:
    sure = [one for one in found if one.confidence >= _LEAST.get(one.label, 1.0)]
    filled = set(draft.by_model)
    role = surest(found, "role", _LEAST["role"])
    if role is not None:
        draft = replace(draft, role=Mention(role.span, "role", window.text_of(role.span)))
        filled.add("role")
    codes: dict[str, Labelled] = {}
    for one in sure:
        if one.label == "nationality":
            for country in find_countries(window.text_of(one.span)):
                codes |= {code: codes.get(code, one) for code in country.value.codes}
    # What a group is called says where it belongs; the rules read that better.
    if codes and (draft.name or not draft.nationality):
        spans = tuple(dict.fromkeys(one.span for one in codes.values()))
        draft = replace(draft, nationality=tuple(codes), nationality_spans=spans)
        filled.add("nationality")
    aliases: dict[str, Mention] = {}
    for one in sure:
        text = window.text_of(one.span)
        if one.label == "alias" and draft.name and text != draft.name:
            aliases.setdefault(text, Mention(one.span, "name", text))
    if aliases:
        draft = replace(draft, aliases=tuple(aliases.values()))
        filled.add("aliases")
    return replace(draft, by_model=frozenset(filled))
