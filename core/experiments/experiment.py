"""An experiment: two networks that differ in one thing, or one alone, trained in lock-step from the same start.

Everything a run depends on stands in a `Plan` and a list of events, so the same plan and events are the same run to
the last bit, however it is cut into pieces, replayed or taken up again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from core.experiments.datasets import Dataset, make, split
from core.networks.network import Network, parameters
from core.networks.trainer import Trainer
from core.types import Array

MOST_EPOCHS = 2_000
MOST_UPDATES = 200_000
MOST_EVENTS = 40
LARGEST_PARAMETER = 100.0
Difference = Literal["none", "cost", "hidden", "eta", "init", "optimizer"]


@dataclass(frozen=True)
class Plan:
    """All settings of an experiment. Network A has them as they stand; B has `other` in place of what `differs`.

    Two costs are compared fairly only at a learning rate of their own, so B may also have its own eta_b (None: A's).

    The stop conditions hold for both networks together: it ends after `epochs`, or as soon as every network's training
    cost is at most stop_cost, or every training accuracy at least stop_accuracy (0 and 1.01: never).
    """

    data: str = "circle"
    n: int = 400
    noise: float = 0.0
    test_share: float = 0.5
    seed: int = 0
    features: tuple[str, ...] = ("x1", "x2")
    widths: tuple[int, ...] = (8, 8)
    hidden: str = "tanh"
    output: str = "sigmoid"
    cost: str = "half_quadratic"
    init: str = "glorot_uniform"
    scale: float = 1.0
    output_scale: float = 1.0
    output_bias: float = 0.0
    eta: float = 0.1
    batch_size: int = 10
    optimizer: str = "sgd"
    momentum: float = 0.9
    l2: float = 0.0
    l1: float = 0.0
    epochs: int = 300
    stop_cost: float = 0.0
    stop_accuracy: float = 1.01
    differs: Difference = "cost"
    other: str | float = "cross_entropy"
    eta_b: float | None = None

    def networks(self) -> tuple["Plan", ...]:
        """Return the plan of each network: one, or A and B."""
        if self.differs == "none":
            return (self,)
        apart = self if self.eta_b is None else replace(self, eta=self.eta_b)
        return self, replace(apart, **{self.differs: self.other})

    @property
    def one_eta(self) -> bool:
        """Whether a change of η is one for all networks."""
        return self.eta_b is None and self.differs != "eta"


class Event(NamedTuple):
    """What was changed on the way: after so many updates, `what` ("eta", "eta_b", or a parameter such as "A17")."""

    updates: int
    what: str
    value: float


_EVENT = re.compile(r"([0-9]{1,7}):(eta|eta_b|[AB][0-9]{1,5}):(-?[0-9]+\.?[0-9]*(?:e[-+]?[0-9]{1,3})?)")


def write_events(events: Sequence[Event]) -> str:
    """Write events as an address has them: "120:eta:0.3,240:A17:-1.5"."""
    return ",".join(f"{event.updates}:{event.what}:{_shortest(event.value)}" for event in events)


def _shortest(value: float) -> str:
    """The fewest digits that are read as just this number."""
    return repr(float(value)).removesuffix(".0")


def read_events(text: str) -> list[Event]:
    """Read what `write_events` has written; ValueError says which part is none, or what is out of range."""
    events: list[Event] = []
    for part in filter(None, text.replace(" ", "").split(",")):
        match = _EVENT.fullmatch(part)
        if match is None:
            raise ValueError(
                f"{part[:40]!r} is no change: updates:what:value is needed, such as 120:eta:0.3 or 240:A17:-1.5"
            )
        event = Event(int(match[1]), match[2], float(match[3]))
        _check_value(event, part[:40])
        if events and event.updates < events[-1].updates:
            raise ValueError(f"{part[:40]!r} comes after a later change: the changes are needed in the order of time")
        events.append(event)
    if len(events) > MOST_EVENTS:
        raise ValueError(f"there are {len(events)} changes: at most {MOST_EVENTS} are kept")
    return events


def _check_value(event: Event, written: str) -> None:
    if event.what.startswith("eta"):
        if not 0.0 < event.value <= LARGEST_PARAMETER:
            raise ValueError(
                f"{written!r} has a learning rate of {event.value:g}: more than 0 and at most 100 is needed"
            )
    elif not abs(event.value) <= LARGEST_PARAMETER:
        raise ValueError(f"{written!r} has a parameter of {event.value:g}: −100 to 100 is needed")


def outputs_of(plan: Plan, classes: int) -> int:
    """The number of output neurons: one for a value or for two classes, else one a class; softmax has one a class."""
    if classes == 0:
        return 1
    return classes if plan.output == "softmax" or classes > 2 else 1


class Experiment:
    """A plan under way.

    training and test are the points, networks one or two, trainer what trains them. events are those of the whole
    run, past and to come. updates counts what has been done, and last is where the run ends at the latest.
    """

    def __init__(self, plan: Plan, events: Sequence[Event] = (), points: Dataset | None = None) -> None:
        """points are the user's own, instead of those that the plan names.

        Raises ValueError for what cannot be trained, with the reason and the way out.
        """
        self.plan = plan
        if not plan.features:
            raise ValueError("no input is chosen, and a network needs one at least: choose x₁ and x₂")
        dataset = make(plan.data, plan.n, plan.noise, plan.seed) if points is None else points
        self.dataset = dataset
        self.training, self.test = split(dataset, plan.test_share, plan.seed)
        if dataset.classes == 0 and plan.output == "softmax":
            raise ValueError(
                "a value is to be estimated, and softmax gives the shares of classes: choose linear or tanh"
            )
        sizes = (len(plan.features), *plan.widths, outputs_of(plan, dataset.classes))
        plans = plan.networks()
        self.networks = tuple(
            Network(
                sizes,
                hidden=each.hidden,
                output=each.output,
                cost=each.cost,
                init=each.init,
                scale=each.scale,
                output_scale=each.output_scale,
                output_bias=each.output_bias,
                seed=each.seed,
            )
            for each in plans
        )
        x, y = self.training.features(plan.features), self.training.y
        test = (self.test.features(plan.features), self.test.y) if len(self.test) else None
        self.trainer = Trainer(
            self.networks,
            x,
            y,
            learning_rate=[float(each.eta) for each in plans],
            batch_size=plan.batch_size,
            seed=plan.seed,
            optimizer=[each.optimizer for each in plans],
            momentum=plan.momentum,
            l2=plan.l2,
            l1=plan.l1,
            test=test,
        )
        self.events: list[Event] = []
        self._applied = 0
        for event in events:
            self._check(event)
            self.events.append(event)
        per_epoch = self.trainer.updates_per_epoch
        self.last = min(plan.epochs, MOST_EPOCHS, max(1, MOST_UPDATES // per_epoch)) * per_epoch
        self._met = self._has_a_condition and self._meets()
        self._apply()

    @property
    def updates(self) -> int:
        """How many updates have been done."""
        return self.trainer.updates

    @property
    def over(self) -> bool:
        """Whether nothing will change any more: at the end, at a stop condition, or diverged."""
        return self.updates >= self.last or self._met or self.trainer.stopped

    @property
    def etas(self) -> tuple[float, ...]:
        """The learning rates as they are now."""
        return self.trainer.learning_rate

    def advance(self, updates: int) -> None:
        """Do so many updates, or as many as there are until the run is over; what was changed on the way is changed."""
        end = min(self.updates + updates, self.last)
        while self.updates < end and not self.over:
            stop = end
            if self._applied < len(self.events):
                stop = min(stop, self.events[self._applied].updates)
            if self._has_a_condition:
                stop = min(stop, (self.trainer.epochs + 1) * self.trainer.updates_per_epoch)
            self.trainer.step(stop - self.updates)
            self._met = self._has_a_condition and self._meets()
            self._apply()

    def change(self, what: str, value: float) -> None:
        """Change a learning rate or a parameter now, and forget what was to be changed later; ValueError as above."""
        event = Event(self.updates, what, float(value))
        self._check(event)
        _check_value(event, write_events([event]))
        kept = [e for e in self.events[: self._applied] if (e.updates, e.what) != (event.updates, event.what)]
        if len(kept) >= MOST_EVENTS:
            raise ValueError(f"{MOST_EVENTS} changes are as many as are kept: reset, or choose a new start")
        self.events = [*kept, event]
        self._applied = len(kept)
        self._apply()

    def again(self, until: int) -> "Experiment":
        """Return the same experiment from its start, with the changes made up to so many updates."""
        dataset = self.dataset if self.dataset.name == "own" else None
        return Experiment(self.plan, [event for event in self.events if event.updates <= until], dataset)

    def forget(self) -> None:
        """Forget what was still to be changed."""
        del self.events[self._applied :]

    # --- Events and conditions ------------------------------------------------------------------------------------

    def _check(self, event: Event) -> None:
        network, index = event.what[:1], event.what[1:]
        if event.what == "eta" or (event.what == "eta_b" and len(self.networks) == 2):
            return
        places = parameters(self.networks[0].sizes)
        if network not in tuple("AB"[: len(self.networks)]) or not index.isdigit() or int(index) >= places:
            names = " or ".join("AB"[: len(self.networks)])
            raise ValueError(
                f"{event.what!r} cannot be changed here: eta, or {names} with the number of a parameter below {places}"
            )

    def _apply(self) -> None:
        """Make the changes whose time has come."""
        while self._applied < len(self.events) and self.events[self._applied].updates <= self.updates:
            event = self.events[self._applied]
            self._applied += 1
            if event.what in ("eta", "eta_b"):
                rates = list(self.trainer.learning_rate)
                for k in range(len(rates)):
                    if self.plan.one_eta or k == (event.what == "eta_b"):
                        rates[k] = event.value
                self.trainer.learning_rate = rates
            else:
                self.trainer.set_parameter("AB".index(event.what[0]), int(event.what[1:]), event.value)

    @property
    def _has_a_condition(self) -> bool:
        return self.plan.stop_cost > 0.0 or self.plan.stop_accuracy <= 1.0

    def _meets(self) -> bool:
        records = self.trainer.records
        if self.plan.stop_cost > 0.0 and all(record.cost[-1] <= self.plan.stop_cost for record in records):
            return True
        reached = [r.accuracy is not None and r.accuracy[-1] >= self.plan.stop_accuracy for r in records]
        return self.plan.stop_accuracy <= 1.0 and all(reached)


def grid(dataset: Dataset, side: int) -> Array:
    """Return side² points of the dataset's window, row by row from the upper left, (side², 2): centres of squares."""
    (left, right), (low, high) = dataset.window
    at = (np.arange(side) + 0.5) / side
    x1, x2 = left + (right - left) * at, high - (high - low) * at
    return np.stack([np.tile(x1, side), np.repeat(x2, side)], axis=1)
