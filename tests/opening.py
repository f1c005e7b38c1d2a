"""Opening a page as its address would, without a browser, and reading what it says."""

import html
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

HOME = Path(__file__).parent.parent / "app.py"


def opened(page: str, **address: str) -> AppTest:
    """Run a page ("pages/….py", or "app.py") with these query parameters; an exception on it fails the test."""
    app = AppTest.from_file(HOME, default_timeout=60)
    if page != HOME.name:
        app.switch_page(page)
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """All running text of the page, without its colours, bold type, and symbols in italics."""
    text = "\n".join(block.value for block in app.markdown).replace("\u00a0", " ")
    return re.sub(r":\w+\[\*\*(.+?)\*\*\]|\*\*(.+?)\*\*|\*(\w)\*", lambda match: match[1] or match[2] or match[3], text)


def alternatives(app: AppTest) -> list[str]:
    """What a screen reader says of each chart."""
    texts = (re.fullmatch(r'<p class="chart-text">(.*)</p>', block.proto.body) for block in app.get("html"))
    return [html.unescape(text[1]).replace("\u00a0", " ") for text in texts if text]


def specifications(app: AppTest) -> list[str]:
    """The specification of each chart, without its data."""
    return [chart.proto.spec for chart in app.get("vega_lite_chart")]
