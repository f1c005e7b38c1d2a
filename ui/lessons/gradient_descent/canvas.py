"""Cost surfaces in the browser: maps with lines of equal cost, and the paths of descents on them.

The page's own run sends the surfaces, a few dozen kilobytes, with the component's data. The paths follow a moving
slider: each is a message of about a kilobyte, which a feed in the slider's fragment hands to the maps.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from core.surfaces.contours import levels, name_place
from core.surfaces.descent import SurfacePath
from core.surfaces.minimum import eigenvalues
from core.surfaces.surface import Surface
from core.types import Array
from ui.canvas import Look, encoded, feed, script, style
from ui.canvas.formulas import activate_table, cost_table
from ui.handles import HAND
from ui.lessons.gradient_descent.words import name_bend, name_least
from ui.telling import telling

_HERE = Path(__file__).parent
_SCRIPTS = tuple(_HERE / f"{name}.js" for name in ("maps", "map", "paths", "background", "cost", "start", "choice"))
SIDE = 81
"""Points of the grid along each side of a map."""
FLAT = 1e-12
"""A smaller curvature below this share of the larger one counts as rounding."""
LEVEL = float(np.finfo(np.float64).tiny / np.finfo(np.float64).eps)
"""Where both curvatures are at most this they have lost digits, and neither has a sign: the place counts as level."""

_maps = telling(
    "surface_maps",
    {"start": {"w": float, "b": float}},
    html='<div class="maps"><canvas role="img"></canvas><div class="tip" hidden></div>'
    '<div class="choice" role="group" aria-label="The map that is shown" hidden></div></div>',
    css=style(_HERE / "maps.css"),
    js=activate_table() + cost_table() + script(HAND, *_SCRIPTS),
)


class Panel(NamedTuple):
    """One map: its surface, colour, title and path."""

    surface: str
    look: Look
    title: str
    path: SurfacePath | None = None

    def described(self) -> dict[str, Any]:
        """Return the same as the script reads it."""
        path = encoded(np.stack([self.path.w, self.path.b])) if self.path else None
        return {"surface": self.surface, "title": self.title, "path": path, **self.look.described()}


class Maps(NamedTuple):
    """Several maps in columns, for w and b from −extent to extent.

    note: words in the place of a missing second map. alt: the text alternative. follows: whether `send` brings the
    paths later, each time a slider moves; such maps are large, all others small. start: the keys of the sliders of w
    and b that move when the start is dragged.
    """

    surfaces: Mapping[str, Surface]
    panels: Sequence[Panel]
    extent: float
    columns: int
    alt: str
    note: str = ""
    follows: bool = False
    start: tuple[str, str] | None = None


class Sent(NamedTuple):
    """A path for the map of a surface, with the chosen step and the words above the map."""

    surface: Surface
    path: SurfacePath
    step: int
    words: str

    def described(self) -> dict[str, Any]:
        """Return the same as the script reads it."""
        path = encoded(np.stack([self.path.w, self.path.b]))
        return {"id": surface_id(self.surface), "path": path, "step": self.step, "words": self.words}


@lru_cache(maxsize=32)
def terrain(surface: Surface, extent: float) -> dict[str, Any]:
    """Describe a surface over w and b from −extent to extent: heights, levels, curvature, and its minimum.

    bends says in two lines whether it bends down on this map, and label_at is a place with room to write that.
    """
    axis = np.linspace(-extent, extent, SIDE)
    heights = surface.grid(axis, axis)
    curvature = smaller_curvature(surface, axis)
    least = surface.minimum
    points = surface.points
    return {
        "id": surface_id(surface),
        "heights": encoded(heights),
        "curvature": encoded(curvature),
        "label_at": name_place(curvature < 0.0),
        "bends": name_bend(surface, hatched=bool((curvature < 0.0).any())),
        "levels": levels(float(heights.min()), float(heights.max())),
        "minimum": [least.w, least.b, least.cost, name_least(surface)] if least else None,
        "x": points.x.tolist(),
        "y": points.y.tolist(),
        "output": surface.output,
        "cost": surface.cost_function.name,
    }


def smaller_curvature(surface: Surface, axis: Array) -> Array:
    """Return the smaller eigenvalue of the Hessian on a grid, as a share of the larger one's size: from −1 to 1."""
    curvatures = eigenvalues(surface.hessian(*np.meshgrid(axis, axis)))
    sizes = np.abs(curvatures).max(axis=-1)
    smaller: Array = np.divide(curvatures[..., 1], sizes, out=np.zeros_like(sizes), where=sizes > LEVEL)
    smaller[np.abs(smaller) < FLAT] = 0.0
    return smaller


def surface_id(surface: Surface) -> str:
    """Return a name that no other surface has."""
    digest = hashlib.sha256(surface.points.x.tobytes() + surface.points.y.tobytes()).hexdigest()[:12]
    return f"{surface.cost_function.name} {surface.output} {digest}"


def draw_maps(maps: Maps, *, key: str, on_start: Callable[[], None] | None = None) -> None:
    """Draw maps; on_start is called when one of them is pressed."""
    data = {
        "id": key,
        "extent": maps.extent,
        "side": SIDE,
        "columns": maps.columns,
        "note": maps.note,
        "follows": maps.follows,
        "start": maps.start,
        "alt": maps.alt,
        "surfaces": {name: terrain(surface, maps.extent) for name, surface in maps.surfaces.items()},
        "panels": [panel.described() for panel in maps.panels],
    }
    _maps(key=key, data=data, on_start_change=on_start or (lambda: None), height="content")


def send(to: str, paths: Mapping[str, Sent], alt: str, *, key: str) -> None:
    """Send the maps with key `to` one path for each surface, and their text alternative."""
    feed.send(to, {"alt": alt, "paths": {name: each.described() for name, each in paths.items()}}, key=key)
