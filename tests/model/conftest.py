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


@pytest.fixture(scope="session")
def write_encoder():
    """Return a function that writes an encoder of made-up weights, a BERT if not told, that knows some words."""
    torch = pytest.importorskip("torch", reason="pip install -e '.[train]'")
    transformers = pytest.importorskip("transformers", reason="pip install -e '.[train]'")
    tokenizers = pytest.importorskip("tokenizers", reason="pip install -e '.[train]'")

    def write(folder, words, n_layers, config=transformers.BertConfig, model=transformers.BertModel):
        vocabulary = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])}
        tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
        tokenizer.normalizer = tokenizers.normalizers.Lowercase()
        tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
        made = config(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=n_layers,
            num_attention_heads=2,
            intermediate_size=64,
        )
        torch.manual_seed(0)
        model(made, add_pooling_layer=False).save_pretrained(folder)
        tokenizer.save(str(folder / "tokenizer.json"))

    return write
