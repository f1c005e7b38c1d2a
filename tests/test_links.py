"""Prepared links: whoever follows one, from wherever, finds what it promises.

A real server, and no browser. That a browser follows a link like this is tested in tests/browser/test_links.py.
"""

from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from benchmarks.browser import PAGES, TAUGHT
from benchmarks.declarations import controls, sources
from tests.session import Session, visiting
from tests.test_addresses import another_number, same

LINKING = [name for name in PAGES if "query=" in "".join(map(Path.read_text, sources(name)))]


def move_all(session: Session, steps: int) -> dict[str, str]:
    """Move every slider that the page shows by so many steps, and return where to."""
    moved = [each.key for each in controls(session.name) if each.kind == "Slider" and session.offers(each.key)]
    for key in moved:
        control = session.controls[key]
        session.move(key, another_number(control, session.held[control.proto.id], steps))
    return {key: session.values[key] for key in moved}


def prepared(session: Session) -> list:
    """The links on the page that carry values, as they stand."""
    return [link for link in session.elements("page_link") if link.query_string]


@pytest.mark.parametrize("name", LINKING)
def test_every_prepared_link_leads_to_its_values_though_the_controls_here_and_there_were_moved(name, server):
    with visiting(server, name) as session:
        assert prepared(session)
        for at in range(len(prepared(session))):
            target = next(each for each, path in PAGES.items() if path == prepared(session)[at].page)
            move_all(session.go(target), 7 + 2 * at)  # not back to where a control has been
            mine = move_all(session.go(name), 8 + 2 * at)
            link = prepared(session)[at]
            session.follow(link)
            promised = dict(parse_qsl(link.query_string))
            assert {key for key, value in promised.items() if not same(session.values[key], value)} == set(), link
            assert session.elements("toast") == session.elements("exception") == []
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
