"""Lesson 7: what a study says, in words that follow from its numbers."""

import math

import charts.study
from charts.study import Look
from charts.theme import CROSS_ENTROPY, QUADRATIC
from core.experiments.datasets import KINDS
from core.experiments.plan import Plan
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from core.numerals import count, numeral, percent
from core.statistics.bootstrap import interval, median_difference
from core.statistics.epochs import Spread
from core.statistics.pairs import differences
from core.statistics.verdict import LEVEL
from core.study.comparisons import COMPARISONS
from core.study.plan import Method, StudyPlan
from core.study.results import Findings, Found
from ui.lessons import DESCENTS

_COLOURS = {QUADRATIC: "orange", CROSS_ENTROPY: "blue", "green": "green", "purple": "violet", "orange": "yellow"}


def looks_of(plan: StudyPlan) -> list[Look]:
    """Return how the methods are drawn: costs as in all lessons, others in the order of LOOKS."""
    return charts.study.looks_of(len(plan.methods), costs=compares_costs(plan))


def compares_costs(plan: StudyPlan) -> bool:
    """Return whether the methods are costs."""
    return any("cost" in dict(method.changes) for method in plan.methods)


def coloured(plan: StudyPlan, number: int) -> str:
    """Return a method's name in its colour, for a sentence."""
    colour = _COLOURS.get(looks_of(plan)[number].series)
    name = plan.methods[number].name
    return f":{colour}[**{name}**]" if colour else f"**{name}**"


def say_settings(plan: StudyPlan, compared: str, own: str = "points of your own") -> str:
    """Return what a study was made with; `own` says what points are that are not drawn."""
    base, named = plan.base, ", ".join(method.name for method in plan.methods)
    noise = f" with {numeral(100.0 * base.noise)} % noise" if base.noise else ""
    fresh = "new ones for each seed" if plan.fresh else "the same for all seeds"
    drawn = base.data in KINDS
    points = f"points ({KINDS[base.data].label}){noise}, {fresh}" if drawn else own
    return (
        f"{COMPARISONS[compared].what} compared ({named}) over {count(plan.seeds)} seeds; {count(base.n)} {points}; "
        f"{', '.join(_network(base, compared))}, batch {count(base.batch_size)}, {_start(base)}, "
        f"{count(base.epochs)} epochs, target {percent(plan.target)}"
    )


def _network(base: Plan, compared: str) -> list[str]:
    """Return the settings of the networks that all methods have."""
    width, layers = base.widths[0] if base.widths else 0, len(base.widths)
    shape = {
        "neurons": f"{count(max(1, layers))} hidden layer{'s' * (layers > 1)}",
        "layers": f"{count(width)} neuron{'s' * (width != 1)} in each layer",
    }.get(compared, "-".join(map(str, base.widths)) or "no hidden layer")
    others = {
        "cost": COSTS[base.cost].label,
        "hidden": ACTIVATIONS[base.hidden].label,
        "init": SCHEMES[base.init].label,
        "optimizer": DESCENTS[base.optimizer],
    }
    others.pop({"pair": "hidden"}.get(compared, compared), None)
    return [shape, *others.values()]


def _start(base: Plan) -> str:
    scales = [
        *([f"all weights × {numeral(base.scale)}"] if base.scale != 1.0 else []),
        *([f"the output's weights × {numeral(base.output_scale)}"] if base.output_scale != 1.0 else []),
        *([f"output bias {numeral(base.output_bias)}"] if base.output_bias else []),
    ]
    return f"start with {' and '.join(scales)}" if scales else "ordinary start"


# --- The verdict ------------------------------------------------------------------------------------------------------


def say_verdict(plan: StudyPlan, found: Findings) -> str:
    """Return the verdict on the two methods that are compared, and the numbers that it follows from.

    There is none before all seeds are trained: who stops as soon as a difference shows would find one far too often.
    """
    names = [coloured(plan, number) for number in found.compared]
    if found.seeds < plan.seeds:
        claim = f"**No verdict yet**: {count(found.seeds)} of {count(plan.seeds)} seeds are trained."
        return f"{claim} So far {_tally(found, names)}."
    return f"{_claim(plan, found, names)} In {_pairs(found)}, {_tally(found, names)}{_chance(found)}"


def _claim(plan: StudyPlan, found: Findings, names: list[str]) -> str:
    judgement = found.judgement
    kind = judgement.kind
    if kind in ("first", "second"):
        sooner, other = names if kind == "first" else names[::-1]
        return f"Here {sooner} reaches the target sooner than {other} {_by(found)}."
    if kind == "rests on η" and judgement.hardest is not None and judgement.against_hardest is not None:
        wins, _, losses = judgement.verdict.tally
        loser, against = found.compared[wins > losses], judgement.against_hardest
        eta, untied = numeral(plan.methods[loser].etas[judgement.hardest]), against.tally
        return (
            f"**The difference rests on η.** Against {coloured(plan, loser)} at η = {eta} these seeds do not show it "
            f"({count(untied.wins)} won, {count(untied.losses)} lost, p = {numeral(against.p, 2)})."
        )
    if kind == "all tie":
        return "**No difference**: all pairs tie."
    return "**No difference that these seeds can show.**"


