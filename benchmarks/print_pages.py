"""Whether every page prints as one clean sheet: `python -m benchmarks.print_pages [page ...] [--keep FOLDER]`.

Each page is printed by Chromium on A4 and Letter, portrait and landscape, from light and from dark. A sheet is good if
it is one page and light, has the title, the sentence and the link as text, and the picture on it is whole and in
proportion: what is drawn reaches as far to each side as the picture on the screen does.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import READY, TAUGHT, launch_options, serving

FORMATS = ("A4", "Letter")
DPI = 72
STATES = {
    "Learning speed": "speed_step=20",
    "Gradient descent": "descent_batch=2&descent_optimizer=Adam",
    "Backpropagation": "back_stage=7&back_layers=3&back_instances=2",
    "Train a network": "train_at=300",
    "Handwritten digits": "digits_images=1000&digits_batch=100&digits_layers_b=4&digits_at=6",
}
"""What the pages are opened with: what makes much to print. The others are printed as they open."""

_CUT = """() => {
  const svg = document.querySelector("body > .handout > svg");
  const paper = svg.getBoundingClientRect();
  const drawn = [...svg.querySelectorAll("text, image")].filter((part) => !part.closest("[clip-path]"));
  const boxes = drawn.map((part) => [part.textContent || part.localName, part.getBoundingClientRect()]);
  const isOut = ({ left, right, top, bottom }) =>
    left < paper.left - 3 || right > paper.right + 3 || top < paper.top - 3 || bottom > paper.bottom + 3;
  return [boxes.length, boxes.filter(([, box]) => box.width && isOut(box)).map(([text]) => text)];
}"""
"""How many words and images the laid out picture has, and which of them are not all within it."""


@dataclass(frozen=True)
class Sheet:
    """A printed page: how many sheets it takes, its text, how bright its corner is, and how much of it is drawn on."""

    sheets: int
    text: str
    brightness: float
    right: float
    bottom: float

    def faults(self, title: str, sentence: str, link: str) -> list[str]:
        """Return what is wrong with it."""
        text = _letters(self.text)
        wanted = {"title": title, "sentence": sentence, "link": link}
        return [
            *([f"{self.sheets} sheets"] if self.sheets != 1 else []),
            *(f"no {name}" for name, words in wanted.items() if _letters(words) not in text),
            *(["not light"] if self.brightness < 0.97 else []),
            *(["drawn over the margin"] if max(self.right, self.bottom) > 0.96 else []),
        ]


def _letters(text: str) -> str:
    """Return a text without spaces, and without the signs that keep a formula in one line."""
    return "".join(text.replace("\u2060", "").split())


def read_sheet(path: Path) -> Sheet:
    """Read a printed page."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        grey = np.asarray(page.render(scale=DPI / 72, grayscale=True).to_numpy()).squeeze() / 255.0
        inked = np.argwhere(grey < 0.9)
        bottom, right = inked.max(axis=0) / grey.shape
        text = page.get_textpage().get_text_range()
        return Sheet(len(document), text, float(grey[:8].mean()), float(right), float(bottom))


def print_page(page: Page, folder: Path, paper: str, landscape: bool) -> Path:
    """Print what the browser shows, and return the file."""
    path = folder / f"{paper} {'landscape' if landscape else 'portrait'}.pdf"
    page.pdf(path=path, format=paper, landscape=landscape, print_background=True)
    return path


def faults_of_picture(page: Page) -> list[str]:
    """Lay out the handout as the browser does before it prints; return what of its picture is cut off."""
    page.emulate_media(media="print")
    page.locator("body > .handout > svg").wait_for()
    number, cut = page.evaluate(_CUT)
    page.emulate_media(media="null")
    return [f"cut: {', '.join(cut)}"] if cut else [] if number else ["no picture"]


def said_on(page: Page) -> tuple[str, str, str]:
    """Return the title, the first words of the sentence, and the link's page."""
    title = page.locator("h1").inner_text()
    words = page.locator('[class*="st-key-sentence_"] [data-testid="stMarkdown"] p').first.inner_text()
    return title, words[:60], page.url.split("?")[0]


def sheets(page: Page, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Print a page in each format, and yield the format with the faults of the sheet."""
    said = said_on(page)
    cut = faults_of_picture(page)
    for paper in FORMATS:
        for landscape in (False, True):
            path = print_page(page, folder, paper, landscape)
            yield path.stem, [*read_sheet(path).faults(*said), *cut]


def main(pages: Sequence[str], keep: Path | None) -> bool:
    """Print these pages and the table; return whether every sheet is good."""
    print("| page | from | A4 portrait | A4 landscape | Letter portrait | Letter landscape |")
    print("|:--|:--|:--|:--|:--|:--|")
    good = True
    with tempfile.TemporaryDirectory() as other, serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        for name in pages:
            page.goto(server.address(name, STATES.get(name, "")))
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.wait_for_function(READY)
                page.get_by_role("button", name="Pause", exact=True).wait_for(state="hidden")
                page.wait_for_timeout(1500)
                folder = (keep or Path(other)) / name / scheme
                folder.mkdir(parents=True, exist_ok=True)
                found = [faults for _, faults in sheets(page, folder)]
                good = good and not any(found)
                cells = ("; ".join(faults) or "one sheet, whole" for faults in found)
                print(f"| {name} | {scheme} | {' | '.join(cells)} |", flush=True)
        browser.close()
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print every page in four formats.")
    parser.add_argument("pages", nargs="*", choices=[[], *TAUGHT], help="all pages by default")
    parser.add_argument("--keep", type=Path, default=None, help="where to keep the PDFs")
    asked = parser.parse_args()
    if not main(asked.pages or TAUGHT, asked.keep):
        raise SystemExit("not every sheet is good")
