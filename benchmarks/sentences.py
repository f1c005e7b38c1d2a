"""Walk through every page, tab and option with controls at their edges, and hold each sentence against rules.

    python -m benchmarks.sentences [rounds]

One round opens every tab of every page once, with every control at one of its edges (its ends, 0, ½, 1, its default, or
one of its options), drawn with a seed. Printed are the sentences that break a rule.
"""

import html
import random
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from streamlit.testing.v1 import AppTest

from benchmarks.browser import PAGES, ROOT
from benchmarks.declarations import FILES, sources, tabs_key
from benchmarks.formulas import broken_formulas
from ui.addresses import address
from ui.controls import Choice, Control, Handle, Slider, Switch

_FEW = "updates|instances|neurons|epochs|points|rows|lines|steps|examples|inputs|days|times|layers|weights|numbers"
_VOWEL = "error|estimate|input|output|update|instance|epoch|activation|example|even|own|infinite|increase"
RULES = {
    "nothing times": r"(?<![\d.,])0 times",
    "a number of Python": r"\b(inf|nan|None|True|False)\b",
    "a name of the program": r"\b[a-z]+_[a-z_]+\b|\boutput=",
    "one of many": rf"(?<![\d.,⁻])1 ({_FEW})\b",
    "a before a vowel": rf"\ba ({_VOWEL})",
    "an empty place": r"\(\)|: \.| ,|\.\.(?!\.)",
}
"""What no sentence may have, by name."""


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
    for at in range(rounds):
        for tab in tabs_of(name):
            values = {} if at == 0 else {control.key: draw.choice(edges(control)) for control in controls_of(name)}
            if tab is not None:
                values[str(tabs_key(name))] = tab
            yield address(values), said_at(name, address(values))


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
    app = opened(name, query)
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
        for query, texts in walk(name, rounds):
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
