"""Lesson 4: one update in numbers, its points in a table and every formula with its numbers."""

import streamlit as st

from core.formulas import written
from core.formulas.quantity import Quantity
from core.numerals import count, numeral
from core.surfaces.batch_formulas import MOST_TERMS, BatchPoints
from core.surfaces.steps import Step, step_at
from core.surfaces.surface import Surface
from ui.controls import Choice
from ui.lessons import DESCENTS
from ui.lessons.gradient_descent.controls import LEFT, SIDES, side_chosen
from ui.lessons.gradient_descent.descents import Setup
from ui.lessons.gradient_descent.words import NAMES
from ui.tables import draw_table

NUMBERS_OF = Choice("descent_numbers", "Under which cost", SIDES, LEFT)


def numbers_tab(setup: Setup, index: int) -> None:
    """Draw the update from the chosen step: its points in a table, and every formula with its numbers."""
    side = side_chosen(NUMBERS_OF)
    surface, eta = setup.surfaces[side], setup.etas[side]
    step = step_at(surface, setup.w, setup.b, index=index, learning_rate=eta, descent=setup.descent)
    if step is None:
        st.markdown(f"{NAMES[side]} has left the range of numbers before step {count(index)}: look at an earlier one.")
        return
    some = f"a batch of {count(len(step.batch))} of {count(step.all_points)} points"
    st.markdown(
        f"{NAMES[side]}, the update from step {count(index)} to step {count(index + 1)}, made of "
        f"{'all points' if step.full_batch else some}. The slider *Look at step* chooses the update."
    )
    if step.torn:
        st.warning(
            "Here rounding has grown into the digits below: a run whose start differs in the sixteenth digit is "
            "elsewhere by now. The update is computed rightly from the numbers shown, but another computer may be at "
            "others.",
            icon=":material/info:",
        )
    _points_table(step.batch, step.mean, surface)
    _draw_formulas(step, setup.optimizer)
    _draw_change(step)


def _draw_formulas(step: Step, optimizer: str) -> None:
    """Write the formulas for one point, for the batch, and for the update."""
    several = len(step.batch)
    with st.container(key="step_formulas", gap="xsmall"):
        st.markdown(f"**Point {step.batch.numbers[0]}, for one:**")
        for line in step.point:
            st.latex(line.tex)
        rest = ", with the sums of the table's last row:" if several > MOST_TERMS else ":"
        st.markdown(f"**Over the {'points' if step.full_batch else 'batch'}{rest}**")
        for line in step.mean:
            st.latex(line.tex_in_two if 1 < several <= MOST_TERMS else line.tex)
        st.markdown(f"**What {DESCENTS[optimizer]} makes of it:**")
        for line in step.update:
            st.latex(line.tex)


def _draw_change(step: Step) -> None:
    """Say what the update does to the cost."""
    change = step.cost_after - step.cost_before
    went = "falls" if change < 0.0 else "rises" if change > 0.0 else "stays:"
    of_all = "" if step.full_batch else " of all points"
    st.markdown(
        f"The cost{of_all} {went} from {numeral(step.cost_before)} to {numeral(step.cost_after)}, "
        f"a difference of {numeral(change)}."
    )


def _points_table(batch: BatchPoints, mean: list[Quantity], surface: Surface) -> None:
    """Draw every point of the batch with its computed values, and the sums in the last row."""
    sloped = surface.bounded and not surface.cancels
    header = ("point", "x", "y", "z", "a", *(["σ′(z)"] if sloped else []), "δ", "δ x", "C")
    columns = [batch.x, batch.y, batch.z, batch.a, *([batch.slope] if sloped else []), batch.delta]
    columns += [batch.delta * batch.x, batch.cost]
    rows = [
        (str(number), *(written(float(column[i]), 4) for column in columns)) for i, number in enumerate(batch.numbers)
    ]
    blank = ["" for _ in header[1:-3]]
    cost, slope_w, slope_b = mean  # whose formulas may need more digits of the sums they quote
    sums = ((batch.delta.sum(), slope_b), (batch.delta @ batch.x, slope_w), (batch.cost.sum(), cost))
    rows.append(("**sum**", *blank, *(f"**{written(float(total), _digits(line))}**" for total, line in sums)))
    draw_table(header, rows)


def _digits(line: Quantity) -> int:
    """Return with how many digits a formula's numbers are printed."""
    return line.chosen.digits if line.chosen else line.digits
