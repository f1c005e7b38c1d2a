"""What draws cost surfaces in the browser: maps with lines of equal cost, and the paths of descents on them.

A description brings the surfaces, a few dozen kilobytes, with the page's own run. What follows the hand, the paths, is
a message of about a kilobyte, which a feed in the fragment hands on.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from streamlit.components import v2

from core.functions.costs.cross_entropy import CrossEntropy
from core.surfaces.contours import levels, name_place
from core.surfaces.descent import SurfacePath
from core.surfaces.minimum import eigenvalues
from core.surfaces.surface import Surface
from core.types import Array
from ui.canvas import SHARED, encoded

_HERE = Path(__file__).parent
SIDE = 81
"""Points of the grid along each side of a map."""
FLAT = 1e-12
"""A smaller curvature that is less than this share of the larger one is rounding."""

_maps = v2.component(
    "surface_maps",
    html='<div class="maps"><canvas role="img"></canvas><div class="tip" hidden></div></div>',
    css=(_HERE / "maps.css").read_text("utf-8"),
    js=SHARED + (_HERE / "maps.js").read_text("utf-8"),
)
_feed = v2.component("surface_feed", html="<i></i>", js=(_HERE / "feed.js").read_text("utf-8"))


class Look(NamedTuple):
    """How a cost is named and drawn: its name, its colour (an index into the theme's), and its dash."""

    name: str
    series: int
    dash: tuple[int, ...] = ()


class Panel(NamedTuple):
    """One map of a picture: which surface, in whose colour, under which title, with which path."""

    surface: str
    look: Look
    title: str
    path: SurfacePath | None = None


@lru_cache(maxsize=32)
def terrain(surface: Surface, reach: float) -> dict[str, Any]:
    """Describe a surface over w and b from −reach to reach: heights, levels, where it bends down, and its minimum.

    bend, from −1 to 1, is the smaller eigenvalue of the Hessian as a share of the larger one's size; convex tells
    that it is below 0 nowhere on the map.
    """
    axis = np.linspace(-reach, reach, SIDE)
    heights = surface.grid(axis, axis)
    curvatures = eigenvalues(surface.hessian(*np.meshgrid(axis, axis)))
    sizes = np.abs(curvatures).max(axis=-1)
    bend: Array = np.divide(curvatures[..., 1], sizes, out=np.zeros_like(sizes), where=sizes > 0.0)
    bend[np.abs(bend) < FLAT] = 0.0
    least = surface.minimum
    points = surface.points
    return {
        "id": surface_id(surface),
        "heights": encoded(heights),
        "bend": encoded(bend),
        "downhill": name_place(bend < 0.0),
        "convex": not (bend < 0.0).any(),
        "levels": levels(float(heights.min()), float(heights.max())),
        "minimum": [least.w, least.b, least.cost, least.unique] if least else None,
        "x": points.x.tolist(),
        "y": points.y.tolist(),
        "output": surface.output,
        "k": None if isinstance(surface.cost_function, CrossEntropy) else surface.cost_function.k(1),  # type: ignore[attr-defined]
    }


def surface_id(surface: Surface) -> str:
    """A name that no other surface has."""
    digest = hashlib.sha256(surface.points.x.tobytes() + surface.points.y.tobytes()).hexdigest()[:12]
    return f"{surface.cost_function.name} {surface.output} {digest}"


def draw_maps(
    surfaces: dict[str, Surface],
    panels: Sequence[Panel],
    reach: float,
    *,
    key: str,
    columns: int,
    note: str = "",
    follows: bool = False,
    alt: str = "",
    on_start: Any = None,
) -> None:
    """Draw maps in so many columns; on_start is called when one is pressed. `follows`: their paths come by `send`.

    note stands where a second map is missing.
    """
    _maps(
        key=key,
        data={
            "id": key,
            "reach": reach,
            "side": SIDE,
            "columns": columns,
            "note": note,
            "follows": follows,
            "alt": alt,
            "small": not follows,
            "surfaces": {name: terrain(surface, reach) for name, surface in surfaces.items()},
            "panels": [
                {
                    "surface": panel.surface,
                    "name": panel.look.name,
                    "series": panel.look.series,
                    "dash": list(panel.look.dash),
                    "title": panel.title,
                    "path": encoded(np.stack([panel.path.w, panel.path.b])) if panel.path else None,
                }
                for panel in panels
            ],
        },
        on_start_change=on_start or (lambda: None),
        height="content",
    )


def send(to: str, paths: dict[str, tuple[Surface, SurfacePath, int, str]], alt: str, *, key: str) -> None:
    """Hand the maps with key `to` their paths: for each surface the path, the step looked at and the words above it."""
    _feed(
        key=key,
        data={
            "to": to,
            "alt": alt,
            "paths": {
                name: {
                    "id": surface_id(surface),
                    "path": encoded(np.stack([path.w, path.b])),
                    "step": step,
                    "words": words,
                }
                for name, (surface, path, step, words) in paths.items()
            },
        },
        height=1,
    )
