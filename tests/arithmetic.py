"""Working out what is printed: numbers and formulas as they stand on the screen, in plain text and in TeX."""

import math
import re

NORMAL = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
WORDS = {"e": math.e, "ln": math.log, "tanh": math.tanh, "max": max, "abs": abs, "exp": math.exp}


def number_of(text):
    mantissa, _, power = text.replace(",", "").replace("−", "-").replace("\u00a0", "").partition("×10")
    return float(mantissa) * 10.0 ** int(power.translate(NORMAL) or 0)


def plain_value(text):
    text = re.sub("\u00a0×\u00a010([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: f"*10.0**({m[1].translate(NORMAL)})", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text).replace("e^(", "exp(").replace("²", "**2")
    return eval(text.replace("−", "-").replace("·", "*"), {"__builtins__": {}}, WORDS)


def tex_value(text):
    text = text.replace(r"\left", "").replace(r"\right", "").replace("{,}", "")
    text = text.replace(r"\lvert ", "abs(").replace(r"\rvert", ")").replace(r"\cdot", "*")
    text = re.sub(r"\\times10\^\{(-?\d+)\}", r"*10.0**(\1)", text)
    text = re.sub(r"\\(ln|tanh|max)", r"\1", text)
    text = text.replace("^{2}", "**2").replace("e^{", "exp{").replace(r"\frac", "frac")
    opened = re.sub(r"\{", "(", text).replace("}", ")").replace(")(", ")/(") if "frac" in text else text
    opened = opened.replace("frac", "").replace("{", "(").replace("}", ")")
    return eval(opened, {"__builtins__": {}}, WORDS)


def last_digit(text):
    """What 1 in the last printed digit is worth."""
    mantissa, _, power = text.replace(",", "").replace("\u00a0", "").partition("×10")
    return 10.0 ** (int(power.translate(NORMAL) or 0) - len(mantissa.partition(".")[2]))
