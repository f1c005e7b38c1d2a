"""One update on a cost surface, part by part: the points of its batch, the gradient, the new w and b."""

from dataclasses import dataclass
from itertools import islice

from core.formulas.quantity import Quantity
from core.surfaces.batch_formulas import BatchPoints, batch_quantities, point_quantities, points_at
from core.surfaces.descent import PLAIN, SurfacePath, descend_surface
from core.surfaces.surface import Surface
from core.surfaces.update_formulas import update_quantities
from core.surfaces.walk import Descent, batches


@dataclass(frozen=True, eq=False)
class Step:
    """The update from the state after `index` updates: the points of its batch, and the quantities computed from them.

    point holds the quantities of the batch's first point, mean the cost and the gradient of the batch, and update
    what the optimizer computes from the gradient. cost_before and cost_after are the cost of all points. torn says that
    rounding decides the digits of this state.
    """

    index: int
    batch: BatchPoints
    point: list[Quantity]
    mean: list[Quantity]
    update: list[Quantity]
    new: tuple[float, float]
    cost_before: float
    cost_after: float
    all_points: int
    torn: bool

    @property
    def full_batch(self) -> bool:
        """Whether all points are in the batch."""
        return len(self.batch) == self.all_points


def step_at(
    surface: Surface, w: float, b: float, *, index: int, learning_rate: float, descent: Descent = PLAIN
) -> Step | None:
    """Descend from (w, b) and return update `index` (from 0), part by part; None if the descent overflows before it."""
    path = descend_surface(surface, w, b, learning_rate=learning_rate, steps=index + 1, descent=descent)
    return _step(surface, path, index) if path.updates > index else None


def _step(surface: Surface, path: SurfacePath, index: int) -> Step:
    n = len(surface.points)
    chosen = next(islice(batches(n, path.descent.size(n), path.descent.seed), index, None))
    here = float(path.w[index]), float(path.b[index])
    batch = points_at(surface, *here, chosen)
    return Step(
        index=index,
        batch=batch,
        point=list(point_quantities(surface, batch, *here)),
        mean=list(batch_quantities(batch, path.used[index], whole=len(batch) == n)),
        update=list(update_quantities(path, index)),
        new=(float(path.w[index + 1]), float(path.b[index + 1])),
        cost_before=float(path.cost[index]),
        cost_after=float(path.cost[index + 1]),
        all_points=n,
        torn=bool(path.torn[index]),
    )
