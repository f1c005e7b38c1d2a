"""How a link wants a page to be shown: what it hides and locks, which view it asks for, and what every link carries."""

from contextlib import ExitStack

import pytest

from benchmarks.browser import PAGES
from benchmarks.declarations import controls
from tests.sampling import some
from tests.session import Session, visiting
from ui.frame import LOW_WINDOW

NONSENSE = "</style><b>`x`"


@pytest.fixture
def visit(server):
    """Open a page in a session of its own."""
    with ExitStack() as sessions:
        yield lambda name, query: sessions.enter_context(visiting(server, name, query))


def styles(session: Session) -> str:
    """The style sheets that the page has drawn."""
    return "".join(each.body for each in session.elements("html"))


def notices(session: Session) -> list[str]:
    return [toast.body for toast in session.elements("toast")]


@pytest.mark.parametrize("name", some(PAGES, 5))
def test_hidden_and_locked_controls_have_the_values_of_the_address_and_cannot_be_moved(name, visit):
    before = visit(name, {})
    first, second = [each.key for each in controls(name) if before.offers(each.key)][:2]
    session = visit(name, before.query | {"hide": first, "lock": f"{second},presets"})
    assert not session.offers(first) and not session.offers(second)
    assert {key: session.values[key] for key in (first, second)} == {k: before.values[k] for k in (first, second)}
    assert f".st-key-{first}," in styles(session) and f".st-key-{second}," not in styles(session)
    assert notices(session) == []
    others = [each.key for each in controls(name) if each.key not in (first, second)]
    assert [key for key in others if session.offers(key)] == [key for key in others if before.offers(key)]


@pytest.mark.parametrize("name", some(PAGES, 3, seed=1))
def test_nonsense_gets_a_notice_and_changes_nothing(name, visit):
    before, after = visit(name, {}), visit(name, {"view": NONSENSE, "hide": NONSENSE, "lock": "none, speed_w"})
    said = notices(after)
    assert len(said) == 3 and all("The address asks for" in each for each in said)
    assert "lecture or embed is needed" in said[0] and "no control has this key" in said[1]
    assert after.values == before.values
    assert styles(after) == styles(before)
    assert after.elements("exception") == []


def test_a_view_is_carried_into_every_link_and_a_prepared_link_still_leads_to_its_values(visit):
    asked = {"view": "embed", "hide": "speed_eta", "lock": "speed_b"}
    session = visit("Home", asked)
    links = session.elements("page_link")
    assert links and all("view=embed&hide=speed_eta&lock=speed_b" in link.query_string for link in links)
    session.follow(next(link for link in links if "speed_w=2.0" in link.query_string))
    assert session.name == "Learning speed" and asked.items() <= session.query.items()
    assert not session.offers("speed_eta") and not session.offers("speed_b") and session.offers("speed_w")
    session.move("speed_w", 3.0).go("Cost functions").go("Learning speed")
    assert session.values["speed_w"] == "3"


def test_a_slider_that_a_section_repeats_is_locked_with_it(visit):
    session = visit("Gradient descent", {"descent_tab": "Seven learning rates", "lock": "descent_w"})
    assert not session.offers("descent_w")
    assert all(not session.offers(key) for key in session.controls if key == "descent_w_again")


def test_presets_and_sections_can_be_locked(visit):
    session = visit("Learning speed", {"lock": "presets,sections"})
    presets = [each for each in session.elements("button") if "preset_race" in each.id]
    assert presets and all(each.disabled for each in presets)
    assert not session.offers("speed_tab") and session.offers("speed_w")


def test_a_projectors_view_has_rules_of_its_own_in_a_low_window(visit):
    assert LOW_WINDOW in styles(visit("Gradient descent", {}))
    assert LOW_WINDOW not in styles(visit("Gradient descent", {"view": "lecture"}))
