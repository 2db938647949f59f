"""Wireledger: typed records of sanctions, freezes, forfeitures and penalties from news wire stories."""

from wireledger.nlp import Extraction, Pipeline, load
from wireledger.records import Record
from wireledger.story import Story
from wireledger.version import __version__

__all__ = ["Extraction", "Pipeline", "Record", "Story", "__version__", "load"]
