"""The pictures of the README's tour: `python -m benchmarks.screenshots` writes docs/tour/*.png anew.

Each page is opened at an address that shows its point, and taken once it rests.
"""

from urllib.parse import quote, urlencode

from playwright.sync_api import sync_playwright

from benchmarks.browser import PAGES, READY, ROOT, launch_options, serving

SHOWN: dict[str, dict[str, str]] = {
    "Home": {},
    "Cost functions": {"cost_yhat": "0.1192"},
    "Saturated neurons": {},
    "Learning speed": {},
    "Gradient descent": {},
    "Backpropagation": {"back_stage": "7"},
    "Train a network": {"train_at": "1200"},
    "Fair comparison": {},
    "Handwritten digits": {"digits_at": "20"},
}
"""What is shown of each page."""

FOLDER = ROOT / "docs" / "tour"
WINDOW = {"width": 1280, "height": 800}
PATIENCE = 60_000  # ms


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport=WINDOW, reduced_motion="reduce")
        page.set_default_timeout(PATIENCE)
        for name, query in SHOWN.items():
            page.goto(server.address(name, urlencode(query, quote_via=quote)))
            page.wait_for_function(READY)
            if "train_at" in query:
                page.locator(f".stage[data-updates='{query['train_at']}']").wait_for(state="attached")
            if "digits_at" in query:
                page.locator(".st-key-digits_play, .st-key-digits_pause").wait_for()
                page.locator(".st-key-digits_pause").wait_for(state="detached")
            if name == "Fair comparison":
                page.get_by_role("button", name="Train again").wait_for()
            page.wait_for_timeout(1_500)
            path = FOLDER / f"{(PAGES[name] or 'Home').lower()}.png"
            page.screenshot(path=path)
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
