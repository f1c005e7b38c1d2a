"""Learning speed: one neuron, two costs, and a factor of exactly 1/σ′(z) between what they let it learn."""

import streamlit as st

from core.functions.activations import sigmoid_derivative
from core.functions.costs import cross_entropy_delta, quadratic_delta, sigmoid_error
from core.neurons.learning import descend, first_within
from core.neurons.neuron import Neuron, chain_gradient
from ui.controls import Choice, Slider, Switch, chosen_preset, following, preset_buttons
from ui.frame import close_lesson, open_lesson
from ui.lessons.learning_speed.picture import draw_race, draw_states, say_race
from ui.lessons.learning_speed.sections import formula_tab, gradient_tab, hidden_tab, in_short, pairing_tab
from ui.sections import draw_tabs, open_drawer, outlet
from ui.source import show_source

W = Slider("speed_w", "Weight w", -10.0, 10.0, 2.0, 0.01, "Where the neuron's weight starts")
B = Slider("speed_b", "Bias b", -10.0, 10.0, 2.0, 0.01, "Where the neuron's bias starts")
ETA = Slider("speed_eta", "Learning rate η", 0.001, 50.0, 0.15, 0.001, "How far one update goes", log=True)
STEP = Slider("speed_step", "Look at update", 0, 12_000, 0, 1, "Moves the dotted line through all three charts")
UPDATES = Slider("speed_updates", "Updates", 10, 12_000, 300, 10, "How long the race lasts", log=True)
X = Slider("speed_x", "Input x", -3.0, 3.0, 1.0, 0.01, "The one instance the neuron sees")
Y = Slider("speed_y", "Target y", 0.0, 1.0, 0.0, 0.01, "What the neuron should answer")
APART = Switch("speed_apart", "Another η for cross-entropy", help="Off: both costs use the same learning rate")
ETA_CE = Slider("speed_eta_ce", "η of cross-entropy", 0.001, 50.0, 0.15, 0.001, log=True)
CONVENTION = Choice(
    "speed_quadratic",
    "Quadratic cost",
    {"half_quadratic": "½ (y − a)²", "quadratic": "(y − a)²"},
    "half_quadratic",
    "Nielsen and most derivations write the ½; the book's equation 8.1 does not",
)
LOG_STEPS = Switch("speed_log", "Logarithmic updates", help="Spreads out the first updates of a long race")
SELDOM = (UPDATES, X, Y, CONVENTION, LOG_STEPS, APART, ETA_CE)
CONTROLS = (W, B, ETA, STEP, UPDATES, X, Y, APART, ETA_CE, CONVENTION, LOG_STEPS)
PRESETS = {
    "Nielsen's start (0.6, 0.9)": {"speed_w": 0.6, "speed_b": 0.9},
    "Badly wrong (2, 2)": {},
    "Worse (3, 3)": {"speed_w": 3.0, "speed_b": 3.0, "speed_updates": 2000, "speed_log": True},
    "Worst (4, 4)": {"speed_w": 4.0, "speed_b": 4.0, "speed_updates": 12_000, "speed_log": True},
    "Why not just raise η?": {"speed_eta": 8.49, "speed_apart": True, "speed_updates": 50},
    "Cross-entropy at η = 0.005": {"speed_eta": 0.005},
}
NOTES = {
    "Why not just raise η?": "With η = 8.49 the quadratic's first step is as long as cross-entropy's at 0.15, and "
    "then it wins: below 0.5 at update 6 against 17. One instance with a target of 0 or 1 forgives any overshoot. A "
    "set does not: an η for the instances that saturate the neuron is far too long a step for those that do not.",
    "Cross-entropy at η = 0.005": "The η usually quoted for this demonstration. After 300 updates cross-entropy's "
    "output is still 0.7796; it comes below 0.5 at update 498. At η = 0.05 it needs 50 updates, at 0.15 it needs 17.",
}
LOOKS = (STEP, LOG_STEPS)  # how the race is looked at: they change nothing of what a note says
RACES = {name: {key: values[key] for key in values.keys() - {c.key for c in LOOKS}} for name, values in PRESETS.items()}
NO_NOTE = "Each button sets all controls of the race; what you have moved returns to its start."

lesson = open_lesson(__file__)


LIVE = "speed_live"  # the fragment that follows a slider while it moves


def draw_seldom() -> None:
    """Draw the controls of the drawer."""
    for slider in (UPDATES, X, Y):
        slider.draw(redraws=LIVE)
    CONVENTION.read()
    LOG_STEPS.read()
    ETA_CE.draw(redraws=LIVE, disabled=not APART.read())


controls, picture = st.columns([1, 2], gap="medium")
with controls:
    with st.container(key="hero_race"):
        for slider in (W, B, ETA):
            slider.draw(redraws=LIVE)
        sentence = outlet("sentence_race")
    st.markdown("**Starts worth trying**")
    preset_buttons(PRESETS, CONTROLS, key="race")
    note = st.container(key="note_race")
    scrubber = st.container()
    drawer = open_drawer("More: length, x, y, ½ or not, η apart", SELDOM, key="speed_more")
    if drawer:
        with drawer:
            draw_seldom()
    with scrubber:
        STEP.draw(redraws=LIVE, high=UPDATES.value())
    note.markdown(NOTES.get(chosen_preset(RACES, tuple(c for c in CONTROLS if c not in LOOKS)), NO_NOTE))
    states = outlet("states_race")
quadratic, apart, log_steps = CONVENTION.value(), APART.value(), LOG_STEPS.value()
with picture:
    charts = outlet("race", picture=True)


@following(LIVE)
def live() -> None:
    """What follows the hand: the race, the sentence and the table."""
    w, b, x, y, updates = W.value(), B.value(), X.value(), Y.value(), int(UPDATES.value())
    step = int(STEP.value(high=updates))
    etas = (ETA.value(), ETA_CE.value() if apart else ETA.value())
    runs = {
        name: descend(w, b, x, y, cost, eta, updates)
        for (name, cost), eta in zip(
            {"quadratic": quadratic, "cross_entropy": "cross_entropy"}.items(), etas, strict=True
        )
    }
    with charts:
        draw_race(runs, step, y, log_steps)
    sentence.markdown(say_race(runs, etas, step, w, b, x, y, quadratic))
    with states:
        draw_states(runs, step, y)


live()
w, b, x, y = W.value(), B.value(), X.value(), Y.value()
draw_tabs(
    {
        "In short": in_short,
        "Gradient against z": lambda: gradient_tab(w, b, x, y, quadratic),
        "Hidden neurons": lambda: hidden_tab(x, y, quadratic),
        "Which output with which cost": lambda: pairing_tab(quadratic),
        "Where the formula comes from": formula_tab,
    },
    key="speed_tab",
)
show_source(
    descend,
    first_within,
    Neuron,
    quadratic_delta,
    cross_entropy_delta,
    sigmoid_error,
    sigmoid_derivative,
    chain_gradient,
    key="speed_code",
)
close_lesson(lesson)
