"""Charts of a look inside a network for digits: what the neurons of one layer answer to an image."""

import altair as alt

from charts.theme import by_series, source, x_axis, y_axis

HEIGHT = 150


def neurons(title: str, over: str = "neuron", largest: float | None = None) -> alt.Chart:
    """A bar for each neuron of a layer.

    neurons: neuron, value, series. `title` says what the value is, and `over` what the neurons are. With a `largest`
    the axis goes from 0 up to there, for every layer alike.
    """
    scale = alt.Scale(zero=True) if largest is None else alt.Scale(domain=[0.0, largest], nice=False)
    edges = {"low": "datum.neuron - 0.45", "high": "datum.neuron + 0.45", "zero": "0"}
    x = x_axis("low", over, alt.Scale(nice=False), format="d", tickMinStep=1)
    bars = source("neurons").transform_calculate(**edges).mark_bar(clip=True)
    return by_series(bars.encode(x=x, x2="high", y=y_axis("value", title, scale), y2="zero")).properties(height=HEIGHT)
