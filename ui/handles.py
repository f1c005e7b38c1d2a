"""Handles: the dots of a chart can be dragged, which moves a live slider."""

from pathlib import Path

from streamlit.components import v2

from ui.canvas import LATEST, joined
from ui.controls import Slider

_HERE = Path(__file__).parent
HAND = _HERE / "hand.js"
"""What a point in a picture needs in order to be dragged."""
_handles = v2.component(
    "handles",
    html='<div class="handles"></div>',
    css=(_HERE / "handles.css").read_text("utf-8"),
    js=joined(LATEST, HAND, _HERE / "handles.js"),
)


def draw_handles(slider: Slider, label: str, domain: tuple[float, float]) -> None:
    """Make handles of the dots that a chart of this picture calls "handle": dragged sideways, they move a slider.

    To be called in the picture's place, by the page's own run. `label` says what the handle moves, and `domain` are the
    ends of the chart's horizontal axis, in the slider's unit.
    """
    low, high = domain
    data = {"slider": slider.key, "label": label, "low": low, "high": high}
    _handles(key=f"{slider.key}_handles", data=data, height=1)
