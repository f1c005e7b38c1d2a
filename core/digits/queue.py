"""A queue: many networks trained one after another, a little whenever it is asked, with what has been found so far.

It knows nothing of a page. To cancel it, ask no more; what has been found stays. And what has been found of a network
that was trained to its end is remembered for the whole process, since the same plan always gives the same.
"""

import math
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from time import perf_counter
from typing import Any, ClassVar, Generic, TypeVar, cast

from core.digits.images import TEST, test_data, training_data
from core.digits.machine import MACHINE, work
from core.digits.plan import DigitsPlan
from core.digits.run import RECORDED, trainer_for
from core.networks.trainer import Trainer
from core.pace import Pace

REMEMBERED = 600
"""Findings of so many networks are remembered, of a few kilobytes each."""

Finding = TypeVar("Finding")


class Memory:
    """The findings of the networks that any queue of this process has trained to the end, the last ones of them."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most, self._lock = most, Lock()
        self._findings: OrderedDict[tuple[type, DigitsPlan], Any] = OrderedDict()

    def keep(self, kind: type, plan: DigitsPlan, finding: Any) -> None:
        """Remember what this kind of queue has found of a plan."""
        with self._lock:
            self._findings[kind, plan] = finding
            self._findings.move_to_end((kind, plan))
            if len(self._findings) > self._most:
                self._findings.popitem(last=False)

    def recall(self, kind: type, plan: DigitsPlan) -> Any:
        """Return what this kind of queue has found of a plan; None if that is not known."""
        with self._lock:
            return self._findings.get((kind, plan))


MEMORY = Memory()


class Queue(ABC, Generic[Finding]):
    """Trains the first network of each of some plans, and looks at it at the start and after every epoch.

    findings has what has been found of each plan so far, None before it has begun; `trained` says which of them are
    trained to the end. It depends on the plans alone, and not on the pieces that the work is cut into. `recording` are
    the trainer's settings of what is kept. total and done are amounts of work, in no special unit.
    """

    recording: ClassVar[dict[str, Any]] = {}

    def __init__(self, plans: Sequence[DigitsPlan], *, tested: bool) -> None:
        self.plans = tuple(plans)
        self._tested = tested
        self._works = [work(plan, min(plan.images, RECORDED) + TEST * tested) for plan in self.plans]
        self.total = sum(self._works)
        self.findings: list[Finding | None] = [None] * len(self.plans)
        self._whole = [False] * len(self.plans)
        self._trainer: Trainer | None = None
        self._pace = Pace()

    @abstractmethod
    def _look(self, trainer: Trainer) -> Finding:
        """Return what is found of a network at present: at its start, or after some of its epochs."""

    # --- How far it is ------------------------------------------------------------------------------------------------

    def trained(self, number: int) -> bool:
        """Return whether the plan with this number, counted from 0, has been trained to the end."""
        return self._whole[number]

    @property
    def finished(self) -> int:
        """How many plans have been trained to the end."""
        return sum(self._whole)

    @property
    def over(self) -> bool:
        """Whether all plans have been trained."""
        return all(self._whole)

    @property
    def number(self) -> int | None:
        """The number of the plan that is trained now, or next; None if all have been."""
        return None if self.over else self._whole.index(False)

    @property
    def epochs_done(self) -> int:
        """How many epochs of the present plan have been done."""
        return 0 if self._trainer is None else self._trainer.epochs

    @property
    def done(self) -> float:
        """The amount of work that has been done."""
        if self.over:
            return self.total
        number = self._whole.index(False)
        share = 0.0 if self._trainer is None else self._trainer.updates / self.plans[number].last
        return (
            sum(each for each, whole in zip(self._works, self._whole, strict=True) if whole)
            + self._works[number] * share
        )

    def seconds_left(self) -> float:
        """Return how long the rest takes: at the present pace, or at that of this computer while none is known."""
        left = self.total - self.done
        at_present = self._pace.seconds_for(left)
        return MACHINE.seconds_for(left) if at_present is None else at_present

    # --- Training -----------------------------------------------------------------------------------------------------

    def recall(self) -> None:
        """Take over what any queue of this kind has found before of these plans; call it before anything is trained."""
        for number, plan in enumerate(self.plans):
            known = cast(Finding | None, MEMORY.recall(type(self), plan))
            if known is not None:
                self.findings[number], self._whole[number] = known, True

    def advance(self, seconds: float = math.inf) -> bool:
        """Train for about so many seconds; return whether everything has been trained."""
        deadline = perf_counter() + seconds
        while (number := self.number) is not None:
            self._go_on(number, deadline)
            if perf_counter() >= deadline:
                break
        self._pace.look(self.done)
        MACHINE.note(self._pace.seconds_for(1.0))
        return self.over

    def _go_on(self, number: int, deadline: float) -> None:
        """Go on with a plan, to the end of its epoch at the latest."""
        plan = self.plans[number]
        if self._trainer is None:
            self._trainer = self._begun(plan)
        trainer = self._trainer
        wanted = 0 if trainer.recording else trainer.updates_per_epoch - trainer.updates % trainer.updates_per_epoch
        trainer.advance(wanted, deadline - perf_counter())
        if trainer.recording or not (trainer.stopped or trainer.updates % trainer.updates_per_epoch == 0):
            return
        found = self.findings[number] = self._look(trainer)
        if trainer.stopped or trainer.updates >= plan.last:
            self._whole[number], self._trainer = True, None
            MEMORY.keep(type(self), plan, found)

    def _begun(self, plan: DigitsPlan) -> Trainer:
        test = test_data() if self._tested else None
        data = training_data(plan.images)
        return trainer_for(plan.nets[0], plan, data, test, record_sample=RECORDED, snapshots=0, **self.recording)
