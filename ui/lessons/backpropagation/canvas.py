"""The network as it is drawn in the browser: neurons, weights, and every number that is known at a stage.

The page's own run draws the component, with its script and style; its numbers follow a moving slider, and a feed in the
slider's fragment brings them.
"""

from collections.abc import Callable
from pathlib import Path

from core.explaining.quantities import Key
from core.explaining.stages import Stage, Walk
from core.explaining.training import Update
from core.explaining.worksheet import Worksheet, code_of
from core.functions.activations import OUTPUTS
from ui.canvas import feed, script
from ui.lessons.backpropagation.controls import DIGITS
from ui.telling import telling

_HERE = Path(__file__).parent
_LABEL = (
    "The network. Each number is a button; arrow keys lead from one to the next, Enter chooses one, and Enter again "
    "leads to its slider."
)
_MORE = (("left", "◂ more"), ("right", "more ▸"), ("up", "▴ more"), ("down", "more ▾"))
"""What stands at an edge beyond which the network goes on, out of sight; a press leads there."""
_SCRIPTS = ("network", "layouts", "places", "lines", "parts", "beyond", "names", "elements")
_network = telling(
    "backprop_network",
    {"choice": {"code": str}},
    html=f'<div class="window"><div class="net" role="group" aria-label="{_LABEL}"><div class="plane">'
    '<svg aria-hidden="true"></svg><div class="columns"></div></div></div>'
    + "".join(f'<div class="more" data-to="{to}" aria-hidden="true" hidden>{text}</div>' for to, text in _MORE)
    + "</div>",
    css=(_HERE / "network.css").read_text("utf-8"),
    js=script(*(_HERE / f"{name}.js" for name in _SCRIPTS)),
)


def draw_network(*, key: str, on_choose: Callable[[], None]) -> None:
    """Draw the network, whose numbers `send` brings; on_choose is called when one of them is chosen."""
    _network(key=key, data={"id": key}, on_choice_change=on_choose, height="content")


def send(to: str, walk: Walk, sheet: Worksheet, update: Update, stage: int, chosen: Key | None) -> None:
    """Send the network with key `to` all that is known at a stage.

    The numbers travel under the names that they have in an address. Where there is room for a part only, "needed"
    says which ones the stage is about.
    """
    known = list(walk.known(stage))
    by_name = {each.name: code_of(each.key) for each in walk.quantities.values()}
    quantity = walk.quantities.get(chosen) if chosen is not None else None
    seen = quantity is not None and quantity.stage <= stage
    now = walk.stages[stage]
    message = {
        "sizes": sheet.sizes,
        "instances": sheet.instances,
        "turn": update.turn,
        "total": None if sheet.instances == 1 or update.turn else sheet.reduction,
        "velocities": sheet.velocities,
        "slopes": not OUTPUTS[sheet.output].joint,
        "digits": int(DIGITS.value()),
        "kind": now.kind,
        "layer": now.layer,
        "numbers": {code_of(each.key): each.result for each in known},
        "fresh": [code_of(each.key) for each in now.quantities],
        "weights": {code_of(each.key): each.value for each in walk.stages[0].quantities if each.key.kind == "w"},
        "chosen": code_of(quantity.key) if quantity is not None else None,
        "needed": [by_name[name] for name in _about(now) if name in by_name],
        "factors": [by_name[name] for name in quantity.sources if name in by_name] if quantity and seen else [],
    }
    feed.send(to, message, key=f"{to}_feed")


def _about(stage: Stage) -> set[str]:
    """Return the names of a stage's new quantities, and of those that they are computed from."""
    return {name for each in stage.quantities for name in (each.name, *each.sources)}
