"""What a run for digits sends to the browser, and what its experiments say."""

import base64
import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.digits import queue
from core.digits import run as runs
from core.digits.ablation import SETTINGS, VARIANTS, Ablation
from core.digits.depth import BOOK_DEEP, QUICK_RUN, LayerSpeeds, square_roots
from core.digits.images import load_digits
from core.digits.plan import INTERMEDIATE, SHALLOW, DigitsPlan
from core.digits.run import DigitsRun
from core.digits.sizes import Cell, Sizes
from core.digits.watched import watched_images
from core.networks.prepared import PreparedBytes
from core.numerals import numeral, percent
from ui import durations, experiments, player
from ui.durations import seconds_in_words
from ui.lessons.handwritten_digits import experimenting, how_many_layers, live, speed_by_depth, what_changed
from ui.lessons.handwritten_digits.canvas import columns, description, message
from ui.lessons.handwritten_digits.line_ends import axis_ends, names_apart
from ui.lessons.handwritten_digits.naming import looks_of, name_of, parameters_in_words
from ui.lessons.handwritten_digits.picture import say_flattened, say_last_batch, say_now
from ui.lessons.handwritten_digits.running import Running, recorded
from ui.player import Player, Tempo
from ui.works import Playable

PLAN = DigitsPlan((SHALLOW, INTERMEDIATE), images=500, batch=100, epochs=3)


@pytest.fixture(autouse=True)
def _few_test_images(monkeypatch):
    """Evaluate on fewer test images; what they are does not matter here."""
    few = PreparedBytes(*(array[:300] for array in load_digits().test))
    for module in (runs, queue):
        monkeypatch.setattr(module, "test_data", lambda: few)


def decoded(text):
    return np.frombuffer(base64.b64decode(text), np.float32)


def test_a_frame_has_the_page_run_if_that_shows_pause_though_the_run_rests(monkeypatch):
    """A callback that has paused it may be ended before its page has run."""
    present, asked = Running(DigitsRun(PLAN)), []
    present.run.advance(0)
    monkeypatch.setattr(live.st, "rerun", lambda: asked.append(present.player.playing))
    present.player.play()
    present.player.playing_as_drawn()
    live._frame(present)
    assert asked == []
    present.pause()
    live._frame(present)
    assert asked == [False]


def test_a_message_brings_the_records_and_what_the_watched_images_are_taken_for():
    run = DigitsRun(PLAN)
    run.advance(12)
    sent = message(run, "r", 1, playing=True)
    table = decoded(sent["rows"]).reshape(-1, sent["columns"])
    names = columns(run)
    assert (sent["columns"], len(table), sent["now"], sent["at"]) == (len(names), 2, 12, [5, 10])
    for k, record in enumerate(run.records):
        np.testing.assert_allclose(table[:, names.index(f"test_cost{k}")], record.test_cost[1:], rtol=1e-6)
        np.testing.assert_allclose(table[:, names.index(f"gradient2_{k}")], record.gradient[1:, 1], rtol=1e-6)
        np.testing.assert_allclose(table[:, names.index(f"slope1_{k}")], record.slope[0][1:].mean(axis=1), rtol=1e-6)
    row = decoded(sent["row"])
    for k, network in enumerate(run.networks):
        answers = network.forward(watched_images() / 255.0).a[-1]
        for digit, answer in enumerate(answers):
            assert row[names.index(f"taken{digit}_{k}")] == answer.argmax()
            assert row[names.index(f"sure{digit}_{k}")] == pytest.approx(answer.max(), rel=1e-5)
        assert row[names.index(f"cost{k}")] == pytest.approx(run.records[k].cost[-1], rel=1e-6)


def test_a_sentence_and_a_message_never_mix_two_epochs():
    run = DigitsRun(DigitsPlan((SHALLOW, INTERMEDIATE), images=500, batch=500, epochs=4))
    seen = set()
    while not run.advance(10**9, 0.0):
        if run.records:
            table = message(run, "r", 0, playing=True)
            whole = min(len(record.cost) for record in run.records)
            assert len(decoded(table["rows"])) == whole * table["columns"]
            right = percent(run.records[1].test_accuracy[whole - 1]).replace(" ", "\u00a0")
            assert f"{right}." in say_now(run)
            seen.add(tuple(len(record.cost) for record in run.records))
    assert any(one != other for one, other in seen)


