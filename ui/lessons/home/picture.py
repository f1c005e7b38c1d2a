"""Home: one neuron under both costs, and what happens to its output."""

import pandas as pd

from charts.race import march, name_places, race, target_line
from charts.theme import TWO_COSTS
from core.neurons.learning import descend, first_within
from core.numerals import count, numeral
from core.thinning import thin
from core.types import Array
from ui.lessons.home.controls import ETA, UPDATES, B, W
from ui.picture import draw
from ui.two_costs import NAMES, Pair, compared

INTRODUCTION = (
    "One neuron should answer 0. It learns that twice, under two **costs**: measures of how wrong it is. "
    "**Drag w**: the larger z = w + b, the more wrong it starts. The wait then grows like eᶻ under the "
    f"{NAMES.quadratic} cost, under {NAMES.cross_entropy} only like z."
)
SETTINGS = (
    f"One update corrects w and b; the learning rate η = {numeral(ETA)} says how far. "
    "Input x = 1, target y = 0, quadratic cost ½ (y − a)²."
)


def outputs_now() -> Pair[Array]:
    """Return the output after each update, under both costs."""
    return compared("half_quadratic").map(lambda cost: descend(W.value(), B.value(), 1.0, 0.0, cost, ETA, UPDATES).a)


def reached_half(outputs: Pair[Array]) -> Pair[int | None]:
    """Return after how many updates each output is below one half."""
    return outputs.map(lambda a: first_within(a, 0.0, 0.5))


def say_updates(updates: int | None) -> str:
    """Return a number of updates in words; `updates` is None if the race ended too soon."""
    if updates is None:
        return f"more than **{count(UPDATES)}** updates"
    return f"**{count(updates)}** {'update' if updates == 1 else 'updates'}"


def say_race(start: float, reached: Pair[int | None]) -> str:
    """Return the output at the start, and after how many updates it is below one half."""
    begins = f"The output *a* starts at {numeral(start)}, and its target is 0. "
    if reached.quadratic == 0:
        return begins + "It is below one half from the start, so there is nothing to wait for: **raise w or b**."
    each = reached.map(say_updates)
    return begins + (
        f"To bring it below one half, the {NAMES.quadratic} cost needs {each.quadratic}, and {NAMES.cross_entropy} "
        f"needs {each.cross_entropy}."
    )


def draw_race(outputs: Pair[Array], reached: Pair[int | None]) -> None:
    """Draw both outputs against the updates."""
    along = march(UPDATES, False)
    shown = thin(along, *outputs)
    updates = reached.map(lambda k: f"more than {count(UPDATES)}" if k is None else count(k))
    draw(
        race,
        "output",
        False,
        True,
        key="chart_home",
        alt="output against updates. Updates to bring it below one half: "
        f"quadratic {updates.quadratic}, cross-entropy {updates.cross_entropy}",
        curves=pd.DataFrame({"step": shown} | outputs.map(lambda a: a[shown]).columns()),
        dots=pd.DataFrame({"x": 0, "value": [float(a[0]) for a in outputs], "series": TWO_COSTS}),
        target=target_line(0.0, outputs.quadratic, outputs.cross_entropy, along),
        names=name_places(outputs.quadratic, outputs.cross_entropy, along),
    )
