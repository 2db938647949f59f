"""Numbers -> the names by which cues tell them: how many, and how far into the story.

Fitted tables (`resources/weights/`, triage's second look) name these; another division needs them fitted anew.
"""


def count_name(count: int) -> str:
    """Return "0", "1", "2-4", "5-9" or "10+"."""
    return "0" if count == 0 else "1" if count == 1 else "2-4" if count < 5 else "5-9" if count < 10 else "10+"


def place_name(index: int) -> str:
    """Return "headline", "lead", "early", "mid" or "late" for a sentence's index."""
    return (
        "headline" if index < 0 else "lead" if index < 2 else "early" if index < 6 else "mid" if index < 15 else "late"
    )
