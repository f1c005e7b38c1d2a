"""Whatever stands in the address, a page opens; `python -m benchmarks.query_fuzz` asks for more."""

from itertools import cycle

import pytest

from benchmarks.browser import PAGES, ROOT, TAUGHT
from benchmarks.declarations import FILES, controls, keys_of
from benchmarks.query_fuzz import WORST, faults, open_with, queries
from tests.sampling import some
from tests.session import visiting

IMPOSSIBLE = (
    *("nan", "1e999", "", "\x00", "9" * 4000),
    *("<img src=x onerror=alert(1)>", "**bold** [x](http://example.org)"),
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_random_and_malicious_queries(name):
    keys = [control.key for control in controls(name)] + list(keys_of(name, "draw_tabs"))
    for query in some(queries(keys, 6), 2):
        assert faults(open_with(str(FILES[name].relative_to(ROOT)), query)) == [], query


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_nonsense_for_all_its_keys(name):
    """Every bad value stands there for a control of some page, and every control gets several."""
    keys = [control.key for control in controls(name)]
    places = range(0, len(WORST), max(min(len(keys), 8), len(keys) // 3))
    for at in some(places, 3, seed=list(PAGES).index(name)):
        worst = cycle((*WORST[at:], *WORST[:at]))
        query = dict(zip(keys, worst, strict=False))
        assert faults(open_with(str(FILES[name].relative_to(ROOT)), query)) == [], query


@pytest.mark.parametrize("name", TAUGHT)
def test_a_page_says_which_value_its_control_cannot_take_and_shows_the_default(name, server):
    """Two texts for each page, as all pages read them alike, and two pages for each text."""
    at = TAUGHT.index(name)
    asked = [IMPOSSIBLE[(at + more) % len(IMPOSSIBLE)] for more in range(2)]
    with visiting(server, name) as session:
        key = next(each.key for each in controls(name) if each.kind == "Slider" and session.offers(each.key))
        default, charts = session.values[key], len(session.elements("vega_lite_chart"))
        heading = session.elements("heading")[0].body
    for text in asked:
        with visiting(server, name, {key: text, "utm_source": text}) as session:
            (toast,) = session.elements("toast")
            assert toast.body.startswith("The address asks for ")
            assert session.values[key] == default
            assert session.elements("heading")[0].body == heading
            assert len(session.elements("vega_lite_chart")) == charts
            assert session.elements("exception") == []
