"""The spaCy component `wireledger`: records of a `Doc`'s text in `doc._.records`, for anybody's `spacy.Language`.

In: a `Doc`. Out: the same `Doc` with `doc._.records` set. Offsets of records count code points of `doc.text`. Optional
doc extensions `title` and `published` give what a text alone doesn't say.
"""

from spacy.language import Language
from spacy.tokens import Doc

from wireledger.nlp import load
from wireledger.stage import Stage
from wireledger.story import Story, content_id


def _set_extensions() -> None:
    for name, default in (("records", ()), ("title", ""), ("published", None)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


@Language.factory("wireledger", default_config={"stage": "auto"}, assigns=["doc._.records"])
def make_component(nlp: Language, name: str, stage: Stage) -> "WireledgerComponent":
    """Make the component; spaCy calls this for `nlp.add_pipe("wireledger", config={"stage": "rules"})`."""
    return WireledgerComponent(stage)


class WireledgerComponent:
    """Sets `doc._.records` to a tuple of `Record`s."""

    def __init__(self, stage: Stage) -> None:
        _set_extensions()
        self._pipeline = load(stage)

    def __call__(self, doc: Doc) -> Doc:
        """Read one `Doc`; a text that fails gets no records and the pipeline goes on."""
        story = Story(content_id(doc._.title, doc.text), doc.text, doc._.title, doc._.published)
        doc._.records = self._pipeline.extract(story).records
        return doc
