from wireledger import Story, load
from wireledger.rules.confidence import judge
from wireledger.rules.extract import propose
from wireledger.rules.weights import load_weights
from wireledger.segment import segment_story

TEXT = (
    "WASHINGTON - The U.S. Treasury on Thursday imposed sanctions on Orlan-Trade LLC, a Russian arms broker. "
    "The sanctions also targeted six individuals - four Russians, one Chinese and one North Korean. "
    "Shares of Halden Bank rose."
)


def drafts():
    story = Story("s", TEXT, "", "2021-05-06")
    return propose(story, segment_story(story)).drafts


def test_only_what_is_sure_enough_is_kept():
    kept = judge(drafts())
    assert 0 < len(kept) < len(drafts())
    assert all(draft.confidence >= load_weights("records").threshold for draft in kept)


def test_a_bystander_is_less_sure_than_a_target():
    surest = {}
    for draft in drafts():
        surest[draft.name] = max(surest.get(draft.name, 0), draft.confidence)
    assert surest["Orlan-Trade LLC"] > 2 * surest.get("Halden Bank", 0)


def test_members_of_one_list_are_taken_together():
    records = load("rules").extract(Story("s", TEXT, "", "2021-05-06")).records
    counts = sorted((r.target.count, r.target.nationality) for r in records if r.target.name is None)
    assert counts == [(1, ("CN",)), (1, ("KP",)), (4, ("RU",))]
