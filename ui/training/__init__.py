"""What the pictures of runs share: the browser's store of what has arrived, the feed that brings it, and the player.

A run's records travel as they are made, and the browser keeps them (store.js): so it can show any moment of a run
without asking. A lesson says with a script of its own, sentence.js, what its sentence on a moment is.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from streamlit.components import v2

from ui.canvas import LATEST, joined, script, style
from ui.telling import telling

_HERE = Path(__file__).parent
STORE = (_HERE / "store.js", _HERE / "moment.js")
"""What every component needs that shows a moment of a run."""
PICTURE = (_HERE / "charts.js", _HERE / "run_stage.js")
"""And what a picture of the run needs besides."""
STAGE_STYLE = style(_HERE / "stage.css")

_FROM = re.compile(r"[^:]{1,100}:\d{1,9}:\d{1,15}")  # a run, how many of its records the browser has, and when that was
_feed = telling("training_feed", {"have": _FROM}, html="<i></i>", js=joined(LATEST, _HERE / "feed.js"))


def stage_html(*buttons: str) -> str:
    """Return the picture of a run with its legend and its bar, at whose end these buttons stand."""
    return (
        '<div class="stage"><canvas role="img"></canvas>'
        '<div class="below"><div class="legend"></div><output></output></div>'
        '<div class="bar"><button type="button" class="player"></button>'
        '<select class="pace" aria-label="How long it takes to play again"><option value="3">whole run in 3 s</option>'
        '<option value="8" selected>whole run in 8 s</option><option value="30">whole run in 30 s</option>'
        '<option value="0">as fast as it can</option></select>'
        '<input type="range" min="0" max="0" value="0" aria-label="Moment of the run, in updates">'
        f'{"".join(buttons)}</div><div class="tip" hidden></div></div>'
    )


def words_component(name: str, sentence: Path) -> Callable[..., Any]:
    """Return a component that says a lesson's sentence on the moment shown, while that is not the latest."""
    return v2.component(
        name,
        html='<p class="moment" hidden></p>',
        css=style(_HERE / "words.css"),
        js=script(*STORE, sentence, _HERE / "words.js"),
    )


def send(message: Mapping[str, Any], *, key: str, on_have: Callable[[], None]) -> None:
    """Send a message to the browser; `on_have` is called if the browser lacks an earlier one."""
    _feed(key=key, data=message, default={"have": None}, on_have_change=on_have, height=1)