def test_the_watched_images_of_each_epoch_are_those_of_the_networks_then():
    run = DigitsRun(PLAN)
    run.advance(5)
    then = run.glance()
    run.advance(10)
    assert len(run.glances) == 4
    assert (run.glances[1] == then).all()
    assert (run.glances[3] == run.glance()).all()
    assert load_digits().test.labels[[np.flatnonzero((load_digits().test.images == image).all(axis=1))[0]
                                      for image in watched_images()]].tolist() == list(range(10))  # fmt: skip


def test_the_networks_have_the_colours_of_their_costs_and_the_book_s_curve_where_it_is_known():
    assert [look.series for look in looks_of(PLAN)] == [0, 1]
    assert [look.name for look in looks_of(PLAN)] == ["A: the shallow net", "B: the intermediate net"]
    whole = DigitsRun(DigitsPlan((INTERMEDIATE,)))
    assert description(whole, "r", log_cost=True, near=False)["networks"][0]["book"]["accuracy"][-1] == 0.9759
    assert description(DigitsRun(PLAN), "r", log_cost=True, near=False)["networks"][1]["book"] is None
    assert parameters_in_words(SHALLOW) == "(784 · 64 + 64) + (64 · 10 + 10) = 50,240 + 650 = 50,890"


def test_a_small_last_batch_is_named_and_how_to_have_none():
    said = say_last_batch(DigitsPlan((INTERMEDIATE,), images=10_000))
    assert "has 16 images instead of 128, each of which moves the network 8 times as far" in said
    assert said.endswith("9,984 training images leave no such batch.")
    assert say_last_batch(DigitsPlan((INTERMEDIATE,), images=9_984)) == ""
    assert say_last_batch(DigitsPlan((INTERMEDIATE,))) == ""  # its last batch has 96


def test_a_layer_that_large_steps_have_made_flat_is_named_and_a_smaller_rate_leaves_it_steep():
    said = {}
    for eta in (0.1, 10.0):
        run = DigitsRun(replace(PLAN, nets=(replace(INTERMEDIATE, eta=eta),)))
        run.advance(5)
        said[eta] = say_flattened(run)
    before, now = (numeral(float(run.records[0].slope[0][row].mean()), 4 - 2 * row) for row in (0, 1))
    assert f"from {before} to {now} in hidden layer 1: hardly any error" in said[10.0]
    assert said[0.1] == ""


def test_an_experiment_is_played_to_its_end_and_says_what_did_most():
    ablation = Ablation(seeds=(0,), epochs=1, images=500)
    assert what_changed.say_ablation(ablation).startswith("A row gets its dot once")
    plays = Player(Playable(ablation), tempo=Tempo(0.1, 0.05))
    plays.play()
    while plays.playing:
        plays.tick()
    assert ablation.over
    alone = {setting: ablation.accuracies((setting,))[0, -1] for setting in SETTINGS}
    most = what_changed._WORDS[max(alone, key=alone.__getitem__)]
    assert f"Of the single changes **{most}** does most" in what_changed.say_ablation(ablation)
    assert "After 1 epoch, with seed 0, the shallow net has" in what_changed.say_ablation(ablation)
    assert len(set(what_changed.NAMES.values())) == len(VARIANTS)


def test_the_grid_names_its_best_network_by_cost_or_by_accuracy_and_says_what_may_be_chance():
    found = Sizes((Cell(0, 0), Cell(1, 16)), DigitsPlan((INTERMEDIATE,), images=500, epochs=1))
    assert how_many_layers.say_sizes(found) == "The grid fills from no hidden layer to four."
    found.advance()
    for by_accuracy, most in ((False, "has the lowest test cost: "), (True, "has the highest test accuracy: ")):
        best = how_many_layers.name_of(found.best(by_accuracy=by_accuracy))
        assert how_many_layers.say_sizes(found, by_accuracy=by_accuracy).startswith(f"Of 2 sizes, {best} {most}")
    assert "It is one seed" in how_many_layers.say_chance(found)
    assert "two seeds" in how_many_layers.say_chance(Sizes((Cell(0, 0),), seeds=(0, 1)))


# --- Experiments ------------------------------------------------------------------------------------------------------


