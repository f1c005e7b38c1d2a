"""Working out what is printed, as a reader with a calculator does: formulas in plain text and in TeX."""

import math
import re

_KNOWN = r"\\(frac|sqrt|left|right|cdot|times|lvert|rvert|ln|max|tanh)|e\^"
NORMAL = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
WORDS = {"ln": math.log, "tanh": math.tanh, "max": max, "abs": abs, "exp": math.exp, "sqrt": math.sqrt}


def number_of(text):
    mantissa, _, power = text.replace(",", "").replace("−", "-").replace("\u00a0", "").partition("×10")
    return float(mantissa) * 10.0 ** int(power.translate(NORMAL) or 0)


def plain_value(text):
    text = re.sub("\u00a0×\u00a010([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: f"*10.0**({m[1].translate(NORMAL)})", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text).replace("e^(", "exp(").replace("²", "**2")
    return eval(text.replace("−", "-").replace("·", "*"), {"__builtins__": {}}, WORDS)


def last_digit(text):
    """What 1 in the last printed digit is worth."""
    mantissa, _, power = text.replace(",", "").replace("\u00a0", "").partition("×10")
    return 10.0 ** (int(power.translate(NORMAL) or 0) - len(mantissa.partition(".")[2]))


def tex_value(tex: str) -> float:
    """What a formula that holds numbers alone comes to."""
    text = tex.replace(r"\left", "").replace(r"\right", "").replace("{,}", "").replace(r"\infty", "inf")
    text = text.replace(r"\lvert", "abs(").replace(r"\rvert", ")").replace(r"\cdot", "*")
    text = re.sub(r"\\times10\^\{(-?\d+)\}", r"*10.0**(\1)", text)
    text = _with_arguments(text, r"\frac", 2, "(({})/({}))")
    text = _with_arguments(text, r"\sqrt", 1, "sqrt({})")
    text = _with_arguments(text, "e^", 1, "exp({})")
    text = _with_arguments(text, "^", 1, "**({})")
    text = re.sub(r"\\(ln|max|tanh)", r"\1", text)
    return eval(text, {"__builtins__": {}}, WORDS)


def tex_last_digit(number: str) -> float:
    """What 1 in the last printed digit of a number is worth; a short decimal is known to four digits at least."""
    mantissa, _, power = number.replace("{,}", "").partition(r"\times10^")
    worth = 10.0 ** (int(power.strip("{}") or 0) - len(mantissa.partition(".")[2]))
    value = tex_value(number)
    return min(worth, 10.0 ** (math.floor(math.log10(abs(value))) - 3)) if value else worth


def check(tex: str) -> bool:
    """Check that a line "symbol = formula = numbers = value" is right; False if it holds no numbers to work out."""
    one_row = re.sub(r"\\begin\{aligned\}|\\end\{aligned\}|\\\\|&|\$", " ", tex)
    *_, numbers, value = re.split(r"\s+=\s+", one_row.strip())
    if re.search(r"[a-zA-Z_]", re.sub(_KNOWN, "", numbers)):
        return False
    assert abs(tex_value(numbers) - tex_value(value)) <= 0.5 * tex_last_digit(value) * (1.0 + 1e-6) + 1e-14, tex
    return True


def _with_arguments(text: str, name: str, number: int, form: str) -> str:
    """Write a command with its braced arguments as a call, the inner ones first."""
    while name + "{" in text:
        at = text.rindex(name + "{")
        end, arguments = at + len(name), list[str]()
        for _ in range(number):
            start, depth = end + 1, 1
            end = start
            while depth:
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            arguments.append(text[start : end - 1])
        text = text[:at] + form.format(*arguments) + text[end:]
    return text
