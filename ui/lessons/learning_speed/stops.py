"""Lesson 3: the updates at which playing the race stops."""

from charts.theme import TWO_COSTS
from core.numerals import count, numeral
from ui.lessons.learning_speed.controls import STEP
from ui.lessons.learning_speed.picture import reach
from ui.lessons.learning_speed.race import Race
from ui.scrubber import Stop, draw_scrubber

NEAR = (0.5, 0.1)
"""Distances from the target that are worth a stop."""


def draw_play(shown: Race) -> None:
    """Draw Play for the race."""
    draw_scrubber(STEP, stops_of(shown), shown.updates)


def stops_of(shown: Race) -> list[Stop]:
    """Return when each output comes near its target, unless rounding decides it, and the end of the race."""
    found = [Stop(shown.updates, f"Update {count(shown.updates)}: the race ends here.")]
    for name, (run, twin, _) in zip(TWO_COSTS, shown.with_twins, strict=True):
        for distance in NEAR:
            at, decided = reach(run, twin, shown.y, distance)
            if at and not decided:
                why = f"Update {count(at)}: {name} is within {numeral(distance)} of its target."
                found.append(Stop(at, why))
    return found
