"""Points (x, y) that a user types into a table: which can be used, and what is wrong with the others."""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from core.surfaces.points import LARGEST_X, MOST_POINTS, Points
from core.tables.csv_table import Problem
from core.typed_numbers import read_number


def read_typed_points(pairs: Iterable[Sequence[object]]) -> tuple[Points | None, list[Problem]]:
    """Take (x, y) pairs as an editable table holds them: numbers, text, None or nan. Lines are counted from 1.

    x is from −1,000 to 1,000 and y from 0 to 1; other pairs are left out and reported, and empty ones are skipped. The
    points are None if no pair could be used. Never raises.
    """
    kept, problems = list[tuple[float, float]](), list[Problem]()
    for line, pair in enumerate(pairs, start=1):
        cells = [*pair, None, None][:2]
        if all(_is_empty(cell) for cell in cells):
            continue
        try:
            x, y = _cell("x", cells[0], LARGEST_X), _cell("y", cells[1], 1.0)
            if y < 0.0:
                raise ValueError(f"y is {y:g}, but it must be from 0 to 1")
        except ValueError as wrong:
            problems.append(Problem(line, str(wrong)))
            continue
        kept.append((x, y))
    if len(kept) > MOST_POINTS:
        problems.append(Problem(None, f"There are {len(kept)} points: only the first {MOST_POINTS} were taken."))
    if not kept:
        return None, problems
    x, y = zip(*kept[:MOST_POINTS], strict=True)
    return Points(np.array(x), np.array(y)), problems


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell)) or not str(cell).strip()


def _cell(name: str, cell: object, largest: float) -> float:
    if _is_empty(cell):
        raise ValueError(f"{name} is missing")
    try:
        value = read_number(str(cell))
    except ValueError as wrong:
        raise ValueError(f"{name} cannot be read: {wrong}") from None
    if not abs(value) <= largest:
        least = "0" if name == "y" else f"−{largest:,.0f}"
        raise ValueError(f"{name} is {value:g}, but it must be from {least} to {largest:,.0f}")
    return value
