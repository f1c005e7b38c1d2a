"""Whatever stands in the address, a page opens; `python -m benchmarks.query_fuzz` asks for more."""

import pytest

from benchmarks.browser import PAGES, ROOT
from benchmarks.declarations import FILES, controls, keys_of
from benchmarks.query_fuzz import WORST, faults, open_with, queries


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_random_and_malicious_queries(name):
    keys = [control.key for control in controls(name)] + list(keys_of(name, "draw_tabs"))
    for query in queries(keys, 25):
        assert faults(open_with(str(FILES[name].relative_to(ROOT)), query)) == [], query


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_the_same_nonsense_for_all_its_keys(name):
    keys = [control.key for control in controls(name)]
    for text in WORST[::4]:
        assert faults(open_with(str(FILES[name].relative_to(ROOT)), dict.fromkeys(keys, text))) == [], text
