"""A queue: many networks trained one after another, a little whenever it is asked, with what has been found so far.

It knows nothing of a page. To cancel it, ask no more; what has been found stays.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from time import perf_counter
from typing import Any, ClassVar

from core.digits.images import test_data, training_data
from core.digits.pace import Pace
from core.digits.plan import DigitsPlan
from core.digits.run import RECORDED, trainer_for
from core.networks.trainer import Trainer

PER_IMAGE, PER_UPDATE = 2_000, 600_000
"""What an image and an update cost besides the products with the parameters, as so many of these."""


class Queue(ABC):
    """Trains the first network of each of some plans, and notes after every epoch what it looks for.

    recording are the trainer's settings of what is kept. What is found depends on the plans alone, and not on the
    pieces that the work is cut into. total and done are amounts of work, in no special unit.
    """

    recording: ClassVar[dict[str, Any]] = {}

    def __init__(self, plans: Sequence[DigitsPlan], *, tested: bool) -> None:
        self.plans = tuple(plans)
        self.finished = 0
        self.total = float(sum(_work(plan) for plan in self.plans))
        self._tested = tested
        self._trainer: Trainer | None = None
        self._pace = Pace()

    @abstractmethod
    def _note(self, number: int, trainer: Trainer) -> None:
        """Note what has been found of the plan with this number: at the start, and after each of its epochs."""

    @property
    def over(self) -> bool:
        """Whether all plans have been trained."""
        return self.finished == len(self.plans)

    @property
    def done(self) -> float:
        """The amount of work that has been done."""
        whole = sum(_work(plan) for plan in self.plans[: self.finished])
        if self._trainer is None:
            return float(whole)
        plan = self.plans[self.finished]
        return whole + _work(plan) * self._trainer.updates / plan.last

    def advance(self, seconds: float = math.inf) -> bool:
        """Train for about so many seconds; return whether everything has been trained."""
        deadline = perf_counter() + seconds
        while not self.over:
            self._go_on(deadline)
            if perf_counter() >= deadline:
                break
        self._pace.look(self.done)
        return self.over

    def seconds_left(self) -> float | None:
        """Return how long the rest will take at the present pace; None while that cannot be said."""
        return self._pace.seconds_for(self.total - self.done)

    def _go_on(self, deadline: float) -> None:
        """Go on with the present plan, to the end of its epoch at the latest."""
        plan = self.plans[self.finished]
        if self._trainer is None:
            self._trainer = self._begun(plan)
        trainer = self._trainer
        wanted = 0 if trainer.recording else trainer.updates_per_epoch - trainer.updates % trainer.updates_per_epoch
        trainer.advance(wanted, deadline - perf_counter())
        if trainer.recording or not (trainer.stopped or trainer.updates % trainer.updates_per_epoch == 0):
            return
        self._note(self.finished, trainer)
        if trainer.stopped or trainer.updates >= plan.last:
            self.finished, self._trainer = self.finished + 1, None

    def _begun(self, plan: DigitsPlan) -> Trainer:
        test = test_data() if self._tested else None
        data = training_data(plan.images)
        return trainer_for(plan.nets[0], plan, data, test, record_sample=RECORDED, snapshots=0, **self.recording)


def _work(plan: DigitsPlan) -> int:
    """How much work a plan is: the products of its parameters with its images, and what is done besides."""
    each = plan.images * (plan.nets[0].parameters + PER_IMAGE) + plan.updates_per_epoch * PER_UPDATE
    return plan.epochs * each
