"""FollowTheMoney export: events to entities that its tools take, and the check that they do.

In: events. Out: entities as JSON lines. What the model cannot hold stands in `docs/ftm.md`.
"""

from wireledger.ftm.check import faults, require_ftm
from wireledger.ftm.convert import Conversion, convert
from wireledger.ftm.entity import Entity

__all__ = ["Conversion", "Entity", "convert", "faults", "require_ftm"]
