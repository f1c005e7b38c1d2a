"""Handwritten digits: what the page says, what its buttons do, and what an address brings back."""

import numpy as np
import pytest

from core.digits.book import SHALLOW_CURVE
from core.digits.model_file import Model, write_model
from core.digits.plan import BOOK_SHALLOW, INTERMEDIATE, SHALLOW, DigitsPlan
from core.numerals import percent
from tests.opening import opened as open_page
from tests.opening import said

PAGE = "pages/8_Handwritten_digits.py"
SHORT = {"digits_images": "500", "digits_batch": "100"}


def opened(**address):
    """Open the lesson, and let it do again what its address asks for."""
    app = open_page(PAGE, **address)
    while running(app).player.replaying:
        app.run()
        assert not app.exception
    return app


def running(app):
    return app.session_state["digits run"]


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def test_it_opens_with_both_nets_of_the_book_learning():
    app = opened()
    assert running(app).run.plan == DigitsPlan((SHALLOW, INTERMEDIATE))
    assert running(app).player.playing
    assert "Before the first of 20 epochs: A: the shallow net has " in said(app)
    captions = " ".join(each.value for each in app.caption)
    assert "(784 · 64 + 64) + (64 · 64 + 64) + (64 · 10 + 10) = 50,240 + 4,160 + 650 = 55,050" in captions


def test_the_first_run_of_the_page_shows_the_start_and_waits_for_no_training():
    app = opened(**SHORT)
    assert running(app).run.updates == 0
    assert running(app).player.playing
    app.run()
    assert running(app).run.updates > 0


def test_an_address_brings_back_a_run_and_its_moment_and_rests_there():
    app = opened(digits_at="2.4", **SHORT)
    assert running(app).run.updates == 12
    assert not running(app).player.playing
    assert app.session_state["digits_at"] == 2.4
    right = running(app).run.records[1].test_accuracy[-1]
    text = said(app)
    assert "After epoch 2 of 20: A: the shallow net has " in text
    assert f"B: the intermediate net {percent(right)}." in text
    assert "In the book" not in text  # which has 60,000 images


def test_epoch_goes_to_the_end_of_the_epoch_and_reset_to_the_same_start():
    app = opened(digits_at="0", **SHORT)
    app = press(app, "digits_epoch_button")
    while running(app).player.playing:
        app.run()
    assert running(app).run.updates == 5
    first = running(app).run.networks[0].theta
    app = press(press(app, "digits_reset_button"), "digits_epoch_button")
    while running(app).player.playing:
        app.run()
    assert (running(app).run.networks[0].theta == first).all()


def test_a_control_makes_another_run_and_pause_writes_the_moment():
    app = opened(**SHORT)
    app.number_input(key="digits_eta").set_value(0.5).run()
    assert running(app).run.plan.nets[0].eta == 0.5
    assert running(app).player.playing
    app = press(app, "digits_pause")
    assert app.session_state["digits_at"] == running(app).run.updates / 5


@pytest.mark.parametrize("key", ["digits_seed_button", "digits_reset_button"])
def test_a_button_that_begins_another_run_takes_the_old_moment_out_of_the_address(key):
    app = press(opened(digits_at="2", **SHORT), key)
    assert (running(app).run.updates, running(app).player.playing) == (0, False)
    assert app.session_state["digits_at"] == 0.0
    app = press(app, next(each.key for each in app.button if each.label == "Intermediate alone"))
    assert running(app).player.playing and app.session_state["digits_at"] is None


def test_the_book_is_named_only_where_it_knows_the_same_run():
    app = opened(digits_two="false", digits_at="1")
    assert running(app).run.plan.nets == BOOK_SHALLOW.nets
    assert f"In the book: {percent(SHALLOW_CURVE.accuracy[0])}." in said(app)
    app.segmented_control(key="digits_tab").set_value("Numbers").run()
    captions = " ".join(each.value for each in app.caption)
    assert "The book, after epoch 200: test cost 0.0286; training cost 0.0296 and 84.46 % of the training" in captions


def test_a_network_that_overflows_says_so():
    text = said(opened(digits_two="false", digits_hidden="ReLU", digits_eta="10", digits_init="N(0, 1)", digits_at="20",
                       digits_optimizer="Momentum", **SHORT))  # fmt: skip
    assert "nan" not in text


@pytest.mark.parametrize("address", [{"digits_at": "nonsense"}, {"digits_layers": "99"}, {"digits_images": "1e9"}])
def test_an_address_that_asks_for_something_impossible_opens_all_the_same(address):
    app = open_page(PAGE, **address)
    assert app.toast
    assert np.isfinite(running(app).run.records[0].cost).all()


def test_a_net_from_a_file_stands_in_the_address_and_is_named_where_the_file_is_missing():
    app = opened(digits_at="0", digits_tab="Save and load", **SHORT)
    assert not app.info
    file = write_model(Model(INTERMEDIATE, INTERMEDIATE.network(3).theta, 128, 60_000, 3, 469))
    app.file_uploader(key="digits_net_file").upload("mine.npz", file).run()
    app.run()
    assert app.session_state["digits_files"] == "B" and not app.info

    elsewhere = opened(digits_at="0", digits_files="B", **SHORT)
    assert "In this address B is a net from a file, and an address cannot hold a file." in elsewhere.info[0].value

    app.button(key="digits_own_1").click().run()
    assert app.session_state["digits_files"] == "" and "the run's own" not in said(app)


def test_files_that_the_address_cannot_mean_are_answered():
    app = opened(digits_at="0", digits_files="A and C", **SHORT)
    assert "**Nets from files** = `A and C`, but A, B or AB is needed" in app.toast[0].value
    assert not app.info