def _by(found: Findings) -> str:
    """Return how large the difference is in the median pair."""
    middle = abs(float(median_difference(differences(*found.judgement.judged))))
    if math.isinf(middle):
        return "(which fails in the median pair)"
    if middle == 0.0:
        return "in more pairs, but by no epoch in the median pair"
    return f"by {numeral(middle)} epoch{'s' * (middle != 1.0)}, in the median pair"


def _pairs(found: Findings) -> str:
    """Return which pairs judge."""
    pairs = len(found.judgement.judged[0])
    judging = "" if found.all_judge else "judging "
    said = f"the {count(pairs)} {judging}pairs" if pairs != 1 else f"the one {judging}pair"
    return said if len(found.methods) == 2 else f"{said} of the two methods that came first"


def _tally(found: Findings, names: list[str]) -> str:
    """Return how the pairs went."""
    wins, ties, losses = found.judgement.verdict.tally
    tied = f", {count(ties)} tied" if ties else ""
    return f"{names[0]} was sooner in {count(wins)}, {names[1]} in {count(losses)}{tied}"


def _chance(found: Findings) -> str:
    """Return what chance could do."""
    verdict, kind = found.judgement.verdict, found.judgement.kind
    if not verdict.tally.untied:
        return "."
    text, least = f": p = {numeral(verdict.p, 2)}.", numeral(verdict.smallest_p, 2)
    if kind == "too few":
        text += f" Had one won all that did not tie, p would still be {least}, above {LEVEL}."
    elif kind == "not shown":
        text += f" So many untied pairs could give p = {least} at best."
    return text


def say_failures(plan: StudyPlan, found: Findings) -> str:
    """Return how many runs of each method did not reach the target at its best η."""
    said = [
        f"{coloured(plan, number)} {count(each.spreads[each.best].runs - each.spreads[each.best].reached)}"
        for number, each in enumerate(found.methods)
    ]
    epochs = count(plan.base.epochs)
    return f"Not within {epochs} epochs, of {count(found.seeds)} runs: {', '.join(said)}."


def say_chosen(plan: StudyPlan, found: Findings) -> str:
    """Return how the best η were found, and what follows from that."""
    both = [*zip(plan.methods, found.methods, strict=True)]
    etas = ", ".join(f"{method.name} η = {numeral(method.etas[each.best])}" for method, each in both if each.learned)
    failed = "".join(
        f" {method.name} reached the target at none of its η ({', '.join(map(numeral, method.etas))})"
        f"{' with the seeds that choose' if not found.all_judge else ''}."
        for method, each in both
        if not each.learned
    )
    if found.all_judge:
        return f"Each method has a single η, so nothing was chosen, and all seeds judge.{failed}"
    several = "" if len(plan.methods) == 2 else " They have also chosen the two methods that are judged."
    best = f"Each at its own best η: {etas}. Seeds 0, 2, 4 …" if etas else "Seeds 0, 2, 4 …"
    return (
        f"{best} have chosen it, and the others judge, so that choosing does not flatter.{several}{failed}"
        f"{''.join(_at_the_end(method, each) for method, each in both)} "
        "A method counts as sooner only if it also beats the other one at each of that one's η."
    )


def _at_the_end(method: Method, found: Found) -> str:
    """Return a word of caution where a better η may lie beyond those that were tried."""
    last = len(method.etas) - 1
    if not found.learned or found.best not in (0, last) or last == 0:
        return ""
    which, further = ("largest", "larger") if found.best == last else ("smallest", "smaller")
    return f" That of {method.name} is the {which} that was tried: a {further} one may be better still."


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
        failed, other_name = names if middle > 0 else names[::-1]
        apart = f"{failed} did not reach the target where {other_name} did"
    elif middle == 0.0:
        apart = "both needed equally many epochs"
    else:
        apart = f"{names[0]} needed {_signed(middle, names)} epochs than {names[1]}"
    same = math.isinf(middle) and low == high
    ends = "say the same" if same else f"lie between {_signed(low, names)} and {_signed(high, names)}"
    return f"In the median pair {apart}; 95 % of resampled studies {ends}."


def _signed(difference: float, names: list[str]) -> str:
    """Write how many more epochs the first of two methods needed."""
    if math.isinf(difference):
        return f"“only {names[1 if difference > 0 else 0]} reached it”"
    if difference == 0.0:
        return "no difference"
    return f"{numeral(abs(difference))} {'more' if difference > 0 else 'fewer'}"


def say_in_one(plan: StudyPlan, found: Found) -> str:
    """Return in words, for who cannot see the picture, when the runs of a method reached the target."""
    here = found.spreads[found.best]
    half = say_epoch(here.median)
    return f"{count(here.reached)} of {count(here.runs)} reached the target; half of all by epoch: {half}"
