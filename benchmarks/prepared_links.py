"""How soon a prepared link shows what it promises: `python -m benchmarks.prepared_links`.

A real server that has drawn each page once, and a headless Chromium, both on this machine, window 1024 × 768. Each link
of the home page, of its answers and of the three prepared lectures is opened in a browser context of its own, so that
nothing is in its cache.

- **Until drawn**: from the request until the page has run, its charts are drawn and its pictures are painted; a run
  that is shown at a later moment is there.
- **As promised**: links after which each control shows what the link says, without a notice.
"""

from collections import defaultdict
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from playwright.sync_api import Browser, TimeoutError, sync_playwright

from benchmarks.browser import PAGES, READY, VALUES, Server, launch_options, serving
from ui.addresses import address
from ui.lessons.home.answers import ANSWERS
from ui.lessons.home.links import LINKS
from ui.lessons.lecture.prepared import LECTURES

LIMIT = 2.5
"""Seconds within which a link should be drawn."""

PAINTED = """(updates) => {
  const hosts = [...document.querySelectorAll("*")].filter((element) => element.shadowRoot);
  const all = (selector) => hosts.flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll(selector)]);
  return !all(".maps:not([data-frames]), .stage:not([data-updates])").length
    && (updates === null || all(`.stage[data-updates="${updates}"]`).length > 0);
}"""


class Opened(NamedTuple):
    """A link that was opened: the page's name, the seconds until it was drawn, and what it does not show as it says."""

    name: str
    seconds: float
    wrong: dict[str, str]


def links() -> list[tuple[str, str]]:
    """Return the page's name and the query of every prepared link, each once."""
    named = [(name, values) for name, each in LINKS.items() for values in each.values()]
    named += [(asked.lesson, asked.values) for asked in ANSWERS]
    found = [(name, urlencode(address(values))) for name, values in named]
    names = {path: name for name, path in PAGES.items()}
    for step in (step for lecture in LECTURES.values() for step in lecture.steps):
        page, _, query = step.link.partition("?")
        found.append((names[page], query))
    return list(dict.fromkeys(found))


def opened(browser: Browser, server: Server, name: str, query: str) -> Opened:
    """Open a link in a context of its own."""
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    page = context.new_page()
    promised = dict(parse_qsl(query))
    began = perf_counter()
    page.goto(server.address(name, query), wait_until="commit")
    try:
        page.wait_for_function(READY)
        page.wait_for_function(PAINTED, arg=promised.get("train_at"))
    except TimeoutError as late:
        return Opened(name, perf_counter() - began, {"page": str(late)})
    seconds = perf_counter() - began
    shown = page.evaluate(VALUES)
    wrong = {key: str(shown.get(key)) for key, value in promised.items() if not _same(shown.get(key), value)}
    if page.get_by_test_id("stToast").count():
        wrong["notice"] = page.get_by_test_id("stToast").first.inner_text()
    context.close()
    return Opened(name, seconds, wrong)


def _same(shown: str | None, value: str) -> bool:
    try:
        return shown is not None and float(shown) == float(value)
    except ValueError:
        return shown == value


def row(name: str, found: list[Opened]) -> str:
    """A row of the table."""
    seconds = [each.seconds for each in found]
    late = sum(each.seconds > LIMIT for each in found)
    p95 = quantiles(seconds, n=20)[-1] if len(found) > 1 else seconds[0]
    right = sum(not each.wrong for each in found)
    return f"| {name} | {len(found)} | {right} | {median(seconds):.1f} | {p95:.1f} | {max(seconds):.1f} | {late} |"


def main() -> None:
    """Print the table, and each link that does not show what it says."""
    by_page: dict[str, list[Opened]] = defaultdict(list)
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name in PAGES:
            opened(browser, server, name, "")
        for name, query in links():
            by_page[name].append(opened(browser, server, name, query))
            if wrong := by_page[name][-1].wrong:
                print(f"{server.address(name, query)}: {wrong}")
        browser.close()
    print(
        f"| page | links | as promised | until drawn, median s | p95 s | most s | over {LIMIT} s |",
        "|:--|--:|--:|--:|--:|--:|--:|",
        *(row(name, found) for name, found in by_page.items()),
        row("all", [each for found in by_page.values() for each in found]),
        sep="\n",
    )


if __name__ == "__main__":
    main()
