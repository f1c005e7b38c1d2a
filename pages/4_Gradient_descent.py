"""Gradient descent: one neuron walks down two cost surfaces, and η, batches and momentum decide how it goes."""

from typing import Any

import streamlit as st

from core.optimizers import OPTIMIZERS
from core.surface import Surface, bends_down_beyond, find_minimum
from core.surface_descent import descend_with_rates, judge, measured_limit, stability_limit
from core.surface_steps import step_at
from core.valleys import Landscape, roll
from ui.controls import Control, Slider, chosen_preset, following, preset_buttons, put
from ui.frame import close_lesson, open_lesson
from ui.lessons.gradient_descent import (
    MAPS,
    draw_costs,
    draw_ground,
    draw_states,
    say_descents,
    send_paths,
)
from ui.lessons.gradient_descent_settings import (
    CONTROLS,
    ETA,
    GROUND,
    POINTS,
    REACH,
    SEED,
    STEP,
    STEPS,
    WALK,
    B,
    W,
    draw_own,
    in_use,
    points_now,
    setup_now,
    walk,
)
from ui.lessons.gradient_descent_tabs import batches_tab, convex_tab, in_short, numbers_tab, strip_tab, valleys_tab
from ui.sections import draw_tabs, open_drawer, outlet
from ui.source import show_source

PARKED = {"descent_w": 1.2, "descent_b": -0.5, "descent_eta": 76.8, "descent_apart": True, "descent_eta_ce": 22.8}
PRESETS: dict[str, dict[str, Any]] = {
    "A plateau": {},
    "Both arrive": {"descent_w": -1.0, "descent_b": 1.0},
    "η too small": {"descent_w": -1.0, "descent_b": 1.0, "descent_eta": 0.03},
    "Parked, and bouncing": {**PARKED, "descent_steps": 300, "descent_reach": 10.0},
    "Explodes": {"descent_output": "linear", "descent_eta": 1.1},
    "Noisy, but cheap": {
        "descent_w": -1.0, "descent_b": 1.0, "descent_eta": 0.5, "descent_points": "coins", "descent_batch": 1,
    },
    "Momentum": {"descent_w": -1.0, "descent_b": 1.0, "descent_eta": 0.1, "descent_optimizer": "momentum"},
    "No minimum": {"descent_points": "separable", "descent_steps": 1000, "descent_reach": 15.0},
}  # fmt: skip
NOTES = {
    "A plateau": "One start, one η. Three of the five points are wrong, two of them badly: there the neuron is "
    "saturated, and the quadratic's surface is nearly level. Cross-entropy is steepest where the neuron is most wrong.",
    "Both arrive": "From here both arrive: η = 3 is well below the largest stable one of either cost. At η = 20 the "
    "quadratic still arrives, and cross-entropy bounces.",
    "η too small": "Nothing goes wrong, it only takes long: 1,959 updates under the quadratic cost and 489 under "
    "cross-entropy, where η = 3 takes 20 and 4.",
    "Parked, and bouncing": "Each η is three times the largest stable one of its cost. The quadratic is thrown onto a "
    "plateau and stays there. Cross-entropy has none: it is thrown back each time, and has not settled at the end.",
    "Explodes": "A linear output does not saturate, so nothing bounds the slope: with η 10 % above the largest stable "
    "one, each step ends up 1.2 times as long as the one before. The points are the same, and the surface is a bowl.",
    "Noisy, but cheap": "An update looks at one point of the twenty. Its direction is right only on average, and "
    "cross-entropy's cost does not settle. But it first comes within 1 % after 18 examples; with all points in every "
    "update that takes 440. *Batches*, below, compares them.",
    "Momentum": "Steps in the same direction add up, to 1/(1 − μ) = 10 times their length. Plain descent with this η "
    "still crawls after 100 updates, at costs of 0.1692 and 0.4924.",
    "No minimum": "All five points can be right, and a steeper step is always better: w and b grow without end, ever "
    "more slowly. Where there is no minimum, no η is the largest stable one there.",
}
LOOKS = (STEP, REACH)  # how the descents are looked at: they change nothing of what a note says
RUNS = {name: {key: values[key] for key in values.keys() - {c.key for c in LOOKS}} for name, values in PRESETS.items()}
NO_NOTE = "Each button sets all controls above and in the drawers; what you have moved returns to its start."
LIVE, SETTLED = "descent_live", "descent_settled"  # what follows a moving slider; and nothing: it waits until it rests

lesson = open_lesson(__file__)


def draw_control(control: Control) -> None:
    """Draw any control of the drawers; what changes the ground waits until the hand rests."""
    if isinstance(control, Slider):
        control.draw(redraws=SETTLED if control in (SEED, REACH) else LIVE, disabled=not in_use(control))
    else:
        control.read(disabled=not in_use(control))


def start_here() -> None:
    """A map was pressed: both descents start there."""
    asked = st.session_state[MAPS].start
    if asked:
        put({slider.key: min(max(round(asked[name], 2), slider.low), slider.high) for name, slider in STARTS.items()})


STARTS = {"w": W, "b": B}
controls, picture = st.columns([1, 2], gap="medium")
with controls:
    for slider in (W, B, ETA):
        slider.draw(redraws=LIVE)
    scrubber = st.container()
    sentence = outlet("sentence_descent")
    st.markdown("**Descents worth trying**")
    preset_buttons(PRESETS, CONTROLS, key="descent")
    note = st.container(key="note_descent")
    for label, members, key in (
        ("Points, output, costs, maps", GROUND, "descent_ground"),
        ("Steps, batches, optimiser", WALK, "descent_walk"),
    ):
        drawer = open_drawer(label, members, key=key)
        if drawer:
            with drawer:
                for control in members:
                    draw_control(control)
                    if control is POINTS:
                        draw_own()
    with scrubber:
        STEP.draw(redraws=LIVE, high=STEPS.value())
    points, _, _ = points_now()
    note.markdown(NOTES.get(chosen_preset(RUNS, tuple(c for c in CONTROLS if c not in LOOKS)), NO_NOTE))
    states = outlet("states_descent")
with picture:
    charts = outlet("descent", picture=True)
    with charts:
        draw_ground(setup_now(points), REACH.value(), start_here)


@following(LIVE)
def live() -> None:
    """What follows the hand: both paths, the chart, the sentence and the table."""
    setup = setup_now(points)
    step = int(STEP.value(high=setup.steps))
    walked = walk(setup)
    send_paths(setup, walked, step)
    with charts:
        draw_costs(setup, walked, step)
    sentence.markdown(say_descents(setup, walked, step))
    with states:
        draw_states(setup, walked, step)


live()
setup = setup_now(points)
draw_tabs(
    {
        "In short": in_short,
        "The step in numbers": lambda: numbers_tab(setup, int(STEP.value(high=setup.steps))),
        "Batches": lambda: batches_tab(setup),
        "Seven learning rates": lambda: strip_tab(setup, REACH.value()),
        "Local minima": lambda: valleys_tab(int(SEED.value())),
        "Is it convex?": convex_tab,
    },
    key="descent_tab",
)
show_source(
    Surface,
    find_minimum,
    bends_down_beyond,
    descend_with_rates,
    *OPTIMIZERS.values(),
    judge,
    stability_limit,
    measured_limit,
    step_at,
    Landscape,
    roll,
    key="descent_code",
)
close_lesson(lesson)
