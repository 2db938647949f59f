"""The network: an encoder over a window with two heads at each piece: its word's tag, and what a trigger there tells.

The encoder is any of the hub's that takes embedded words; the case, mark and zone embeddings are added to these.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from wireledger.model.pieces import CASES
from wireledger.model.tags import CLASSES, TAGS
from wireledger.model.windows import MARKS, ZONES

INPUTS = ("ids", "cases", "marks", "zones", "mask")
"""Names of the tensors that the network reads, in order; each B x L, int64."""


class Widths(NamedTuple):
    """How many tags a reader tells apart, and how many marks."""

    tags: int
    marks: int


OF_STORIES = Widths(len(TAGS), len(MARKS))
"""The widths of what ships; a reader that is trained on another corpus has that corpus's."""


@dataclass(frozen=True, slots=True)
class Batch:
    """B windows as tensors of L pieces.

    Attributes:
        ids, cases, marks, zones: B x L, int64.
        mask: B x L, 1 where there is a piece.
    """

    ids: Tensor
    cases: Tensor
    marks: Tensor
    zones: Tensor
    mask: Tensor


class Reader(nn.Module):
    """Window -> logits of each piece."""

    def __init__(self, encoder: PreTrainedModel, dropout: float = 0.1, widths: Widths = OF_STORIES) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.case = nn.Embedding(len(CASES), width)
        self.mark = nn.Embedding(widths.marks, width)
        self.zone = nn.Embedding(len(ZONES), width)
        for embedding in (self.case, self.mark, self.zone):
            nn.init.normal_(embedding.weight, std=0.02)
        self.tags = nn.Sequential(nn.Dropout(dropout), nn.Linear(width, widths.tags))
        self.told = nn.Sequential(
            nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, sum(CLASSES))
        )

    def forward(self, ids: Tensor, cases: Tensor, marks: Tensor, zones: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of tags, B x L x `Widths.tags`, and of what triggers tell, B x L x sum(CLASSES)."""
        words = self.encoder.get_input_embeddings()(ids) + self.case(cases) + self.mark(marks) + self.zone(zones)
        hidden = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        whole = hidden[:, :1].expand_as(hidden)
        return self.tags(hidden), self.told(torch.cat([hidden, whole], -1))
