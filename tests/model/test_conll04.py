"""Sentences in SpERT's format, made up here: read, cut, labelled, scored; and learned by a made-up encoder."""

import json
import random

import pytest

pytest.importorskip("torch", reason="pip install -e '.[train]'")
pytest.importorskip("transformers", reason="pip install -e '.[train]'")
pytest.importorskip("tokenizers", reason="pip install -e '.[train]'")
pytest.importorskip("onnxruntime", reason="pip install -e '.[train]'")

from wireledger.errors import ConfigError, CorpusError
from wireledger.model.conll04 import (
    ENTITIES,
    LABELS,
    MARKS,
    Annotated,
    Entity,
    Relation,
    cut,
    label_sentence,
    pairs,
    read_conll04,
    score,
)
from wireledger.model.tags import UNSAID, begin, inside

MAN, FIRM, TOWN = Entity(0, 2, "Peop"), Entity(4, 5, "Org"), Entity(6, 7, "Loc")
TOKENS = ("Ada", "Brown", "runs", "the", "Corvo-Bank", "in", "Lund.")
SENTENCE = Annotated(TOKENS, (MAN, FIRM, TOWN), (Relation(MAN, FIRM, "Work_For"), Relation(FIRM, TOWN, "OrgBased_In")))


def row_of(sentence):
    """Return a sentence as SpERT writes it."""
    at = {entity: n for n, entity in enumerate(sentence.entities)}
    return {
        "tokens": list(sentence.tokens),
        "entities": [{"type": e.label, "start": e.start, "end": e.end} for e in sentence.entities],
        "relations": [{"type": r.label, "head": at[r.head], "tail": at[r.tail]} for r in sentence.relations],
        "orig_id": 1,
    }


def write(path, sentences):
    path.write_text(json.dumps([row_of(sentence) for sentence in sentences]), encoding="utf-8")
    return path


