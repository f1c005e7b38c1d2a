"""Formulas as they stand on the screen, evaluated by the usual rules: do the printed numbers give the printed result?

A printed number stands for all that round to it, so each is an interval, and two sides agree if their intervals meet.
"""

import ast
import math
import re
from itertools import pairwise
from typing import NamedTuple

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_PART = re.compile(rf"(?:{_NUMBER}|[-+*/()\s]|\*\*|ln|exp)+")
_TEX = (
    (r"\\tfrac12", "0.5*"),
    (r"\\(?:mathbf|text)\b", " "),
    (r"\\[,;!]|\\q?quad|\\bigl|\\bigr|\\left|\\right|&|\\(?:begin|end)\{aligned\}|\\\\", " "),
    (r"\{,\}", ","),
    (r"\\times\s*10\^\{(-?\d+)\}", r" * 10**(\1)"),
    (r"\\cdot|\\times", "*"),
    (r"\\ln", "ln"),
    (r"\[", "("),
    (r"\]", ")"),
    (r"\^2", "**2"),
)
_TEXT = (
    (r":\w+\[|\*\*|\]", " "),
    (r"× 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"* 10**({found[1].translate(_RAISED)})"),
    (r"[×·]", "*"),
    ("−", "-"),
    ("²", "**2"),
    (r"\be\^\(", "exp("),
)


class Interval(NamedTuple):
    """All numbers from low to high."""

    low: float
    high: float


def broken_formulas(text: str) -> list[str]:
    """Return the equations in a text of whose sides, numbers alone, two disagree."""
    found: list[str] = []
    for line in re.split(r"\n|;|(?<=\D)\. |, (?=[^\d])| and |: ", _plain(text)):
        sides = [each.strip() for each in line.split("=")]
        for left, right in pairwise(sides):
            one, other = _value(left, whole=False), _value(right, whole=True)
            if one is not None and other is not None and (one.low > other.high or other.low > one.high):
                found.append(f"{left} = {right}")
    return found


def _plain(text: str) -> str:
    text = text.replace("\u00a0", " ")
    is_tex = "\\" in text
    for pattern, put in _TEX if is_tex else _TEXT:
        text = re.sub(pattern, put, text)
    return text.replace("{", "(").replace("}", ")") if is_tex else text


def _value(side: str, *, whole: bool) -> Interval | None:
    """Evaluate a side of an equation; None if it is no arithmetic. Words after the result are left out."""
    match = _PART.match(side) if whole else _PART.fullmatch(side)
    if match is None or not re.search(r"\d", match[0]):
        return None
    code = re.sub(r"(\d),(?=\d{3})", r"\1", match[0].strip())
    code = re.sub(rf"ln\s+({_NUMBER})", r"ln(\1)", code)
    while code:
        try:
            return _evaluated(ast.parse(code, mode="eval").body)
        except (SyntaxError, ValueError, ZeroDivisionError, OverflowError, TypeError, KeyError):
            code = code[:-1].strip() if whole else ""
    return None


def _evaluated(node: ast.expr) -> Interval:
    if isinstance(node, ast.Constant):
        return _printed(float(node.value))  # pyright: ignore[reportArgumentType]
    if isinstance(node, ast.UnaryOp):
        inner = _evaluated(node.operand)
        return Interval(-inner.high, -inner.low) if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.Call):
        inner = _evaluated(node.args[0])
        of = {"ln": lambda x: math.log(x) if x > 0 else -math.inf, "exp": math.exp}[getattr(node.func, "id", "")]
        return Interval(of(inner.low), of(inner.high))
    if isinstance(node, ast.BinOp):
        return _combined(node)
    raise ValueError("this is no arithmetic")


def _combined(node: ast.BinOp) -> Interval:
    left, right = _evaluated(node.left), _evaluated(node.right)
    if isinstance(node.op, ast.Pow):
        power = round((right.low + right.high) / 2)
        ends = [end**power for end in (_exact(node.left) or left)]
        return Interval(0.0 if left.low < 0 < left.high else min(ends), max(ends))
    rules = {
        ast.Add: lambda a, b: a + b,
        ast.Sub: lambda a, b: a - b,
        ast.Mult: lambda a, b: 0.0 if 0.0 in (a, b) else a * b,  # 0 · ln 0 is its limit
        ast.Div: lambda a, b: a / b,
    }
    ends = [rules[type(node.op)](a, b) for a in left for b in right]
    return Interval(min(ends), max(ends))


def _exact(node: ast.expr) -> Interval | None:
    """The base 10 of a power is just 10."""
    return Interval(10.0, 10.0) if isinstance(node, ast.Constant) and node.value == 10 else None


def _printed(number: float) -> Interval:
    """All numbers that are written as this one, with four significant digits; a little more, for a sum of them."""
    half = 0.0 if number == 0.0 else 0.6 * 10.0 ** (math.floor(math.log10(abs(number))) - 3)
    return Interval(number - half, number + half)
