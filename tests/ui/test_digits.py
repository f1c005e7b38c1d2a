"""What a run for digits sends to the browser, and what its experiments say."""

import base64
from dataclasses import replace

import numpy as np
import pytest

from core.digits import queue
from core.digits import run as runs
from core.digits.ablation import SETTINGS, VARIANTS, Ablation
from core.digits.images import load_digits
from core.digits.plan import INTERMEDIATE, SHALLOW, DigitsPlan
from core.digits.run import DigitsRun
from core.digits.sizes import Cell, Sizes
from core.digits.watched import watched_images
from core.networks.prepared import PreparedBytes
from core.numerals import percent
from ui.lessons.handwritten_digits import how_many_layers, live, what_changed
from ui.lessons.handwritten_digits.canvas import columns, description, message
from ui.lessons.handwritten_digits.experiments import Playable
from ui.lessons.handwritten_digits.naming import looks_of, name_of, parameters_in_words
from ui.lessons.handwritten_digits.picture import say_last_batch, say_now
from ui.lessons.handwritten_digits.running import Running, recorded, seconds_in_words
from ui.player import Player, Tempo

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


def test_an_experiment_is_played_to_its_end_and_says_what_did_most():
    ablation = Ablation(seeds=(0,), epochs=1, images=500)
    assert what_changed.say_ablation(ablation).startswith("Each row begins")
    player = Player(Playable(ablation), tempo=Tempo(0.1, 0.05))
    player.play()
    while player.playing:
        player.tick()
    assert ablation.over
    alone = {setting: ablation.accuracies((setting,))[0, -1] for setting in SETTINGS}
    most = what_changed._WORDS[max(alone, key=alone.__getitem__)]
    assert f"Of the single changes **{most}** does most" in what_changed.say_ablation(ablation)
    assert len(set(what_changed.NAMES.values())) == len(VARIANTS)


def test_the_grid_names_its_best_network():
    found = Sizes((Cell(0, 0), Cell(1, 16)), DigitsPlan((INTERMEDIATE,), images=500, epochs=1))
    assert how_many_layers.say_sizes(found) == "The grid fills from no hidden layer to four."
    found.advance()
    assert how_many_layers.name_of(found.best) in how_many_layers.say_sizes(found)
    assert how_many_layers._shares([2.0, 1.0, 4.0]) == [0.5, 1.0, 0.0]


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, ""), (0.2, ", about 1 s left"), (89.5, ", about 90 s left"),
                           (90.0, ", about 2 minutes left")]
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
