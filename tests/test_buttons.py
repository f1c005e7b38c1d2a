"""What a button sets stands in the address, in open and in closed drawers: opened elsewhere, it shows the same."""

import pytest

from benchmarks.browser import PAGES
from tests.sampling import some
from tests.session import Session, visiting

SETS_NOTHING = ("train_play", "fair_study_stop")  # and the second is there only as long as a study runs
REMEDY = "train_remedy_"
TROUBLES = (
    {"train_hidden": "ReLU", "train_bias": "0", "train_eta": "10", "train_n": "100", "train_at": "60"},
    {"train_n": "100", "train_at": "40"},
)
"""Runs for which lesson 6 offers remedies."""


def buttons(session: Session) -> list[str]:
    """The keys of the buttons that can be pressed; of the presets only the last, and of the others a sample."""
    keys = [each.id.rsplit("-", 1)[1] for each in session.elements("button") if not each.disabled]
    presets = [key for key in keys if key.startswith("preset_")]
    others = [key for key in keys if key not in presets and key not in SETS_NOTHING and not key.startswith(REMEDY)]
    return [*presets[-1:], *some(others, 3)]


def has_tried(session: Session) -> bool:
    """Whether lesson 6 tries no remedy any more."""
    return not any("being tried" in each.body for each in session.elements("markdown"))


def settings(session: Session) -> dict[str, str]:
    """What stands in the controls; drawers may be open or closed."""
    return {key: value for key, value in session.values.items() if session.controls[key].kind != "expandable"}


def opens_elsewhere_as_it_is_here(session: Session, server, what: str) -> None:
    with visiting(server, session.name, session.query) as again:
        shows_the_same(settings(session), settings(again), what)


def shows_the_same(here: dict[str, str], there: dict[str, str], what: str) -> None:
    assert {key: here[key] for key in here.keys() & there.keys() if here[key] != there[key]} == {}, what
    assert here.keys() <= there.keys(), what


@pytest.mark.parametrize("name", PAGES)
def test_each_button_on_a_fresh_page_writes_what_it_sets_into_the_address(name, server):
    with visiting(server, name) as fresh:
        keys, first, query = buttons(fresh), settings(fresh), dict(fresh.query)
    for key in keys:
        with visiting(server, name) as session:
            session.press(key)
            if session.query == query:  # whoever opens this address sees the fresh page
                shows_the_same(settings(session), first, key)
            else:
                opens_elsewhere_as_it_is_here(session, server, key)


def test_the_next_seed_stands_in_the_address_though_its_drawer_was_closed(server):
    with visiting(server, "Train a network") as session:
        session.press("train_seed_button")
        assert float(session.query["train_seed"]) == 1
        session.press("train_seed_button")
        assert float(session.query["train_seed"]) == 2


@pytest.mark.parametrize("address", TROUBLES)
def test_a_remedy_stands_in_the_address(address, server):
    with visiting(server, "Train a network", address) as session:
        session.ask_for_frames(has_tried)
        keys = [each.id.rsplit("-", 1)[1] for each in session.elements("button")]
        remedies = [key for key in keys if key.startswith(REMEDY)]
    assert remedies
    for key in some(remedies, 1, seed=TROUBLES.index(address)):
        with visiting(server, "Train a network", address) as session:
            session.ask_for_frames(has_tried)
            before = dict(session.query)
            session.press(key)
            assert session.query != before
            opens_elsewhere_as_it_is_here(session, server, key)


def test_while_a_run_plays_its_address_is_that_of_its_start_whatever_the_browser_still_says(server):
    """Reset and Train, pressed so soon after Back that the second press is sent with the moment of before."""
    with visiting(server, "Train a network", {"train_bias": "0", "train_at": "40", "train_speed": "5"}) as session:
        session.ask_for_frames(
            lambda session: any("Epoch 2 of 60" in each.body for each in session.elements("markdown"))
        )
        before, said = dict(session.query), dict(session.held)
        session.press("train_reset_button")
        assert "train_at" not in session.query
        session.query, session.held = before, session.held | said
        session.press("train_play")
        assert "train_at" not in session.query
        assert any(each.id.endswith("-train_pause") for each in session.elements("button"))
