"""What a run sends to the browser, and how sessions share the server."""

import base64

import numpy as np
import pytest

from core.experiments.experiment import Experiment
from core.experiments.plan import Plan, against
from ui.lessons.train_a_network import running as sharing
from ui.lessons.train_a_network.canvas import Looks, columns, description, message
from ui.lessons.train_a_network.running import CAPACITY, FRAME, IDLE, SLICE, Running, budget

SHORT = Plan(n=60, widths=(4,), epochs=30, output_bias=8.0)


def decoded(text, kind=np.float32):
    return np.frombuffer(base64.b64decode(text), kind)


@pytest.fixture
def run():
    sharing._active.clear()
    return Running(Experiment(SHORT), None, SHORT.eta)


def test_a_message_brings_the_records_and_the_parameters():
    experiment = Experiment(SHORT)
    experiment.advance(7 * experiment.trainer.updates_per_epoch + 1)
    sent = message(experiment, "r", 3, playing=True)
    table = decoded(sent["rows"]).reshape(-1, sent["columns"])
    assert len(table) == 8 - 3
    names = columns(experiment)
    for k, record in enumerate(experiment.trainer.records):
        np.testing.assert_allclose(table[:, names.index(f"cost{k}")], record.cost[3:], rtol=1e-6)
        np.testing.assert_allclose(table[:, names.index(f"test_accuracy{k}")], record.test_accuracy[3:], rtol=1e-6)
        np.testing.assert_allclose(table[:, names.index(f"gradient2_{k}")], record.gradient[3:, 1], rtol=1e-6)
    slopes = decoded(sent["slopes"], np.uint8).reshape(-1, sent["units"])
    np.testing.assert_allclose(slopes[:, :4] / 255.0, experiment.trainer.records[0].slope[0][3:], atol=0.003)
    np.testing.assert_allclose(slopes[:, 4] / 255.0, 4 * experiment.trainer.records[0].slope[1][3:, 0], atol=0.003)
    thetas = decoded(sent["thetas"]).reshape(-1, sent["parameters"])
    assert len(thetas) == len(sent["at"])
    assert sent["at"][0] <= 3 * experiment.trainer.updates_per_epoch
    theta = np.concatenate([network.theta for network in experiment.networks])
    np.testing.assert_allclose(decoded(sent["theta"]), theta, rtol=1e-6)
    assert sent["now"] == experiment.updates


def test_a_network_that_diverged_has_no_more_rows_and_no_number_is_infinite():
    experiment = Experiment(
        Plan(data="plane", n=60, hidden="relu", output="linear", eta=20.0, variants=against(eta=0.001), epochs=60)
    )
    experiment.advance(10_000)
    sent = message(experiment, "r", 0, playing=False)
    table = decoded(sent["rows"]).reshape(-1, sent["columns"])
    names = columns(experiment)
    assert len(table) == 61
    assert np.isnan(table[-1, names.index("cost0")])
    assert np.isfinite(table[:, names.index("cost1")]).all()
    assert not np.isinf(table).any()


def test_a_frame_of_two_networks_with_two_layers_of_eight_is_small():
    experiment = Experiment(Plan())
    experiment.advance(100)
    assert len(str(message(experiment, "r", 3, playing=True))) < 8_000


def test_the_description_has_a_grid_of_the_inputs_that_are_chosen():
    experiment = Experiment(Plan(features=("x1", "x1_x2", "sin_x2")))
    about = description(experiment, "r", [Looks("A", 0, []), Looks("B", 1, [])], False)
    grid = decoded(about["grid"]).reshape(-1, 3)
    assert len(grid) == about["side"] ** 2
    assert grid[0, 0] == pytest.approx(-6 + 6 / about["side"])
    assert len(decoded(about["training"])) == 3 * 200


def test_the_more_sessions_train_the_less_each_may(run):
    assert budget("a", 0.0) == SLICE
    for name in "bcdefghij":
        budget(name, 0.1)
    assert budget("a", 0.2) == pytest.approx(CAPACITY * FRAME / 10)
    assert budget("a", 5.0) == SLICE


def test_a_run_plays_to_its_end_and_pauses(run):
    run.play()
    for _ in range(1000):
        run.tick()
        if not run.playing:
            break
    assert run.experiment.over
    assert run.experiment.updates == run.experiment.last
    run.play()
    assert not run.playing


def test_speed_is_epochs_a_second(run, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(sharing.time, "perf_counter", lambda: now[0])
    run.speed = 5.0
    run.play()
    for _ in range(40):
        now[0] += 0.05
        run.tick()
    assert run.experiment.trainer.epochs == pytest.approx(10, abs=1)


def test_a_run_whose_page_was_left_pauses(run, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(sharing.time, "perf_counter", lambda: now[0])
    run.play()
    run.tick()
    there = run.experiment.updates
    now[0] += IDLE + 1.0
    run.tick()
    assert not run.playing
    assert run.experiment.updates == there


def test_a_message_repeats_what_the_one_before_brought(run):
    epochs = []
    for _ in range(4):
        run.experiment.advance(3 * run.experiment.trainer.updates_per_epoch)
        epochs.append(run.sent)
        run.has_sent()
    assert epochs == [0, 0, 3, 6]
    run.send_from(2)
    assert run.sent == 2
