"""Drafts against gold, for whoever fits or trains on what the scorer takes.

In: a gold story and drafts of it. Out: which gold record each draft is paired with; and whether a mention
names a gold body.
Not exported by the package: scoring a file needs nothing of the stages.
"""

from collections.abc import Iterable

from wireledger.annotations import Mention
from wireledger.assemble import Draft, authority_of, build_records
from wireledger.corpus import GoldAuthority, GoldStory
from wireledger.scoring.bodies import Body, bodies_match
from wireledger.scoring.scored import gold_records, parse_predicted
from wireledger.scoring.story_score import score_story


def pair_drafts(gold: GoldStory, drafts: list[Draft]) -> list[int | None]:
    """Return for each draft the number of its partner in `gold_records(gold)`, or None where it has none."""
    ours = gold_records(gold)
    theirs = [parse_predicted(record.to_dict()) for record in build_records(gold.story, drafts, "")]
    number_of = {id(one): number for number, one in enumerate(ours)}
    partners = {
        id(their): number_of[id(our)] for our, their in score_story(gold.story.id, ours, theirs).alignment.pairs
    }
    return [partners.get(id(record)) for record in theirs]


def names_body(mention: Mention, bodies: Iterable[Body | GoldAuthority]) -> bool:
    """Tell whether a mention names one of the gold bodies."""
    named = authority_of(mention)
    predicted = Body(named.name, named.id, named.country)
    return any(bodies_match(Body(body.name, body.id, body.country), predicted) for body in bodies)
