"""From every page to others and back, in one session."""

import pytest

from benchmarks.browser import PAGES, ROOT
from benchmarks.declarations import FILES
from benchmarks.query_fuzz import faults
from tests.opening import opened
from tests.sampling import some


@pytest.mark.parametrize("start", PAGES)
def test_pages_open_after_this_one_and_this_one_after_them(start):
    """Two of those behind this one in the menu; those before it have it among theirs."""
    app = opened(file_of(start))
    at = list(PAGES).index(start)
    for name in some(list(PAGES)[at:], 2, seed=at):
        for page in (name, start):
            assert faults(app.switch_page(file_of(page)).run()) == [], (start, name)


def file_of(name: str) -> str:
    return str(FILES[name].relative_to(ROOT))
