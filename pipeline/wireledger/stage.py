"""The ways to fill the stages: by the rules, by a trained model, or `auto`, by both where there is a model."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

Stage = Literal["auto", "rules", "model"]
STAGES: tuple[str, ...] = get_args(Stage)
MODEL_VARIABLE = "WIRELEDGER_MODEL"
"""The variable of the environment that names a model folder; it goes before the model that ships."""
_SHIPPED = "models/wire"
_NEEDED = ("onnxruntime", "tokenizers")


def find_model() -> Path | None:
    """Return the folder of the model to use: the environment's, else the one that ships, else None."""
    named = os.environ.get(MODEL_VARIABLE)
    if named:
        return Path(named)
    package = Path(__file__).parent
    # In a wheel the folder is inside the package, in a checkout beside `pipeline/`.
    places = (package / _SHIPPED, package.parents[1] / _SHIPPED)
    return next((place for place in places if (place / "model.json").is_file()), None)


def why_no_model(folder: Path | None) -> str:
    """Return what is lacking for the model in `folder` to be run, and what to do; an empty string if nothing is."""
    if folder is None:
        return f"no model is installed; name the folder of one in {MODEL_VARIABLE}"
    missing = [name for name in _NEEDED if find_spec(name) is None]
    return f"the model needs {' and '.join(missing)}; pip install 'wireledger[model]'" if missing else ""
