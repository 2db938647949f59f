"""Gold <-> spaCy's `DocBin`: a `Doc` a story, its verbatim values in `doc.spans["wireledger"]`.

In: gold stories, or a `.spacy` file that this module wrote. Out: the other. Tokens cannot always be cut where a value
ends, so spans are widened to whole tokens for spaCy's trainers; the exact words, and all that is no span, are in
`doc.user_data["wireledger"]`, from which gold is read back.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wireledger.corpus.gold import GoldStory
from wireledger.corpus.places import iter_placed
from wireledger.corpus.read import parse_gold
from wireledger.corpus.rows import gold_to_dict
from wireledger.errors import CorpusError, ReadError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin

GROUP = "wireledger"


def to_docbin(gold: Iterable[GoldStory]) -> "DocBin":
    """Return the stories as a `DocBin`."""
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    nlp.max_length = 10**9  # it only splits words here, which takes little memory
    return DocBin(docs=(_doc(nlp, story) for story in gold), store_user_data=True)


def read_docbin(path: Path) -> Iterator[GoldStory]:
    """Read a `.spacy` file that was made of gold.

    Raises:
        ReadError: The file cannot be opened, or is no `DocBin`.
        CorpusError: A `Doc` holds no gold, or gold of another text.
    """
    import spacy
    from spacy.tokens import DocBin

    try:
        content = DocBin().from_disk(path)
        docs = list(content.get_docs(spacy.blank("en").vocab))
    except Exception as error:  # spaCy says in many ways that bytes are not its own
        raise ReadError(f"{path}: cannot be read as a spaCy DocBin ({type(error).__name__}: {error}).") from error
    for number, doc in enumerate(docs, 1):
        place = f"{path}: doc {number}"
        row = doc.user_data.get(GROUP)
        if not isinstance(row, str):
            raise CorpusError(f"{place}: user_data['{GROUP}'] is missing; only files of `corpus convert` come back.")
        gold = parse_gold(json.loads(row), place=place)
        if gold.story.text != doc.text:
            raise CorpusError(f"{place}: its gold is of another text; make the file anew.")
        yield gold


def _doc(nlp: "Language", gold: GoldStory) -> "Doc":
    doc = nlp.make_doc(gold.story.text)
    spans = [
        doc.char_span(placed.span.start_char, placed.span.end_char, label=placed.slot, alignment_mode="expand")
        for placed in iter_placed(gold)
        if placed.span.field == "text"
    ]
    doc.spans[GROUP] = [span for span in spans if span is not None]
    doc.user_data[GROUP] = json.dumps(gold_to_dict(gold), ensure_ascii=False)
    return doc
