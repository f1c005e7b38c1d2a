"""Cost functions: two costs of one estimate, which agree on the order but not on the cost of being surely wrong."""

import streamlit as st

from charts.costs import ESTIMATES_SHOWN
from core.functions.costs.quadratic import Quadratic, squared_error
from core.functions.entropy import cross_entropy, cross_entropy_from_z, cross_entropy_slope
from core.tables.estimates import growth, probability_given
from core.tables.instances import measure
from ui.frame import close_lesson, open_lesson
from ui.handles import draw_handles
from ui.lessons.cost_functions.controls import CONVENTION, SCALE, SET_BY_PRESETS, YHAT, Y
from ui.lessons.cost_functions.growth import growth_tab
from ui.lessons.cost_functions.instances import SECTION, offer_upload
from ui.lessons.cost_functions.measures import instances_tab
from ui.lessons.cost_functions.picture import draw_costs, draw_formulas, say_costs
from ui.lessons.cost_functions.presets import PRESETS
from ui.lessons.cost_functions.questions import PREDICT
from ui.lessons.cost_functions.sections import in_short, origin_tab, slopes_tab, table_tab
from ui.lessons.cost_functions.take_away import take_away
from ui.lessons.cost_functions.textbook_code import code_tab
from ui.live import following
from ui.presets import preset_buttons
from ui.questions import draw_questions
from ui.sections import draw_tabs, outlet
from ui.source import show_source
from ui.take_away import draw_take_away
from ui.two_costs import compared

LIVE = "cost_live"  # the fragment that follows a slider while it moves

lesson = open_lesson(__file__)
controls, picture = st.columns([1, 2], gap="medium")
with controls, st.container(key="hero_costs"):
    Y.draw(redraws=LIVE)
    YHAT.draw(redraws=LIVE)
    sentence = outlet("sentence_costs")
    preset_buttons(PRESETS, SET_BY_PRESETS, key="cost")
    offer_upload()
    scale, costs = SCALE.read(), compared(CONVENTION.read())
with picture:
    charts = outlet("costs", picture=True)
    with charts:
        draw_handles(YHAT, "Estimate ŷ, on the curve", ESTIMATES_SHOWN)


@following(LIVE)
def live() -> None:
    """Draw the part that follows a moving slider: both costs, and what to notice about them."""
    y, yhat = Y.value(), YHAT.value()
    with charts:
        draw_costs(costs, y, yhat, scale)
    sentence.markdown(say_costs(costs, y, yhat, scale))


live()
y, yhat = Y.value(), YHAT.value()
draw_formulas(costs, y, yhat)
draw_take_away(lesson.title, take_away(costs, y, yhat))
draw_tabs(
    {
        "In short": in_short,
        "Table 8.1": lambda: table_tab(costs),
        SECTION: lambda: instances_tab(costs),
        "Slopes": lambda: slopes_tab(costs, y, yhat),
        "How it grows": lambda: growth_tab(costs, y, yhat),
        "Where it comes from": origin_tab,
        "What the textbook code returns": lambda: code_tab(y, yhat),
        "Predict": lambda: draw_questions(PREDICT),
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
close_lesson(lesson)
