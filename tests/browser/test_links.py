"""Prepared links: whoever follows one, from wherever, finds what it promises."""

from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from benchmarks.browser import PAGES
from benchmarks.declarations import controls, sources
from tests.browser.visitor import LINK, Visitor, same

pytestmark = pytest.mark.browser
LINKING = [name for name in PAGES if "query_params=" in "".join(map(Path.read_text, sources(name)))]


def move_all(visitor: Visitor, name: str, steps: int) -> dict[str, str]:
    """Move every slider that the page shows by so many steps, and return where to."""
    moved = {}
    for control in controls(name):
        if control.kind == "Slider" and visitor.offers(control.key):
            moved[control.key] = visitor.another_number(control.key, steps)
            visitor.act(partial(visitor.type_number, control.key, moved[control.key]))
            visitor.wait_for_address(control.key, moved[control.key])
    visitor.settle()
    return moved


def prepared(visitor: Visitor) -> list[str]:
    """The addresses of the links on the page that carry values, as they stand."""
    links = visitor.page.get_by_test_id("stMain").locator(LINK)
    return [href for href in links.evaluate_all("links => links.map((a) => a.getAttribute('href'))") if "?" in href]


def follow(visitor: Visitor, href: str) -> None:
    """Click a link and check that the page it leads to shows the values it carries."""
    target = next(name for name, path in PAGES.items() if path == urlsplit(href).path)
    visitor.page.get_by_test_id("stMain").locator(f'{LINK}[href="{href}"]').first.click()
    visitor.arrive(target)
    for key, value in parse_qsl(urlsplit(href).query):
        assert visitor.shows(key, value), f"{href} leads to {visitor.values}"
    assert visitor.page.get_by_test_id("stToast").count() == 0


@pytest.mark.parametrize("name", LINKING)
def test_every_prepared_link_leads_to_its_values_though_the_controls_here_and_there_were_moved(name, visitor):
    visitor.open(name)
    assert prepared(visitor)
    seen = set[str]()
    for at in range(len(prepared(visitor))):
        steps = 7 + 2 * at  # not back to where a control has been
        target = next(page for page, path in PAGES.items() if path == urlsplit(prepared(visitor)[at]).path)
        if target not in seen:  # what was moved once stays so, until a link leads there
            visitor.go_by_menu(target)
            move_all(visitor, target, steps)
            seen.add(target)
        visitor.go_by_menu(name)
        mine = move_all(visitor, name, steps + 1)
        follow(visitor, prepared(visitor)[at])
        visitor.go_by_menu(name)
        assert all(same(visitor.values[key], value) for key, value in mine.items())


def test_the_menu_leads_from_page_to_page(visitor):
    """Through all pages and back; from every page to every other without a browser (tests/pages/test_menu.py)."""
    names = list(PAGES)
    visitor.open(names[0])
    for name in (*names[1:], *names[-2::-1]):
        visitor.go_by_menu(name)
        assert visitor.page.get_by_test_id("stException").count() == 0


def test_the_links_at_the_foot_lead_through_the_lessons_and_back(visitor):
    names = list(PAGES)
    visitor.open(names[1])
    for name in names[2:]:
        visitor.element("way_on").locator(LINK).last.click()
        visitor.arrive(name)
    for name in reversed(names[:-1]):
        visitor.element("way_on").locator(LINK).first.click()
        visitor.arrive(name)
