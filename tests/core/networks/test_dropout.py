"""Dropout: its gradient given the mask, the share that it leaves out, its own random numbers, and where it is not."""

from itertools import pairwise

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from core.functions.activations import ACTIVATIONS
from core.networks.dropout import Dropout, Mask
from core.networks.engine import Engine
from core.networks.layout import NARROW_RUNS, Layout
from core.networks.network import Network, parameters
from core.networks.trainer import Trainer
from core.streams import stream
from tests.core.networks.plain import FUNCTIONS
from tests.sampling import some

COSTS = {
    "cross_entropy": lambda y, a: -anp.sum(y * anp.log(a)) / len(y),
    "quadratic": lambda y, a: anp.sum((y - a) ** 2) / len(y),
    "half_quadratic": lambda y, a: 0.5 * anp.sum((y - a) ** 2) / len(y),
    "mean_quadratic": lambda y, a: anp.sum((y - a) ** 2) / y.size,
}
PAIRS = [("softmax", cost) for cost in COSTS] + [("sigmoid", "half_quadratic"), ("tanh", "quadratic")]
PLAIN = {"records": "none", "snapshots": 0}


def blobs(n=23, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    return rng.normal(0.0, 0.6, (n, 2)) + np.stack([np.cos(2.0 * y), np.sin(2.0 * y)], axis=1), y


def nets(*seeds, sizes=(2, 6, 5, 3), **options):
    return [Network(sizes, **{"hidden": "tanh", "output": "softmax", "seed": seed} | options) for seed in seeds]


def run(networks, updates=60, **options):
    """Theta of the networks after so many updates with batches of 5, of which the last of an epoch has 3."""
    trainer = Trainer(networks, *blobs(), **{"learning_rate": 0.1, "batch_size": 5} | PLAIN | options)
    trainer.step(updates)
    return [net.theta.tobytes() for net in trainer.networks]


# --- The gradient, given the mask ------------------------------------------------------------------------------------


def engine_gradients(networks, x, y, kind, masks):
    """The gradient of each network, given its mask, (units, batch)."""
    first, layout = networks[0], Layout(kind, len(networks))
    costs = [net.cost_function for net in networks]
    engine = Engine(first.sizes, first.hidden, first.output, costs, layout=layout)
    layout.by_run(engine.theta)[...] = [net.theta for net in networks]
    mask = Mask(*(np.ones(layout.shape(rows, len(x))) for rows in (first.sizes[-2], first.sizes[-2] + 1)))
    layout.by_run(mask.values)[...] = masks
    rows = np.column_stack([x, np.ones(len(x))])
    for call in engine.gradient_calls(layout.shared(rows.T), layout.shared(y.T), mask):
        call()
    return layout.by_run(engine.gradient * engine.mean(len(x)))


def differentiated(net, x, y, mask):
    def loss(theta):
        a, start = x, 0
        for layer, (fan_in, fan_out) in enumerate(pairwise(net.sizes)):
            neurons = theta[start : start + fan_out * (fan_in + 1)].reshape(fan_out, fan_in + 1)
            a = a * mask.T if layer == len(net.sizes) - 2 else a
            z = anp.dot(a, neurons[:, :-1].T) + neurons[:, -1]
            a = FUNCTIONS[net.output if layer == len(net.sizes) - 2 else net.hidden.name](z)
            start += neurons.size
        return COSTS[net.cost_function.name](y, a)

    return grad(loss)(net.theta)


HIDDEN = [name for name in ACTIVATIONS if name in FUNCTIONS]
MASKED = [(kind, hidden, *pair) for kind in ("one", "first", "last") for hidden in HIDDEN for pair in PAIRS]


@pytest.mark.parametrize(("kind", "hidden", "output", "cost"), some(MASKED, 60))
def test_the_gradient_given_the_mask_is_that_of_a_library_that_differentiates_by_itself(kind, hidden, output, cost):
    rng = np.random.default_rng(1)
    for sizes in ((3, 6, 2), (2, 4, 5, 3)):
        networks = [
            Network(sizes, hidden=hidden, output=output, cost=cost, theta=rng.normal(0, 0.7, parameters(sizes)))
            for _ in range(1 if kind == "one" else 3)
        ]
        x, y = rng.normal(size=(7, sizes[0])), np.eye(sizes[-1])[rng.integers(0, sizes[-1], 7)]
        masks = (rng.uniform(size=(len(networks), sizes[-2], 7)) > 0.4) / 0.6
        for net, gradient, mask in zip(networks, engine_gradients(networks, x, y, kind, masks), masks, strict=True):
            assert gradient == pytest.approx(differentiated(net, x, y, mask), rel=1e-9, abs=1e-11)


def test_an_update_is_a_step_along_the_gradient_with_the_mask_of_the_stream():
    (x, y), (net,) = blobs(20), nets(4)
    theta = net.theta.copy()
    Trainer(net, x, y, learning_rate=0.1, batch_size=5, seed=7, dropout=0.3, **PLAIN).step(8)
    order, numbers = stream(7, "order"), stream(7, "dropout")
    for chosen in np.concatenate([order.permutation(20) for _ in range(2)]).reshape(8, 5):
        mask = (numbers.random((5, 5), np.float32) >= np.float32(0.3)) / 0.7
        theta -= 0.1 * differentiated(net.copy(theta=theta), x[chosen], np.eye(3)[y[chosen]], mask)
    assert np.abs(net.theta - theta).max() < 1e-12


# --- The masks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_a_share_p_is_left_out_and_the_rest_makes_up_for_it(p, dtype):
    dropout = Dropout(Layout("one", 1), 100, [p], [0], like=np.zeros(0, dtype))
    mask, draw = dropout.drawn(200)
    for call in draw:
        call()
    first = mask.values.copy()
    assert mask.values.dtype == dtype and set(np.unique(first)) == {dtype(0.0), dtype(1.0 / (1.0 - p))}
    assert np.mean(first == 0.0) == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / first.size))
    assert first.mean() == pytest.approx(1.0, abs=4 * np.sqrt(p / (1 - p) / first.size))
    for call in draw:
        call()
    assert (mask.values != first).any()


