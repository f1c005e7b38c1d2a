"""Lesson 8: what its networks are called, and how they look."""

from dataclasses import fields

from core.digits.book import INTERMEDIATE_CURVE, SHALLOW_CURVE, BookCurve
from core.digits.plan import BOOK_INTERMEDIATE, BOOK_SHALLOW, INTERMEDIATE, SHALLOW, DigitsPlan, NetPlan, arithmetic
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from core.numerals import count, numeral
from ui.canvas import Look
from ui.lessons import DESCENTS

LETTERS = ("A", "B")
DASH = (7, 4)
_BOOK = {
    SHALLOW: ("the shallow net", SHALLOW_CURVE),
    INTERMEDIATE: ("the intermediate net", INTERMEDIATE_CURVE),
}


def name_of(net: NetPlan) -> str:
    """Return what a network is called: as in the book, with at most one other setting; else by its hidden layers."""
    for book, (name, _) in _BOOK.items():
        changed = [each.name for each in fields(NetPlan) if getattr(net, each.name) != getattr(book, each.name)]
        if not changed:
            return name
        if len(changed) == 1 and changed != ["hidden"]:
            return f"{name} with {_setting(net, changed[0])}"
    if not net.hidden:
        return "no hidden layer"
    return f"{'-'.join(map(str, net.hidden))} {ACTIVATIONS[net.activation].label}"


def _setting(net: NetPlan, what: str) -> str:
    """Return one setting of a network in words."""
    return {
        "activation": ACTIVATIONS[net.activation].label,
        "cost": COSTS[net.cost].label,
        "eta": f"η = {numeral(net.eta)}",
        "optimizer": DESCENTS[net.optimizer],
        "init": SCHEMES[net.init].label,
        "dropout": f"dropout {numeral(net.dropout)}",
    }[what]


def book_curve(plan: DigitsPlan, k: int) -> BookCurve | None:
    """Return what the book recorded of a network of a run; None if the run is not the book's."""
    recorded_like = (BOOK_SHALLOW.batch, BOOK_INTERMEDIATE.images)
    net = plan.nets[k]
    return _BOOK[net][1] if net in _BOOK and (plan.batch, plan.images) == recorded_like else None


def looks_of(plan: DigitsPlan) -> list[Look]:
    """Return the networks' names and looks: the colours of their costs if these differ, else ink and yellow."""
    cancels = [COSTS[net.cost].cancels("softmax") for net in plan.nets]
    by_cost = len(set(cancels)) == len(cancels)
    looks: list[Look] = []
    for k, net in enumerate(plan.nets):
        solid = cancels[k] if by_cost else k == 0
        series = (1 if solid else 0) if by_cost else (2, 7)[k]
        letter = f"{LETTERS[k]}: " if len(plan.nets) > 1 else ""
        looks.append(Look(letter + name_of(net), series, () if solid else DASH))
    return looks


def coloured(look: Look) -> str:
    """Return a network's name in its colour, for a sentence."""
    colour = {0: "orange", 1: "blue", 7: "yellow"}.get(look.series)
    return f":{colour}[**{look.name}**]" if colour else f"**{look.name}**"


def parameters_in_words(net: NetPlan) -> str:
    """Return the number of parameters and how it comes about: "(784 · 64 + 64) + … = 50,240 + … = 55,050"."""
    terms = arithmetic(net.sizes)
    pieces = " + ".join(f"({term.text})" for term in terms)
    values = f" = {' + '.join(count(term.value) for term in terms)}" if len(terms) > 1 else ""
    return f"{pieces}{values} = {count(net.parameters)}"


def say_epochs(epochs: int) -> str:
    """Write a number of epochs: "1 epoch", "5 epochs"."""
    return f"{count(epochs)} epoch{'s' * (epochs != 1)}"
