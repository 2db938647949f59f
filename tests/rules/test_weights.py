import math

import pytest

from wireledger.rules.weights import Weights, load_weights, use_weights


def test_probability_is_the_logistic_of_the_sum():
    weights = Weights(-1.0, 0.5, {"a": 2.0, "b": -0.5})
    assert weights.probability(["a", "b", "unknown"]) == pytest.approx(1 / (1 + math.exp(-0.5)))


def test_order_of_cues_changes_nothing():
    weights = Weights(0.1, 0.5, {str(i): 0.1 * i for i in range(50)})
    cues = [str(i) for i in range(50)]
    assert weights.probability(cues) == weights.probability(reversed(cues))


@pytest.mark.parametrize("name", ["records", "authority", "background"])
def test_tables_that_ship_are_sound(name):
    weights = load_weights(name)
    assert 0 < weights.threshold < 1
    assert len(weights.cues) > 100
    assert all(isinstance(weight, float) and abs(weight) < 10 for weight in weights.cues.values())


def test_other_weights_are_used_until_they_are_put_back():
    shipped, other = load_weights("records"), Weights(0.0, 0.9, {})
    use_weights({"records": other})
    assert load_weights("records") is other
    assert load_weights("background").cues
    use_weights({})
    assert load_weights("records") is shipped