def test_masks_do_not_depend_on_the_precision():
    masks = []
    for dtype in (np.float32, np.float64):
        mask, draw = Dropout(Layout("one", 1), 20, [0.2], [3], like=np.zeros(0, dtype)).drawn(30)
        for call in draw:
            call()
        masks.append(mask.values > 0.0)
    assert (masks[0] == masks[1]).all()


# --- The same bits, however it is run --------------------------------------------------------------------------------


def test_without_dropout_no_mask_is_drawn_and_with_it_the_run_is_another(monkeypatch):
    with monkeypatch.context() as patched:
        patched.delattr("core.networks.dropout.stream")
        plain = run(nets(0))
        assert run(nets(0), dropout=0.0) == plain
        with pytest.raises(NameError):
            run(nets(0), dropout=0.5)
    assert run(nets(0), dropout=0.5) != plain


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_run_is_the_same_however_it_is_cut_and_its_batches_are_fetched(shuffle, at_once, monkeypatch):
    options = {"dropout": 0.4, "shuffle": shuffle, "optimizer": "momentum", "records": "all", "record_every": 7}
    expected = run(nets(0), **options)
    monkeypatch.setattr("core.networks.group.AT_ONCE", 10**9 if at_once else 0)
    (net,) = nets(0)
    trainer = Trainer(net, *blobs(), learning_rate=0.1, batch_size=5, snapshots=3, **options)
    for updates in (1, 2, 0, 3, 29, 1, 17):
        trainer.step(updates)
        trainer.standings(gradient=True)
    while trainer.updates < 60:
        trainer.advance(60 - trainer.updates, seconds=0.0)
    assert net.theta.tobytes() == expected[0]


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize(("width", "runs"), [(5, 5), (4, NARROW_RUNS)])
def test_networks_in_a_stack_have_the_masks_that_they_have_alone(width, runs, shuffle):
    p, seeds = [(0.0, 0.2, 0.5)[k % 3] for k in range(runs)], [k // 2 for k in range(runs)]
    for own in (seeds, [3] * runs):
        stacked = nets(*range(runs), sizes=(2, width, width, 3))
        run(stacked, dropout=p, seed=own, shuffle=shuffle)
        alone = nets(*range(runs), sizes=(2, width, width, 3))
        for net, share, seed in zip(alone, p, own, strict=True):
            run([net], dropout=share, seed=seed, shuffle=shuffle)
        assert np.abs(np.array([a.theta - b.theta for a, b in zip(stacked, alone, strict=True)])).max() < 1e-12


def test_two_networks_of_one_seed_have_one_mask_and_of_two_seeds_two():
    same, other = (run(nets(0, 0), dropout=0.5, seed=seeds, shuffle=False) for seeds in ([1, 1], [1, 2]))
    assert same[0] == same[1] == other[0] != other[1]


def test_an_explosion_of_another_network_does_not_change_the_masks():
    def ended(networks, rates):
        run(networks, learning_rate=rates, dropout=0.3, updates=40)
        return networks[0].theta

    rates, many = [0.1, 0.1, 0.1, 1e200], {"hidden": "linear", "output": "linear", "cost": "quadratic"}
    with_it, without = (ended(nets(0, 1, 2, 3, **many), each) for each in (rates, [0.1, 0.1, 0.1, 0.0]))
    assert np.isfinite(with_it).all() and with_it.tobytes() == without.tobytes()


# --- Where it is not -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("networks", [1, 5])
def test_records_standings_and_the_test_set_never_leave_anything_out(networks):
    (x, y), (tx, ty) = blobs(), blobs(15, seed=1)
    stack = nets(*range(networks))
    trainer = Trainer(stack, x, y, test=(tx, ty), learning_rate=0.1, batch_size=5, dropout=0.5, record_every=5)
    for _ in range(4):
        trainer.step(3)
        for net, standing in zip(stack, trainer.standings(gradient=True), strict=True):
            assert standing.cost == pytest.approx(net.cost(x, np.eye(3)[y]), rel=1e-12)
            assert standing.test_cost == pytest.approx(net.cost(tx, np.eye(3)[ty]), rel=1e-12)
        trainer.step(2)
        for net, record in zip(stack, trainer.records, strict=True):
            assert record.cost[-1] == pytest.approx(net.cost(x, np.eye(3)[y]), rel=1e-12)
            assert record.test_cost[-1] == pytest.approx(net.cost(tx, np.eye(3)[ty]), rel=1e-12)
            assert record.test_accuracy[-1] == np.mean(net.forward(tx).a[-1].argmax(axis=1) == ty)
            last = net.gradient(x, np.eye(3)[y])[-3 * 6 :]
            assert record.gradient[-1, -1] == pytest.approx(np.sqrt(np.mean(last**2)), rel=1e-9)
            hidden = 1.0 - net.forward(x).a[-2] ** 2
            assert record.slope[-2][-1] == pytest.approx(hidden.mean(axis=0), rel=1e-9)


# --- Refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "dropout", "reason"),
    [
        ((2, 4, 3), 1.0, "dropout is 1, but.*pass 0 for none, or more, below 1"),
        ((2, 4, 3), -0.1, "dropout is -0.1"),
        ((2, 4, 3), float("nan"), "dropout is nan"),
        ((2, 4, 3), [0.1, 0.2], "2 values of dropout for 1 networks"),
        ((2, 3), 0.1, "a network of sizes 2-3 has no hidden layer: pass 0, or add a hidden layer"),
    ],
)
def test_dropout_that_cannot_be_is_refused_with_a_reason(sizes, dropout, reason):
    with pytest.raises(ValueError, match=reason):
        run(nets(0, sizes=sizes), dropout=dropout)


def test_a_network_without_hidden_layers_trains_with_a_dropout_of_0():
    assert run(nets(0, sizes=(2, 3)), dropout=0.0) == run(nets(0, sizes=(2, 3)))
