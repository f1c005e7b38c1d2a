"""Walk through every page, tab and option with controls at their edges, and hold each sentence against rules.

    python -m benchmarks.sentences [rounds]

One round opens every tab of every page once, with every control at one of its edges (its ends, 0, ½, 1, its default, or
one of its options), drawn with a seed, and every text at one of the data sets of `TEXTS`: one instance, all of one
class, targets of 0, ½ and 1, the largest and the smallest numbers. Printed are the sentences that break a rule.
"""

import html
import random
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain
from typing import Any

from streamlit.testing.v1 import AppTest

from benchmarks.browser import PAGES, ROOT
from benchmarks.declarations import FILES, sources, tabs_key
from benchmarks.formulas import broken_formulas
from ui.addresses import address
from ui.controls import Choice, Control, Handle, Slider, Switch
from ui.lessons.cost_functions.controls import CONVENTION, SOURCE

_FEW = "updates|instances|neurons|epochs|points|rows|lines|steps|examples|inputs|days|times|layers|weights|numbers"
_VOWEL = "error|estimate|input|output|update|instance|epoch|activation|example|even|own|infinite|increase"
RULES = {
    "nothing times": r"(?<![\d.,])0 times",
    "a number of Python": r"\b(inf|nan|None(?! of)|True|False)\b",
    "a name of the program": r"\b[a-z]+_[a-z_]+\b|\boutput=",
    "one of many": rf"(?<![\d.,⁻])1 ({_FEW})\b",
    "a before a vowel": rf"\ba ({_VOWEL})",
    "an empty place": r"\(\)|: \.| ,|\.\.(?!\.)",
}
"""What no sentence may have, by name."""
TEXTS: dict[str, dict[str, list[str]]] = {
    "Gradient descent": {
        "descent_points": ["Your own points"],
        "descent_own": ["1 0.5", "0 0", "1 1", "-1 1; 0 1; 2 1", "-1 0; 1 0", "3 0.5; 3 0.5", "-50 0; 50 1", "1e-3 1"],
    },
    "Backpropagation": {"back_values": ["y11:0", "y11:1,x11:0", "w111:0,w211:0", "b11:1e3,x11:-1e3", "x11:1e-6"]},
    "Train a network": {
        "train_data": ["Set by hand"],
        "train_points": ["0 0 1", "1 1 0; 2 2 0; -1 3 0", "0 0 0; 0 0 1", "5 5 0; -5 -5 1", "1 1 0; 2 2 1; 3 3 2"],
    },
}
"""Data sets that stand in an address, by page and key: half of the visits open one of them."""
PASTED = (
    "1, 1",
    "0, 0",
    "1, 0",
    "0.5, 0.5",
    "1, 1\n1, 0.9\n1, 0.2",
    "0, 0\n0, 1e-300",
    "0, 1\n1, 0\n1, 0.5",
    "nothing",
)
"""Instances that are pasted into the section of lesson 1."""


def controls_of(name: str) -> list[Control]:
    """Return every control that the page of this name declares, except parts of a text."""
    module = ".".join(sources(name)[1].relative_to(ROOT).with_suffix("").parts)
    found: dict[str, Control] = {}
    for value in vars(import_module(module)).values():
        for control in value if isinstance(value, tuple) else (value,):
            if isinstance(control, Slider | Choice | Switch) and not isinstance(control, Handle):
                found[control.key] = control
    return list(found.values())


def edges(control: Control) -> list[Any]:
    """Return the values at which something may go wrong, as an address holds them."""
    if isinstance(control, Slider):
        inside = [
            value for value in (0.0, 0.5, 1.0) if control.low <= value <= control.high and value % control.step == 0
        ]
        return [control.low, control.high, control.default, control.default, *inside]
    if isinstance(control, Choice):
        return list(control.options.values())
    return [True, False]


def tabs_of(name: str) -> list[str | None]:
    """Return the names of a page's tabs."""
    rows = [row for row in opened(name, {}).button_group if row.key == tabs_key(name)]
    return [tab for row in rows for tab in row.options] or [None]


def walk(name: str, rounds: int, seed: int = 0) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Yield the address of each visit to a page, and what the page says there; the first round is at the defaults."""
    draw = random.Random(seed)
    tabs = tabs_of(name)
    for at in range(rounds):
        for tab in tabs:
            values = {} if at == 0 else {control.key: draw.choice(edges(control)) for control in controls_of(name)}
            if at:
                own = TEXTS.get(name, {}) if draw.random() < 0.5 else {}
                values |= {key: draw.choice(texts) for key, texts in own.items()}
            if tab is not None:
                values[str(tabs_key(name))] = tab
            yield address(values), said_at(name, address(values))


def pasted(sets: Iterable[str] = PASTED) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Yield the same for each of these data sets, which no address carries, under both conventions."""
    for text in sets:
        for convention in CONVENTION.options.values():
            values = {"cost_tab": "A set of instances", SOURCE.key: SOURCE.options["paste"], CONVENTION.key: convention}
            app = opened("Cost functions", address(values))
            app.text_area(key="cost_pasted").set_value(text).run()
            yield address(values) | {"pasted": text}, said_by(app)


def opened(name: str, query: dict[str, str]) -> AppTest:
    """Open a page by this address."""
    app = AppTest.from_file(FILES["Home"], default_timeout=60)
    if name != "Home":
        app.switch_page(str(FILES[name].relative_to(ROOT)))
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def said_at(name: str, query: dict[str, str]) -> list[str]:
    """Return every piece of text on a page that is opened by this address."""
    return said_by(opened(name, query))


def said_by(app: AppTest) -> list[str]:
    """Return every piece of text on a page."""
    texts = [f"exception: {each.message}" for each in app.exception]
    for kind in (app.markdown, app.caption, app.text, app.latex, app.warning, app.info, app.error, app.toast):
        texts += [str(each.value) for each in kind]
    alternatives = [re.fullmatch(r'<p class="chart-text">(.*)</p>', each.proto.body) for each in app.get("html")]
    return texts + [html.unescape(found[1]) for found in alternatives if found]


def broken(text: str) -> list[str]:
    """Return the names of the rules that a text breaks; what stands in it as code, or links to, is no sentence."""
    if text.startswith("exception"):
        return ["an exception"]
    plain = re.sub(r"`[^`]*`", "code", text.replace("\u00a0", " "))
    plain = re.sub(r":material/\w+:|:\w+\[|\]|\*\*|<[^>]*>", "", plain)
    found = [rule for rule, pattern in RULES.items() if re.search(pattern, plain) and "\\" not in text]
    return found + (["a formula that gives another number"] if broken_formulas(text) else [])


def main() -> None:
    """Walk through all pages, and print the sentences that break a rule, each once."""
    rounds, count, seen = int(sys.argv[1]) if len(sys.argv) > 1 else 5, 0, set[tuple[str, str, str]]()
    for name in PAGES:
        for query, texts in chain(walk(name, rounds), pasted() if name == "Cost functions" else ()):
            count += len(texts)
            for text in texts:
                for rule in broken(text):
                    shape = name, rule, re.sub(r"[\d.,⁻⁰¹²³⁴⁵⁶⁷⁸⁹×−]+", "#", text)[:80]
                    if shape not in seen:
                        seen.add(shape)
                        print(f"{name}: {rule}: {text[:400]!r}\n    at {query}", flush=True)
    print(f"{count} texts, {len(seen)} kinds of broken ones")


if __name__ == "__main__":
    main()
