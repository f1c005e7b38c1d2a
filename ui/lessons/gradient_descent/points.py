"""Lesson 4: the points to learn; the user may type them."""

import streamlit as st

from core.numerals import numeral
from core.surfaces.points import POINT_SETS, Points
from core.tables.csv_table import Problem, capped
from core.tables.typed_points import read_typed_points
from ui.arrival import start_anew
from ui.files import draw_problems
from ui.lessons.gradient_descent.controls import POINTS, SEED

OWN, OWN_DEFAULT = "descent_own", "-2 0; -1 1; 1 0; 2 1"
MOST_TEXT, MOST_SHOWN = 4_000, 20


def draw_own() -> None:
    """Draw the text field for typed points, which the address holds too, and list the errors in them."""
    start_anew(OWN, OWN_DEFAULT)
    st.text_input(
        "Your own points: x y; x y; …",
        OWN_DEFAULT,
        key=OWN,
        bind="query-params",
        disabled=POINTS.value() != "own",
        help="x from −1,000 to 1,000, y from 0 to 1, up to 50 points. They stand in the address.",
    )
    points, problems, usable = points_now()
    shown = [f"({numeral(float(x))}, {numeral(float(y))})" for x, y in zip(points.x, points.y, strict=True)]
    more = f" and {len(shown) - MOST_SHOWN} more" if len(shown) > MOST_SHOWN else ""
    st.caption(f"The points (x, y): {', '.join(shown[:MOST_SHOWN])}{more}.")
    if POINTS.value() == "own":
        draw_problems(problems, usable=usable)
        if not usable:
            st.caption("Until then the maps show the five overlapping points.")


def typed_points(text: str) -> tuple[Points | None, list[Problem]]:
    """Read "x y; x y; …". Usable points are returned, and each other entry is reported by its place."""
    pairs = [part.replace("(", " ").replace(")", " ").split() for part in text[:MOST_TEXT].split(";")]
    pairs = [pair[:3] for pair in pairs]
    points, problems = read_typed_points([(*pair, None, None)[:2] for pair in pairs])
    problems += [
        Problem(at, "there are more than two numbers: only the first two were taken")
        for at, pair in enumerate(pairs, start=1)
        if len(pair) > 2
    ]
    problems = [
        Problem(None, reason if line is None else f"point {line}: {reason}")
        for line, reason in sorted(problems, key=lambda problem: problem.line or 0)
    ]
    if len(text) > MOST_TEXT:
        problems.insert(0, Problem(None, f"The text is too long: only its first {MOST_TEXT:,} characters were read."))
    problems = capped(problems)
    if points is None and not problems:
        problems = [Problem(None, "There is no point: type x and y with a space between, as in 1 0; 2 1")]
    return points, problems


def points_now() -> tuple[Points, list[Problem], bool]:
    """Return the points to learn, the errors in typed ones, and whether the typed ones could be used at all."""
    name = POINTS.value()
    if name != "own":
        return POINT_SETS[name].make(int(SEED.value()) if POINT_SETS[name].seeded else 0), [], True
    points, problems = typed_points(str(st.session_state.get(OWN) or ""))
    return (points, problems, True) if points is not None else (POINT_SETS["staircase"].make(0), problems, False)
