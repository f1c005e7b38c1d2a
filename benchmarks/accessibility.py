"""axe-core on every page: `python -m benchmarks.accessibility [page ...] [--axe axe.min.js]`.

Every page is opened in a headless Chromium, with each of its sections and all of its drawers, in light and in dark, and
in the views that an address asks for. axe-core applies all of its rules, those that it calls best practices too. What a
chart writes it does not read: the contrast of these words is measured here. The table says what was found; a violation
in a part of Streamlit's own is listed by its rule, and nothing else is excused.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import AT_REST, PAGES, launch_options, serving
from tests.browser.visitor import Visitor

WINDOW = {"width": 1440, "height": 900}
SCHEMES = ("light", "dark")
VIEWS = ("lecture", "embed")
LEAST = 4.5
"""The contrast of words and what is behind them, by WCAG 2.2, level AA."""
EXCUSED: dict[str, str] = {
    "stDataFrame": "Streamlit's table that can be edited: a canvas with a table for screen readers in it",
}
"""Parts of Streamlit, by a piece of the selector or the element, with what they are."""

RUN = "axe.run({resultTypes: ['violations']}).then(({violations}) => violations)"
IN_CHARTS = """() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) =>
    0.2126 * light(red / 255) + 0.7152 * light(green / 255) + 0.0722 * light(blue / 255);
  const places = [document.querySelector('[data-testid="stApp"]'), document.documentElement];
  const behind = places.map((place) => numbers(getComputedStyle(place).backgroundColor)).find((c) => c[3] !== 0);
  const opacity = (text) => {
    let alpha = 1;
    for (let at = text; at.tagName !== "svg"; at = at.parentElement) alpha *= Number(getComputedStyle(at).opacity);
    return alpha;
  };
  const texts = [...document.querySelectorAll("svg.marks text")].filter((text) => text.textContent.trim());
  return texts.filter(opacity).map((text) => {
    const alpha = opacity(text);
    const fill = numbers(getComputedStyle(text).fill);
    const seen = behind.slice(0, 3).map((value, k) => value + (fill[k] - value) * alpha * (fill[3] ?? 1));
    const [low, high] = [luminance(seen), luminance(behind)].sort((one, other) => one - other);
    return [(high + 0.05) / (low + 0.05), text.textContent];
  });
}"""
"""The contrast of every word in a chart that is seen, and the word."""
BEHIND = '() => document.documentElement.style.setProperty("background", "Canvas", "important")'
"""What a browser draws behind a page without a background of its own, in the colour scheme that the page names."""


class Violation(NamedTuple):
    """A rule that an element breaks: its impact, the element's selector and its source."""

    rule: str
    impact: str
    where: str
    source: str

    @property
    def excused(self) -> bool:
        """Whether it lies in a part of Streamlit's own."""
        return any(part in self.where or part in self.source for part in EXCUSED)


class Finding(NamedTuple):
    """What was found on a page: in which section, colours and view, and the lowest contrast of a word in a chart."""

    page: str
    section: str
    scheme: str
    view: str
    violations: list[Violation]
    contrast: float

    @property
    def ours(self) -> list[Violation]:
        """The violations that are excused by nothing."""
        return [each for each in self.violations if not each.excused]


def violations(page: Page, axe: str) -> list[Violation]:
    """Run axe-core on the page as it stands, and return what it finds."""
    page.evaluate(axe)
    return [
        Violation(found["id"], found["impact"], str(node["target"]), node["html"])
        for found in page.evaluate(RUN)
        for node in found["nodes"]
    ]


def lowest_contrast(page: Page) -> float:
    """Return the lowest contrast of a word in any chart on the page; infinity without charts."""
    found: list[tuple[float, str]] = page.evaluate(IN_CHARTS)
    return min((contrast for contrast, _ in found), default=float("inf"))


def findings(visitor: Visitor, name: str, axe: str) -> Iterator[Finding]:
    """Look at a page: all sections with open drawers, in light and dark, then the views."""
    rest = AT_REST.get(name, {})
    visitor.open(name, **rest).open_drawers()
    sections = visitor.tabs() or [""]
    for at, section in enumerate(sections):
        if at:
            visitor.open_tab(at).open_drawers()
        if at == len(sections) - 1:
            open_the_rest(visitor)
        yield from _in_both_schemes(visitor, (name, section, ""), axe)
    for view in VIEWS:
        visitor.open(name, view=view, **rest).page.evaluate(BEHIND)
        yield from _in_both_schemes(visitor, (name, sections[0], view), axe)


def open_the_rest(visitor: Visitor) -> None:
    """Open the drawers with the source of what was computed, and with the numbers of the charts."""
    drawers = ':is([class*="_code"], [class*="st-key-numbers_"]) > .stExpander'
    closed = visitor.page.locator(f"{drawers} > details:not([open]) > summary")
    while closed.count():
        visitor.act(closed.first.click)


def _in_both_schemes(visitor: Visitor, place: tuple[str, str, str], axe: str) -> Iterator[Finding]:
    name, section, view = place
    for scheme in SCHEMES:
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.settle(1200)  # by then the page has its tab stops, and the charts have their colours
        yield Finding(name, section, scheme, view, violations(visitor.page, axe), lowest_contrast(visitor.page))


def table(found: Sequence[Finding]) -> str:
    """Write a line for each page, section and view: violations in light and in dark, and the lowest contrast."""
    lines = [
        "| page | section, or view | ours, light | ours, dark | in parts of Streamlit | lowest contrast in a chart |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for light, dark in zip(found[::2], found[1::2], strict=True):
        where = f"view {light.view}" if light.view else light.section
        excused = sum(each.excused for each in (*light.violations, *dark.violations))
        contrast = min(light.contrast, dark.contrast)
        lowest = f"{contrast:.2f}" if contrast < 21.5 else "no chart"
        lines.append(f"| {light.page} | {where} | {len(light.ours)} | {len(dark.ours)} | {excused} | {lowest} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Look at all pages, or at those that are named, and print the table and each violation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accessibility", description=__doc__)
    parser.add_argument("pages", nargs="*", choices=[[], *PAGES], help="all pages by default")
    parser.add_argument("--axe", type=Path, default=AXE_FILE_PATH, help="another axe.min.js than the installed one")
    asked = parser.parse_args(arguments)
    axe, found = asked.axe.read_text("utf-8"), list[Finding]()
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_context(viewport=WINDOW, reduced_motion="reduce").new_page()
        visitor = Visitor(page, server)
        for name in asked.pages or PAGES:
            visitor.begin(WINDOW)
            for each in findings(visitor, name, axe):
                found.append(each)
                print(*each[:4], len(each.ours), f"{each.contrast:.2f}", file=sys.stderr, flush=True)
        version = page.evaluate("axe.version")
        browser.close()
    print(f"axe-core {version}\n\n{table(found)}\n")
    for each in found:
        for broken in each.violations:
            print(
                f"- {each.page}, {each.section or each.view}, {each.scheme}: {broken.rule} ({broken.impact}), "
                f"{'Streamlit' if broken.excused else 'OURS'}: {broken.where} {broken.source[:300]!r}"
            )
    low = [each for each in found if each.contrast < LEAST]
    return 1 if low or any(each.ours for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
