"""What a run sends to the browser."""

import base64

import numpy as np
import pytest

from core.experiments.experiment import Experiment
from core.experiments.plan import ALONE, Plan, against
from core.tables.point_table import ChosenPoints, points_of
from ui.canvas import Look
from ui.lessons.train_a_network.actions import move
from ui.lessons.train_a_network.canvas import columns, description, message
from ui.lessons.train_a_network.running import Running
from ui.reading import read_table

SHORT = Plan(n=60, widths=(4,), epochs=30, output_bias=8.0)


def decoded(text, kind=np.float32):
    return np.frombuffer(base64.b64decode(text), kind)


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
    row = decoded(sent["row"])
    for k, now in enumerate(experiment.trainer.standings()):
        assert row[names.index(f"cost{k}")] == pytest.approx(now.cost, rel=1e-6)
        assert now.cost != experiment.trainer.records[k].cost[-1]


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
    about = description(experiment, "r", [Look("A", 0), Look("B", 1)], False)
    grid = decoded(about["grid"]).reshape(-1, 3)
    assert len(grid) == about["side"] ** 2
    assert grid[0, 0] == pytest.approx(-6 + 6 / about["side"])
    assert len(decoded(about["training"])) == 3 * 200


def test_the_description_of_ones_own_points_has_the_names_and_units_of_the_table():
    text = "width,height,age,kind\n" + "".join(f"{k % 7},{k % 5},{k % 3},{'ab'[k % 2]}\n" for k in range(40))
    found = points_of(read_table(text), ChosenPoints((0, 1, 2), 3))
    experiment = Experiment(Plan(data="own", features=("x1", "x1_squared", "x3")), points=found.dataset)
    about = description(experiment, "r", [Look("A", 0), Look("B", 1)], False)
    assert about["features"] == ["width", "x₁²", "age"]
    assert (about["origin"]["inputs"], about["origin"]["label"]) == (("width", "height"), "kind")
    assert about["origin"]["classes"] == ("a", "b") and about["origin"]["value"] is None
    assert about["origin"]["centre"] == pytest.approx([np.mean([k % 7 for k in range(40)]), 2.0])
    assert len(decoded(about["training"])) == 3 * 20
    assert decoded(about["grid"]).reshape(-1, 3)[:, 2] == pytest.approx(0.0)  # the others are at their mean
    assert description(Experiment(SHORT), "r", [Look("A", 0), Look("B", 1)], False)["origin"] is None


def test_a_message_brings_what_is_complete_and_leaves_a_record_under_way():
    experiment = Experiment(Plan(n=6000, widths=(4,), epochs=3, batch_size=500))
    experiment.advance(0)
    while not (experiment.updates == 6 and experiment.trainer.recording):
        experiment.advance(6 - experiment.updates, 0.0)
    sent = message(experiment, "r", 0, playing=True)
    assert experiment.trainer.recording
    assert len(decoded(sent["rows"])) == sent["columns"]
    assert (sent["at"], sent["now"]) == ([0], 6)


def test_a_message_repeats_what_the_one_before_brought():
    run, epochs = Running(Experiment(SHORT), (SHORT, "")), []
    for _ in range(4):
        run.experiment.advance(3 * run.experiment.trainer.updates_per_epoch)
        epochs.append(run.sent)
        run.has_sent()
    assert epochs == [0, 0, 3, 6]
    run.send_from(2)
    assert run.sent == 2


@pytest.mark.parametrize(
    ("plan", "middle"),
    [
        (Plan(output="relu", cost="quadratic", variants=ALONE), 0.5),
        (Plan(output="leaky_relu", cost="quadratic", variants=ALONE), 0.5),
        (Plan(output="linear", cost="quadratic", variants=ALONE), 0.0),
        (Plan(data="plane", output="relu", cost="quadratic", variants=ALONE), 0.0),
    ],
)
def test_the_map_is_white_where_the_output_decides_and_at_0_where_a_value_is_estimated(plan, middle):
    experiment = Experiment(plan)
    assert np.mean(description(experiment, "r", [Look("A", 0)], False)["targets"]) == middle
    if experiment.dataset.classes:
        assert experiment.networks[0].output_function.middle == middle


@pytest.mark.parametrize(
    ("presses", "updates", "plays"),
    [
        (["epoch"], 40, False),
        (["step"], 31, False),
        (["step", "epoch"], 40, False),
        (["play"], 30, True),
        ([], 30, False),
    ],
)
def test_what_is_pressed_while_a_run_is_brought_back_is_done_once_it_is_there(presses, updates, plays):
    run = Running(Experiment(Plan(data="circle", n=40, batch_size=2, test_share=0.5)), (Plan(), ""))
    per_epoch = run.experiment.trainer.updates_per_epoch
    assert per_epoch == 10
    run.player.replay(30)
    for what in presses:
        move(run, what)
    for _ in range(1000):
        if not run.player.replaying:
            break
        run.player.tick()
    assert (run.experiment.updates, run.player.playing) == (updates, plays)
    run.player.pause()