def experiment() -> None:
    """A page with an experiment of three small nets; the number of epochs is a setting."""
    import streamlit as st

    from core.digits.plan import INTERMEDIATE, DigitsPlan
    from core.digits.sizes import Cell, Sizes
    from ui.experiments import draw_experiment
    from ui.lessons.handwritten_digits.experimenting import offered

    epochs = int(st.number_input("epochs", 1, 5, 1, key="epochs"))

    def made() -> Sizes:
        grid = (Cell(0, 0), Cell(1, 8), Cell(1, 16))
        return Sizes(grid, DigitsPlan((INTERMEDIATE,), images=5_000, batch=50, epochs=epochs))

    offer = offered("grid", f"{epochs} epochs", made)
    draw_experiment(offer, lambda sizes: st.markdown(f"found {len(sizes.found)}"))


@pytest.fixture
def page(monkeypatch):
    """The page, on a server that remembers nothing; what it trains in a frame is little."""
    monkeypatch.setattr(queue, "MEMORY", queue.Memory())
    monkeypatch.setattr(experimenting, "TEMPO", Tempo(0.2, 0.001))
    for module in (experiments, player):
        monkeypatch.setattr(module, "AGAIN", 0.0)
    return AppTest.from_function(experiment, default_timeout=60).run()


def told(page):
    assert not page.exception
    (bar,) = page.get("progress")
    return bar.proto.text


def labels(page):
    return [each.label for each in page.button]


def press(page, label):
    next(each for each in page.button if each.label == label).click().run()
    return page


def train(page, finished):
    """Let frames pass until so many networks are trained."""
    for _ in range(500):
        if f"found {finished}" in [each.value for each in page.markdown]:
            return page
        page.run()
    raise AssertionError(told(page))


def test_an_experiment_says_before_how_long_it_takes_and_where_it_was_stopped_and_goes_on_from_there(page):
    assert re.fullmatch(
        r"Not trained yet: 3 networks take about .*\u00a0s\. The run above rests meanwhile\.", told(page)
    )
    assert labels(page) == ["Train them"]
    train(press(page, "Train them"), 1)
    assert told(page).startswith("Training network 2 of 3, epoch 1 of 1")
    press(page, "Stop")
    assert re.fullmatch(r"Stopped after 1 of 3 networks\. The rest takes about .*\u00a0s\.", told(page))
    assert labels(page) == ["Go on"] and "found 1" in [each.value for each in page.markdown]
    train(press(page, "Go on"), 3)
    page.run()
    assert told(page) == "All 3 networks have been trained." and labels(page) == ["Train again"]


def test_what_was_found_stays_with_its_settings_where_these_change_and_other_settings_are_offered(page):
    press(train(press(page, "Train them"), 1), "Stop")
    page.number_input(key="epochs").set_value(2).run()
    assert "found 1" in [each.value for each in page.markdown]
    assert [each.value for each in page.caption] == ["Shown: 1 epochs."]
    (change,) = [each.value for each in page.info]
    assert change.startswith("The settings have changed: 2 epochs. “Train with the new settings” takes about ")
    assert labels(page) == ["Train with the new settings", "Go on"]
    train(press(page, "Go on"), 2)
    assert "Press “Stop” for the new ones" in page.info[0].value
    press(page, "Stop")
    press(page, "Train with the new settings")
    assert [each.value for each in page.caption] == ["Shown: 2 epochs."] and not page.info
    press(train(page, 1), "Stop")
    page.number_input(key="epochs").set_value(1).run()
    press(page, "Train with the new settings")
    assert "found 2" in [each.value for each in page.markdown], "what was trained before is kept"


def test_who_comes_back_finds_what_was_trained_and_can_train_it_again(page):
    press(train(press(page, "Train them"), 1), "Stop")
    again = AppTest.from_function(experiment, default_timeout=60).run()
    assert told(again).startswith("1 of 3 networks have been trained in an earlier run on this server. The rest takes")
    assert labels(again) == ["Go on"]
    train(press(again, "Go on"), 3)
    third = AppTest.from_function(experiment, default_timeout=60).run()
    assert told(third) == "All 3 networks have been trained, all of them in an earlier run on this server."
    press(third, "Train again")
    assert told(third).startswith("Training network 1 of 3")


def test_a_session_trains_its_run_or_an_experiment_and_not_both(page):
    press(page, "Train them")
    run = SimpleNamespace(player=SimpleNamespace(playing=True))
    run.pause = lambda: setattr(run.player, "playing", False)
    page.session_state["digits run"] = run
    page.run()
    assert labels(page) in (["Go on"], ["Train them"]) and run.player.playing
    press(page, labels(page)[0])
    assert labels(page) == ["Stop"] and not run.player.playing


