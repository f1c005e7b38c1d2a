"""Lesson 5: a section that can only be drawn where the network can be computed."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from core.networks.network import Network
from core.types import Array
from ui.lessons.backpropagation.controls import update_of
from ui.lessons.backpropagation.numbers import sheet_now


class Computed(NamedTuple):
    """A network with the instances of the next update: x is (n, inputs), y (n, outputs)."""

    network: Network
    x: Array
    y: Array


def computed(draw: Callable[[Computed], None]) -> Callable[[], None]:
    """Make a section from a function that draws a network; where none can be computed, the section says why."""

    def section() -> None:
        sheet = sheet_now()
        try:
            update = update_of(sheet)
            case = Computed(sheet.network(), update.chosen(sheet.x()), update.chosen(sheet.y()))
        except ValueError as wrong:
            st.markdown(f"There is nothing to show as long as this cannot be computed: {wrong}.")
        else:
            draw(case)

    return section
