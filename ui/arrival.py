"""Arriving on a page: by an address that opens the app there, or by a link from another of its pages.

Streamlit keeps a control's value while another page is open. A link that opens a prepared state must not inherit it:
controls that it does not name get their defaults, whatever was left there before.
"""

import streamlit as st

from ui.live import settle_all
from ui.views import PARAMETERS

# The page that is open, what a link from another page has named there, and what its address named when it was opened.
_PAGE, _NAMED, _ADDRESSED = "arrival_page", "arrival_named", "arrival_addressed"
# And the value that each control had when it was last drawn.
_DRAWN = "drawn "


def arrive(page: str) -> None:
    """Note, before any control is drawn, whether a link with settings has opened this page from another one."""
    before = st.session_state.get(_PAGE)
    st.session_state[_PAGE] = page
    came = before not in (None, page)
    if came:  # a slider that was left while it moved sends nothing any more
        settle_all()
    named = frozenset(st.query_params) - set(PARAMETERS)
    st.session_state[_NAMED] = named if came else frozenset[str]()
    if before != page:
        st.session_state[_ADDRESSED] = named


def has_arrived() -> None:
    """Note that the page is drawn: from now on its controls keep their values."""
    st.session_state[_NAMED] = st.session_state[_ADDRESSED] = frozenset[str]()


def by_link() -> bool:
    """Return whether a link with settings has opened this page from another one."""
    return bool(st.session_state.get(_NAMED))


def is_named(key: str) -> bool:
    """Return whether the address that has opened this page, directly or by a link, names this control."""
    return key in st.session_state.get(_ADDRESSED, ())


def name_too(key: str, value: str) -> None:
    """Have the address that has opened the page name this control, too."""
    st.query_params[key] = value
    for names in (_NAMED, _ADDRESSED):
        if st.session_state.get(names):
            st.session_state[names] |= {key}


def start_anew(key: str, default: object) -> None:
    """Put a control at its default if a link has just opened its page and does not ask for another value."""
    page = key.split("_")[0] + "_"
    if any(named.startswith(page) for named in st.session_state.get(_NAMED, ())):
        asked = st.query_params.get(key)
        if asked is None or means(asked, default):
            st.session_state[key] = default


def write_again(key: str, default: object) -> None:
    """Bring into the address what the user has just chosen, if it is not there; call it before the control is drawn.

    The browser writes it there at once, but a run that was under way may then still send the address that it knows.
    """
    now = st.session_state.get(key, default)
    before = st.session_state.get(_DRAWN + key, now)
    if now != before and not by_link() and not means(st.query_params.get(key, str(default)), now):
        st.session_state[key] = now  # Streamlit writes what is assigned into the address


def note_drawn(key: str) -> None:
    """Note the value of a control that has just been drawn."""
    st.session_state[_DRAWN + key] = st.session_state[key]


def means(text: str, value: object) -> bool:
    """Return whether the address gives this value; Streamlit does not read a value that is the default from there."""
    if isinstance(value, str):
        return text.lower() == value.lower()
    try:
        return float(text) == value
    except ValueError:
        return text.lower() == str(value).lower()
