"""The sections of lesson 8 that look into nets: what they say, and what they take from files and from the browser."""

import base64
import html
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.digits.images import load_digits
from core.digits.ink import as_digit
from core.digits.inside import activations_of
from core.digits.model_file import Model, read_model, write_model
from core.digits.plan import INTERMEDIATE, DigitsPlan, NetPlan
from core.digits.run import DigitsRun
from core.numerals import numeral
from ui.lessons.handwritten_digits import shown_moment
from ui.lessons.handwritten_digits.draw_digit import SHEET, Drawn, next_image, read_ink
from ui.lessons.handwritten_digits.nets import say_trained
from ui.lessons.handwritten_digits.running import Running


def page(section: str) -> None:
    """A page with one section, and a run of two small nets that has ended."""
    import streamlit as st

    from core.digits.plan import DigitsPlan, NetPlan
    from core.digits.run import DigitsRun
    from ui.lessons.handwritten_digits.draw_digit import draw_digit
    from ui.lessons.handwritten_digits.look_inside import look_inside
    from ui.lessons.handwritten_digits.running import Running
    from ui.lessons.handwritten_digits.saved_nets import draw_saved

    @st.cache_resource
    def trained() -> DigitsRun:
        nets = (NetPlan((8,), "sigmoid", "mean_quadratic"), NetPlan((9, 8)))
        run = DigitsRun(DigitsPlan(nets, images=1_000, batch=100, epochs=2))
        run.advance(20)
        return run

    if "present" not in st.session_state:
        playing = "playing" in st.query_params
        present = Running(DigitsRun(trained().plan) if playing else trained())
        if playing:
            present.run.advance(4)
            present.player.play()
        st.session_state.present = present
    present = st.session_state.present
    if present.player.playing:
        present.run.advance(1)
    if "shown" in st.query_params:
        present.shown = int(st.query_params["shown"])
    if section == "saved":
        draw_saved(present.run)
    else:
        {"draw": draw_digit, "inside": look_inside}[section](present)


def opened(section: str, **query: str) -> AppTest:
    test = AppTest.from_function(page, kwargs={"section": section}, default_timeout=60)
    for key, value in query.items():
        test.query_params[key] = value
    return test.run()


def words(test: AppTest) -> str:
    assert not test.exception
    return "\n".join(each.value for each in test.markdown)


def test_an_empty_sheet_says_what_to_do_and_a_test_image_is_answered_by_both_nets():
    test = opened("draw")
    assert "Nothing is drawn yet" in words(test)

    test.button(key="digits_put").click().run()

    said = words(test)
    assert "Test image 0 shows **7**" in said
    assert "**A** (after 2 epochs) takes it for" in said and "**B** (after 2 epochs) takes it for" in said


def test_an_image_that_the_address_names_is_on_the_sheet_at_once():
    assert "Test image 18 shows **3**" in words(opened("draw", digits_image="18"))


def test_an_inspection_is_kept_for_the_state_that_it_is_of():
    test = opened("inside", digits_part="Mistakes")
    said = words(test)
    assert "**B**, 9-8 ReLU, after 2 epochs" in said and "of the 10,000 test images are wrong" in said
    kept = test.session_state["digits inspection"].inspection

    test.run()
    assert test.session_state["digits inspection"].inspection is kept
    test.segmented_control(key="digits_inside").set_value("A").run()

    assert "**A**, 8 sigmoid, after 2 epochs" in words(test)
    assert test.session_state["digits inspection"].inspection is not kept


def test_while_a_net_is_trained_the_look_is_of_the_moment_at_which_it_began():
    test = opened("inside", digits_part="Weights", playing="true")
    assert "**B**, 9-8 ReLU, after 0.50 epochs" in words(test)
    test.run()
    assert "**B**, 9-8 ReLU, after 0.50 epochs" in words(test)
    assert test.button(key="digits_look_again").label == "Look again: it is now after 0.60 epochs"
    test.button(key="digits_look_again").click().run()
    assert "**B**, 9-8 ReLU, after 0.70 epochs" in words(test)


@pytest.mark.parametrize("learned", [{}, {"digits_learned": "true"}, {"digits_learned": "false"}])
def test_a_look_inside_opens_on_what_was_learned_and_the_address_may_ask_for_the_weights_themselves(learned):
    said = words(opened("inside", **learned))
    whole = learned == {"digits_learned": "false"}
    assert "one neuron of the first layer" in said
    assert ("is a weight above 0, where ink raises z" in said) == whole
    assert ("is a weight that has been raised since the start" in said) != whole


def test_one_s_own_drawing_can_be_looked_at_in_every_layer():
    test = opened("inside", digits_part="Layers", digits_seen="The sheet")
    assert "**Nothing is drawn yet.**" in words(test) and "Hidden layer" not in words(test)

    ink = np.zeros((SHEET, SHEET), np.uint8)
    ink[20:90, 50:60] = 255
    test.session_state["digits drawn"] = Drawn(ink, None, 1, 0)
    test.run()

    assert "**Hidden layer 2**, 8 neurons, ReLU" in words(test)
    network = test.session_state["digits inspection"].inspection.network
    a = activations_of(network, as_digit(ink)).a
    drawn = [html.unescape(each.proto.body) for each in test.get("html")]
    assert any(f"to {numeral(float(a[2].max()))}<" in each for each in drawn)
    assert any(f"to {numeral(float(a[-1].max()))}<" in each for each in drawn)


