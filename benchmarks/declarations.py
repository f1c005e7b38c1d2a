"""What the pages declare, read from their source: every control, drawer and set of tabs, with its key."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.browser import PAGES, ROOT

KINDS = {"Slider", "Choice", "Switch"}
FILES = {"Home": ROOT / "app.py"} | {
    name: next(ROOT.glob(f"pages/*_{path}.py")) for name, path in PAGES.items() if name != "Home"
}
"""The file of every page, by the page's name."""


class Declared(NamedTuple):
    """A control: its kind, and its key, which is its name in the address."""

    kind: str
    key: str


@cache
def sources(name: str) -> tuple[Path, ...]:
    """The page's file, and those of its folder in `ui/lessons`, the one with the page's own controls first."""
    found = sorted(ROOT.glob(f"ui/lessons/{PAGES[name].lower() or 'home'}/*.py"))
    return FILES[name], *sorted(found, key=lambda file: file.name != "controls.py")


@cache
def controls(name: str) -> tuple[Declared, ...]:
    """Every control that the page of this name declares."""
    return tuple(
        Declared(call.func.id, ast.literal_eval(call.args[0]))
        for call in _calls(name)
        if isinstance(call.func, ast.Name) and call.func.id in KINDS and isinstance(call.args[0], ast.Constant)
    )


@cache
def keys_of(name: str, function: str) -> tuple[str, ...]:
    """The keys that the page passes to this function."""
    return tuple(
        ast.literal_eval(given.value)
        for call in _calls(name)
        if isinstance(call.func, ast.Name) and call.func.id == function
        for given in call.keywords
        if given.arg == "key"
    )


def tabs_key(name: str) -> str | None:
    """The key of the page's tabs."""
    return next(iter(keys_of(name, "draw_tabs")), None)


@cache
def parsed(file: Path) -> ast.Module:
    """The source of a file as a tree."""
    return ast.parse(file.read_text("utf-8"))


@cache
def _calls(name: str) -> list[ast.Call]:
    return [node for file in sources(name) for node in ast.walk(parsed(file)) if isinstance(node, ast.Call)]