def test_a_file_is_read_as_it_was_written(tmp_path):
    assert read_conll04(write(tmp_path / "one.json", [SENTENCE])) == [SENTENCE]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"entities": [{"type": "City", "start": 0, "end": 1}], "relations": []}, "sentence 1.*entity type 'City'"),
        ({"entities": [{"type": "Loc", "start": 6, "end": 8}], "relations": []}, r"sentence 1.*\[6, 8\) of 7"),
        ({"relations": [{"type": "Kill", "head": 0, "tail": 1}]}, "sentence 1.*'Kill'"),
        ({"relations": [{"type": "Work_For", "head": 0, "tail": 3}]}, "sentence 1"),
        ({"tokens": None}, "sentence 1"),
    ],
)
def test_a_sentence_of_another_kind_is_named(tmp_path, change, message):
    path = tmp_path / "two.json"
    path.write_text(json.dumps([row_of(SENTENCE), row_of(SENTENCE) | change]), encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        read_conll04(path)


def test_a_file_that_is_no_json_is_refused(tmp_path):
    (tmp_path / "text.json").write_text("Ada Brown", encoding="utf-8")
    with pytest.raises(CorpusError, match="cannot be read as JSON"):
        read_conll04(tmp_path / "text.json")


def test_the_words_of_a_window_are_the_tokens(cutter):
    window = cut(cutter, TOKENS)
    assert [(span.start_char, span.end_char) for span in window.spans] == [(n, n + 1) for n in range(len(TOKENS))]
    assert window.firsts == [1, 2, 3, 4, 5, 8, 9]  # "Corvo-Bank" is of three pieces, "Lund." of two
    assert set(window.marks) == {0}


def test_entities_are_marked_by_type_and_the_head_as_the_head(cutter):
    window = cut(cutter, TOKENS, SENTENCE.entities, FIRM)
    marks = [MARKS[window.marks[first]] for first in window.firsts]
    assert marks == ["Peop", "Peop", "none", "none", "head-Org", "none", "Loc"]


def test_types_say_who_may_head_a_relation_to_whom():
    other = Entity(3, 4, "Other")
    assert pairs((*SENTENCE.entities, other)) == {MAN: [FIRM, TOWN], FIRM: [TOWN]}
    twin = Entity(9, 10, "Peop")
    assert pairs((MAN, twin)) == {MAN: [twin], twin: [MAN]}


def test_labels_are_the_entities_then_each_head_s_relations(cutter):
    entities, of_man, of_firm = (example.labels.tags for example in label_sentence(SENTENCE, cutter))
    assert entities == [
        begin("Peop", LABELS), inside("Peop", LABELS), 0, 0, begin("Org", LABELS), 0, begin("Loc", LABELS)
    ]  # fmt: skip
    assert of_man == [UNSAID] * 4 + [begin("Work_For", LABELS), UNSAID, 0]
    assert of_firm == [UNSAID] * 6 + [begin("OrgBased_In", LABELS)]


def test_gold_scores_one_against_itself():
    figures = score([SENTENCE], [SENTENCE])
    assert (figures["entity"].right, figures["entity"].f1) == (3, 1.0)
    assert (figures["relation"].right, figures["relation"].f1) == (2, 1.0)


@pytest.mark.parametrize("wrong", [Entity(4, 6, "Org"), Entity(4, 5, "Other")])
def test_a_wrong_span_or_type_of_an_entity_is_wrong_in_its_relations_too(wrong):
    found = Annotated(
        TOKENS, (MAN, wrong, TOWN), (Relation(MAN, wrong, "Work_For"), Relation(wrong, TOWN, "OrgBased_In"))
    )
    figures = score([SENTENCE], [found])
    entity, relation = figures["entity"], figures["relation"]
    assert (entity.right, entity.false, entity.missed) == (2, 1, 1)
    assert (relation.right, relation.false, relation.missed) == (0, 2, 2)


def test_a_relation_the_other_way_round_is_wrong():
    other = Entity(2, 3, "Peop")
    gold = Annotated(TOKENS, (MAN, other), (Relation(MAN, other, "Kill"),))
    found = Annotated(TOKENS, (MAN, other), (Relation(other, MAN, "Kill"),))
    assert score([gold], [found])["relation"].right == 0


def test_the_mean_is_over_all_sentences_not_of_their_means():
    poor = Annotated(TOKENS, (MAN,))
    figures = score([SENTENCE, poor], [SENTENCE, Annotated(TOKENS, ())])
    assert figures["entity"].recall == 3 / 4


NAMES = ("Ada", "Ben", "Cyr", "Dov", "Eva", "Fay", "Gus", "Hal")
FIRMS = ("Corvo", "Dunex", "Elbit", "Farro", "Gelta", "Hobin")
TOWNS = ("Lund", "Mora", "Nera", "Osby", "Pula", "Riga")


def made_up(n, seed):
    """Return sentences in which the verb alone says whether somebody works for the firm."""
    rng = random.Random(seed)
    sentences = []
    for _ in range(n):
        man, firm, town = Entity(0, 2, "Peop"), Entity(3, 4, "Org"), Entity(5, 6, "Loc")
        verb = rng.choice(["serves", "sued"])
        tokens = (rng.choice(NAMES), rng.choice(NAMES), verb, rng.choice(FIRMS), "of", rng.choice(TOWNS), ".")
        relations = [Relation(firm, town, "OrgBased_In")]
        relations += [Relation(man, firm, "Work_For")] if verb == "serves" else []
        sentences.append(Annotated(tokens, (man, firm, town), tuple(relations)))
    return sentences


@pytest.fixture
def config(tmp_path, write_encoder):
    """Return a configuration beside made-up sentences and a made-up encoder."""
    words = [*NAMES, *FIRMS, *TOWNS, "serves", "sued", "of", "."]
    write_encoder(tmp_path / "encoder", map(str.lower, words), 2)
    for seed, (split, n) in enumerate({"train": 120, "dev": 20, "test": 20}.items()):
        write(tmp_path / f"{split}.json", made_up(n, seed))
    lines = [f'{split} = "{split}.json"' for split in ("train", "dev", "test")]
    lines += ['task = "conll04"', 'encoder = "encoder"', 'out = "out"']
    lines += ["epochs = 20", "rate = 5e-3", "head_rate = 5e-3", "pieces = 300"]
    path = tmp_path / "conll04.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_run_learns_made_up_sentences_and_writes_its_scores(config):
    from wireledger.model.run import run

    said = []
    path = run(config, said.append).folder / "scores.json"
    scores = json.loads(path.read_text(encoding="utf-8"))
    assert set(scores) == {"dev", "test"}
    assert scores["test"]["entity"]["f1"] > 0.95
    assert scores["test"]["relation"]["f1"] > 0.95
    assert sum(line.startswith(("dev: ", "test: ")) for line in said) == 4
    # Killed and started again after the last epoch, it gives the same.
    path.unlink()
    run(config, said.append)
    assert json.loads(path.read_text(encoding="utf-8")) == scores


def test_an_unknown_task_is_refused(tmp_path):
    from wireledger.model.run import run

    (tmp_path / "wrong.toml").write_text('task = "conll03"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="unknown task 'conll03'; allowed are records, conll04"):
        run(tmp_path / "wrong.toml", print)


def test_every_entity_type_has_its_marks():
    assert all(kind in MARKS and f"head-{kind}" in MARKS for kind in ENTITIES)
