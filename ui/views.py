"""How a link wants a page to be shown: large for a projector, bare inside another page, with controls hidden or locked.

`view=lecture` or `view=embed`, and `hide=` and `lock=` with the keys of controls, separated by commas. The frame
carries all of this into every link. A hidden control is drawn and checked as ever, but it is disabled and not seen.
This guides whoever opens the link; it protects nothing.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from ui.addresses import shown_text

View = Literal["page", "lecture", "embed"]

PARAMETERS = ("view", "hide", "lock")
"""What an address may say of a view; none of it is the value of a control."""

PARTS = {"presets": '[class*="st-key-presets_"]', "sections": '[class*="_tab "], [class*="st-key-section_"]'}
"""What can be hidden besides controls, and where it is on the page."""

_DECLARED = dict[str, str | None]()  # each control's default as text, if the address names the control
_HERE = Path(__file__).parent


def declare(key: str, default: str | None = None) -> None:
    """Note that there is a control of this key somewhere in the app.

    `default` is what the address would say of its default; None: the address never names it.
    """
    _DECLARED[key] = default


def defaults(keys: str) -> dict[str, str]:
    """Return, by key, the defaults of the controls whose keys begin so, as the address would say them."""
    return {key: text for key, text in _DECLARED.items() if text is not None and key.startswith(keys)}


def view() -> View:
    """Return how the page is to be shown."""
    asked = st.query_params.get("view", "")
    if asked in ("lecture", "embed"):
        return asked
    return "embed" if st.context.is_embedded else "page"


def is_locked(key: str) -> bool:
    """Return whether a control, or the control that it repeats, may not be moved; a hidden one may not."""
    own = key.removesuffix("_again")
    return own in _named("hide") or own in _named("lock")


def is_hidden(key: str) -> bool:
    """Return whether the address hides what has this key."""
    return key in _named("hide")


def carried() -> dict[str, str]:
    """Return what every link takes along to the next page."""
    return {name: st.query_params[name] for name in PARAMETERS if name in st.query_params}


def link_to(file: str, *, query: dict[str, str] | None = None, **how: Any) -> None:
    """Draw a link to a page with these query parameters, and with those of the present view."""
    st.page_link(file, query_params={**(query or {}), **carried()} or None, **how)


def draw_style() -> None:
    """Draw the style of the view, and of what is hidden."""
    style = _style(view(), any(key.endswith("_tab") for key in st.query_params))
    hidden = sorted(_named("hide") & (_DECLARED.keys() | PARTS.keys()))
    if style or hidden:
        st.html(f"<style>{style}{''.join(map(_hiding, hidden))}</style>")


def answer_view() -> None:
    """Report what the address asks for and what is not there."""
    asked = st.query_params.get("view", "lecture")
    if asked not in ("lecture", "embed"):
        _report(f"view = {shown_text(asked[:40])}, but lecture or embed is needed: the page is shown as usual")
    for what in ("hide", "lock"):
        for key in sorted(_named(what) - _DECLARED.keys() - PARTS.keys())[:3]:
            _report(f"{what} = {shown_text(key[:40])}, but no control has this key: nothing is changed by it")


def _named(what: str) -> set[str]:
    """Return the keys that an address names in a parameter, which may be there several times."""
    return set(filter(None, re.split(r"[,;\s]+", ",".join(st.query_params.get_all(what)))))


def _hiding(key: str) -> str:
    row = f"[data-testid='stLayoutWrapper']:has(> .st-key-live_row_{key})"
    return f"{PARTS.get(key, f'.st-key-{key}, {row}')} {{ display: none !important; }}\n"


@cache
def _style(shown: View, section: bool) -> str:
    if shown == "page":
        return ""
    about = "section" if section else "picture"
    files = ("embed.css",) if shown == "embed" else ("lecture.css", f"lecture_{about}.css")
    return "".join((_HERE / "view_styles" / name).read_text("utf-8") for name in files)


def _report(what: str) -> None:
    st.toast(f"The address asks for {what}.", icon=":material/link_off:", duration="infinite")
