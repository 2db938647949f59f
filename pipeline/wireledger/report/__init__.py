"""A report to look at and to mail: figures and charts of many records, in one file that needs no network.

In: records, and what is known of the run. Out: an HTML file. `figures.py` counts, `charts.py` draws, `page.py` writes.
"""

from wireledger.report.figures import Figures, count_records
from wireledger.report.page import write_report

__all__ = ["Figures", "count_records", "write_report"]
