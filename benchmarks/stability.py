"""The largest stable learning rate, by theory and by experiment: `python -m benchmarks.stability`.

Every set of points, for the linear neuron and for the sigmoid at its minimum, with plain descent, momentum and
Nesterov's: descents with η 1 % below the limit of theory and 1 % above it, and the two η around the limit of the
experiment. Ends with status 1 if a descent below the limit does not converge, or one above does.
"""

import sys

from core.networks.optimizers import Settings
from core.surfaces.descent import Descent, SurfacePath, descend_with_rates
from core.surfaces.points import POINT_SETS
from core.surfaces.stability import measured_limit, stability_limit
from core.surfaces.surface import Surface

CASES = [("linear", "half_quadratic"), ("sigmoid", "half_quadratic"), ("sigmoid", "cross_entropy")]
METHODS = [("sgd", 0.0), ("momentum", 0.9), ("nesterov", 0.9)]


def around_the_limit(
    surface: Surface, optimizer: str, *, settings: Settings | None = None, share: float = 0.01, steps: int = 3_000
) -> tuple[float, SurfacePath, SurfacePath] | None:
    """Test the theory: descend from near the minimum with η below and above the limit by a share of it.

    Returns the limit and both paths; None if there is no minimum, or theory gives no limit. The start differs from the
    minimum by (0.01, 0.003), which is no special direction.
    """
    settings = settings or Settings()
    least = surface.minimum
    limit = stability_limit(optimizer, least.eigenvalues[0], settings.momentum) if least else None
    if least is None or limit is None:
        return None
    rates = [limit * (1.0 - share), limit * (1.0 + share)]
    below, above = descend_with_rates(
        surface,
        least.w + 0.01,
        least.b + 0.003,
        learning_rates=rates,
        steps=steps,
        descent=Descent(optimizer, settings),
    )
    return limit, below, above


def main() -> int:
    """Run every case and print the table."""
    print("| points | output, cost | method | theory | excess cost 1 % below | 1 % above | by experiment |")
    print("|:--|:--|:--|--:|--:|--:|:--|")
    wrong = 0
    for name, each in POINT_SETS.items():
        for output, cost in CASES:
            surface = Surface(each.make(0), cost, output)
            for optimizer, mu in METHODS:
                settings = Settings(momentum=mu)
                found = around_the_limit(surface, optimizer, settings=settings)
                if found is None:
                    continue
                limit, below, above = found
                excess = [
                    "beyond all numbers" if path.diverged else f"{path.cost[-200:].max() - surface.infimum:.1e}"
                    for path in (below, above)
                ]
                bracket = measured_limit(surface, optimizer, settings=settings)
                told = "not met" if bracket is None else f"{bracket[0]:.4g} to {bracket[1]:.4g}"
                converged = not below.diverged and below.cost[-1] - surface.infimum < 0.5 * (
                    below.cost[0] - surface.infimum
                )
                left = above.diverged or above.cost[-200:].max() - surface.infimum > below.cost[0] - surface.infimum
                wrong += not (converged and left)
                what = f"{output}, {cost.replace('_', ' ')}"
                print(f"| {name} | {what} | {optimizer} | {limit:.4g} | {excess[0]} | {excess[1]} | {told} |")
    print("\n" + (f"{wrong} cases contradict the theory." if wrong else "All as the theory says."))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