def test_before_training_a_look_inside_says_that_nothing_has_been_learned():
    assert "**Nothing has been learned yet**" in words(opened("inside", shown="0"))


def test_the_layers_are_drawn():
    assert "**Hidden layer 2**, 8 neurons, ReLU" in words(opened("inside", digits_part="Layers"))


def test_a_look_inside_is_of_the_moment_that_the_picture_shows():
    test = opened("inside", digits_part="Mistakes", shown="10")
    assert "**B**, 9-8 ReLU, after 1 epoch\n" in words(test)
    assert test.caption[0].value == (
        "The bar below the picture shows the run after 1 epoch, and here are the nets of that moment."
    )
    then = test.session_state["digits inspection"].inspection.answers.accuracy
    run = test.session_state["present"].run
    assert then == run.records[1].test_accuracy[1] != run.records[1].test_accuracy[2]


def test_a_digit_is_answered_by_the_nets_of_the_moment_that_the_picture_shows():
    test = opened("draw", digits_image="18", shown="3")
    assert "**A** (before training) takes it for" in words(test)
    assert (
        "The bar below the picture shows the run after 0.30 epochs. The nets of that moment were not kept: here are "
        "those of the nearest moment that was, before training."
    ) in [each.value for each in test.caption]


def test_only_a_moment_of_the_present_run_is_taken_over(monkeypatch):
    present = Running(DigitsRun(DigitsPlan((INTERMEDIATE,), images=500, batch=100)))
    present.run.advance(5)
    monkeypatch.setattr(shown_moment, "running", lambda: present)
    tell = partial(monkeypatch.setattr, shown_moment.st, "session_state")
    for told, taken in (
        ({"run": present.name, "updates": 5}, 5),
        ({"run": "another", "updates": 0}, 5),
        (None, 5),
        ({"run": present.name, "updates": 6}, None),
        ({"run": present.name, "updates": "5"}, None),
    ):
        tell({"digits_shown_moment": SimpleNamespace(moment=told)})
        shown_moment._take()
        assert present.shown == taken


def test_a_loaded_net_takes_its_place_and_a_refused_file_leaves_all_as_it_was():
    net = NetPlan((16,), "tanh")
    model = Model(net, net.network(5).theta, 50, 1_000, 5, 40)
    test = opened("saved")

    test.file_uploader(key="digits_net_file").upload("mine.npz", write_model(model)).run()
    assert "`mine.npz` stands in the place of **B**" in words(test)
    assert "B: 16 tanh, from a file, after 2 epochs" in words(test)

    test.file_uploader(key="digits_net_file").upload("b.npz", b"no net").run()
    assert "not a net that was saved here" in test.error[0].value
    assert "`mine.npz` stands in the place of **B**" in words(test)

    test.button(key="digits_own_1").click().run()
    assert "B: 9-8 ReLU, after 2 epochs" in words(test)


def test_what_is_saved_is_read_as_the_same_net():
    net = INTERMEDIATE
    model = Model(net, net.network(3).theta, 128, 60_000, 3, 469)
    again = read_model(write_model(model))
    assert (again.net, again.seed, again.updates) == (net, 3, 469)
    assert again.network().theta == pytest.approx(model.theta, abs=1e-7)


def test_only_ink_of_the_right_size_is_taken():
    ink = np.arange(SHEET**2, dtype=np.uint8)
    sent = base64.b64encode(ink.tobytes()).decode()
    assert np.array_equal(read_ink({"ink": sent, "at": 1}), ink.reshape(SHEET, SHEET))
    for other in (sent[:-4], "?" * len(sent), 3, None):
        assert read_ink({"ink": other, "at": 1}) is None
    assert read_ink(None) is read_ink({}) is read_ink({"ink": sent}) is read_ink({"ink": sent, "at": "1"}) is None


def test_the_next_image_of_a_digit_follows_and_after_the_last_comes_the_first():
    labels = load_digits().test.labels
    assert next_image(0, "any") == 1 and next_image(9_999, "any") == 0
    for digit in range(10):
        found = next_image(20, str(digit))
        assert labels[found] == digit and not (labels[21:found] == digit).any()
        assert next_image(int(np.flatnonzero(labels == digit)[-1]), str(digit)) == np.flatnonzero(labels == digit)[0]


def test_another_image_is_chosen_by_the_digit_that_it_shows():
    test = opened("draw")
    test.selectbox(key="digits_shown").set_value("5").run()
    test.button(key="digits_next").click().run()
    assert "Test image 8 shows **5**" in words(test)


@pytest.mark.parametrize(
    ("updates", "said"),
    [(0, "before training"), (79, "after 1 epoch"), (158, "after 2 epochs"), (186, "after 2.35 epochs")],
)
def test_how_long_a_net_was_trained(updates, said):
    assert say_trained(updates, 79) == said
