"""The smallest type of each page and view: `python -m benchmarks.type_sizes [page …]`, a table in docs/type_sizes.md.

Everything that is in the window is measured as it is seen: text of the page, of components and of charts by its font
size and by how much it is enlarged, and text on canvases as it is written, by a function put in the place of theirs.
"""

import sys

from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import PAGES, READY, launch_options, serving

WINDOWS = ((1024, 768), (1280, 720), (1920, 1080), (1440, 900), (390, 844))
VIEWS = ("page", "lecture", "embed")

WATCH = """() => {
  const written = (window.written = new Map());
  for (const kind of ["fillText", "strokeText"]) {
    const own = CanvasRenderingContext2D.prototype[kind];
    CanvasRenderingContext2D.prototype[kind] = function (text, ...rest) {
      const size = parseFloat(this.font.match(/([\\d.]+)px/)[1]);
      const { a, b } = this.getTransform();
      if (text) written.set(text, [size * Math.hypot(a, b), this.canvas]);
      return own.call(this, text, ...rest);
    };
  }
}"""

SIZES = """() => {
  const found = [];
  const seen = (box) => box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0
    && box.top < innerHeight && box.left < innerWidth;
  const visit = (node, host) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE && child.data.trim()) {
        const parent = child.parentElement ?? host;
        const range = document.createRange();
        range.selectNodeContents(child);
        const box = range.getBoundingClientRect();
        if (!seen(box) || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        if (parent.closest(".chart-text, style, script, [class*=katex-mathml], a[href^='#']")) continue;
        const size = parseFloat(getComputedStyle(parent).fontSize) * (parent.currentCSSZoom ?? 1);
        found.push([size, child.data.trim().slice(0, 40)]);
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        if (child.shadowRoot) visit(child.shadowRoot, child);
        visit(child, child);
      }
    }
  };
  visit(document.body, document.body);
  for (const [text, [size, canvas]] of window.written ?? []) {
    const box = canvas.getBoundingClientRect();
    if (canvas.isConnected && seen(box)) found.push([size * box.width / canvas.width, text]);
  }
  found.sort((a, b) => a[0] - b[0]);
  return found;
}"""


def smallest(page: Page) -> tuple[float, str]:
    """Return the size of the smallest text in the window, in pixels, and that text."""
    found = page.evaluate(SIZES)
    return float(found[0][0]), " ".join(str(found[0][1]).split())


def main() -> None:
    """Print the table."""
    print("| page | view |", " | ".join(f"{w} × {h}" for w, h in WINDOWS), "|")
    print("|:--|:--|" + "--:|" * len(WINDOWS))
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name in sys.argv[1:] or PAGES:
            for view in VIEWS:
                cells: list[str] = []
                for width, height in WINDOWS:
                    page = browser.new_page(viewport={"width": width, "height": height})
                    page.add_init_script(f"({WATCH})()")
                    page.goto(server.address(name, "" if view == "page" else f"view={view}"))
                    page.wait_for_function(READY)
                    page.wait_for_timeout(500)
                    size, text = smallest(page)
                    cells.append(f"{size:.1f} ({text})")
                    page.close()
                print(f"| {name} | {view} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
