"""Corpora split by event."""

from wireledger.corpus import parse_gold, split_by_event


def story(number, *names, type="organization"):
    targets = [{"type": type, "name": name} for name in names]
    action = {"action": "penalty", "status": "imposed", "targets": targets}
    return parse_gold({"id": f"story-{number}", "text": " ".join(names), "actions": [action] if names else []})


def ids(side):
    return {gold.story.id for gold in side}


def test_stories_of_one_event_are_on_one_side():
    # 60 events of three stories each; the first and the third share a name by way of the second only.
    stories = [
        story(f"{event}-{n}", *names)
        for event in range(60)
        for n, names in enumerate([(f"Bank {event}",), (f"BANK {event}", f"Firm {event}"), (f"Firm {event}",)])
    ]
    learned, held_out = split_by_event(stories)
    assert len(learned) + len(held_out) == 180
    assert 12 <= len(held_out) <= 60
    assert not {id_.rpartition("-")[0] for id_ in ids(learned)} & {id_.rpartition("-")[0] for id_ in ids(held_out)}


def test_a_state_makes_no_event():
    stories = [story(n, "Iran", type="country") for n in range(60)]
    learned, held_out = split_by_event(stories)
    assert learned
    assert held_out


def test_the_order_of_the_stories_does_not_matter():
    stories = [story(n, f"Bank {n % 30}") for n in range(90)] + [story(n) for n in range(90, 120)]
    assert ids(split_by_event(stories)[1]) == ids(split_by_event(stories[::-1])[1])
