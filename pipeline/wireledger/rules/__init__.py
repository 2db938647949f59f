"""The rules: patterns that fill every stage without weights. One module per stage, word lists under `resources/`."""
