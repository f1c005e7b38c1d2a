"""The script: run where nothing of this project is, and every number it prints compared with the records."""

import ast
import itertools
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from core.experiments.datasets import FEATURES, KINDS, Dataset, Origin, Scaling
from core.experiments.events import Event
from core.experiments.experiment import Experiment
from core.experiments.plan import ALONE as ONE
from core.experiments.plan import Plan, Variant, against
from core.experiments.script import LINES, WIDTH, script
from core.functions.activations import ACTIVATIONS
from core.networks.initial_weights import SCHEMES
from core.networks.optimizers import OPTIMIZERS
from tests.sampling import some

OUTPUTS = [*ACTIVATIONS, "softmax"]
QUADRATICS = ["quadratic", "half_quadratic", "mean_quadratic"]
SMALL = Plan(n=47, noise=0.1, test_share=0.4, widths=(5, 3), seed=11, output_bias=0.5, eta=0.05, batch_size=8)
ALONE = replace(SMALL, variants=ONE)
UPDATES = 20  # 28 points in batches of 8: five epochs


def own(classes, n=61):
    """Points as a user brings them along: (n, 2), of so many classes, or with values."""
    rng = np.random.default_rng(classes)
    y = rng.integers(0, classes, n) if classes else rng.normal(size=n)
    return Dataset("own", rng.uniform(-5.0, 5.0, (n, 2)), y, classes, ((-6.0, 6.0), (-6.0, 6.0)))


ONE_BY_ONE = "import runpy, sys; [(print('#', name), runpy.run_path(name)) for name in sys.argv[1:]]"


