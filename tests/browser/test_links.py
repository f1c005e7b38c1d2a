"""Links in a browser: prepared ones, those of the menu, and those at the foot of a page.

That every prepared link leads to its values is tested without a browser, in tests/test_links.py.
"""

from collections.abc import Iterable
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

import pytest

from benchmarks.browser import PAGES, TAUGHT
from benchmarks.declarations import controls
from tests.browser.visitor import LINK, Visitor, same
from tests.sampling import some

pytestmark = pytest.mark.browser


def move_two(visitor: Visitor, keys: Iterable[str], steps: int) -> dict[str, str]:
    """Move the first two sliders of these keys that the page shows by so many steps, and return where to."""
    moved = {}
    for key in islice(filter(visitor.offers, keys), 2):
        moved[key] = visitor.another_number(key, steps)
        visitor.type_number(key, moved[key])
        visitor.wait_for_address(key, moved[key])
    visitor.settle()
    assert moved
    return moved


def sliders(name: str) -> list[str]:
    """The keys of a page's sliders."""
    return [control.key for control in controls(name) if control.kind == "Slider"]


def prepared(visitor: Visitor) -> list[str]:
    """The addresses of the links on the page that carry values, as they stand."""
    links = visitor.page.get_by_test_id("stMain").locator(LINK)
    return [href for href in links.evaluate_all("links => links.map((a) => a.getAttribute('href'))") if "?" in href]


def target_of(href: str) -> str:
    """The name of the page that a link leads to."""
    return next(name for name, path in PAGES.items() if path == urlsplit(href).path)


def follow(visitor: Visitor, href: str) -> None:
    """Click a link and check that the page it leads to shows the values it carries."""
    target = target_of(href)
    visitor.page.get_by_test_id("stMain").locator(f'{LINK}[href="{href}"]').first.click()
    visitor.arrive(target)
    for key, value in parse_qsl(urlsplit(href).query):
        assert visitor.shows(key, value), f"{href} leads to {visitor.values}"
    assert visitor.page.get_by_test_id("stToast").count() == 0


@pytest.mark.parametrize(("name", "at"), some([("Home", 3), ("Cost functions", 0)], 1))
def test_a_prepared_link_leads_to_its_values_though_the_controls_here_and_there_were_moved(name, at, visitor):
    visitor.open(name)
    link = prepared(visitor)[at]
    target = target_of(link)
    visitor.go_by_menu(target)
    carried = dict(parse_qsl(urlsplit(link).query))
    move_two(visitor, sorted(sliders(target), key=lambda key: key not in carried), 7)
    visitor.go_by_menu(name)
    mine = move_two(visitor, sliders(name), 8)
    follow(visitor, prepared(visitor)[at])
    visitor.go_by_menu(name)
    assert all(same(visitor.values[key], value) for key, value in mine.items())


def test_the_menu_leads_through_pages_and_the_links_at_their_feet_lead_back_and_on(visitor):
    """From every page to every other without a browser (tests/pages/test_menu.py)."""
    names = TAUGHT[:3]
    visitor.open(names[0])
    for name in names[1:]:
        visitor.go_by_menu(name)
        assert visitor.page.get_by_test_id("stException").count() == 0
    for name in names[-2:0:-1]:
        visitor.element("way_on").locator(LINK).first.click()
        visitor.arrive(name)
        assert visitor.page.get_by_test_id("stException").count() == 0
    visitor.element("way_on").locator(LINK).last.click()
    visitor.arrive(names[2])
