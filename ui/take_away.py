"""Take away: the picture, its numbers, and a script or a notebook that computes them; and what a page is on paper.

The picture is made in the browser, of what is drawn there (ui/handout/). All other files are made by the server when
their button is pressed, as every download is.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import streamlit as st
from streamlit.components import v2

from core.numerals import numeral
from ui.canvas import LATEST, PLAIN, joined
from ui.controls import Choice, Control, Slider, Switch, default_of, state_of
from ui.downloads import draw_download
from ui.exports import csv_text
from ui.notebooks import notebook

_HERE = Path(__file__).parent
_SCRIPTS = ("colours.js", "ink.js", "drawn.js", "words.js", "sheet.js", "handout.js")
_handout = v2.component(
    "handout",
    html="<i></i>",
    js=joined(LATEST, PLAIN, _HERE / "canvas" / "vector.js", *(_HERE / "handout" / name for name in _SCRIPTS)),
)

Text = tuple[str, str, str, Callable[[], str]]
"""A text to take away: what its button says, the ending of its file, its MIME type, and what makes it."""


@dataclass(frozen=True)
class TakeAway:
    """What a page has to give.

    name is that of the files; settings are in words, formulas in plain text, a line each. rows makes the table of what
    is drawn, its titles first, and script the text of a program of NumPy that prints the page's numbers. picture is
    the selector of the element with the picture. moment is that of a run, in words: while it plays, or where an earlier
    moment is shown, the page's own run does not know it, so the picture itself says it on the sheet (its data-moment).
    withheld is why nothing is given at present.
    others are further texts that this page has to give, and told says what they are for.
    """

    name: str
    settings: Sequence[str]
    formulas: Sequence[str]
    rows: Callable[[], Iterable[Sequence[object]]]
    script: Callable[[], str]
    picture: str = '[class*="st-key-picture_"]'
    moment: str = ""
    withheld: str = ""
    others: Sequence[Text] = ()
    told: str = ""


def draw_take_away(title: str, given: TakeAway) -> None:
    """Draw the drawer with all that can be taken away; closed, it costs nothing when a slider moves."""
    with st.container(key="unseen_handout"):
        _handout(
            key="handout",
            data={
                "settings": list(given.settings),
                "formulas": list(given.formulas),
                "picture": given.picture,
                "palettes": _palettes(),
            },
        )
    drawer = st.expander("Take away", icon=":material/download:", key=f"take_{given.name}", on_change="rerun")
    if drawer.open and given.withheld:
        drawer.markdown(given.withheld)
    elif drawer.open:
        with drawer, st.container(horizontal=True, gap="small", key="take_row"):
            _draw_buttons(title, given)
        drawer.caption(
            "The picture as it is on the screen, with title, settings and link in it; the numbers that it is drawn "
            "from; and a program of Python and NumPy alone that prints the numbers of this page. Printing the page "
            "with the browser gives one sheet with the same." + f" {given.told}".rstrip()
        )


def _draw_buttons(title: str, given: TakeAway) -> None:
    for label, ending, kind in (("Picture as SVG", "svg", "image/svg+xml"), ("Picture as PNG", "png", "image/png")):
        draw_download(
            label, str, file=f"{given.name}.{ending}", kind=kind, key=f"take_{given.name}_{ending}", picture=True
        )
    texts: tuple[Text, ...] = (
        ("Data as CSV", "csv", "text/csv", lambda: csv_text(given.rows())),
        ("Script (.py)", "py", "text/x-python", lambda: headed(given.script(), link_here())),
        (
            "Notebook (.ipynb)",
            "ipynb",
            "application/x-ipynb+json",
            lambda: notebook(title, [*given.settings, *filter(None, [given.moment])], link_here(), given.script()),
        ),
        *given.others,
    )
    for label, ending, kind, make in texts:
        draw_download(label, make, file=f"{given.name}.{ending}", kind=kind, key=f"take_{given.name}_{ending}")


def headed(script: str, link: str) -> str:
    """Return a script with the link to its page as its first line."""
    return f"# {link}\n{script}" if link else script


def link_here() -> str:
    """Return the link to the page as it is now; "" where there is no browser."""
    parameters = urlencode(st.query_params.to_dict(), quote_via=quote)
    return f"{st.context.url}?{parameters}".removesuffix("?") if st.context.url else ""


# --- Settings in words -----------------------------------------------------------------------------------------------


def in_words(
    main: Sequence[Control], others: Sequence[Control], used: Callable[[Control], bool] = lambda control: True
) -> list[str]:
    """Return the main settings, and of the others those that are used and not at their defaults, each in words."""
    changed = [control for control in others if control not in main and state_of(control) != default_of(control)]
    return [f"{control.label}: {_value_of(control)}" for control in (*main, *filter(used, changed))]


def _value_of(control: Control) -> str:
    match control:
        case Slider():
            return numeral(control.value())
        case Switch():
            return "on" if control.value() else "off"
        case Choice():
            return control.options[control.value()]
        case _:
            return control.value()


@cache
def _palettes() -> dict[str, dict[str, Any]]:
    """Return the colours of both themes, the light one under the same names."""
    names = {
        "text": "textColor",
        "background": "backgroundColor",
        "second": "secondaryBackgroundColor",
        "border": "borderColor",
        "primary": "primaryColor",
        "series": "chartCategoricalColors",
        **{word: f"{word}TextColor" for word in ("orange", "blue", "green", "violet", "yellow")},
    }
    return {
        theme: {name: _option(f"theme.{theme}.{key}") for name, key in names.items()} for theme in ("light", "dark")
    }


def _option(name: str) -> Any:
    """Return an option of Streamlit; lists may be held as text."""
    value = st.get_option(name)
    return json.loads(value) if isinstance(value, str) and value.startswith("[") else value
