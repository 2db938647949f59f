"""People's judgement of records: what they are shown, what they decided, and what follows from it.

In: a run, or records and their stories. Out: decisions in a SQLite file beside them, and gold made of those decisions.
The page is `page/`, plain files; `server.py` alone needs the extra `[review]`.
"""

from wireledger.review.decisions import Decision, DecisionLog, decisions_beside
from wireledger.review.desk import Desk
from wireledger.review.material import Material, read_material
from wireledger.review.reviewed import reviewed_gold

__all__ = ["Decision", "DecisionLog", "Desk", "Material", "decisions_beside", "read_material", "reviewed_gold"]
