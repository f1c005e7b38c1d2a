"""Formulas that can be written in two ways: with symbols, and with the values of the symbols.

A reader who types the numbers into a calculator must get the result that is printed beside them. So a formula is not
a text but a small tree, which can write itself and compute the result of its own rounded numbers.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

from core.formulas.written import MOST_DIGITS, read, written, written_tex
from core.numerals import MINUS


class Symbol(NamedTuple):
    """The name of a quantity: in plain text, δ²₁, and in TeX. A fraction such as ∂C/∂a needs brackets in plain."""

    plain: str
    tex: str
    is_fraction: bool = False


class Style(NamedTuple):
    """How to write a formula: in TeX or plain; with numbers of so many significant digits, or None for symbols."""

    tex: bool
    digits: int | None


class Result(NamedTuple):
    """A value, and its possible rounding error in float64, in units of the last place of 1 (10⁻¹⁶)."""

    value: float
    rounding: float


# --- The tree ------------------------------------------------------------------------------------------------------

SUM, FRACTION, PRODUCT, ATOM = range(4)
"""How strongly a formula binds: a + b, then a / b, then a · b, then a single symbol."""


class Formula(ABC):
    """A part of a formula. evaluate(digits) rounds every quantity to so many digits; None: no rounding."""

    @abstractmethod
    def write(self, style: Style) -> tuple[str, int]:
        """Return the text, and how strongly it binds."""

    @abstractmethod
    def evaluate(self, digits: int | None) -> Result:
        """Compute the value. Raises ArithmeticError or ValueError where it has no value."""

    def text(self, style: Style) -> str:
        """Return the text alone."""
        return self.write(style)[0]

    @property
    def plain(self) -> str:
        """The formula with symbols, in plain text."""
        return self.text(Style(False, None))

    @property
    def tex(self) -> str:
        """The formula with symbols, in TeX."""
        return self.text(Style(True, None))

    def held(self, style: Style, least: int) -> str:
        """Return the text, in brackets if it binds less strongly than `least`."""
        text, strength = self.write(style)
        if strength >= least:
            return text
        return rf"\left({text}\right)" if style.tex and r"\frac" in text else f"({text})"


@dataclass(frozen=True)
class Value(Formula):
    """A quantity with a symbol; with an empty symbol, a number that is always written as a number."""

    symbol: Symbol
    value: float

    def write(self, style: Style) -> tuple[str, int]:
        if style.digits is None and self.symbol.plain:
            return (self.symbol.tex, ATOM) if style.tex else (self.symbol.plain, _strength(self.symbol))
        digits = style.digits if self.symbol.plain and style.digits is not None else MOST_DIGITS
        text = written_tex(self.value, digits) if style.tex else written(self.value, digits)
        if text.startswith(("-", MINUS)):
            return text, SUM
        return text, PRODUCT if "×" in text or r"\times" in text else ATOM

    def evaluate(self, digits: int | None) -> Result:
        value = self.value if digits is None or not self.symbol.plain else read(written(self.value, digits))
        return Result(value, 0.0)


def _strength(symbol: Symbol) -> int:
    return FRACTION if symbol.is_fraction else ATOM


def constant(value: float) -> Value:
    """A number that is part of the formula, such as the 1 of 1 − a."""
    return Value(Symbol("", ""), value)


ONE, TWO = constant(1.0), constant(2.0)


@dataclass(frozen=True)
class Sum(Formula):
    """a + b − c: the terms, and which of them are subtracted."""

    terms: Sequence[Formula]
    taken: Sequence[bool] = ()

    def write(self, style: Style) -> tuple[str, int]:
        minus = "-" if style.tex else MINUS
        text = ""
        for k, (term, taken) in enumerate(zip(self.terms, self.signs, strict=True)):
            sign = (minus if taken else "") if k == 0 else f" {minus} " if taken else " + "
            text += sign + term.held(style, FRACTION if k or taken else SUM)
        alone = len(self.terms) == 1 and not self.signs[0]
        return text, self.terms[0].write(style)[1] if alone else SUM

    def evaluate(self, digits: int | None) -> Result:
        parts = [term.evaluate(digits) for term in self.terms]
        signed = [-part.value if taken else part.value for part, taken in zip(parts, self.signs, strict=True)]
        total = sum(signed)
        partial = abs(total) if len(parts) <= 2 else sum(map(abs, signed))
        return Result(total, sum(part.rounding for part in parts) + partial)

    @property
    def signs(self) -> Sequence[bool]:
        """For each term whether it is subtracted."""
        return self.taken or [False] * len(self.terms)


def difference(first: Formula, second: Formula) -> Sum:
    """a − b."""
    return Sum((first, second), (False, True))


def minus(term: Formula) -> Sum:
    """−a."""
    return Sum((term,), (True,))


@dataclass(frozen=True)
class Product(Formula):
    """a · b · c, written without dots where TeX has symbols."""

    factors: Sequence[Formula]

    def write(self, style: Style) -> tuple[str, int]:
        if len(self.factors) == 1:
            return self.factors[0].write(style)
        dot = (r"\," if style.digits is None else r" \cdot ") if style.tex else " · "
        return dot.join(factor.held(style, PRODUCT) for factor in self.factors), PRODUCT

    def evaluate(self, digits: int | None) -> Result:
        parts = [factor.evaluate(digits) for factor in self.factors]
        value, rounding = 1.0, 0.0
        for part in parts:
            rounding = rounding * abs(part.value) + part.rounding * abs(value) + abs(value * part.value)
            value *= part.value
        return Result(value, rounding)


@dataclass(frozen=True)
class Quotient(Formula):
    """a / b."""

    top: Formula
    bottom: Formula

    def write(self, style: Style) -> tuple[str, int]:
        if style.tex:
            return rf"\frac{{{self.top.text(style)}}}{{{self.bottom.text(style)}}}", PRODUCT
        return f"{self.top.held(style, PRODUCT)} / {self.bottom.held(style, ATOM)}", FRACTION

    def evaluate(self, digits: int | None) -> Result:
        top, bottom = self.top.evaluate(digits), self.bottom.evaluate(digits)
        value = top.value / bottom.value
        return Result(value, (top.rounding + abs(value) * bottom.rounding) / abs(bottom.value) + abs(value))


@dataclass(frozen=True)
class Square(Formula):
    """a²."""

    base: Formula

    def write(self, style: Style) -> tuple[str, int]:
        base = self.base.held(Style(style.tex, style.digits), ATOM)
        if style.digits is None and isinstance(self.base, Value) and len(self.base.symbol.plain) > 1:
            base = f"({base})"  # a¹₂ has a superscript already
        return (f"{base}^{{2}}", ATOM) if style.tex else (f"{base}²", ATOM)

    def evaluate(self, digits: int | None) -> Result:
        value, rounding = self.base.evaluate(digits)
        return Result(value * value, 2.0 * abs(value) * rounding + value * value)


@dataclass(frozen=True)
class Power(Formula):
    """aᵏ for a whole k, which is always written as a number."""

    base: Formula
    exponent: int

    def write(self, style: Style) -> tuple[str, int]:
        base = self.base.held(style, ATOM)
        return (f"{base}^{{{self.exponent}}}", ATOM) if style.tex else (f"{base}^{self.exponent}", ATOM)

    def evaluate(self, digits: int | None) -> Result:
        value, rounding = self.base.evaluate(digits)
        power = value**self.exponent
        slope = self.exponent * abs(value) ** (self.exponent - 1)
        return Result(power, slope * rounding + abs(power))


@dataclass(frozen=True)
class Root(Formula):
    """√a."""

    radicand: Formula

    def write(self, style: Style) -> tuple[str, int]:
        inside = self.radicand.text(style)
        return (rf"\sqrt{{{inside}}}", ATOM) if style.tex else (f"√({inside})", ATOM)

    def evaluate(self, digits: int | None) -> Result:
        value, rounding = self.radicand.evaluate(digits)
        root = math.sqrt(value)
        return Result(root, (rounding / (2.0 * root) if root else 0.0) + root)


@dataclass(frozen=True)
class Exp(Formula):
    """e^a."""

    power: Formula

    def write(self, style: Style) -> tuple[str, int]:
        power = self.power.text(style)
        return (f"e^{{{power}}}", ATOM) if style.tex else (f"e^({power})", ATOM)

    def evaluate(self, digits: int | None) -> Result:
        value, rounding = self.power.evaluate(digits)
        return Result(math.exp(value), math.exp(value) * (rounding + 1.0))


@dataclass(frozen=True)
class Function(Formula):
    """ln a, tanh a, sign a, |a|, max(a, b) or min(a, b)."""

    name: str
    given: Sequence[Formula]

    def write(self, style: Style) -> tuple[str, int]:
        inside = ", ".join(each.text(style) for each in self.given)
        if self.name == "abs":
            return (rf"\lvert {inside}\rvert" if style.tex else f"|{inside}|"), ATOM
        if not style.tex:
            return f"{self.name}({inside})", ATOM
        name = r"\operatorname{sign}" if self.name == "sign" else rf"\{self.name}"
        return rf"{name}\left({inside}\right)", ATOM

    def evaluate(self, digits: int | None) -> Result:
        parts = [each.evaluate(digits) for each in self.given]
        value, rounding = parts[0]
        if self.name == "ln":
            return Result(math.log(value), rounding / value + abs(math.log(value)))
        if self.name == "tanh":
            slope = 1.0 - math.tanh(value) ** 2
            return Result(math.tanh(value), slope * rounding + abs(math.tanh(value)))
        if self.name == "abs":
            return Result(abs(value), rounding)
        if self.name == "sign":
            return Result(float((value > 0.0) - (value < 0.0)), 0.0)
        choose = {"max": max, "min": min}[self.name]
        return Result(choose(part.value for part in parts), max(part.rounding for part in parts))


def quantities_in(formula: Formula) -> Iterator[Value]:
    """Yield every quantity in a formula, as often as it occurs; constants are no quantities."""
    if isinstance(formula, Value):
        if formula.symbol.plain:
            yield formula
        return
    for part in fields(formula):  # type: ignore[arg-type]
        inside = getattr(formula, part.name)
        for each in inside if isinstance(inside, Sequence) else (inside,):
            if isinstance(each, Formula):
                yield from quantities_in(each)
