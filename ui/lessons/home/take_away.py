"""Home, to take away: its race, in the way of lesson 3."""

from core.numerals import count, numeral
from ui.lessons.home.controls import ETA, UPDATES, B, W
from ui.lessons.learning_speed.race import Race
from ui.lessons.learning_speed.take_away import formulas, rows, script
from ui.take_away import TakeAway, in_words
from ui.two_costs import Pair, compared


def take_away() -> TakeAway:
    """Return what the page has to give."""
    race = Race(W.value(), B.value(), 1.0, 0.0, compared("half_quadratic"), Pair(ETA, ETA), UPDATES)
    fixed = ["Input x: 1", "Target y: 0", f"Learning rate η: {numeral(ETA)}", f"Updates: {count(UPDATES)}"]
    return TakeAway(
        "race",
        [*in_words((W, B), ()), *fixed],
        formulas(race.costs),
        lambda: rows(race),
        lambda: script(race, 0),
        '[data-testid="stColumn"]:has([data-testid="stVegaLiteChart"])',
    )
