"""Lesson 6: the user's own points: the upload field, what was read, and the menus that choose the columns.

Names of columns and classes come from outside: they stand in menus and as plain text, never as Markdown.
"""

import streamlit as st

from core.experiments.datasets import MOST_INPUTS
from core.numerals import numeral
from core.tables.csv_table import Table
from core.tables.point_table import ChosenPoints, PointTable, points_of
from ui.controls import put
from ui.files import OwnFile, draw_problems, draw_upload
from ui.lessons.train_a_network.controls import DATA, FEW_POINTS
from ui.lessons.train_a_network.running import running
from ui.own_table import (
    begin_with_another,
    draw_assumed,
    draw_first_line,
    keep_menus,
    own_table,
    pick_column,
    versioned,
)

FILE = "train_file"
_GOOD = "train own points"


def own_points() -> PointTable | None:
    """Draw the choice of data with the upload field beside it, and for the user's own data what was read.

    Return the user's points; None where there are none, or where other data are chosen. After a table that cannot be
    used the points before it stay.
    """
    left, right = st.columns(2, gap="small")
    with left:
        DATA.read()
    with right:
        file = draw_upload(
            "Your own points",
            "A table as text (CSV): two columns of numbers or more, and one of labels, two to ten of them, or values "
            "to be estimated; commas, semicolons, tabs, bars or spaces between them. Of more rows 5,000 are drawn",
            key=FILE,
            then=_show_file,
        )
    if DATA.value() != "own":
        return None
    if file is None:
        _say_no_file()
        return _good()
    found = _read(file)
    if found.dataset is None:
        return _good()
    st.session_state[_GOOD] = found
    return found


def _good() -> PointTable | None:
    """Return the last points that could be used."""
    return st.session_state.get(_GOOD)


def _show_file() -> None:
    """Choose the user's own data, now that there is a file."""
    begin_with_another(key=FILE)
    put((DATA, "own"))


def _say_no_file() -> None:
    st.markdown(
        "**No file yet.** If a link brought you here, the file stayed behind, since no address carries it: load it "
        "again, or choose other data above."
    )


def _read(file: OwnFile) -> PointTable:
    """Say what was read from a file, draw the menus, and return what they choose."""
    table = own_table(file.data, file.mark, key=FILE)
    guess = _points(file.mark, st.session_state.get(f"{FILE}_first_line", "guess"), ChosenPoints(), table)
    said = st.container()
    drawer = st.expander(
        "Its columns, and lines left out", expanded=guess.dataset is None, key="train_columns", icon=":material/table:"
    )
    chosen = ChosenPoints()
    if table.lines:
        with drawer:
            chosen = _draw_menus(table, guess)
    keep_menus(key=FILE)
    found = points_of(table, chosen) if chosen != ChosenPoints() else guess
    with said:
        draw_assumed(found.summary, [*_say_inputs(found), *found.assumed], key=FILE)
        if found.dataset is None and (_good() or running()):
            st.markdown("The picture stays as it was.")
    with drawer:
        st.caption(
            "Each input is scaled for the networks: its mean becomes 0, and the number farthest from it 5 or −5. A "
            "constant one becomes 0."
        )
        draw_problems(found.problems, usable=found.dataset is not None)
    return found


@st.cache_resource(max_entries=3, show_spinner=False, scope="session")
def _points(mark: str, first_line: str, chosen: ChosenPoints, _table: Table) -> PointTable:
    """Take the points once; the mark and the first line stand for the table, which would take long to compare."""
    return points_of(_table, chosen)


def _draw_menus(table: Table, guess: PointTable) -> ChosenPoints:
    """Draw the menus of columns, and return what differs from the guess."""
    first, second = [*guess.inputs, None, None][:2]
    left, right = st.columns(2, gap="small")
    with left:
        x1 = pick_column("x₁, to the right", table.names, first, key=f"{FILE}_x1")
        label = pick_column("Label or value", table.names, guess.label, key=f"{FILE}_label")
    with right:
        x2 = pick_column("x₂, upwards", table.names, second, key=f"{FILE}_x2")
        as_classes = _pick_kind(table, label, guess)
    further = _pick_further(table, guess.candidates, (x1, x2, label))
    draw_first_line(key=FILE)
    inputs = tuple(dict.fromkeys(at for at in (x1, x2, *further) if at is not None))
    if (inputs, label, as_classes) == (guess.inputs, guess.label, guess.as_classes):
        return ChosenPoints()
    return ChosenPoints(inputs, label, as_classes)


def _pick_kind(table: Table, label: int | None, guess: PointTable) -> bool | None:
    """Draw the choice between classes and values, which begins at what the label's column suggests."""
    suggested = guess if label == guess.label else points_of(table, ChosenPoints(guess.inputs, label))
    kinds = {True: "classes", False: "values to be estimated"}
    return st.selectbox(
        "It has",
        list(kinds),
        index=0 if suggested.as_classes else 1,
        format_func=kinds.__getitem__,
        key=versioned(f"{FILE}_kind", (*table.names, label)),
        persist_state="session",
    )


def _pick_further(table: Table, candidates: tuple[int, ...], taken: tuple[int | None, ...]) -> list[int]:
    """Draw the choice of further inputs."""
    return st.multiselect(
        "Further inputs",
        [at for at in candidates if at not in taken],
        format_func=table.names.__getitem__,
        max_selections=MOST_INPUTS - 2,
        key=versioned(f"{FILE}_further", (*table.names, *taken)),
        persist_state="session",
        placeholder="none",
        help="The networks learn from all of them. The map is the plane of x₁ and x₂, with the others at their mean",
    )


def _say_inputs(found: PointTable) -> list[str]:
    """Return in which units a value is learned, what is shown of many inputs, and that a few points are not divided."""
    if found.dataset is None or found.dataset.origin is None:
        return []
    said: list[str] = []
    if found.dataset.origin.values is not None:
        centre, unit = (float(each[0]) for each in found.dataset.origin.values)
        name = found.column_names[-1]
        less = f"{'−' if centre >= 0.0 else '+'} {numeral(abs(centre))}"
        said.append(
            f"The networks learn y = ({name} {less}) / {numeral(unit)}: 0 is the mean of {name}, and no point is "
            "farther than 1 from it. The cost is that of y."
        )
    if len(found.inputs) > 2:
        others, label = ", ".join(found.column_names[2:-1]), found.column_names[-1]
        said.append(
            f"The networks learn {label} from {len(found.inputs)} inputs, and the map shows two: the plane on which "
            f"{others} {'is at its mean' if len(found.inputs) == 3 else 'are at their means'}. A point stands where "
            "its x₁ and x₂ are, so it may stand on another colour and yet be right."
        )
    if len(found.dataset) < FEW_POINTS:
        said.append(f"Fewer than {FEW_POINTS} points are all for training, unless “For testing, %” is moved.")
    return said
