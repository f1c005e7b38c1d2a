"""An experiment: the same run to the last bit however it is cut, changed on the way, written down or taken up again."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.experiments.datasets import Dataset, make, split
from core.experiments.division import divide
from core.experiments.events import LARGEST_PARAMETER, MOST_EVENTS, Event, read_events, write_events
from core.experiments.experiment import Experiment, divided, grid
from core.experiments.plan import ALONE, LETTERS, MOST_EPOCHS, MOST_UPDATES, Plan, Variant, against, outputs_of
from core.networks.network import Network, parameters
from core.networks.trainer import Trainer

SMALL = Plan(n=46, noise=0.1, widths=(3,), batch_size=5, epochs=6, eta=0.3)
PER_EPOCH = 5  # 23 points in batches of 5
LAST = 6 * PER_EPOCH
PLACES = parameters((2, 3, 1))


def state(experiment):
    """Everything that is to be the same in two runs that are the same."""
    trainer = experiment.trainer
    numbers = [network.theta for network in experiment.networks]
    numbers += [snapshot.theta for snapshot in trainer.snapshots]
    for record in trainer.records:
        numbers += [record.cost, record.accuracy, record.test_cost, record.test_accuracy, record.gradient]
        numbers += record.slope or ()
    at = [snapshot.updates for snapshot in trainer.snapshots]
    known = [None if each is None else each.tobytes() for each in numbers]
    return experiment.updates, experiment.over, experiment.etas, trainer.diverged_at, at, known


def whole(plan, events=()):
    experiment = Experiment(plan, events)
    experiment.advance(10 * LAST)
    return experiment


def in_pieces(experiment, pieces):
    """Advance by each of these numbers of updates, and then to the end one at a time."""
    for piece in pieces:
        experiment.advance(piece)
    while not experiment.over:
        experiment.advance(1)
    return experiment


def by_hand(plan):
    """The trainer of a plan, built without an experiment, and its networks."""
    train, test = split(make(plan.data, plan.n, plan.noise, plan.seed), plan.test_share, plan.seed)
    sizes = (len(plan.features), *plan.widths, 1)
    plans = plan.networks()
    networks = [
        Network(sizes, hidden=each.hidden, output="sigmoid", cost=each.cost, init=each.init, seed=each.seed,
                scale=each.scale, output_scale=each.output_scale, output_bias=each.output_bias)
        for each in plans
    ]  # fmt: skip
    trainer = Trainer(
        networks,
        train.features(plan.features),
        train.y,
        learning_rate=[each.eta for each in plans],
        batch_size=plan.batch_size,
        seed=plan.seed,
        optimizer=[each.optimizer for each in plans],
        test=(test.features(plan.features), test.y),
    )
    return trainer, networks


# --- However it is cut -----------------------------------------------------------------------------------------------

MOMENTS = st.integers(0, LAST + 3)
CHANGES = st.one_of(
    st.tuples(MOMENTS, st.sampled_from(["eta", "eta_b"]), st.floats(0.01, 3.0)),
    st.tuples(MOMENTS, st.builds("{}{}".format, st.sampled_from("AB"), st.integers(0, PLACES - 1)), st.floats(-9, 9)),
)
EVENTS = st.lists(CHANGES.map(lambda each: Event(*each)), max_size=6).map(
    lambda events: sorted(events, key=lambda e: e[0])
)
PLANS = st.builds(
    replace,
    st.just(SMALL),
    seed=st.integers(0, 9),
    output_bias=st.sampled_from([0.0, 6.0]),
    stop_cost=st.sampled_from([0.0, 0.05, 0.2]),
    stop_accuracy=st.sampled_from([1.01, 0.45, 0.7, 0.9]),
    variants=st.sampled_from(
        [against(cost="cross_entropy"), against(cost="cross_entropy", eta=0.1), (*against(eta=0.1), Variant(init="he"))]
    ),
    optimizer=st.sampled_from(["sgd", "momentum", "adam"]),
)


@settings(max_examples=60)
@given(plan=PLANS, events=EVENTS, pieces=st.lists(st.integers(0, LAST), max_size=8))
def test_however_it_is_cut_it_is_the_same_run_to_the_last_bit(plan, events, pieces):
    assert state(in_pieces(Experiment(plan, events), pieces)) == state(whole(plan, events))


def test_momentum_is_the_plans():
    plan = replace(SMALL, optimizer="momentum")
    assert whole(plan).networks[0].theta.tobytes() != whole(replace(plan, momentum=0.5)).networks[0].theta.tobytes()


def test_other_settings_are_another_run():
    theta = whole(SMALL).networks[0].theta
    for change in ({"seed": 1}, {"eta": 0.31}, {"batch_size": 6}, {"noise": 0.11}, {"l2": 0.01}, {"l1": 0.01},
                   {"optimizer": "adam"}, {"cost": "quadratic"}, {"init": "he"}, {"scale": 1.1}, {"test_share": 0.4},
                   {"output_scale": 2.0}, {"output_bias": 1.0}, {"hidden": "relu"}):  # fmt: skip
        assert whole(replace(SMALL, **change)).networks[0].theta.tobytes() != theta.tobytes(), change


# --- Events ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("differs", "other"), [("cost", "cross_entropy"), ("optimizer", "adam"), ("hidden", "relu")])
def test_a_change_takes_effect_after_just_so_many_updates(differs, other):
    plan = replace(SMALL, seed=4, variants=against(**{differs: other}, eta=0.2))
    events = [Event(0, "A1", 0.5), Event(7, "eta", 0.05), Event(7, "B10", -2.0), Event(12, "eta_b", 1.5)]
    trainer, networks = by_hand(plan)
    trainer.set_parameter(0, 1, 0.5)
    trainer.step(7)
    trainer.learning_rate = [0.05, 0.2]
    trainer.set_parameter(1, 10, -2.0)
    trainer.step(5)
    trainer.learning_rate = [0.05, 1.5]
    trainer.step(LAST - 12)

    run = whole(plan, events)

    assert [each.theta.tobytes() for each in run.networks] == [each.theta.tobytes() for each in networks]
    for ours, theirs in zip(run.trainer.records, trainer.records, strict=True):
        assert ours.cost.tobytes() == theirs.cost.tobytes()
        assert ours.test_cost is not None
        assert theirs.test_cost is not None
        assert ours.test_cost.tobytes() == theirs.test_cost.tobytes()


def test_a_change_one_update_later_is_another_run():
    early, late = (whole(SMALL, [Event(at, "eta", 1.0)]).networks[0].theta for at in (7, 8))
    assert early.tobytes() != late.tobytes()


def test_a_change_at_the_start_is_there_before_the_first_update():
    experiment = Experiment(SMALL, [Event(0, "B2", 4.25), Event(0, "eta", 0.7)])
    assert experiment.networks[1].theta[2] == 4.25
    assert experiment.etas == (0.7, 0.7)


@settings(max_examples=40)
@given(events=EVENTS)
def test_changed_under_way_and_replayed_from_the_address_are_the_same_run(events):
    live = Experiment(SMALL)
    for event in events:
        live.advance(event.updates - live.updates)
        live.change(event.what, event.value)
    live.advance(LAST)

    replayed = whole(SMALL, read_events(write_events(live.events)))

    assert state(replayed) == state(live)


def test_a_change_forgets_what_was_to_come():
    experiment = Experiment(SMALL, [Event(3, "eta", 0.1), Event(20, "eta", 2.0)])
    experiment.advance(10)
    experiment.change("A0", 1.0)
    assert experiment.events == [Event(3, "eta", 0.1), Event(10, "A0", 1.0)]
    experiment.advance(LAST)
    assert experiment.etas == (0.1, 0.1)


def test_of_two_changes_at_one_moment_the_last_counts_and_is_kept():
    experiment = Experiment(SMALL)
    experiment.advance(4)
    for value in (0.1, 0.2, 0.9):
        experiment.change("eta", value)
    experiment.change("A0", 3.0)
    assert experiment.events == [Event(4, "eta", 0.9), Event(4, "A0", 3.0)]
    assert (experiment.etas, experiment.networks[0].theta[0]) == ((0.9, 0.9), 3.0)


def test_more_changes_than_are_kept_are_refused_and_change_nothing():
    experiment = Experiment(SMALL)
    for place in range(MOST_EVENTS // 4):
        for what in (f"A{place}", f"B{place}", "eta", f"A{place + 1}"):
            experiment.change(what, 0.1 + place)
        experiment.advance(1)
    before = state(experiment), list(experiment.events)
    assert len(experiment.events) == MOST_EVENTS
    with pytest.raises(ValueError, match=f"{MOST_EVENTS} changes are as many as are kept: reset"):
        experiment.change("A3", 2.0)
    assert (state(experiment), experiment.events) == before


def test_again_is_the_same_way_and_leaves_out_what_came_later():
    experiment = Experiment(SMALL, [Event(4, "eta", 0.1)])
    experiment.advance(9)
    experiment.change("B3", -1.0)
    middle = state(experiment)
    experiment.advance(5)
    experiment.change("eta", 2.0)
    experiment.advance(LAST)

    again = experiment.again(9)

    assert again.updates == 0
    assert again.events == [Event(4, "eta", 0.1), Event(9, "B3", -1.0)]
    again.advance(9)
    assert state(again) == middle


def test_again_keeps_the_users_own_points():
    moons = make("moons", 30, 0.2, 3)
    own = Dataset("own", moons.x, moons.y, 2, moons.window)
    experiment = Experiment(SMALL, (), own)
    experiment.advance(LAST)
    again = experiment.again(LAST)
    again.advance(LAST)
    assert again.dataset is own
    assert state(again) == state(experiment)


# --- Events as an address has them -----------------------------------------------------------------------------------

WRITTEN = st.lists(
    st.one_of(
        st.builds(Event, st.integers(0, 200_000), st.sampled_from(["eta", "eta_b"]),
                  st.floats(0.0, LARGEST_PARAMETER, exclude_min=True)),
        st.builds(Event, st.integers(0, 200_000),
                  st.builds("{}{}".format, st.sampled_from("AB"), st.integers(0, 99_999)),
                  st.floats(-LARGEST_PARAMETER, LARGEST_PARAMETER)),
    ),
    max_size=MOST_EVENTS,
)  # fmt: skip


@given(WRITTEN)
def test_what_is_written_is_read_as_it_was_to_the_last_bit(events):
    events = sorted(events, key=lambda event: event.updates)
    assert read_events(write_events(events)) == events


def test_no_changes_are_no_text():
    assert write_events([]) == ""
    assert read_events("") == []


def test_an_address_says_what_was_changed_and_when():
    assert write_events([Event(120, "eta", 0.3), Event(240, "A17", -1.5)]) == "120:eta:0.3,240:A17:-1.5"
    assert read_events(" 120:eta:0.3, 240:A17:-1.5 ") == [Event(120, "eta", 0.3), Event(240, "A17", -1.5)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("120", "'120' is no change: updates:what:value is needed, such as 120:eta:0.3 or 240:A17:-1.5"),
        ("120:eta", "'120:eta' is no change"),
        ("120:eta:inf", "'120:eta:inf' is no change"),
        ("120:eta:nan", "'120:eta:nan' is no change"),
        ("-1:eta:1", "'-1:eta:1' is no change"),
        ("1.5:eta:1", "'1.5:eta:1' is no change"),
        ("12345678:eta:1", "'12345678:eta:1' is no change"),
        ("1:Ä3:1", "'1:Ä3:1' is no change"),
        ("1:c3:1", "'1:c3:1' is no change"),
        ("1:eta_a:1", "'1:eta_a:1' is no change"),
        ("1:beta:1", "'1:beta:1' is no change"),
        ("١:eta:1", "'١:eta:1' is no change"),
        ("1:eta:1;2:eta:1", "'1:eta:1;2:eta:1' is no change"),
        ("<script>" * 20, "'<script><script><script><script><script>' is no change"),
        ("1:eta:0", "'1:eta:0' has a learning rate of 0: more than 0 and at most 100 is needed"),
        ("1:eta_b:-0.5", "'1:eta_b:-0.5' has a learning rate of -0.5: more than 0 and at most 100 is needed"),
        ("1:eta:100.5", "'1:eta:100.5' has a learning rate of 100.5: more than 0"),
        ("1:eta:1e999", "'1:eta:1e999' has a learning rate of inf: more than 0"),
        ("1:A3:100.5", "'1:A3:100.5' has a parameter of 100.5: −100 to 100 is needed"),
        ("1:A3:-1e3", "'1:A3:-1e3' has a parameter of -1000: −100 to 100 is needed"),
        ("9:eta:1,8:A0:1", "'8:A0:1' comes after a later change: the changes are needed in the order of time"),
        (",".join(["1:eta:1"] * 41), "there are 41 changes: at most 40 are kept"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text, says):
    with pytest.raises(ValueError, match="^" + re.escape(says)):
        read_events(text)


@pytest.mark.parametrize(
    ("variants", "what", "says"),
    [
        (SMALL.variants, f"A{PLACES}", f"'A{PLACES}' cannot be changed here: eta, or A or B with the number of a"),
        (ALONE, "B0", f"'B0' cannot be changed here: eta, or A with the number of a parameter below {PLACES}"),
        (ALONE, "eta_b", "'eta_b' cannot be changed here"),
        (SMALL.variants, "C0", "'C0' cannot be changed here"),
        (SMALL.variants, "A", "'A' cannot be changed here"),
        (SMALL.variants, "", "'' cannot be changed here"),
        (SMALL.variants, "eta_c", "'eta_c' cannot be changed here"),
        (SMALL.variants, "beta", "'beta' cannot be changed here"),
        (SMALL.variants, "A-1", "'A-1' cannot be changed here"),
    ],
)  # fmt: skip
def test_what_there_is_not_cannot_be_changed(variants, what, says):
    plan = replace(SMALL, variants=variants)
    with pytest.raises(ValueError, match=re.escape(says)):
        Experiment(plan, [Event(3, what, 0.5)])
    experiment = Experiment(plan)
    with pytest.raises(ValueError, match=re.escape(says)):
        experiment.change(what, 0.5)
    assert experiment.events == []


@pytest.mark.parametrize(
    ("what", "value"),
    [("eta", -0.1), ("eta", 0.0), ("eta", 101.0), ("eta", float("nan")), ("A0", float("inf")), ("A0", float("nan")),
     ("B1", -101.0), ("A0", 1e30)],
)  # fmt: skip
def test_a_value_that_no_address_can_carry_is_refused_and_changes_nothing(what, value):
    experiment = Experiment(SMALL)
    experiment.advance(3)
    before = state(experiment)
    with pytest.raises(ValueError, match="needed"):
        experiment.change(what, value)
    assert experiment.events == []
    assert state(experiment) == before


# --- Where it ends ---------------------------------------------------------------------------------------------------


def test_it_ends_after_its_epochs():
    experiment = Experiment(SMALL)
    assert experiment.last == LAST
    experiment.advance(LAST - 1)
    assert not experiment.over
    experiment.advance(5)
    assert (experiment.updates, experiment.over) == (LAST, True)
    assert [len(record.cost) for record in experiment.trainer.records] == [7, 7]


@pytest.mark.parametrize(
    ("change", "epochs"),
    [
        ({"epochs": 10**6}, MOST_EPOCHS),
        ({"epochs": 10**6, "n": 2000, "batch_size": 1}, MOST_UPDATES // 1000),
        ({"epochs": 3, "n": 2000, "batch_size": 1}, 3),
        ({"epochs": 10**6, "batch_size": 1000}, MOST_EPOCHS),
    ],
)
def test_no_run_is_longer_than_the_caps(change, epochs):
    experiment = Experiment(replace(SMALL, **change))
    assert experiment.last == epochs * experiment.trainer.updates_per_epoch


def ends(**conditions):
    """The epoch in which a run ends that would otherwise go to 300, and its records."""
    run = Experiment(Plan(n=200, seed=3, eta=0.3, variants=against(cost="cross_entropy", eta=0.1), **conditions))
    run.advance(10**6)
    return run.trainer.epochs, run.trainer.records


def test_it_stops_when_both_costs_are_low_enough_and_not_before():
    epoch, records = ends(stop_cost=0.02)
    assert 0 < epoch < 300
    assert all(record.cost[-1] <= 0.02 for record in records)
    assert any(record.cost[-2] > 0.02 for record in records)


def test_it_stops_when_both_accuracies_are_high_enough_and_not_before():
    epoch, records = ends(stop_accuracy=0.97)
    assert 0 < epoch < 300
    assert all(record.accuracy is not None and record.accuracy[-1] >= 0.97 for record in records)
    assert any(record.accuracy is not None and record.accuracy[-2] < 0.97 for record in records)


def test_whichever_condition_is_met_first_ends_it():
    first, second = (ends(stop_cost=0.02)[0], ends(stop_accuracy=0.8)[0])
    assert second < first
    assert ends(stop_cost=0.02, stop_accuracy=0.8)[0] == second


def test_without_conditions_it_goes_on_though_all_are_right():
    experiment = Experiment(replace(SMALL, data="gauss", epochs=40))
    experiment.advance(10**6)
    records = experiment.trainer.records
    assert all(record.accuracy is not None and record.accuracy[20] == 1.0 for record in records)
    assert experiment.trainer.epochs == 40


def test_values_have_no_accuracy_to_stop_at():
    plan = replace(SMALL, data="plane", output="linear", variants=ALONE, stop_accuracy=0.5)
    assert whole(plan).updates == LAST


def test_a_condition_that_the_start_meets_ends_it_at_one_moment_however_it_is_cut():
    plan = replace(SMALL, stop_accuracy=0.1)
    assert in_pieces(Experiment(plan), [2]).updates == whole(plan).updates


def test_it_is_over_when_all_have_diverged():
    plan = replace(SMALL, data="plane", hidden="relu", output="linear", variants=ALONE, eta=50.0, epochs=300)
    experiment = Experiment(plan)
    experiment.advance(10**6)
    assert experiment.over
    assert experiment.updates < experiment.last
    assert np.isfinite(experiment.networks[0].theta).all()


# --- Plans -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"output": "linear"}, "cross_entropy.*linear"),
        ({"output": "tanh"}, "cross_entropy.*tanh"),
        ({"output": "relu", "cost": "cross_entropy", "variants": ALONE}, "cross_entropy.*relu"),
        (
            {"data": "plane", "output": "softmax", "variants": against(cost="quadratic")},
            "a value is to be estimated.*choose linear or",
        ),
        ({"data": "plane", "output": "sigmoid"}, "cross-entropy needs targets from 0 to 1"),
        ({"data": "square"}, "'square', which is no dataset: choose one of circle"),
        ({"features": ()}, "no input is chosen.*: choose x₁ and x₂"),
        ({"features": ("x1", "x3")}, "names has 'x3'"),
        ({"optimizer": "newton"}, "must be of sgd"),
        ({"init": "ones"}, "ones"),
        ({"hidden": "softmax"}, "softmax"),
        ({"cost": "hinge"}, "hinge"),
        ({"variants": against(hidden="sine")}, "sine"),
        ({"noise": 0.7}, "noise is 0.7"),
        ({"test_share": 1.0}, "test_share is 1.0"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"eta": -1.0}, "learning_rate is .*: pass 0 or more"),
        ({"l2": -1.0}, "l2 is -1"),
        ({"seed": -1}, "seed is -1"),
    ],
    ids=str,
)
def test_what_cannot_be_trained_is_refused_in_a_sentence(change, says):
    with pytest.raises(ValueError, match=says):
        Experiment(replace(SMALL, **change))


def test_of_two_costs_both_start_alike():
    a, b = Experiment(SMALL).networks
    assert a.theta.tobytes() == b.theta.tobytes()
    assert (a.cost_function.name, b.cost_function.name) == ("half_quadratic", "cross_entropy")


@pytest.mark.parametrize(
    ("differs", "other"),
    [("cost", "quadratic"), ("hidden", "relu"), ("eta", 0.9), ("init", "he"), ("optimizer", "adam")],
)
def test_b_differs_from_a_in_what_differs_and_nothing_else(differs, other):
    a, b = replace(SMALL, variants=against(**{differs: other})).networks()
    assert getattr(b, differs) == other
    assert replace(b, **{differs: getattr(a, differs)}) == a


def test_where_nothing_differs_there_is_one_network():
    plan = replace(SMALL, variants=ALONE)
    assert plan.networks() == (plan,)
    assert Experiment(plan).etas == (0.3,)


def test_alone_a_network_learns_as_it_does_beside_another():
    pair, alone = whole(SMALL), whole(replace(SMALL, variants=ALONE))
    assert alone.networks[0].theta.tobytes() == pair.networks[0].theta.tobytes()


@pytest.mark.parametrize(
    ("change", "etas", "after_eta", "after_eta_b"),
    [
        ({}, (0.3, 0.3), (0.7, 0.7), (0.7, 0.7)),
        ({"variants": against(cost="cross_entropy", eta=0.1)}, (0.3, 0.1), (0.7, 0.1), (0.3, 0.7)),
        ({"variants": against(cost="cross_entropy", eta=0.3)}, (0.3, 0.3), (0.7, 0.3), (0.3, 0.7)),
        ({"variants": against(eta=0.9)}, (0.3, 0.9), (0.7, 0.9), (0.3, 0.7)),
    ],
    ids=str,
)
def test_one_learning_rate_or_one_for_each(change, etas, after_eta, after_eta_b):
    plan = replace(SMALL, **change)
    assert Experiment(plan).etas == etas
    assert Experiment(plan, [Event(0, "eta", 0.7)]).etas == after_eta
    assert Experiment(plan, [Event(0, "eta_b", 0.7)]).etas == after_eta_b


@pytest.mark.parametrize(
    ("output", "classes", "outputs"),
    [("linear", 0, 1), ("sigmoid", 2, 1), ("tanh", 2, 1), ("softmax", 2, 2), ("sigmoid", 3, 3), ("softmax", 5, 5)],
)
def test_there_are_as_many_outputs_as_the_classes_need(output, classes, outputs):
    assert outputs_of(replace(SMALL, output=output), classes) == outputs


# --- Pictures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["circle", "moons"])
def test_the_grid_goes_row_by_row_from_the_upper_left_through_centres_of_squares(kind):
    dataset, side = make(kind, 10), 8
    (left, right), (low, high) = dataset.window
    points = grid(dataset, side)
    half = 0.5 * (right - left) / side
    assert points.shape == (side**2, 2)
    assert points[0] == pytest.approx([left + half, high - half])
    assert points[1] - points[0] == pytest.approx([2 * half, 0.0])
    assert points[side] - points[0] == pytest.approx([0.0, -(high - low) / side])
    assert points[-1] == pytest.approx([right - half, low + half])


# --- Variants and seeds ----------------------------------------------------------------------------------------------

THREE = replace(
    SMALL, variants=(Variant(), Variant(cost="cross_entropy", eta=0.1), Variant("wide", init="normal")), seeds=(4, 7)
)


def test_there_is_a_network_for_each_variant_and_seed_those_of_a_variant_one_after_another():
    experiment = whole(THREE)
    assert [(each.cost, each.init, each.eta, each.seed) for each in THREE.networks()] == [
        ("half_quadratic", "glorot_uniform", 0.3, 4),
        ("half_quadratic", "glorot_uniform", 0.3, 7),
        ("cross_entropy", "glorot_uniform", 0.1, 4),
        ("cross_entropy", "glorot_uniform", 0.1, 7),
        ("half_quadratic", "normal", 0.3, 4),
        ("half_quadratic", "normal", 0.3, 7),
    ]
    assert [list(experiment.members(variant)) for variant in range(3)] == [[0, 1], [2, 3], [4, 5]]
    assert THREE.letters == "ABC" and THREE.differing == ("cost", "init", "eta")
    for network, plan in zip(experiment.networks, THREE.networks(), strict=True):
        # The points are those of the plan's seed, whatever that of the network.
        alone = Experiment(plan, (), divided(SMALL))
        alone.advance(LAST)
        assert np.abs(network.theta - alone.networks[0].theta).max() < 1e-12


def test_a_change_of_a_variant_is_one_of_all_its_seeds_and_of_no_other():
    experiment = Experiment(THREE, [Event(0, "eta", 0.7), Event(3, "C2", 1.5)])
    assert experiment.etas == (0.7, 0.7, 0.1, 0.1, 0.3, 0.3)
    experiment.advance(3)
    assert [network.theta[2] == 1.5 for network in experiment.networks] == [False] * 4 + [True] * 2
    experiment.change("eta_c", 0.9)
    experiment.change("eta_b", 0.8)
    assert experiment.etas == (0.7, 0.7, 0.8, 0.8, 0.9, 0.9)
    assert read_events(write_events(experiment.events)) == experiment.events
    assert state(in_pieces(Experiment(THREE, experiment.events), [4, 5])) == state(whole(THREE, experiment.events))


def test_a_plan_has_as_many_variants_as_there_are_letters():
    assert replace(SMALL, variants=(Variant(),) * 26).letters == LETTERS
    for variants in ((), (Variant(),) * 27):
        with pytest.raises(ValueError, match=f"{len(variants)} variants: pass 1 to 26"):
            replace(SMALL, variants=variants)


def test_the_last_learning_rate_of_a_is_known_before_it_comes():
    events = [Event(0, "eta", 0.2), Event(9, "eta", 0.6), Event(12, "eta_b", 0.9)]
    assert Experiment(SMALL).last_eta == 0.3
    assert Experiment(SMALL, events).last_eta == 0.9  # there is one η for both
    apart = Experiment(replace(SMALL, variants=against(cost="cross_entropy", eta=0.1)), events)
    assert apart.last_eta == 0.6
    apart.forget()
    assert apart.last_eta == 0.2


# --- In the time there is --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", [SMALL, replace(SMALL, stop_cost=0.2), replace(SMALL, n=5000, stop_accuracy=0.4)])
def test_however_little_time_there_is_it_is_the_same_run_to_the_last_bit(plan):
    events = [Event(0, "A1", 0.5), Event(7, "eta", 0.05), Event(10, "B10", -2.0)]
    slow = Experiment(plan, events)
    while not slow.over:
        slow.advance(13, 0.0)
    assert state(slow) == state(in_pieces(Experiment(plan, events), [13]))


def test_a_run_is_not_over_before_its_last_record_is_complete():
    experiment = Experiment(replace(SMALL, n=5000, batch_size=500, epochs=1))
    while experiment.updates < experiment.last:
        experiment.advance(5, 0.0)
    assert not experiment.over
    while not experiment.over:
        experiment.advance(0, 0.0)
    assert [len(record.cost) for record in experiment.trainer.records_so_far] == [2, 2]


def test_a_condition_that_the_start_meets_is_seen_when_the_first_record_is_complete():
    for events in ([], [Event(0, "A0", 0.5)]):
        experiment = Experiment(replace(SMALL, stop_accuracy=0.1), events)
        experiment.advance(0)
        assert experiment.over and experiment.updates == 0


# --- Shared points ---------------------------------------------------------------------------------------------------


def test_experiments_share_points_that_are_divided_and_prepared_once():
    division = divided(SMALL)
    first, second = Experiment(SMALL, (), division), Experiment(replace(SMALL, hidden="relu"), (), division)
    assert first.trainer.data is second.trainer.data is division.prepared
    assert first.again(3).trainer.test is division.prepared_test
    first.advance(LAST)
    assert state(first) == state(whole(SMALL))
    for array in (division.training.x, division.training.y, division.test.x, division.prepared.rows):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_points_can_be_prepared_in_single_precision_and_without_a_test_set():
    division = divide(make("spiral", 50), 0.0, 3, ["x1", "sin_x2"], np.float32)
    assert division.prepared.rows.dtype == np.float32
    assert division.prepared.rows.shape == (50, 3)
    assert division.prepared_test is None