def test_the_second_press_of_a_double_click_does_nothing(page, monkeypatch):
    monkeypatch.setattr(experiments, "AGAIN", 60.0)
    press(press(page, "Train them"), "Stop")
    assert told(page).startswith("Training network 1 of 3")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "about 1\u00a0s"), (3.2, "about 4\u00a0s"), (31.0, "about 35\u00a0s"), (90.5, "about 2 minutes")],
)
def test_how_long_something_takes_is_rounded_up(seconds, words):
    assert durations.say_duration(seconds) == words


# --- Speed by depth ---------------------------------------------------------------------------------------------------


def test_the_depth_sentences_name_the_layers_that_are_alike_and_their_ratio():
    sizes = BOOK_DEEP.sizes
    rms = np.array([[1e-3, 2e-3, 1.0, 1.0, 1.0, 8e-3, 1.0], [1e-3, 1e-3, 1.0, 1.0, 1.0, 2e-3, 1.0]])
    found = LayerSpeeds(np.array([0, 20]), rms, rms, rms[1:], False)
    assert "Compare layer 2 with layer 6" in speed_by_depth.say_layers(sizes)
    said = speed_by_depth.say_speeds(found, sizes)
    assert "layer 6 has **4 times** the RMS gradient of layer 2, after 20 epochs 2 times" in said
    assert "(Beside layer 1 it would be 8 times at the start.)" in said
    images = load_digits().training.images[: QUICK_RUN.images]
    assert f"{100 * (images == 0).mean():.0f} % are 0" in speed_by_depth.say_layers(sizes).replace("\u00a0", " ")
    assert "Layer 1 has 23,550 of them and layer 2 930" in speed_by_depth.say_norms(sizes)
    first, second = square_roots(sizes)[:2]
    assert f"layer 1 is {numeral(first / second, 3)} times as large" in speed_by_depth.say_norms(sizes)
    assert "all weights of a layer" in speed_by_depth.say_norms(sizes, "weights")
    assert "23,520 of them and layer 2 900" in speed_by_depth.say_norms(sizes, "weights")


def test_where_no_two_layers_are_alike_none_are_compared():
    assert "no two layers are alike" in speed_by_depth.say_layers((784, 30, 30, 10))
    assert "Layer 1 has 23,550 of them and the output 310" in speed_by_depth.say_norms((784, 30, 10))
    assert speed_by_depth.say_speeds(None, (784, 30, 30, 30, 10)) == ""
    assert "they are alike, 30 inputs" in speed_by_depth.say_layers((784, 30, 30, 30, 10))


def test_names_at_the_ends_of_lines_are_apart_and_on_the_axis():
    values = [1e-3, 1.01e-3, 1.02e-3, 0.5, 0.51]
    ends = axis_ends(values)
    assert ends[0] < 1e-3 and ends[1] > 0.51
    places = names_apart(values, ends, 0.1)
    on_axis = sorted(np.log(np.array(places) / ends[0]) / np.log(ends[1] / ends[0]))
    assert np.diff(on_axis).min() >= 0.1 - 1e-9 and on_axis[0] >= 0.0 and on_axis[-1] <= 1.0
    assert [sorted(values).index(v) for v in values] == [sorted(places).index(p) for p in places]
    assert names_apart([0.02, 0.2], (0.01, 1.0), 0.05) == pytest.approx([0.02, 0.2])


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, ""), (0.2, ", about 1\u00a0s left"), (89.5, ", about 90\u00a0s left"),
                           (90.5, ", about 2 minutes left")]
)  # fmt: skip
def test_the_time_left_is_rounded_up(seconds, words):
    assert seconds_in_words(seconds) == words


@pytest.mark.parametrize(
    ("net", "name"),
    [
        (SHALLOW, "the shallow net"),
        (replace(SHALLOW, cost="cross_entropy"), "the shallow net with cross-entropy"),
        (replace(INTERMEDIATE, dropout=0.5), "the intermediate net with dropout 0.5"),
        (replace(INTERMEDIATE, hidden=()), "no hidden layer"),
        (replace(INTERMEDIATE, hidden=(32,), eta=0.3), "32 ReLU"),
    ],
)
def test_a_network_is_called_by_what_differs_from_the_books(net, name):
    assert name_of(net) == name


def test_a_pause_completes_the_record_that_is_due():
    present = Running(DigitsRun(PLAN))
    present.run.advance(0)
    while not (present.run.recording and present.run.updates):
        present.run.advance(1, 0.0)
    present.pause()
    assert not present.run.recording
    assert recorded(present.run) == present.run.epochs == 1
