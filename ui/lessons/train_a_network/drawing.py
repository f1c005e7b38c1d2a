"""Lesson 6: points set by hand, by a press on the picture or as a text."""

import streamlit as st

from core.experiments.datasets import Dataset
from core.experiments.drawn import EDGE, MOST_CLASSES, MOST_DRAWN, Drawn, drawn_dataset, read_drawn, write_drawn
from ui.controls import Text, put
from ui.lessons.train_a_network.controls import FEW_POINTS


def _takes(text: str) -> bool:
    try:
        read_drawn(text)
    except ValueError:
        return False
    return True


POINTS_BY_HAND = Text(
    "train_points",
    "Points: x₁ x₂ class; …",
    _takes,
    f"1 to {MOST_DRAWN} points such as -1.5 2 0; 3 3 1, from −{EDGE:g} to {EDGE:g}, class 0 to {MOST_CLASSES - 1}",
    "-3 -3 1; 3 3 1; -3 3 0; 3 -3 0",
    "Each has two coordinates and a class. A press on the picture adds one",
)


def draw_points() -> tuple[Dataset | None, str]:
    """Draw the points as a text, with Undo and Clear; return the data set, or why there is none."""
    POINTS_BY_HAND.read()
    with st.container(horizontal=True, gap="small"):
        st.button("Undo", key="train_undo", help="Takes away the last point", on_click=_keep, args=(-1,))
        clear = "Takes away all points but the first: a network needs one"
        st.button("Clear", key="train_clear", help=clear, on_click=_keep, args=(1,))
    try:
        points = read_drawn(POINTS_BY_HAND.value())
    except ValueError as wrong:
        return None, str(wrong)
    few = (
        f" Fewer than {FEW_POINTS} are all trained on, unless “For testing” is moved."
        if len(points) < FEW_POINTS
        else ""
    )
    st.caption(
        f"{len(points)} of at most {MOST_DRAWN} points. Press on the picture to add one; the keys 0 to "
        f"{MOST_CLASSES - 1} and the list below the picture choose its class.{few}"
    )
    return drawn_dataset(points), ""


def _keep(end: int) -> None:
    """Keep the points up to a place, at least one."""
    points = _points()
    if points:
        put((POINTS_BY_HAND, write_drawn(points[: max(1, len(points) + end if end < 0 else end)])))


def add_point() -> None:
    """Add the point that was pressed on the picture."""
    asked, points = st.session_state["train_stage"].point, _points()
    if asked and len(points) < MOST_DRAWN:
        point = Drawn(float(asked["x1"]), float(asked["x2"]), int(asked["kind"]))
        put((POINTS_BY_HAND, write_drawn([*points, point])))


def _points() -> list[Drawn]:
    try:
        return read_drawn(POINTS_BY_HAND.value())
    except ValueError:
        return []
