"""Prepared links: whoever follows one, from wherever, finds what it promises.

A real server, and no browser. That a browser follows a link like this is tested in tests/browser/test_links.py.
"""

from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from benchmarks.browser import PAGES, TAUGHT
from benchmarks.declarations import controls, sources
from tests.sampling import some
from tests.session import Session, visiting
from tests.test_addresses import another_number, same

LINKING = [name for name in PAGES if "query=" in "".join(map(Path.read_text, sources(name)))]
OPENED = {"Fair comparison": {"fair_tab": "One run", "fair_seeds": "12", "fair_epochs": "5"}}
"""What shows the links, where the page does not at its defaults."""


def move_all(session: Session, steps: int) -> dict[str, str]:
    """Move every slider that the page shows by so many steps, all at the same time, and return where to."""
    moved = [each.key for each in controls(session.name) if each.kind == "Slider" and session.offers(each.key)]
    shown = {key: session.controls[key] for key in moved}
    session.move_all({key: another_number(each, session.held[each.proto.id], steps) for key, each in shown.items()})
    return {key: session.values[key] for key in moved}


def prepared(session: Session) -> list:
    """The links on the page that carry values, as they stand."""
    return [link for link in session.elements("page_link") if link.query_string]


def page_of(link) -> str:
    """The name of the page that a link leads to."""
    return next(name for name, path in PAGES.items() if path == link.page)


@pytest.mark.parametrize("name", LINKING)
def test_every_prepared_link_leads_to_its_values_though_the_controls_here_and_there_were_moved(name, server):
    """Five links: the home page has many."""
    with visiting(server, name, OPENED.get(name)) as session:
        links = some(range(len(prepared(session))), 5)
        assert links
        targets = {at: page_of(link) for at, link in enumerate(prepared(session)) if at in links}
        for target in set(targets.values()):
            move_all(session.go(target), 7)
            session.go(name)
        for at, target in targets.items():
            mine = move_all(session, 8 + 2 * at)  # not back to where a control has been
            link = prepared(session)[at]
            session.follow(link)
            assert session.name == target
            promised = dict(parse_qsl(link.query_string))
            assert {key for key, value in promised.items() if not same(session.values[key], value)} == set(), link
            assert session.elements("toast") == session.elements("exception") == []
            if target in [targets[later] for later in links if later > at]:
                move_all(session, 9 + 2 * at)  # for the next link that leads there
            session.go(name)
            assert {key: session.values[key] for key in mine} == mine


def test_the_last_link_of_each_lesson_leads_to_the_next(server):
    names = TAUGHT
    with visiting(server, names[1]) as session:
        for name in names[2:]:
            session.follow(session.elements("page_link")[-1])
            assert session.name == name
            assert session.elements("heading")[0].body == name
            assert session.elements("exception") == []
