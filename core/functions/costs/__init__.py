"""The costs: one file for each kind, with everything that other packages need to know about it.

Every file here that defines `COSTS` is found automatically, and its costs appear in every list of costs.
"""

from importlib import import_module
from pkgutil import iter_modules

from core.functions.cost import Cost


def _found() -> list[Cost]:
    """Return the costs of all files in this folder; the quadratic ones first, as in the book."""
    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    return [cost for module in sorted(modules, key=lambda module: module.PLACE) for cost in module.COSTS]


COSTS: dict[str, Cost] = {cost.name: cost for cost in _found()}


def cost_named(cost: Cost | str) -> Cost:
    """Return the cost of a name; a Cost is returned as it is. An unknown name raises ValueError."""
    if isinstance(cost, Cost):
        return cost
    if cost not in COSTS:
        raise ValueError(f"the cost is {cost!r}, but it must be one of {', '.join(COSTS)}: name one of them")
    return COSTS[cost]
