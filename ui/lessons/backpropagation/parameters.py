"""Lesson 5: the parameters of a network, in a table with two gradients, and in a sentence."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from core.explaining.quantities import parameter_names
from core.networks.network import Network
from core.numerals import count, numeral
from core.types import Array

MOST_NAMES = 12
"""A sentence names so many parameters and counts the others; the table has them all."""


def draw_parameters(
    network: Network, gradients: Mapping[str, Array], error: Array, at_kink: npt.NDArray[np.bool_] | None = None
) -> None:
    """Draw a table of all parameters with two gradients, and how much these differ."""
    columns = {name: [numeral(float(each), 8) for each in values] for name, values in gradients.items()}
    crossing = at_kink if at_kink is not None else np.zeros(len(error), dtype=np.bool_)
    apart = {"relative error": ["kink" if k else numeral(float(e), 2) for k, e in zip(crossing, error, strict=True)]}
    st.dataframe(
        pd.DataFrame({"parameter": parameter_names(network.sizes)} | columns | apart),
        hide_index=True,
        height=min(38 + 35 * len(error), 360),
    )


def listed(names: list[str]) -> str:
    """Return names as part of a sentence; a long list is cut short."""
    rest = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {count(rest)} more" if rest > 0 else "")
