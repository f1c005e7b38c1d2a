"""Lesson 7: what a study says, in words that follow from its numbers."""

import math

from charts.study import LOOKS, Look
from charts.theme import CROSS_ENTROPY, QUADRATIC
from core.experiments.datasets import KINDS
from core.numerals import count, numeral, percent
from core.statistics.bootstrap import interval
from core.statistics.epochs import Spread
from core.statistics.verdict import LEVEL, Judgement
from core.study.comparisons import COMPARISONS
from core.study.plan import StudyPlan
from core.study.results import Findings, Found

_COLOURS = {QUADRATIC: "orange", CROSS_ENTROPY: "blue", "green": "green", "purple": "violet", "orange": "yellow"}


def looks_of(plan: StudyPlan) -> list[Look]:
    """Return how the methods are drawn: costs as in all lessons, others in the order of LOOKS."""
    if any("cost" in dict(method.changes) for method in plan.methods):
        return [LOOKS[4], LOOKS[0]]
    return [*LOOKS[: len(plan.methods)]]


def coloured(plan: StudyPlan, number: int) -> str:
    """Return a method's name in its colour, for a sentence."""
    colour = _COLOURS.get(looks_of(plan)[number].series)
    name = plan.methods[number].name
    return f":{colour}[**{name}**]" if colour else f"**{name}**"


def say_settings(plan: StudyPlan, compared: str, own: str = "points of your own") -> str:
    """Return what a study was made with; `own` says what points are that are not drawn."""
    base = plan.base
    named, width = ", ".join(method.name for method in plan.methods), base.widths[0] if base.widths else 8
    layers = {"layers": f"{count(width)} neurons in each layer", "neurons": f"layers: {max(1, len(base.widths))}"}.get(
        compared, "-".join(map(str, base.widths)) or "no hidden layer"
    )
    start = [
        *([f"all weights × {numeral(base.scale)}"] if base.scale != 1.0 else []),
        *([f"the output's weights × {numeral(base.output_scale)}"] if base.output_scale != 1.0 else []),
        *([f"output bias {numeral(base.output_bias)}"] if base.output_bias else []),
    ]
    noise = f" with {numeral(100.0 * base.noise)} % noise" if base.noise else ""
    fresh = "new ones for each seed" if plan.fresh else "the same for all seeds"
    drawn = base.data in KINDS
    points = f"points ({KINDS[base.data].label}){noise}, {fresh}" if drawn else own
    return (
        f"{COMPARISONS[compared].what} compared ({named}) over {count(plan.seeds)} seeds; {count(base.n)} {points}; "
        f"{layers}, "
        f"batch {count(base.batch_size)}, {' and '.join(start) or 'ordinary'} start, {count(base.epochs)} epochs, "
        f"target {percent(plan.target)}"
    )


# --- The verdict ------------------------------------------------------------------------------------------------------


def say_verdict(plan: StudyPlan, found: Findings) -> str:
    """Return the verdict on the two methods that are compared, and the numbers that it follows from."""
    judgement, names = found.judgement, [coloured(plan, number) for number in found.compared]
    return f"{_claim(judgement, names)} {_pairs(plan, found, names)}"


def _claim(judgement: Judgement, names: list[str]) -> str:
    kind = judgement.kind
    if kind in ("first", "second"):
        better, other = names if kind == "first" else names[::-1]
        return f"Here {better} is better than {other}."
    if kind == "rests on η":
        return "**The difference rests on η.** At the two η that were chosen it is there, but not at every other one."
    if kind == "all tie":
        return "**No difference**: all pairs tie."
    return "**No difference that these seeds can show.**"


def _pairs(plan: StudyPlan, found: Findings, names: list[str]) -> str:
    """Return how the pairs went, and what chance could do."""
    verdict = found.judgement.verdict
    wins, ties, losses = verdict.tally
    pairs = wins + ties + losses
    judge = f"Of {count(pairs)} pairs" + ("" if found.all_judge else " that judge")
    text = f"{judge} {names[0]} was sooner in {count(wins)}, {names[1]} in {count(losses)}"
    text += f", {count(ties)} tied" if ties else ""
    if not verdict.tally.untied:
        return f"{text}."
    text += f": p = {numeral(verdict.p, 2)}."
    if found.judgement.kind == "too few":
        text += f" Had one won all that did not tie, p would still be {numeral(verdict.smallest_p, 2)}, above {LEVEL}."
    elif found.judgement.kind == "not shown":
        text += f" So many pairs could give p = {numeral(verdict.smallest_p, 2)} at best."
    return text


def say_failures(plan: StudyPlan, found: Findings) -> str:
    """Return how many runs of each method never learned at its best η."""
    said = [
        f"{coloured(plan, number)} {count(each.spreads[each.best].runs - each.spreads[each.best].reached)}"
        for number, each in enumerate(found.methods)
    ]
    return f"Never learned, of {count(found.seeds)} runs: {', '.join(said)}."


def say_chosen(plan: StudyPlan, found: Findings) -> str:
    """Return how the best η were found, and what follows from that."""
    etas = ", ".join(
        f"{method.name} η = {numeral(method.etas[each.best])}"
        for method, each in zip(plan.methods, found.methods, strict=True)
    )
    if found.all_judge:
        return f"Each method has a single η ({etas}), so nothing was chosen, and all seeds judge."
    several = "" if len(plan.methods) == 2 else " They have also chosen the two methods that are judged."
    return (
        f"Each at its own best η: {etas}. Seeds 0, 2, 4 … have chosen it, and the others judge, so that choosing does "
        f"not flatter.{several} A method counts as better only if it also beats the other one at each of that one's η."
    )


def say_epoch(epoch: float) -> str:
    """Write an epoch; ∞ as "never"."""
    return "never" if math.isinf(epoch) else count(int(epoch))


def say_spread(spread: Spread) -> str:
    """Write the quartiles: "4 (3 to 6)"."""
    return f"{say_epoch(spread.median)} ({say_epoch(spread.lower)} to {say_epoch(spread.upper)})"


def say_interval(plan: StudyPlan, found: Findings) -> str:
    """Return how many epochs lie between the two methods, with an interval."""
    one, other = found.judgement.judged
    names = [plan.methods[number].name for number in found.compared]
    low, middle, high = interval(one, other)
    if middle == low == high == 0.0:
        return "In the median pair both needed equally many epochs, and resampling changes nothing."
    if math.isinf(middle):
        said = "never learned where {} did".format
        apart = f"{names[0]} {said(names[1])}" if middle > 0 else f"{names[1]} {said(names[0])}"
    else:
        apart = f"{names[0]} needed {numeral(abs(middle))} {'more' if middle >= 0 else 'fewer'} epochs than {names[1]}"
    same = math.isinf(middle) and low == high
    ends = "say the same" if same else f"give from {_signed(low)} to {_signed(high)}"
    return f"In the median pair {apart}; 95 % of resampled studies {ends}."


def _signed(difference: float) -> str:
    if math.isinf(difference):
        return "never against reached" if difference > 0 else "reached against never"
    return ("+" if difference > 0 else "") + numeral(difference)


def say_in_one(plan: StudyPlan, found: Found) -> str:
    """Return in words, for who cannot see the picture, when the runs of a method reached the target."""
    here = found.spreads[found.best]
    half = say_epoch(here.median)
    return f"{count(here.reached)} of {count(here.runs)} reached the target; half of all by epoch: {half}"
