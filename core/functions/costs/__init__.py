"""The costs: one file for each kind, with all that any room needs to know of it.

A file here that holds `COSTS` is found by itself, and its costs are then offered wherever costs are.
"""

from importlib import import_module
from pkgutil import iter_modules

from core.functions.cost import Cost


def _found() -> list[Cost]:
    """Return the costs of all files beside this one; the quadratic ones first, as the book has them."""
    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    return [cost for module in sorted(modules, key=lambda module: module.PLACE) for cost in module.COSTS]


COSTS: dict[str, Cost] = {cost.name: cost for cost in _found()}


def cost_named(cost: Cost | str) -> Cost:
    """Look a cost up by its name; a Cost is passed through. An unknown name raises ValueError."""
    if isinstance(cost, Cost):
        return cost
    if cost not in COSTS:
        raise ValueError(f"the cost is {cost!r}, but it must be one of {', '.join(COSTS)}: name one of them")
    return COSTS[cost]
