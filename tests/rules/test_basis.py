import pytest

from wireledger import Story
from wireledger.rules.basis import find_basis
from wireledger.segment import segment_story


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("The Treasury sanctioned Orlan-Trade LLC. The step was taken pursuant to Executive Order 13224.", "Executive Order 13224"),
        ("They were listed under Section 212(a)(3)(C) of the Immigration and Nationality Act.", "Section 212(a)(3)(C) of the Immigration and Nationality Act"),
        ("Executive Order 13224 is an old text.", None),
    ],
)  # fmt: skip
def test_the_basis_is_what_stands_after_pursuant_to(text, basis):
    found = find_basis(segment_story(Story("s", text, "", "2021-05-06")))
    assert (found.text if found else None) == basis
