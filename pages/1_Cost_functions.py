"""Cost functions: two prices for one estimate, which agree on the order and not on what being surely wrong costs."""

import streamlit as st

from core.functions.costs import (
    COSTS,
    Quadratic,
    cross_entropy,
    cross_entropy_from_z,
    cross_entropy_slope,
    squared_error,
)
from core.tables.estimates import growth, probability_given
from core.tables.instances import measure
from ui.frame import close_lesson, open_lesson
from ui.lessons.cost_functions.controls import CONVENTION, SCALE, SET_BY_PRESETS, YHAT, Y
from ui.lessons.cost_functions.picture import draw_costs, named, say_costs, write_formulas
from ui.lessons.cost_functions.presets import PRESETS
from ui.lessons.cost_functions.sections import (
    code_tab,
    growth_tab,
    in_short,
    instances_tab,
    origin_tab,
    slopes_tab,
    table_tab,
)
from ui.live import following
from ui.presets import preset_buttons
from ui.sections import draw_tabs, outlet
from ui.source import show_source

lesson = open_lesson(__file__)


LIVE = "cost_live"  # the fragment that follows a slider while it moves
controls, picture = st.columns([1, 2], gap="medium")
with controls, st.container(key="hero_costs"):
    Y.draw(redraws=LIVE)
    YHAT.draw(redraws=LIVE)
    sentence = outlet("sentence_costs")
    preset_buttons(PRESETS, SET_BY_PRESETS, key="cost")
    scale, quadratic = SCALE.read(), CONVENTION.read()
with picture:
    charts = outlet("costs", picture=True)


@following(LIVE)
def live() -> None:
    """What follows the hand: both costs, and what to notice about them."""
    y, yhat = Y.value(), YHAT.value()
    prices = {name: float(COSTS[cost].from_a(y, yhat)) for name, cost in named(quadratic).items()}
    with charts:
        draw_costs(y, yhat, quadratic, scale, prices)
    sentence.markdown(say_costs(y, yhat, quadratic, scale, prices))


def rest() -> None:
    """What lies below, and follows once the hand rests."""
    y, yhat = Y.value(), YHAT.value()
    write_formulas(y, yhat, quadratic)
    draw_tabs(
        {
            "In short": in_short,
            "Table 8.1": lambda: table_tab(quadratic),
            "A set of instances": lambda: instances_tab(quadratic),
            "Slopes": lambda: slopes_tab(y, yhat, quadratic),
            "How it grows": lambda: growth_tab(y, yhat, quadratic),
            "Where it comes from": origin_tab,
            "What the textbook code returns": lambda: code_tab(y, yhat),
        },
        key="cost_tab",
    )
    show_source(
        squared_error,
        Quadratic,
        cross_entropy,
        cross_entropy_slope,
        cross_entropy_from_z,
        measure,
        growth,
        probability_given,
        key="cost_code",
    )


live()
rest()
close_lesson(lesson)
