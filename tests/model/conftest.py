import pytest


@pytest.fixture(scope="module")
def cutter():
    """Return a cutter whose tokenizer knows no word: no model has to be installed."""
    tokenizers = pytest.importorskip("tokenizers", reason="pip install -e '.[model]'")
    from wireledger.model.pieces import Cutter

    words = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])}
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="[UNK]"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    return Cutter(made)
