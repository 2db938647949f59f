"""The joint say of rules and reader."""

import pytest

from wireledger.annotations import Mention
from wireledger.assemble import Draft
from wireledger.assemble.drafts import Telling
from wireledger.model.join import TimeArbitration, is_timed, time_features
from wireledger.rules.weights import Weights, use_weights
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
