"""Events to FollowTheMoney entities: who was hit, by what, and which article says so.

In: events. Out: a `Conversion` with the entities and the account of what was left out. Listings become Sanctions, money
becomes CourtCases with their parties and Assets, stories become Articles. `docs/ftm.md` says what the model can't hold.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from wireledger.events.bodies import agreement
from wireledger.events.event import Event, EventTarget
from wireledger.ftm.entity import Entity, country, day, long_text, make_id, name, number
from wireledger.ftm.parties import Parties
from wireledger.records import FAMILIES, Record

_OF_VALUE = ("Vessel", "Airplane", "CryptoWallet")


@dataclass(slots=True)
class Conversion:
    """What was made.

    Attributes:
        entities: In the order of the file: articles, parties, then what ties them.
        left_out: Why records have no entity, and how many.
    """

    entities: list[Entity] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def convert(events: Iterable[Event]) -> Conversion:
    """Turn events into entities, the same whatever order the events come in."""
    return _Converter(sorted(events, key=lambda event: (event.date or "9", event.event_id))).run()


class _Converter:
    def __init__(self, events: list[Event]) -> None:
        self._events = events
        self._parties = Parties()
        self._articles: dict[str, Entity] = {}
        self._ties: dict[str, Entity] = {}
        self._left_out: Counter[str] = Counter()
        self._listed: dict[str, list[tuple[Event, Entity]]] = {}  # party -> its listings in force

    def run(self) -> Conversion:
        for event in self._events:
            if FAMILIES[event.action] != "delist":
                for target in event.targets:
                    self._hit(event, target)
        for event in self._events:
            if FAMILIES[event.action] == "delist":
                for target in event.targets:
                    self._lift(event, target)
        for party in self._parties.all():
            if self._listed.get(party.id):
                party.add("topics", "sanction")
        return Conversion([*self._articles.values(), *self._parties.all(), *self._ties.values()], self._left_out)

    def _hit(self, event: Event, target: EventTarget) -> None:
        if (party := self._party(target)) is None:
            return
        articles = self._document(event, target, party)
        if FAMILIES[event.action] == "money":
            self._case(event, target, party, articles)
            return
        sanction = self._sanction(event, target, party, articles)
        sanction.add("startDate", day(event.date) if event.status == "imposed" else None)
        if event.status == "imposed":
            sanction.add("listingDate", day(event.date) if event.action == "designation" else None)
            self._listed.setdefault(party.id, []).append((event, sanction))

    def _lift(self, event: Event, target: EventTarget) -> None:
        """End the listings that a delisting ends: those of a compatible authority that are not later than it."""
        if (party := self._party(target)) is None:
            return
        articles = self._document(event, target, party)
        ended = [
            (listing, sanction)
            for listing, sanction in self._listed.get(party.id, ())
            if event.status == "imposed" and _may_end(event, listing)
        ]
        for pair in ended:
            self._listed[party.id].remove(pair)
            pair[1].add("endDate", day(event.date))
            pair[1].properties["status"] = ["lifted"]
            pair[1].add("proof", *articles)
        if not ended:  # the listing itself was told by nobody
            sanction = self._sanction(event, target, party, articles)
            sanction.add("endDate", day(event.date) if event.status == "imposed" else None)

    def _sanction(self, event: Event, target: EventTarget, party: Entity, articles: list[str]) -> Entity:
        sanction = self._tie("Sanction", event, party)
        records = _records(event, target)
        sanction.add("entity", party.id)
        sanction.add("authority", *(body.name for body in event.authority))
        sanction.add("authorityId", *(body.id for body in event.authority))
        sanction.add("country", *(country(body.country) for body in event.authority))
        sanction.add("program", event.program)
        sanction.add("status", _status(event))
        sanction.add("provisions", event.action, *(measure for record in records for measure in record.measures))
        sanction.add("recordId", event.event_id)
        sanction.add("proof", *articles)
        return sanction

    def _case(self, event: Event, target: EventTarget, party: Entity, articles: list[str]) -> None:
        case = self._get("CourtCase", event.event_id)
        bodies = [body.name for body in event.authority]
        case.add("name", *([] if "name" in case.properties else [name(f"{event.action.capitalize()}: {target.name}")]))
        case.add("category", event.action)
        case.add("status", event.status)
        case.add("court", *bodies)
        case.add("country", *(country(body.country) for body in event.authority))
        case.add("fileDate" if event.status == "sought" else "closeDate", day(event.date))
        case.add("program", event.program)
        case.add("proof", *articles)
        role = self._tie("CourtCaseParty", event, party)
        role.add("case", case.id)
        role.add("party", party.id)
        role.add("role", "asset" if party.schema in _OF_VALUE else "defendant")
        role.add("status", event.status)
        role.add("date", day(event.date))
        role.add("recordId", event.event_id)
        role.add("description", event.amount_text and f"{event.action}: {event.amount_text}")
        role.add("proof", *articles)
        if event.action in ("forfeiture", "seizure"):
            self._asset(event, target, party, case, articles)

    def _asset(self, event: Event, target: EventTarget, party: Entity, case: Entity, articles: list[str]) -> None:
        """Add what was taken, with its worth. A ship, an aircraft or a wallet is the asset itself."""
        amount = number(event.amount)
        if party.schema in _OF_VALUE:
            if amount is not None:
                party.add("amount", amount)
                party.add("currency", event.currency)
            return
        things = [record.asset for record in _records(event, target) if record.asset]
        if amount is None and not things:
            return
        asset = self._get("Asset", event.event_id)
        if not asset.properties:
            asset.add("name", name(things[0] if things else f"{event.amount_text} of {target.name}"))
            asset.add("amount", amount)
            asset.add("currency", event.currency if amount is not None else None)
            asset.add("proof", *articles)
            tie = self._tie("CourtCaseParty", event, asset)
            tie.add("case", case.id)
            tie.add("party", asset.id)
            tie.add("role", "asset")
            tie.add("status", event.status)

    def _party(self, target: EventTarget) -> Entity | None:
        party = self._parties.entity_of(target)
        if party is None:
            reason = "groups without names" if target.name is None else "countries and sectors"
            self._left_out[reason] += len(target.record_ids)
        return party

    def _document(self, event: Event, target: EventTarget, party: Entity) -> list[str]:
        """Add the articles that tell it and what they say of the party; return the articles' ids."""
        ids = []
        for record in _records(event, target):
            article = self._article(record)
            ids.append(article.id)
            tie = self._get("Documentation", record.record_id)
            tie.add("document", article.id)
            tie.add("entity", party.id)
            tie.add("role", f"{record.action} ({record.status})")
            tie.add("date", day(record.date))
            tie.add("recordId", record.record_id)
            tie.add("summary", *(long_text(evidence.text) for evidence in record.evidence))
        return list(dict.fromkeys(ids))

    def _article(self, record: Record) -> Entity:
        id_ = make_id("Article", record.story_id)
        if id_ not in self._articles:
            article = self._articles[id_] = Entity(id_, "Article")
            article.add("publisher", record.publisher)
            article.add("publishedAt", day(record.published))
            article.add("sourceUrl", record.url)
            title = next((e.text for e in record.evidence if e.field == "title"), None)
            article.add("title", title)
            article.add("fileName", None if title else record.story_id)
        return self._articles[id_]

    def _tie(self, schema: str, event: Event, party: Entity) -> Entity:
        return self._get(schema, event.event_id, party.id)

    def _get(self, schema: str, *parts: str) -> Entity:
        """Return the entity that `parts` identify, made if need be."""
        id_ = make_id(schema, *parts)
        return self._ties.setdefault(id_, Entity(id_, schema))


def _records(event: Event, target: EventTarget) -> list[Record]:
    wanted = set(target.record_ids)
    return [record for record in event.records() if record.record_id in wanted]


def _status(event: Event) -> str:
    if FAMILIES[event.action] == "delist":
        return "lifted" if event.status == "imposed" else f"lifting {event.status}"
    return "active" if event.status == "imposed" else event.status


def _may_end(delisting: Event, listing: Event) -> bool:
    if agreement(delisting.authority, listing.authority) == "different" and not _is_court(delisting, listing):
        return False
    ended, begun = delisting.date or delisting.first_published, listing.date or listing.first_published
    return ended is None or begun is None or (ended[:4] >= begun[:4] and ended >= begun[: len(ended)])


def _is_court(delisting: Event, listing: Event) -> bool:
    """Tell whether a court of the listing's country, or of the EU, struck it down."""
    countries = {body.country for body in listing.authority}
    return any(
        body.country in countries and ("court" in body.name.casefold() or "cjeu" in (body.id or ""))
        for body in delisting.authority
    )
