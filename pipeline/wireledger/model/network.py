"""The network: a small BERT over a window, and one head that says what each item is to the trigger.

In: batches of windows as tensors. Out: logits for each item, `ROLES` then actions, statuses, background. The encoder is
any BERT of the hub's layout; the case and mark embeddings are added to its word embeddings.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from wireledger.model.windows import CASES, FARTHEST, MARKS, PLACES, ROLES
from wireledger.records import ACTIONS, STATUSES

SIZES = (len(ROLES), len(ACTIONS), len(STATUSES), 2)
"""Widths of the head's parts, in order."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors; B windows of L pieces, N items in all.

    Attributes:
        ids, cases, marks: B x L, int64.
        mask: B x L, 1 where there is a piece.
        triggers: B x 2, first piece and end.
        items: N x 6: window, first piece, end, mark, place, distance + `FARTHEST`.
    """

    ids: Tensor
    cases: Tensor
    marks: Tensor
    mask: Tensor
    triggers: Tensor
    items: Tensor


class Reader(nn.Module):
    """Window -> logits of each item."""

    def __init__(self, config: BertConfig, dropout: float = 0.1) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.case = nn.Embedding(len(CASES), width)
        self.mark = nn.Embedding(len(MARKS), width)
        self.item_mark = nn.Embedding(len(MARKS), 32)
        self.item_place = nn.Embedding(len(PLACES), 32)
        self.item_distance = nn.Embedding(2 * FARTHEST + 1, 16)
        for embedding in (self.case, self.mark):
            nn.init.normal_(embedding.weight, std=0.02)
        self.head = nn.Sequential(
            nn.Linear(5 * width + 80, width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, sum(SIZES))
        )

    def encode(self, ids: Tensor, cases: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """Return B x L x width."""
        words = self.bert.embeddings.word_embeddings(ids) + self.case(cases) + self.mark(marks)
        hidden: Tensor = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return hidden

    def forward(self, batch: Batch) -> Tensor:
        """Return N x sum(SIZES)."""
        hidden = self.encode(batch.ids, batch.cases, batch.marks, batch.mask)
        return self.head(self.features(hidden, batch.triggers, batch.items))

    def features(self, hidden: Tensor, triggers: Tensor, items: Tensor) -> Tensor:
        """Return what the head reads of each item: N x (5 width + 80)."""
        sums = torch.cat([torch.zeros_like(hidden[:, :1]), hidden.cumsum(1)], 1)
        rows = torch.arange(len(triggers))
        trigger = (sums[rows, triggers[:, 1]] - sums[rows, triggers[:, 0]]) / (triggers[:, 1] - triggers[:, 0])[:, None]
        of, start, end = items[:, 0], items[:, 1], items[:, 2]
        mean = (sums[of, end] - sums[of, start]) / (end - start)[:, None]
        beside = trigger[of]
        extra = [self.item_mark(items[:, 3]), self.item_place(items[:, 4]), self.item_distance(items[:, 5])]
        return torch.cat([beside, mean, hidden[of, start], beside * mean, hidden[:, 0][of], *extra], 1)
