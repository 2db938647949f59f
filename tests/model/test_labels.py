"""Gold of made-up stories -> labels of their windows. A tokenizer that knows no word will do."""

from wireledger import Story
from wireledger.corpus import GoldAction, GoldAuthority, GoldStory, GoldTarget
from wireledger.model.labels import label_story
from wireledger.model.tags import TAGS, TOLD, UNSAID
from wireledger.rules.extract import propose
from wireledger.segment import segment_story

LEAD = "WASHINGTON - The U.S. Treasury on Thursday imposed sanctions on Orlan-Trade LLC, a Latvian fuel trader, and Viktor Maslov."
DENIAL = "Maslov, the former head of Halden Bank, denied it."
LATER = "The sanctions on Orlan-Trade LLC had been expected."


def label(cutter, text, *targets, evidence=(0,), **slots):
    story = Story("s", text, "", "2021-05-06")
    sentences = segment_story(story)
    bodies = (GoldAuthority(name="U.S. Treasury", country="US"),)
    action = GoldAction(
        action="designation", status="imposed", authority=bodies, targets=targets, evidence=evidence, **slots
    )
    spans = tuple((s.span.start_char, s.span.end_char) for s in sentences)
    gold = GoldStory(story, spans, (action,) if targets else ())
    return label_story(gold, sentences, propose(story, sentences), cutter)


def words_of(example, name):
    """Return the words with a label, as one string."""
    tagged = zip(example.window.spans, example.labels.tags, strict=True)
    return " ".join(example.window.text_of(span) for span, tag in tagged if TAGS[tag].endswith(name))


ORLAN = GoldTarget(
    type="organization", name="Orlan-Trade LLC", role="fuel trader", nationality=("LV",), nationality_text="Latvian"
)
MASLOV = GoldTarget(type="person", name="Viktor Maslov", role="former head of Halden Bank")


def test_a_trigger_tells_its_action_and_who_did_what_to_whom(cutter):
    examples = label(cutter, f"{LEAD} {DENIAL}", ORLAN, MASLOV, date="2021-05-06")
    told = [example for example in examples if example.labels.told > 0]
    assert told
    assert {TOLD[example.labels.told] for example in told} == {"designation"}
    assert words_of(told[0], "name-organization") == "Orlan - Trade LLC"
    assert words_of(told[0], "name-person") == "Viktor Maslov Maslov"
    assert words_of(told[0], "authority") == "U . S . Treasury"
    assert words_of(told[0], "date") == "on Thursday" or words_of(told[0], "date") == "Thursday"


def test_a_target_is_described_by_all_that_mentions_it(cutter):
    examples = label(cutter, f"{LEAD} {DENIAL}", ORLAN, MASLOV)
    orlan, maslov = (example for example in examples if example.labels.told == UNSAID)
    assert words_of(orlan, "role") == "fuel trader"
    assert words_of(orlan, "nationality") == "Latvian"
    assert words_of(maslov, "role") == "former head of Halden Bank"


def test_a_story_without_actions_tells_none(cutter):
    examples = label(cutter, LEAD)
    assert examples
    assert all(TOLD[example.labels.told] == "none" and not any(example.labels.tags) for example in examples)


def test_what_may_be_retold_is_left_out(cutter):
    def triggers(examples):
        windows = [example.window for example in examples if example.labels.told != UNSAID]
        return {window.text_of(window.spans[window.firsts.index(window.focus)]) for window in windows}

    text = f"{LEAD} {DENIAL} {LATER}"
    assert triggers(label(cutter, text)) == {"imposed", "sanctions"}
    assert triggers(label(cutter, text, ORLAN)) == {"imposed"}


def test_a_group_is_found_by_its_number(cutter):
    text = "WASHINGTON - The U.S. Treasury on Thursday imposed sanctions on six Latvian companies."
    group = GoldTarget(type="organization", count=6, nationality=("LV",))
    told = [example for example in label(cutter, text, group) if example.labels.told > 0]
    assert words_of(told[0], "group-organization") == "six Latvian companies"
