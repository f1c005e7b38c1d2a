"""Training in the browser: play, pause, scrub, replay, branch, change on the way, and come back to all of it.

A test goes on with the page that the one before has left open, where that is what it needs. With a bias of 0 nothing
keeps the networks from learning, so no trials of remedies take their time. Runs end after 20 epochs, which shows all
that 60 would.
"""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.browser import PAGES
from core.experiments.datasets import features
from core.experiments.experiment import Experiment, grid
from core.experiments.plan import ALONE, Plan, against
from tests.browser.staying import staying
from tests.browser.visitor import Visitor
from ui.lessons.train_a_network.canvas import SIDE

pytestmark = pytest.mark.browser
LESSON = "Train a network"
STUCK = Plan(output_bias=8.0, epochs=20)
END = 400  # updates
SHORT = {"train_epochs": "20", "train_speed": "as many as possible"}
SLOW = {"train_bias": "0", "train_speed": "5"}  # a run takes 12 seconds
STORE = """() => {
  const store = [...document.trainingRuns.values()].at(-1);
  return { rows: store.rows.length, now: store.now.updates, row: [...store.rows.at(-1)],
           gaps: [...store.rows.keys()].filter((i) => !store.rows[i]).length, theta: [...store.now.theta] };
}"""

FIND = """((name, root = document) => {
  const find = (root) => root.querySelector(name)
    ?? [...root.querySelectorAll("*")].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean);
  return find(root);
})"""


@pytest.fixture
def visitor(shared_visitor, request):
    with staying(shared_visitor, request.session) as visitor:
        yield visitor


