"""From every page to every other, in one session."""

import pytest

from benchmarks.browser import PAGES, ROOT
from benchmarks.declarations import FILES
from benchmarks.query_fuzz import faults
from tests.opening import opened


@pytest.mark.parametrize("start", PAGES)
def test_every_page_opens_after_this_one_and_this_one_after_it(start):
    """Those before this one in the menu have it among theirs."""
    app = opened(file_of(start))
    for name in list(PAGES)[list(PAGES).index(start) :]:
        for page in (name, start):
            assert faults(app.switch_page(file_of(page)).run()) == [], (start, name)


def file_of(name: str) -> str:
    return str(FILES[name].relative_to(ROOT))
