"""Sentence -> pieces of the encoder's vocabulary, and the words that they make up. Free of torch."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wireledger.errors import ConfigError
from wireledger.segment import Sentence

CASES = ("lower", "title", "upper", "mixed", "digits", "mark", "inner")
"""How a piece is written: the vocabulary itself is of lower case only."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of one sentence.

    Attributes:
        ids: Numbers in the vocabulary.
        offsets: Half-open code points of the sentence, one pair a piece.
        cases: Numbers in `CASES`.
        words: For each piece the number of its word; a word is what the tokenizer parts at spaces and marks.
    """

    ids: list[int]
    offsets: list[tuple[int, int]]
    cases: list[int]
    words: list[int]


@cache
def load_tokenizer(path: Path) -> Any:
    """Return the tokenizer of a `tokenizer.json`."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class Cutter:
    """Cuts sentences, each once."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._known: dict[Sentence, Cut] = {}
        self.cls = _marker(tokenizer, "[CLS]", "<s>")
        self.sep = _marker(tokenizer, "[SEP]", "</s>")

    def cut(self, sentence: Sentence) -> Cut:
        """Return the pieces of a sentence."""
        if sentence not in self._known:
            encoding = self._tokenizer.encode(sentence.text, add_special_tokens=False)
            cases = [_case(sentence.text, start, end) for start, end in encoding.offsets]
            self._known[sentence] = Cut(encoding.ids, encoding.offsets, cases, encoding.word_ids)
        return self._known[sentence]


def _marker(tokenizer: Any, *names: str) -> int:
    """Return the number of the first of the names that the vocabulary has: BERT and RoBERTa name them otherwise."""
    known = [number for name in names if (number := tokenizer.token_to_id(name)) is not None]
    if not known:
        raise ConfigError(f"the tokenizer has neither {' nor '.join(names)}; give an encoder that parts sentences so")
    return int(known[0])


def _case(text: str, start: int, end: int) -> int:
    word = text[start:end]
    if start and text[start - 1].isalnum():
        name = "inner"
    elif word.isdigit():
        name = "digits"
    elif not word[:1].isalpha():
        name = "mark"
    elif word.islower():
        name = "lower"
    elif len(word) > 1 and word.isupper():
        name = "upper"
    else:
        name = "title" if word[0].isupper() else "mixed"
    return CASES.index(name)
