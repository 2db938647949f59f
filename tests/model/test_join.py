"""The joint say of rules and reader."""

from dataclasses import replace

import pytest

from wireledger.annotations import Mention
from wireledger.assemble import Draft
from wireledger.assemble.drafts import Telling
from wireledger.model.join import Arbitration, TimeArbitration, features, is_timed, time_features
from wireledger.rules.weights import Weights, log_odds, use_weights
from wireledger.spans import Span


@pytest.fixture(autouse=True)
def weights():
    """Let the cue `past` speak for background, and `now` against it."""
    use_weights({"background": Weights(0.0, 0.5, {"past": 2.0, "now": -2.0})})
    yield
    use_weights({})


def draft(*tellings):
    mention = Mention(Span(0, 5), "name", "Orlan")
    return Draft(
        action="designation", status="imposed", background=False, order=0, trigger=mention, name="Orlan",
        authority=(), target=mention, type="organization",
        tellings=tuple(Telling(frozenset(), frozenset({cue}), model_time=p) for cue, p in tellings),
    )  # fmt: skip


def test_the_weights_decide_who_is_followed():
    said = draft(("past", 0.2))
    assert not TimeArbitration(0.0, 1.0, 0.0).recalls(said)
    assert TimeArbitration(0.0, 0.0, 1.0).recalls(said)
    assert TimeArbitration(0.0, 1.0, 1.0).recalls(said)
    assert not TimeArbitration(-1.0, 1.0, 1.0).recalls(said)


def test_only_tellings_that_both_have_read_count():
    model, rules = time_features(draft(("past", 0.5), ("now", None)))
    assert model == pytest.approx(0.0)
    assert rules == pytest.approx(2.0)
    assert not is_timed(draft(("past", None)))
    assert is_timed(draft(("past", None), ("now", 0.5)))


def candidate(order, p, name="Orlan"):
    made = draft(("now", 0.5))
    return replace(made, order=order, name=name, tellings=(replace(made.tellings[0], model=p),))


def test_a_candidate_is_weighed_against_the_likeliest_other_of_its_trigger():
    rows = features([candidate(0, 0.9), candidate(0, 0.4), candidate(0, 0.6, None), candidate(3, 0.2)])
    assert [row[0] for row in rows] == pytest.approx([log_odds(p) for p in (0.9, 0.4, 0.6, 0.2)])
    assert [row[2] for row in rows] == pytest.approx([log_odds(p) for p in (0.6, 0.9, 0.9, 0.05)])


def test_a_likely_rival_takes_from_ones_chances():
    weights = Arbitration(bias=0.0, model=1.0, rules=0.0, rival=-0.5)
    alone, beside = weights.join([candidate(0, 0.6)]), weights.join([candidate(0, 0.6), candidate(0, 0.9)])
    assert alone[0] > 0.6
    assert beside[0] < 0.6
