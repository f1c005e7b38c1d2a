"""The largest stable learning rate of a descent, by theory and by experiment, and learning rates around it."""

import numpy as np

from core.networks.optimizers import Settings
from core.surfaces.descent import MOST_STEPS, Descent, descend_with_rates
from core.surfaces.minimum import eigenvalues
from core.surfaces.surface import Surface


def stability_limit(optimizer: str, curvature: float, momentum: float = 0.9) -> float | None:
    """Return the largest stable η at a minimum whose Hessian has `curvature` as largest eigenvalue λ, full batch.

    On a parabola an update is linear, and at the limit one of its eigenvalues passes −1: 2/λ for plain descent,
    2(1 + μ)/λ for momentum (Polyak 1964), 2(1 + μ)/(λ(1 + 2μ)) for Nesterov's. None for RMSProp and Adam, whose
    steps do not scale with the gradient, and if λ is not above 0.
    """
    if curvature <= 0.0:
        return None
    mu = momentum
    factors = {"sgd": 2.0, "momentum": 2.0 * (1.0 + mu), "nesterov": 2.0 * (1.0 + mu) / (1.0 + 2.0 * mu)}
    return factors[optimizer] / curvature if optimizer in factors else None


STRIP = (0.003, 0.03, 0.3, 0.9, 1.1, 3.0, 30.0)
"""Seven learning rates, as multiples of the largest stable one: from too small to far too large."""

STRIP_WITHOUT_LIMIT = (0.0003, 0.003, 0.01, 0.03, 0.1, 1.0, 10.0)
"""For optimizers whose step is about η, whatever the slope."""


def strip_rates(surface: Surface, optimizer: str, momentum: float = 0.9) -> tuple[float, ...]:
    """Return seven learning rates for a strip: multiples of the largest stable η at the minimum.

    Without a minimum they use the curvature at w = b = 0, where that of a sigmoid is greatest or nearly so.
    """
    least = surface.minimum
    curvature = least.eigenvalues[0] if least else float(eigenvalues(surface.hessian(0.0, 0.0))[0])
    limit = stability_limit(optimizer, curvature, momentum)
    return STRIP_WITHOUT_LIMIT if limit is None else tuple(multiple * limit for multiple in STRIP)


def measured_limit(surface: Surface, optimizer: str, *, settings: Settings | None = None) -> tuple[float, float] | None:
    """Find the largest stable η by experiment: the last that converges, and the first that does not.

    40 are tried, from 9.75 % below the theory to 9.75 % above it. Each descent starts 10⁻⁶ from the minimum, where the
    surface is a parabola, in the direction of the largest curvature; it converges if it ends at most half as far from
    the minimum. With momentum it may first move away, for about 1/(1 − μ) updates: so it gets 20 times as many, and
    400 more. None if theory gives no limit, or if the experiment finds none within these 9.75 %.
    """
    settings = settings or Settings()
    least = surface.minimum
    limit = stability_limit(optimizer, least.eigenvalues[0], settings.momentum) if least else None
    if least is None or limit is None:
        return None
    rates = limit * (0.9025 + 0.005 * np.arange(40))
    _, axes = np.linalg.eigh(surface.hessian(least.w, least.b))
    steepest = axes[:, 1]
    paths = descend_with_rates(
        surface,
        least.w + 1e-6 * steepest[0],
        least.b + 1e-6 * steepest[1],
        learning_rates=rates.tolist(),
        steps=min(400 + int(20.0 / (1.0 - settings.momentum)), MOST_STEPS),
        descent=Descent(optimizer, settings),
    )
    for k, path in enumerate(paths):
        away = np.abs((path.w - least.w) * steepest[0] + (path.b - least.b) * steepest[1])
        if path.diverged or away[-40:].max() > 0.5 * away[0]:
            return (float(rates[k - 1]), float(rates[k])) if k else None
    return None