def press(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()


def updates(visitor: Visitor) -> int:
    """The moment that is drawn."""
    return int(visitor.page.locator(".stage").get_attribute("data-updates") or -1)


def wait_for_moment(visitor: Visitor, at: int) -> None:
    """Wait until this moment is drawn, and nothing more comes: the run does not play there."""
    visitor.page.locator(f".stage[data-updates='{at}']").wait_for(state="attached")
    visitor.settle()


def wait_until_it_plays(visitor: Visitor, after: int = 0) -> None:
    visitor.until(lambda: updates(visitor) > after, f"it played on after {after}")


def fast(visitor: Visitor, train_at: str = "0", **query: str) -> Visitor:
    visitor.turn_to(LESSON, **SHORT, train_at=train_at, **query)
    wait_for_moment(visitor, int(train_at))
    return visitor


def play_to_the_end(visitor: Visitor, end: int = END) -> None:
    press(visitor, "Train")
    wait_for_moment(visitor, end)


def stands(visitor: Visitor, at: int) -> bool:
    """Whether the tab shows the usual run, with its numbers and at this moment, as the test before has left it."""
    if visitor.page.url.split("?")[0] != visitor.server.address(LESSON):
        return False
    said = visitor.query | {"train_at": float(visitor.query.get("train_at", 0))}
    usual = {**SHORT, "train_tab": "Numbers", "train_at": at}
    return said == usual and updates(visitor) == at


def at_epoch_10(visitor: Visitor) -> None:
    """Have the usual run stand at update 200."""
    if not stands(visitor, 200):
        fast(visitor, train_at="200", train_tab="Numbers")


def at_the_end(visitor: Visitor) -> None:
    """Have the usual run played to its end."""
    if not stands(visitor, END):
        play_to_the_end(fast(visitor, train_tab="Numbers"))


def go_on_from(visitor: Visitor, at: int) -> None:
    """Go back to a moment of a run that is over, and play it to its end from there."""
    visitor.page.locator(".stage input").fill(str(at))
    press(visitor, "Train on from here")
    wait_for_moment(visitor, END)


def test_hovering_tells_the_values(visitor):
    at_epoch_10(visitor)
    places = visitor.page.evaluate(FIND + """(".stage").stage.places""")
    stage, tip = visitor.page.locator(".stage canvas"), visitor.page.locator(".stage .tip")
    experiment = Experiment(STUCK)
    experiment.advance(200)
    quadratic, entropy = experiment.trainer.records

    def told(place):
        stage.hover(position={"x": place["x"] + place["w"] - 1, "y": place["y"] + place["h"] / 2})
        return tip.inner_text()

    corner = places["map0"]
    answer = experiment.networks[0].forward(grid(experiment.dataset, SIDE)).a[-1].reshape(SIDE, SIDE)[SIDE // 2, -1]
    assert told(corner).endswith(f"a = {answer:.4f}")
    assert f"{quadratic.cost[10]:.4f}" in told(places["cost"]["inner"])
    assert f"{100 * entropy.accuracy[10]:g} %" in told(places["accuracy"]["inner"])
    assert told(places["gradient0"]["inner"]).startswith("epoch 10: ")
    assert "mean σ′" in told(places["slope1"]["inner"])


def test_while_an_earlier_moment_is_shown_all_words_are_of_it_and_playing_on_follows_the_run(visitor):
    at_epoch_10(visitor)
    sentence, moment = visitor.page.locator(".st-key-sentence_train"), visitor.page.locator(".moment")
    picture, line = visitor.page.locator(".stage canvas"), visitor.page.locator(".numbers .now")
    experiment = Experiment(STUCK)
    experiment.advance(100)
    costs = [f"{record.cost[-1]:.4f}".rstrip("0") for record in experiment.trainer.records]
    assert "Epoch 10 of 20" in sentence.inner_text() and moment.is_hidden()
    visitor.page.locator(".stage input").fill("100")
    visitor.until(lambda: updates(visitor) == 100, "it was scrubbed to 100")
    assert moment.inner_text().startswith("Epoch 5 of 20: A: ½ quadratic has ")
    for said in (moment.inner_text(), picture.get_attribute("aria-label"), line.inner_text()):
        assert all(cost in said for cost in costs)
    assert "Epoch 10 of 20" not in sentence.inner_text()
    press(visitor, "Step")
    wait_for_moment(visitor, 201)
    assert "Epoch 10.05 of 20 (update 201)" in sentence.inner_text() and moment.is_hidden()
    assert picture.get_attribute("aria-label").startswith("Epoch 10.05 of 20 (update 201): A: ")
    visitor.wait_for_address("train_at", "201")
    for go, at in ((visitor.page.go_back, 200), (visitor.page.go_forward, 201)):
        go()
        visitor.wait_for_address("train_at", str(at))
        visitor.until(lambda at=at: updates(visitor) == at, "the moment that the address names is shown")
    visitor.page.locator(".stage input").fill("100")
    visitor.until(lambda: updates(visitor) == 100, "it was scrubbed to 100 again")
    play_to_the_end(visitor)
    assert updates(visitor) == END


def test_a_run_is_drawn_as_core_computes_it_to_the_last_row(visitor):
    at_the_end(visitor)
    seen = visitor.page.evaluate(STORE)
    assert (seen["rows"], seen["now"], seen["gaps"]) == (21, END, 0)
    experiment = Experiment(STUCK)
    experiment.advance(END)
    quadratic, entropy = experiment.trainer.records
    np.testing.assert_allclose(
        seen["row"][:3], [quadratic.cost[-1], quadratic.test_cost[-1], quadratic.accuracy[-1]], rtol=1e-6
    )
    np.testing.assert_allclose(seen["row"][7], entropy.cost[-1], rtol=1e-6)
    np.testing.assert_allclose(seen["theta"], np.concatenate([n.theta for n in experiment.networks]), rtol=1e-6)
    visitor.wait_for_address("train_at", str(END))
    text = visitor.page.locator(".st-key-sentence_train").inner_text()
    assert "B: cross-entropy 99\u00a0%." in text and "The run is over: Train, Step and Epoch are grey" in text


def test_a_run_can_be_scrubbed_and_replayed_without_the_server_and_played_on_from_there(visitor):
    at_the_end(visitor)
    visitor.settle()  # the run that draws the buttons of its end
    runs = visitor.runs
    scrub = visitor.page.locator(".stage input")
    scrub.fill("200")
    visitor.until(lambda: updates(visitor) == 200, "it was scrubbed to 200")
    visitor.page.locator(".stage .pace").select_option("0")
    press(visitor, "▶ Show the run")
    visitor.page.locator(".stage[data-rate]").wait_for(state="attached")  # it says how fast it is replayed
    visitor.until(lambda: updates(visitor) == END, "the replay ended")
    assert visitor.runs == runs
    go_on_from(visitor, 200)
    assert visitor.page.evaluate(STORE)["gaps"] == 0


def test_a_remedy_changes_its_control_and_the_next_play_is_under_it(visitor):
    at_the_end(visitor)
    visitor.page.get_by_role("button", name="Cross-entropy: ").click()  # it comes when it has been tried
    wait_for_moment(visitor, 0)
    visitor.wait_for_address("train_cost", "cross-entropy")
    play_to_the_end(visitor)
    assert visitor.page.evaluate(STORE)["row"][0] < 0.1


def test_back_to_other_data_brings_back_their_run_at_the_moment_of_the_address(visitor):
    visitor.turn_to(LESSON, train_bias="0.0", train_at="40")
    wait_for_moment(visitor, 40)
    visitor.turn_to(LESSON, train_bias="0.0", train_at="60.0", train_data="Exclusive or")  # as Back leads there
    wait_for_moment(visitor, 60)
    assert visitor.query == {"train_bias": "0.0", "train_at": "60.0", "train_data": "Exclusive or"}


def test_changes_on_the_way_are_dropped_by_going_back_before_them_and_an_address_with_them_brings_the_run_back(visitor):
    """The learning rate and a weight are changed; going back to a moment after that keeps them."""
    fast(visitor, train_bias="0.0", train_at="100")
    visitor.type_number("train_eta", "0.3")
    visitor.wait_for_address("train_changes", "0:eta:0.1,100:eta:0.3")
    visitor.open_tab(1)
    inside = visitor.page.locator(".inside canvas")
    inside.scroll_into_view_if_needed()
    visitor.settle()
    place = visitor.page.evaluate(FIND + """(".inside").inside.neurons.find(({ what }) => what === "A104")""")
    inside.click(position={"x": place["x"] + 5, "y": place["y"] + 5})
    form = visitor.page.locator(".inside form input")
    form.fill("2.5")
    form.press("Enter")
    visitor.page.wait_for_function("() => location.search.includes('A104')")
    press(visitor, "Train")
    wait_for_moment(visitor, END)
    visitor.wait_for_address("train_at", str(END))
    first = visitor.page.evaluate(STORE)
    address = visitor.query
    go_on_from(visitor, 200)
    visitor.wait_for_address("train_changes", address["train_changes"])
    go_on_from(visitor, 50)
    visitor.wait_for_value("train_eta", "0.1")
    visitor.wait_for_address("train_changes", None)
    visitor.open(LESSON, **address)
    wait_for_moment(visitor, END)
    again = visitor.page.evaluate(STORE)
    assert again["theta"] == first["theta"]
    assert (again["rows"], again["gaps"]) == (21, 0)


def test_a_run_that_is_left_while_it_plays_plays_on_and_with_other_data_starts_anew(visitor):
    visitor.turn_to(LESSON, **SLOW)
    press(visitor, "Train")
    wait_until_it_plays(visitor)
    visitor.go_by_menu("Backpropagation")
    visitor.menu.nth(list(PAGES).index(LESSON)).click()  # where it plays on, so the page need not come to rest
    before = visitor.page.evaluate(STORE)["rows"]
    visitor.page.locator(".stage[data-updates]").wait_for(state="attached")
    visitor.until(lambda: visitor.page.evaluate(STORE)["rows"] > before, "it played on")
    visitor.until(lambda: visitor.page.evaluate(STORE)["gaps"] == 0, "nothing is missing")
    assert visitor.page.get_by_test_id("stException").count() == 0
    assert visitor.page.get_by_role("button", name="Pause", exact=True).is_visible()
    visitor.page.get_by_role("combobox").first.click()
    visitor.page.get_by_role("option", name="Spiral").click()
    wait_for_moment(visitor, 0)
    assert visitor.page.evaluate(STORE)["rows"] == 1


def test_a_reload_while_it_plays_starts_anew_and_whole(visitor):
    visitor.turn_to(LESSON, **SLOW)
    press(visitor, "Train")
    wait_until_it_plays(visitor)
    visitor.page.reload()
    wait_for_moment(visitor, 0)
    assert visitor.page.evaluate(STORE)["rows"] == 1


def test_pause_and_play_do_what_they_say_by_button_and_by_key(visitor):
    visitor.turn_to(LESSON, **SLOW)
    press(visitor, "Train")
    wait_until_it_plays(visitor, after=20)
    press(visitor, "Pause")
    visitor.settle()
    there = updates(visitor)
    visitor.settle(300)
    assert updates(visitor) == there > 20
    visitor.wait_for_address("train_at", str(there))
    visitor.page.keyboard.press("p")
    visitor.page.get_by_role("button", name="Pause", exact=True).wait_for()
    wait_until_it_plays(visitor, after=there)
    visitor.page.keyboard.press("p")
    visitor.page.get_by_role("button", name="Train", exact=True).wait_for()
    press(visitor, "Train")
    press(visitor, "Reset")
    wait_for_moment(visitor, 0)


@pytest.mark.parametrize(
    ("address", "plan"),
    [
        ({"train_x1_squared": "true"}, Plan(features=("x1", "x2", "x1_squared"))),
        (
            {"train_output": "softmax", "train_compare": "the activation", "train_hidden": "leaky ReLU"},
            Plan(output="softmax", hidden="leaky_relu", variants=against(hidden="relu")),
        ),
        (
            {"train_output": "tanh", "train_compare": "nothing: A alone", "train_hidden": "sigmoid"},
            Plan(output="tanh", hidden="sigmoid", variants=ALONE),
        ),
    ],
)
def test_the_browser_answers_as_core_does(visitor, address, plan):
    """The pictures are computed in the browser; here its forward pass is held against the readable network's."""
    fast(visitor, train_at="200", train_bias="0", **address)
    answers = visitor.page.evaluate(FIND + """(".stage").stage.answers.map((each) => [...each])""")
    experiment = Experiment(replace(plan, epochs=20))
    experiment.advance(200)
    x = features(grid(experiment.dataset, SIDE), experiment.plan.features)
    for network, seen in zip(experiment.networks, answers, strict=True):
        np.testing.assert_allclose(seen, network.forward(x).a[-1].ravel(), rtol=1e-4, atol=1e-6)


def test_a_press_on_the_map_adds_a_point_of_the_chosen_class_which_stands_in_the_address(visitor):
    visitor.turn_to(LESSON, train_data="Set by hand", train_points="-3 -3 1; 3 3 0", train_bias="0")
    wait_for_moment(visitor, 0)
    place = visitor.page.evaluate(FIND + """(".stage").stage.places.map0""")
    stage = visitor.page.locator(".stage canvas")
    stage.focus()
    visitor.page.keyboard.press("2")
    stage.click(position={"x": place["x"] + place["w"] / 4, "y": place["y"] + place["h"] / 2})
    visitor.page.wait_for_function("() => new URLSearchParams(location.search).get('train_points')?.endsWith(' 2')")
    text = visitor.page.evaluate("new URLSearchParams(location.search).get('train_points')")
    x1, x2, _ = text.split("; ")[2].split()
    assert abs(float(x1) + 3) < 0.1 and abs(float(x2)) < 0.1
    visitor.settle()
    assert visitor.page.get_by_label("Class of the next point").input_value() == "2"
