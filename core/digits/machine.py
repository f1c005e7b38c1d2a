"""The machine: how much work it does in a second, so that one can say beforehand how long something will take."""

from time import perf_counter

from core.digits.images import training_data
from core.digits.plan import INTERMEDIATE, DigitsPlan
from core.digits.run import trainer_for

PER_IMAGE, PER_UPDATE, PER_STEP = 2_000, 600_000, 20
"""What an image and an update cost besides the products with the parameters, and the step of each parameter in an
update, as so many of these products. Found by fits to runs of nets of many sizes."""
EVALUATED = 0.7
"""An image that a network is evaluated on costs so much of one that it is trained on."""
TRIED = DigitsPlan((INTERMEDIATE,), images=12_000, epochs=1)
"""What is trained to find out: 94 updates, some 50 ms."""


def work(plan: DigitsPlan, evaluated: int = 0) -> float:
    """How much work it is to train the first net of a plan, and to evaluate it on so many images after each epoch."""
    parameters = plan.nets[0].parameters
    images = (plan.images + EVALUATED * evaluated) * (parameters + PER_IMAGE)
    return plan.epochs * (images + plan.updates_per_epoch * (PER_UPDATE + PER_STEP * parameters))


class Machine:
    """The computer, by the seconds that it takes for a unit of work: those noted last, or else those of a trial."""

    def __init__(self) -> None:
        self._seconds: float | None = None

    def note(self, seconds: float | None) -> None:
        """Note how long a unit of work takes at present; None if that is not known."""
        if seconds is not None:
            self._seconds = seconds

    def seconds_for(self, amount: float) -> float:
        """Return how long an amount of work will take; if nothing has been noted yet, something is tried."""
        if self._seconds is None:
            self._seconds = _tried() / work(TRIED)
        return self._seconds * amount


MACHINE = Machine()


def _tried() -> float:
    """Train a plan, and return how many seconds that took."""
    kept = {"records": "none", "snapshots": 0}
    trainer = trainer_for(TRIED.nets[0], TRIED, training_data(TRIED.images), None, **kept)
    began = perf_counter()
    trainer.train(TRIED.epochs)
    return perf_counter() - began
