"""Arbitrary text in an address: `python -m benchmarks.query_fuzz [page ...] [--queries 200]`, all pages by default.

Every page is opened with that many random and malicious query strings, without a browser (Streamlit's AppTest). The
table says for how many the page raised an exception or showed a traceback; both must be 0. The queries are
random with a fixed seed, so the same number of queries means the same queries.
"""

import argparse
import random
import string
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from streamlit.testing.v1 import AppTest

from benchmarks.browser import PAGES, ROOT
from benchmarks.declarations import FILES, controls, keys_of

WORST = (
    *(
        "",
        " ",
        "nan",
        "-nan",
        "inf",
        "-Infinity",
        "1e999",
        "-1e999",
        "-1",
        "0",
        "0.0",
        "1",
        "1e-320",
        "1e308",
        "5e-324",
    ),
    *("99999999999999999999999", "0x10", "1_000", "١٢٣", "½", "−1", "1,5", "1;2", "[1, 2]", "[]", "{}", "()", "None"),
    *("null", "undefined", "true", "TRUE", "maybe", "\x00", "\x1b[31m", "\n\n# heading", "\u202e\u200b", "🙂" * 50),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "'; DROP TABLE users; --"),
    *("**bold** [x](http://example.org)", ":red[text] :material/home: $x^2$", "{{7*7}} ${7*7} %s %d {0}"),
    *("../../../../etc/passwd", "__import__('os').system('true')", "%", "%zz", "%00", "%F0%28%8C%BC", "a" * 20_000),
    *("\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "1" * 400, "-" * 400, "." * 40),
)
MOMENTS = {"Train a network": ("train_at",), "Handwritten digits": ("digits_at",)}
"""Where a run stands is in the address, too, and no control."""
UNKNOWN = (
    "utm_source",
    "embed",
    "embed_options",
    "_stcore",
    "__proto__",
    "constructor",
    "<b>",
    "x" * 300,
    "",
    "y",
    "page",
)


def queries(keys: Sequence[str], number: int, seed: int = 8) -> Iterator[dict[str, str | list[str]]]:
    """Write this many queries for a page with these keys: nonsense for them, alone and together, and unknown ones."""
    rng = random.Random(seed)
    for i in range(number):
        chosen = rng.sample(list(keys), rng.randint(1, min(4, len(keys)))) if i % 4 else list(keys)
        query: dict[str, str | list[str]] = {key: nonsense(rng) for key in chosen}
        if rng.random() < 0.3:
            query[rng.choice(chosen)] = [nonsense(rng) for _ in range(rng.randint(2, 5))]
        if rng.random() < 0.4:
            query[rng.choice(UNKNOWN)] = nonsense(rng)
        yield query


def nonsense(rng: random.Random) -> str:
    """A value from the list of bad values, or a number, or random text."""
    kind = rng.random()
    if kind < 0.6:
        return rng.choice(WORST)
    if kind < 0.8:
        return repr(rng.choice((rng.uniform(-20, 20), rng.randint(-10, 20_000), 10 ** rng.uniform(-330, 308))))
    letters = string.printable + "àßŷσ′½−∞≤漢字עברית"
    return unquote("".join(rng.choice(letters) for _ in range(rng.randint(1, 60))), errors="replace")


def open_with(file: str, query: dict[str, str | list[str]]) -> AppTest:
    """Run a page with this query, as the first page of a new session."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    if file != "app.py":
        app.switch_page(file)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def faults(app: AppTest) -> list[str]:
    """What is wrong with a page that was opened: an exception, no title, a traceback in its text."""
    text = "\n".join(str(block.value) for block in (*app.markdown, *app.error, *app.warning, *app.toast))
    found = [f"exception: {raised.message}" for raised in app.exception]
    found += ["no title"] if len(app.title) != 1 else []
    return found + (["a traceback"] if "Traceback" in text or 'File "' in text else [])


def main(pages: Sequence[str], number: int) -> None:
    """Open each of these pages with this many queries and print the table."""
    print("| page | queries | exceptions | without a title | tracebacks |", "|:--|--:|--:|--:|--:|", sep="\n")
    for name in pages:
        keys = [control.key for control in controls(name)] + list(keys_of(name, "draw_tabs"))
        keys += MOMENTS.get(name, ())
        file = str(FILES[name].relative_to(ROOT))
        found = [faults(open_with(file, query)) for query in queries(keys, number)]
        counts = [sum(any(f.startswith(kind) for f in each) for each in found) for kind in ("exc", "no t", "a tr")]
        print(f"| {name} | {number} | " + " | ".join(map(str, counts)) + " |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Open every page with random and malicious query strings.")
    parser.add_argument("pages", nargs="*", choices=[[], *PAGES], help="all pages by default")
    parser.add_argument("--queries", type=int, default=200, help="for each page")
    asked = parser.parse_args()
    main(asked.pages or list(PAGES), asked.queries)
