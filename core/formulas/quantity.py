"""A quantity on the screen: its symbol, its value, and the formula that gives it, in symbols and in numbers.

A formula's numbers are rounded when they are printed. A reader who types them into a calculator must get the value
that is printed beside them, so a formula that loses digits is printed with more of them. If several formulas give
one quantity, the first is the one in books, and another replaces it if it needs too many digits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from core.formulas.digits import digits_needed
from core.formulas.tree import Formula, Style, Symbol, Value, quantities_in
from core.formulas.written import written, written_tex
from core.numerals import MINUS

MANY = 5
"""A formula is readable with at most so many digits more than another formula needs, or than the result has."""

Formulas = Callable[[], Sequence[Formula]]


class Chosen(NamedTuple):
    """The formula to print, and the number of significant digits of its numbers."""

    formula: Formula
    digits: int


Choice = Callable[[Sequence[Formula], float, int], Chosen | None]
"""How to choose among formulas, given the value and the number of its printed digits."""


def first_readable(formulas: Sequence[Formula], value: float, digits: int) -> Chosen | None:
    """Choose the first formula that needs at most MANY digits more than its result has, else the one with the fewest.

    A formula whose rounding errors would change the printed digits, such as 1 − 1² for 10⁻⁴⁵, is chosen only where
    there is no better one. None if no formula gives the value, even with all digits.
    """
    for strict in (True, False):
        fewest: Chosen | None = None
        for formula in formulas:
            needed = digits_needed(formula, value, digits, strict=strict)
            if needed is not None and (fewest is None or needed < fewest.digits):
                fewest = Chosen(formula, needed)
            if fewest is not None and fewest.digits <= digits + MANY:
                return fewest
        if fewest is not None:
            return fewest
    return None


def first_near_fewest(formulas: Sequence[Formula], value: float, digits: int) -> Chosen | None:
    """Choose the first formula that needs at most MANY digits more than the one with the fewest.

    A short decimal from 1,000 on is printed in full, so the formula must give all of its digits. None if no
    formula gives the value, even with all digits.
    """
    mantissa = written(value, digits).replace(",", "").partition("\u00a0")[0].lstrip(f"{MINUS}0.")
    printed = max(digits, sum(map(str.isdigit, mantissa)))
    needed = [(formula, digits_needed(formula, value, printed)) for formula in formulas]
    usable = [Chosen(formula, used) for formula, used in needed if used is not None]
    fewest = min((each.digits for each in usable), default=0)
    return next((each for each in usable if each.digits <= fewest + MANY), None)


@dataclass(frozen=True, eq=False)
class Quantity:
    """A value with a symbol, printed with `digits` significant digits, and the formulas that give it.

    A given quantity has no formula. Then symbols and numbers are empty, as they are if the value is not finite.
    """

    symbol: Symbol
    value: float
    formulas: Formulas = tuple
    digits: int = 4
    choose: Choice = first_near_fewest

    @cached_property
    def chosen(self) -> Chosen | None:
        """The formula that is printed; None if there is none."""
        return self.choose(self.formulas(), self.value, self.digits) if np.isfinite(self.value) else None

    @property
    def name(self) -> str:
        """The symbol in plain text."""
        return self.symbol.plain

    @property
    def result(self) -> str:
        """The value in plain text."""
        return written(self.value, self.digits)

    @property
    def result_tex(self) -> str:
        """The value in TeX."""
        return written_tex(self.value, self.digits)

    @property
    def symbols(self) -> str:
        """The formula with symbols, in plain text."""
        return self._written(tex=False, numbers=False)

    @property
    def symbols_tex(self) -> str:
        """The formula with symbols, in TeX."""
        return self._written(tex=True, numbers=False)

    @property
    def numbers(self) -> str:
        """The formula with numbers, in plain text."""
        return self._written(tex=False, numbers=True)

    @property
    def numbers_tex(self) -> str:
        """The formula with numbers, in TeX."""
        return self._written(tex=True, numbers=True)

    @property
    def tex(self) -> str:
        """Symbol = formula = formula with numbers = value, in TeX; without repetitions."""
        parts = [self.symbol.tex]
        for part in (self.symbols_tex, self.numbers_tex, self.result_tex):
            if part and part != parts[-1]:
                parts.append(part)
        return " = ".join(parts)

    @property
    def tex_in_two(self) -> str:
        """The same in two rows, with the numbers in the second, for a formula with many terms."""
        if self.chosen is None:
            return self.tex
        numbers = rf"{self.numbers_tex} = {self.result_tex}"
        return rf"\begin{{aligned}}{self.symbol.tex} &= {self.symbols_tex} \\ &= {numbers}\end{{aligned}}"

    @property
    def leaf(self) -> Value:
        """The quantity as a part of another formula."""
        return Value(self.symbol, self.value)

    @property
    def sources(self) -> frozenset[str]:
        """The names of the quantities in the formula."""
        return (
            frozenset(each.symbol.plain for each in quantities_in(self.chosen.formula)) if self.chosen else frozenset()
        )

    def _written(self, *, tex: bool, numbers: bool) -> str:
        if self.chosen is None:
            return ""
        return self.chosen.formula.text(Style(tex, self.chosen.digits if numbers else None))
