import pytest

from wireledger.issues import Issue
from wireledger.readers import Columns, read_stories
from wireledger.story import Story


class Reading:
    """What came of reading: stories and issues, apart."""

    def __init__(self, items):
        items = list(items)
        self.stories = [item for item in items if isinstance(item, Story)]
        self.issues = [item for item in items if isinstance(item, Issue)]

    @property
    def texts(self):
        return [story.text for story in self.stories]

    @property
    def ids(self):
        return [story.id for story in self.stories]

    def codes(self, severity=None):
        return [issue.code for issue in self.issues if severity in (None, issue.severity)]

    def issue(self, code):
        (found,) = [issue for issue in self.issues if issue.code == code]
        return found


@pytest.fixture
def read(tmp_path):
    """Write `data` to a file called `name` and read it."""

    def read_file(name, data, **columns):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return Reading(read_stories([path], Columns(**columns)))

    return read_file


@pytest.fixture
def reading():
    return Reading
