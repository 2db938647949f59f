"""Names of one story -> whom they mean: the fullest form, and what the story says of it."""

from wireledger.annotations import Mention
from wireledger.rules.describe import Description, describe
from wireledger.rules.names import find_names
from wireledger.rules.nominals import Nominal, Nominals
from wireledger.rules.references import Read
from wireledger.rules.standing import find_standing
from wireledger.segment import Sentence
from wireledger.values.countries import clean_country
from wireledger.values.names import has_legal_form, is_short_form

_LONGEST = 8  # words; longer runs of capitals are no full form but two names run together


class Entities:
    """The names of a story. `read` has the mentions; `sentences` is the whole story, where descriptions are looked for."""

    def __init__(self, read: Read, sentences: list[Sentence]) -> None:
        self._names = [mention for _, mentions in read for mention in mentions if mention.label == "name"]
        self._sentences = [sentence for sentence in sentences if sentence.is_news]
        self._descriptions: dict[str, Description] = {}
        self._resolved: dict[str, Mention] = {}
        self._standings: dict[str, frozenset[str]] = {}
        self._nominals = Nominals(read)

    def resolve(self, mention: Mention) -> Mention:
        """Return the mention of the fullest form that `mention` is short for, or itself."""
        if mention.text not in self._resolved:
            self._resolved[mention.text] = self._fullest(mention)
        whole = self._resolved[mention.text]
        return mention if whole.text == mention.text else whole

    def describe(self, name: str) -> Description:
        """Return what the story says of a name, read once."""
        if name not in self._descriptions:
            seen = describe(name, self._sentences)
            for short in self.short_forms(name):
                seen = seen.or_else(describe(short, self._sentences, name))
            self._descriptions[name] = seen
        return self._descriptions[name]

    def nominal(self, name: str) -> Nominal | None:
        """Return what nouns apart from a name call it, or None."""
        return self._nominals.find({name, *self.short_forms(name)})

    def standing(self, name: str) -> frozenset[str]:
        """Return the cues of how the whole story speaks of a name or a country."""
        if name not in self._standings:
            self._standings[name] = find_standing((name, *self.short_forms(name)), self._sentences)
        return self._standings[name]

    def short_forms(self, name: str) -> list[str]:
        """Return the other forms of a name in the story, longest first."""
        texts = {mention.text for mention in self._names if len(mention.text) < len(name)}
        return sorted((text for text in texts if is_short_form(text, name)), key=lambda text: (-len(text), text))

    def _fullest(self, mention: Mention) -> Mention:
        first, _, rest = mention.text.partition(" ")
        if rest and clean_country(first) is not None:
            mention = next((other for other in self._names if other.text == rest), mention)
        best = mention
        for other in self._names:
            if len(other.text) <= len(best.text) or len(other.text.split()) > _LONGEST:
                continue
            first, _, rest = other.text.partition(" ")
            if rest == mention.text and clean_country(first) is not None:
                continue  # "Dutch Rabobank" is no fuller name than "Rabobank"
            begins_so = other.text.startswith(best.text) and has_legal_form(other.text)
            if begins_so or is_short_form(best.text, other.text):
                best = other
        return best if " " in best.text else self._named_elsewhere(best)

    def _named_elsewhere(self, mention: Mention) -> Mention:
        """Return the full name that a sentence which is not read gives: "Zhao", of whom it says "Changpeng Zhao"."""
        for sentence in self._sentences:
            for name in find_names(sentence.text) if mention.text in sentence.text else ():
                known = clean_country(name.text.partition(" ")[0]) is not None
                if " " in name.text and not known and is_short_form(mention.text, name.text):
                    span = sentence.span_at(name.start, name.end)
                    return Mention(span, "name", name.text, name, {"type": name.type})
        return mention