def printed(texts, folder):
    """Run scripts in a process that knows nothing of this project, every warning an error: their lines, as words."""
    names = [f"run{k}.py" for k in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        (folder / name).write_text(text, "utf-8")
    command = [sys.executable, "-I", "-W", "error", "-X", "utf8", "-c", ONE_BY_ONE, *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    outputs = re.split(r"^# run\d+\.py\n", done.stdout, flags=re.MULTILINE)[1:]
    return [[line.split() for line in output.splitlines()[1:]] for output in outputs]


def recorded(experiment, network, every):
    """The rows that a script is to print of a network, as words: every so many epochs, and the last if it is whole."""
    trainer, record = experiment.trainer, experiment.trainer.records[network]
    columns = [record.cost, record.accuracy, record.test_cost, record.test_accuracy]
    columns = columns if experiment.dataset.classes else columns[::2]
    last = trainer.updates / trainer.updates_per_epoch
    return [
        [str(epoch), *(repr(float(column[epoch])) for column in columns if column is not None)]
        for epoch in record.epoch
        if epoch % every == 0 or epoch == last
    ]


def assert_all_agree(cases, folder):
    """Every number of a whole epoch is the record's, and none is missing; a case is (plan, events, updates, points)."""
    texts = [script(*each) for each in cases]
    for (plan, events, updates, points), text, lines in zip(cases, texts, printed(texts, folder), strict=True):
        experiment = Experiment(plan, events, points)
        experiment.advance(updates)
        assert len(lines) <= LINES
        every = int(re.search(r"EVERY = (\d+)", text)[1])
        for k in range(len(experiment.networks)):
            mine = [[at, *rest] for at, name, *rest in lines if name == plan.letters[k] and float(at).is_integer()]
            assert mine == recorded(experiment, k, every), plan


def case(plan, events=(), updates=UPDATES, points=None):
    return plan, events, updates, points


# --- Every choice --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noise", [0.0, 0.2])
def test_every_dataset_is_drawn_as_here(noise, tmp_path):
    plans = [replace(ALONE, data=name, noise=noise) for name in KINDS]
    plans = [replace(plan, output="sigmoid" if KINDS[plan.data].classes else "linear") for plan in plans]

    assert_all_agree([case(plan) for plan in plans], tmp_path)


def test_every_hidden_activation_and_every_feature_is_computed_as_here(tmp_path):
    plans = [replace(ALONE, hidden=name, features=tuple(FEATURES)) for name in ACTIVATIONS]

    assert_all_agree([case(plan) for plan in plans], tmp_path)


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_with_every_cost_that_goes_with_it(output, tmp_path):
    costs = [*QUADRATICS, "cross_entropy"] if output in ("sigmoid", "softmax") else QUADRATICS
    plan = replace(ALONE, output=output)
    many = [case(replace(plan, cost=cost), points=own(10)) for cost in costs]  # from eight on, sums are in pieces

    assert_all_agree([case(replace(plan, cost=cost)) for cost in costs] + many, tmp_path)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_with_every_penalty(optimizer, tmp_path):
    plan = replace(ALONE, optimizer=optimizer, momentum=0.83)
    penalties = [(0.0, 0.0), (0.01, 0.0), (0.0, 0.003), (0.02, 0.001)]

    assert_all_agree([case(replace(plan, l2=l2, l1=l1)) for l2, l1 in penalties], tmp_path)


def test_every_way_to_draw_the_first_weights(tmp_path):
    plans = [replace(ALONE, init=name) for name in SCHEMES]
    plans += [replace(ALONE, init=name, scale=1.7, output_scale=0.3, output_bias=-2.5) for name in SCHEMES]

    assert_all_agree([case(plan) for plan in plans], tmp_path)


def test_every_difference_between_a_and_b(tmp_path):
    others = {"cost": "cross_entropy", "hidden": "relu", "eta": 0.7, "init": "uniform", "optimizer": "adam"}
    plans = [replace(SMALL, variants=against(**{differs: other})) for differs, other in others.items()]
    plans += [replace(SMALL, variants=against(**{"eta": 0.02, differs: other})) for differs, other in others.items()]
    plans += [
        replace(SMALL, variants=against(cost="quadratic")),
        replace(SMALL, variants=against(cost="half_quadratic")),
        replace(SMALL, optimizer="rmsprop", variants=against(optimizer="nesterov"), l2=0.01),
        replace(SMALL, hidden="linear", variants=against(hidden="sigmoid")),
        replace(SMALL, variants=against(hidden="relu"), widths=()),
    ]

    assert_all_agree([case(plan) for plan in plans], tmp_path)


def test_the_start_and_the_order_may_have_a_seed_of_their_own(tmp_path):
    assert_all_agree([case(replace(plan, seeds=(5,))) for plan in (SMALL, ALONE)], tmp_path)
    assert "START_SEED" not in script(ALONE, [], 10)


def test_a_run_of_several_variants_is_written_and_one_of_several_seeds_refused(tmp_path):
    variants = (*against(cost="cross_entropy", eta=0.2), Variant(hidden="relu"), Variant(optimizer="adam", eta=0.01))
    plan = replace(SMALL, variants=variants)
    events = [Event(2, "eta_c", 0.3), Event(5, "D3", 0.5), Event(6, "eta", 0.15)]

    assert_all_agree([case(plan, events)], tmp_path)
    text = script(plan, events, 10)

    names = "A, B, C and D differ in the cost and in the hidden activation and in the optimiser and in η."
    assert f"Four networks of 2–5–3–1 neurons: {names}" in text
    assert "C.eta = 0.3" in text and "D.theta[3] = 0.5" in text and "A.eta = 0.15" in text
    with pytest.raises(ValueError, match="2 seeds, but a script is of one"):
        script(replace(plan, seeds=(1, 2)), [], 10)


# --- Sizes -----------------------------------------------------------------------------------------------------------


def test_batches_of_one_of_some_and_of_all_and_no_points_for_testing(tmp_path):
    plans = [replace(SMALL, batch_size=size, test_share=share) for size in (1, 7, 500) for share in (0.0, 0.5)]
    plans += [replace(plan, widths=()) for plan in plans[::2]]
    plans += [replace(SMALL, n=1, batch_size=3), replace(SMALL, n=2, widths=(1,), features=("x1_x2",))]

    assert_all_agree([case(plan, updates=41) for plan in plans], tmp_path)


def test_many_points_are_measured_in_the_same_pieces(tmp_path):
    plan = replace(SMALL, n=2600, batch_size=300, features=("x1", "sin_x2"))
    value = replace(plan, data="plane", output="tanh", variants=against(cost="quadratic"))

    assert_all_agree([case(plan), case(value), case(replace(ALONE, output="softmax"), points=own(3, 3000))], tmp_path)


def test_long_runs_print_few_lines_and_the_last_update(tmp_path):
    assert_all_agree([case(SMALL, updates=1200), case(ALONE, updates=1199), case(SMALL, updates=0)], tmp_path)


def test_a_script_runs_as_a_file_by_itself(tmp_path):
    (tmp_path / "run.py").write_text(script(SMALL, [], UPDATES), "utf-8")
    command = [sys.executable, "-I", "-W", "error", "-X", "utf8", "run.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=300)

    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.splitlines()[0].split() == [
        "epoch",
        "net",
        "cost",
        "accuracy",
        "test",
        "cost",
        "test",
        "accuracy",
    ]
    assert len(done.stdout.splitlines()) == 1 + 2 * 6


@pytest.mark.parametrize("classes", [0, 2, 4])
def test_points_of_ones_own_are_written_into_the_script(classes, tmp_path):
    plan = replace(SMALL, output="softmax") if classes > 2 else SMALL
    plan = plan if classes else replace(plan, output="linear", variants=against(cost="quadratic"))

    assert_all_agree([case(plan, points=own(classes))], tmp_path)


@pytest.mark.parametrize("classes", [0, 3])
def test_a_table_of_many_inputs_keeps_its_names_and_units(classes, tmp_path):
    points = own(classes)
    x = np.column_stack([points.x, np.sin(points.x)])
    scaling = Scaling(np.array([1.5, -2.0, 0.1, 7.0]), np.array([0.5, 10.0, 1.0, 2.0]))
    values = None if classes else Scaling(np.array([300.0]), np.array([25.0]))
    names = ("width", 'the "height"', "a\nprint(1)", "=cmd|'/C calc'!A0")
    origin = Origin(names, "kind", ("blue", "red", "# green")[:classes], scaling, values)
    points = Dataset("own", x, points.y, classes, points.window, origin)
    plan = replace(SMALL, features=("x1", "x3", "x4", "x2"), output="softmax" if classes else "linear")
    plan = plan if classes else replace(plan, variants=against(cost="quadratic"))

    text = script(plan, [], UPDATES, points)

    assert (
        '# x1 = (width - 1.5) / 0.5\n# x2 = (the "height" + 2.0) / 10.0\n# x3 = (a\ufffdprint(1) - 0.1) / 1.0\n' in text
    )
    assert ("# y is the class of kind: 0: blue, 1: red, 2: # green" in text) == (classes > 0)
    assert ("# y = (kind - 300.0) / 25.0" in text) == (classes == 0)
    assert_all_agree([case(plan, points=points)], tmp_path)


# --- On the way ------------------------------------------------------------------------------------------------------

EVENTS = [
    Event(0, "eta", 0.2),
    Event(3, "A0", 1.25),
    Event(3, "B2", -0.5),
    Event(3, "B3", 0.25),
    Event(8, "eta_b", 0.4),
    Event(9, "A36", 1e-05),
    Event(UPDATES, "eta", 90.0),
    Event(99, "eta", 9.0),
]


@pytest.mark.parametrize("eta", [None, 0.03])
def test_what_was_changed_by_hand_is_changed(eta, tmp_path):
    for optimizer in ("sgd", "adam"):
        plan = replace(SMALL, variants=against(cost="cross_entropy", eta=eta), optimizer=optimizer)
        assert_all_agree([case(plan, EVENTS)], tmp_path)

    text = script(SMALL, EVENTS, UPDATES)

    assert "A.eta = B.eta = 0.2" in text and "A.theta[0] = 1.25  # layer 1, neuron 1: the weight from 1" in text
    assert "90.0" not in text and "updates == 99" not in text
    assert_all_agree([case(ALONE, [Event(4, "eta", 1.0), Event(4, "A5", 2.0)])], tmp_path)


def test_the_last_line_is_the_state_within_an_epoch(tmp_path):
    experiment = Experiment(SMALL)
    experiment.advance(6)
    ((*_, last),) = printed([script(SMALL, [], 6)], tmp_path)
    x, y = experiment.training.features(SMALL.features), experiment.training.y[:, None]

    assert last[:2] == ["1.5", "B"]
    assert float(last[2]) == pytest.approx(experiment.networks[1].cost(x, y), rel=1e-12)


def test_a_network_that_diverges_is_left_out_with_a_message_and_the_other_goes_on(tmp_path):
    plan = replace(SMALL, hidden="linear", output="linear", eta=0.02, variants=against(eta=60.0))
    experiment = Experiment(plan)
    experiment.advance(UPDATES)
    (lines,) = printed([script(plan, [], UPDATES)], tmp_path)
    (message,) = [words for words in lines if "diverged:" in words]

    assert_all_agree([case(plan)], tmp_path)
    assert message[0] == "B" and f"{experiment.trainer.diverged_at[1]}." in message
    assert lines[-1][:2] == ["5", "A"]


def test_a_gradient_whose_square_overflows_ends_a_run_while_its_cost_is_still_a_number(tmp_path):
    plan = Plan(data="multi_gauss", n=163, noise=0.5, test_share=0.3, seed=175, widths=(4,), hidden="linear")
    plan = replace(plan, features=("x2", "x1_squared", "sin_x2"), output="linear", cost="quadratic", init="lecun")
    plan = replace(plan, scale=0.5, output_scale=2.0, output_bias=-3.5, eta=0.3, batch_size=32, variants=ONE)
    plan = replace(plan, optimizer="nesterov", l1=0.0005)

    (lines,) = printed([script(plan, [], 8)], tmp_path)

    assert [words[:2] for words in lines] == [["0", "A"], ["A", "has"]]


# --- Whatever comes ------------------------------------------------------------------------------------------------


def any_case(rng):
    """A plan drawn at random, of what goes together, with changes on the way."""

    def one(*choices):
        return choices[rng.integers(len(choices))]

    classes = one(0, 2, 2, 2, 5)
    points = own(classes, int(rng.integers(30, 120))) if classes == 5 or rng.random() < 0.2 else None
    names = [name for name, kind in KINDS.items() if kind.classes == min(classes, 2)]
    output = one(*[each for each in OUTPUTS if classes or each != "softmax"])
    costs = QUADRATICS + ["cross_entropy"] * (3 * (output in ("sigmoid", "softmax") and classes > 0))
    differs = one("none", "cost", "hidden", "eta", "init", "optimizer")
    others = {"cost": costs, "hidden": ACTIVATIONS, "eta": (0.01, 0.3), "init": SCHEMES, "optimizer": OPTIMIZERS}
    plan = Plan(
        data=one(*names),
        n=int(rng.integers(20, 300)),
        noise=one(0.0, 0.05, 0.5),
        test_share=one(0.0, 0.3, 0.5),
        seed=int(rng.integers(10_000)),
        features=tuple(name for name in FEATURES if rng.random() < 0.4) or ("x1",),
        widths=tuple(int(width) for width in rng.integers(1, 17, rng.integers(0, 7))),
        hidden=one(*ACTIVATIONS),
        output=output,
        cost=one(*costs),
        init=one(*SCHEMES),
        scale=one(1.0, 0.5),
        output_scale=one(1.0, 2.0),
        output_bias=one(0.0, -3.5),
        eta=one(0.003, 0.03, 0.1),
        batch_size=one(1, 10, 32, 200),
        optimizer=one(*OPTIMIZERS),
        l2=one(0.0, 0.002),
        l1=one(0.0, 0.0005),
    )
    other, eta = one(*others.get(differs, ["none"])), one(None, 0.05)
    if differs == "none":
        plan = replace(plan, variants=ONE)
    else:
        plan = replace(plan, variants=against(**{"eta": eta, differs: other}))
    events = [Event(30, "eta", 0.05), Event(45, "A1", -0.75)] if rng.random() < 0.5 else []
    return plan, events, int(rng.integers(50, 150)), points


def test_any_plan_prints_the_numbers_of_its_records(tmp_path):
    rng = np.random.default_rng(2024)

    assert_all_agree(some((any_case(rng) for _ in range(24)), 8), tmp_path)


# --- The text --------------------------------------------------------------------------------------------------------


def test_the_text_is_short_names_nothing_of_this_project_and_passes_a_linter(tmp_path):
    rng = np.random.default_rng(7)
    for k, (plan, events, updates, points) in enumerate(some((any_case(rng) for _ in range(60)), 24)):
        text = script(plan, events, updates, points)
        imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
        modules = {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imports}
        assert modules == {"os", "itertools", "types", "numpy"}
        assert all(name not in text.lower() for name in ("core", "streamlit", "trainer", "laborator", "experiment"))
        assert [line for line in text.splitlines() if len(line) > WIDTH] == []
        assert "$" not in text and "\n\n\n\n" not in text
        (tmp_path / f"script{k}.py").write_text(text, "utf-8")

    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_only_what_is_needed_is_written():
    text = script(replace(ALONE, widths=(), test_share=0.0), [], 10)
    functions = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]

    assert functions == [
        *["draw", "inputs", "targets", "glorot_uniform", "start", "estimate", "half_quadratic", "half_quadratic_error"],
        *["forward", "gradient", "sgd", "measure", "report", "give_up"],
    ]


def test_what_cannot_be_trained_is_refused_as_by_the_run_itself():
    with pytest.raises(ValueError, match="choose output"):
        script(replace(ALONE, output="tanh", cost="cross_entropy"), [], 10)


def test_a_parameter_is_named_by_its_place():
    sizes = itertools.pairwise((2, 5, 3, 1))
    last = sum(m * (n + 1) for n, m in sizes) - 1

    assert f"theta[{last}] = 0.5  # layer 3, neuron 1: the bias" in script(ALONE, [Event(1, f"A{last}", 0.5)], 10)
