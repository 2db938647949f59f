import warnings

import pytest


@pytest.fixture
def spacy_blank():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy's own imports warn on new Pythons and click versions
        import spacy

        return spacy.blank("en")


@pytest.mark.filterwarnings("ignore")
def test_records_are_on_the_doc(spacy_blank) -> None:
    spacy_blank.add_pipe("wireledger")
    doc = spacy_blank("The European Union imposed sanctions on Belarus on Monday over the election.")
    (record,) = doc._.records
    assert record.target.name == "Belarus"
    span = record.spans["target"]
    assert doc.text[span.start : span.end] == "Belarus"
