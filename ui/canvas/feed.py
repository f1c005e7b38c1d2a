"""What follows a moving slider, on its way to a component that the page's own run has drawn."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from streamlit.components import v2

from ui.canvas import LATEST, joined

_feed = v2.component("feed", html="<i></i>", js=joined(LATEST, Path(__file__).parent / "feed.js"))


def send(to: str, message: Mapping[str, Any], *, key: str) -> None:
    """Send a message to the component that listens for mail to this name.

    To be called in the fragment that follows the slider. A component's script travels each time the component is drawn;
    the script of this one is small.
    """
    _feed(key=key, data={"to": to, **message}, height=1)
