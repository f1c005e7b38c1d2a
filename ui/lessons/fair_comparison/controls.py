"""Lesson 7: every control, and the plan of a study that they describe."""

from core.experiments.datasets import KINDS
from core.functions.costs import COSTS
from core.study.comparisons import COMPARISONS
from core.study.etas import MOST_TEXT, read_etas
from core.study.plan import SEEDS as SEEDS_RANGE
from ui.controls import Choice, Slider, Text
from ui.lessons import cost_menu

COST_NAMES = cost_menu(lambda cost: cost.menu or cost.formula, first="half_quadratic")
QUADRATICS = {name: text for name, text in COST_NAMES.items() if not COSTS[name].needs_classes}

DATA = Choice(
    "fair_data",
    "Data",
    {name: kind.label for name, kind in KINDS.items() if kind.classes},
    "circle",
    "Points of two classes",
    menu=True,
)
START = Choice(
    "fair_start",
    "Start",
    {
        "ordinary": "ordinary",
        "bias": "output bias 8",
        "output": "output's weights × 4",
        "all": "all weights × 3",
        "own": "as set below",
    },
    "bias",
    "Where training begins. Far from an ordinary start the output is saturated: sure of one class, and often wrong",
    menu=True,
)
STARTS = {"ordinary": (1.0, 1.0, 0.0), "bias": (1.0, 1.0, 8.0), "output": (1.0, 4.0, 0.0), "all": (3.0, 1.0, 0.0)}
"""The scale of all weights, that of the output's weights, and the output's bias."""
SEEDS = Slider("fair_seeds", "Seeds", 12, SEEDS_RANGE[1], 32, 2, "Each is one start, the same for all methods", log=True)

COMPARE = Choice(
    "fair_compare",
    "What is compared",
    {name: comparison.what for name, comparison in COMPARISONS.items()},
    "cost",
    "Everything else is the same in each pair: the weights at the start, the points and their order",
    menu=True,
)
QUADRATIC = Choice(
    "fair_quadratic", "Quadratic cost", QUADRATICS, "half_quadratic", "Compared with cross-entropy", menu=True
)
COST = Choice("fair_cost", "Cost", COST_NAMES, "cross_entropy", "Of all methods, unless costs are compared", menu=True)
_ETAS = "Up to eight numbers, such as 0.3 1 3. Empty: three that suit the method"
ETAS = (
    Text("fair_etas_a", "η of the first method", read_etas.takes, f"up to eight numbers above 0, in {MOST_TEXT} signs", "", _ETAS),
    Text("fair_etas_b", "η of the others", read_etas.takes, f"up to eight numbers above 0, in {MOST_TEXT} signs", "", _ETAS),
)
