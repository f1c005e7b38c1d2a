"""Formulas as programs: one writer for the NumPy of a script and for the JavaScript of a page."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from core.formulas.tree import Exp, Formula, Function, Power, Product, Quotient, Root, Square, Sum, Value

TERM, FACTOR, SIGNED, ATOM = range(4)
"""How strongly an expression binds: a + b, then a * b, then −a, then a name or a call."""


class Language(NamedTuple):
    """The names of functions in a language, by their names in `Function`, `Exp` and `Root`."""

    functions: dict[str, str]


NUMPY = Language(
    {
        "exp": "np.exp",
        "sqrt": "np.sqrt",
        "ln": "np.log",
        "tanh": "np.tanh",
        "sign": "np.sign",
        "abs": "np.abs",
        "max": "np.maximum",
        "min": "np.minimum",
    }
)
JAVASCRIPT = Language(
    {name: f"Math.{name}" for name in ("exp", "sqrt", "tanh", "sign", "abs", "max", "min")} | {"ln": "Math.log"}
)


def numpy(formula: Formula, least: int = TERM) -> str:
    """Write a formula as NumPy, in brackets if it binds less strongly than `least`."""
    return _held(formula, NUMPY, least)


def javascript(formula: Formula) -> str:
    """Write a formula as an expression of JavaScript."""
    return _held(formula, JAVASCRIPT, TERM)


def _held(formula: Formula, language: Language, least: int) -> str:
    text, strength = _written(formula, language)
    return text if strength >= least else f"({text})"


def _written(formula: Formula, language: Language) -> tuple[str, int]:
    """Return the text of a formula, and how strongly it binds."""
    match formula:
        case Value():
            return _value(formula)
        case Sum():
            return _sum(formula, language)
        case Product(factors):
            rest = [_held(each, language, SIGNED) for each in factors[1:]]
            return " * ".join([_held(factors[0], language, FACTOR), *rest]), FACTOR
        case Quotient(top, bottom):
            return f"{_held(top, language, FACTOR)} / {_held(bottom, language, SIGNED)}", FACTOR
        case Square(base):
            return _square(base, language), FACTOR
        case Power(base, exponent):
            return f"{_held(base, language, ATOM)} ** {exponent}", FACTOR
        case Exp(inside):
            return _call("exp", (inside,), language), ATOM
        case Root(inside):
            return _call("sqrt", (inside,), language), ATOM
        case Function(name, given):
            return _call(name, given, language), ATOM
        case _:
            raise TypeError(f"{type(formula).__name__} has no form in a program: write it with the other formulas")


def _value(value: Value) -> tuple[str, int]:
    """Write a quantity by its name, and a constant as a number."""
    if value.symbol.plain:
        return value.symbol.plain, ATOM
    text = repr(float(value.value))
    return text, SIGNED if math.copysign(1.0, value.value) < 0.0 else ATOM


def _sum(formula: Sum, language: Language) -> tuple[str, int]:
    text = ""
    for k, (term, taken) in enumerate(zip(formula.terms, formula.signs, strict=True)):
        if k == 0:
            text = f"-{_held(term, language, SIGNED)}" if taken else _held(term, language, TERM)
        else:
            text += f" {'-' if taken else '+'} {_held(term, language, FACTOR)}"
    if len(formula.terms) == 1:
        return text, SIGNED if formula.signs[0] else _written(formula.terms[0], language)[1]
    return text, TERM


def _square(base: Formula, language: Language) -> str:
    """a * a for a name, the fastest way to square an array; (…) ** 2 for everything else."""
    text = _held(base, language, ATOM)
    return f"{text} * {text}" if isinstance(base, Value) else f"{text} ** 2"


def _call(name: str, given: Sequence[Formula], language: Language) -> str:
    return f"{language.functions[name]}({', '.join(_held(each, language, TERM) for each in given)})"
