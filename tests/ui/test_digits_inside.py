"""The sections of lesson 8 that look into nets: what they say, and what they take from files and from the browser."""

import base64

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.digits.images import load_digits
from core.digits.model_file import Model, read_model, write_model
from core.digits.plan import INTERMEDIATE, NetPlan
from ui.lessons.handwritten_digits.draw_digit import SHEET, next_image, read_ink
from ui.lessons.handwritten_digits.nets import say_epochs


def page(section: str) -> None:
    """A page with one section, and a run of two small nets that has ended."""
    import streamlit as st

    from core.digits.plan import DigitsPlan, NetPlan
    from core.digits.run import DigitsRun
    from ui.lessons.handwritten_digits.draw_digit import draw_digit
    from ui.lessons.handwritten_digits.look_inside import look_inside
    from ui.lessons.handwritten_digits.saved_nets import draw_saved

    @st.cache_resource
    def trained() -> DigitsRun:
        nets = (NetPlan((8,), "sigmoid", "mean_quadratic"), NetPlan((9, 8)))
        run = DigitsRun(DigitsPlan(nets, images=1_000, batch=100, epochs=1))
        run.advance(10)
        return run

    if "playing" in st.query_params:
        if "run" not in st.session_state:
            st.session_state.run = DigitsRun(trained().plan)
            st.session_state.run.advance(4)
        st.session_state.run.advance(1)
        look_inside(st.session_state.run, playing=True)
    else:
        {"draw": draw_digit, "inside": look_inside, "saved": draw_saved}[section](trained())


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
    assert "**A** (after 1 epoch) takes it for" in said and "**B** (after 1 epoch) takes it for" in said


def test_an_image_that_the_address_names_is_on_the_sheet_at_once():
    assert "Test image 18 shows **3**" in words(opened("draw", digits_image="18"))


def test_an_inspection_is_kept_for_the_state_that_it_is_of():
    test = opened("inside", digits_part="Mistakes")
    said = words(test)
    assert "**B**, 9-8 ReLU, after 1 epoch" in said and "of the 10,000 test images are wrong" in said
    kept = test.session_state["digits inspection"].inspection

    test.run()
    assert test.session_state["digits inspection"].inspection is kept
    test.segmented_control(key="digits_inside").set_value("A").run()

    assert "**A**, 8 sigmoid, after 1 epoch" in words(test)
    assert test.session_state["digits inspection"].inspection is not kept


def test_while_a_net_is_trained_the_look_is_of_the_moment_at_which_it_began():
    test = opened("inside", digits_part="Weights", playing="true")
    assert "**B**, 9-8 ReLU, after 0.50 epochs" in words(test)
    test.run()
    assert "**B**, 9-8 ReLU, after 0.50 epochs" in words(test)
    assert test.button(key="digits_look_again").label == "Look again: it is now after 0.60 epochs"
    test.button(key="digits_look_again").click().run()
    assert "**B**, 9-8 ReLU, after 0.70 epochs" in words(test)


@pytest.mark.parametrize("part", ["Weights", "Layers"])
def test_every_part_of_a_look_inside_is_drawn(part):
    said = words(opened("inside", digits_part=part, digits_learned="true"))
    assert {"Weights": "one neuron of the first layer", "Layers": "**Hidden layer 2**, 8 neurons, ReLU"}[part] in said


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
    assert "B: 9-8 ReLU, after 1 epoch" in words(test)


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
    assert say_epochs(updates, 79) == said
