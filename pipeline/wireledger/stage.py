"""The ways to fill the stages: by the rules, by a trained model, or `auto`, by both where there is a model."""

from typing import Literal, get_args

Stage = Literal["auto", "rules", "model"]
STAGES: tuple[str, ...] = get_args(Stage)
