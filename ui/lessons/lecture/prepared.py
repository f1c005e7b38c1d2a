"""Three prepared lectures through the chapter, of 10, 45 and 90 minutes, and the buttons that open them.

A note says nothing that its step does not show: a test looks for each of its numbers on the page.
"""

from typing import Any, NamedTuple

import streamlit as st

from core.lecture import Lecture, Step, link_of, packed
from ui.addresses import address
from ui.lessons.lecture.controls import keep


class Scene(NamedTuple):
    """A state that is worth showing: the page's name in the address, what it sets, a title, and what to say."""

    page: str
    values: dict[str, Any]
    title: str
    note: str

    def lasting(self, minutes: int) -> Step:
        """Return it as a step of so many minutes."""
        return Step(link_of(self.page, address(self.values).items()), self.title, self.note, minutes)


RACE = Scene(
    "",
    {"home_w": 3.0},
    "One neuron, two costs",
    "Both learn the same instance from the same start. Ask: which one will be done first? Then drag w to the right.",
)
AWFUL = Scene(
    "Cost_functions",
    {"cost_y": 1.0, "cost_yhat": 0.1192},
    "How wrong is 0.1192?",
    "With y = 1 the book's awful estimate costs 0.7758 under the quadratic cost, without the ½, and 2.127 under "
    "cross-entropy. Drag ŷ towards 0: one price has a ceiling, the other has none.",
)
CERTAIN = Scene(
    "Cost_functions",
    {"cost_y": 1.0, "cost_yhat": 0.0001},
    "Certain, and wrong",
    "The quadratic cost is 0.9998 and can never be more than 1. Cross-entropy is 9.210 and has no upper bound. Both"
    " still put any two estimates in the same order.",
)
GROWTH = Scene(
    "Cost_functions",
    {"cost_tab": "How it grows"},
    "Does a cost grow exponentially?",
    "It is often said, and neither does. Twice the error is exactly 4 times the quadratic cost. Against z, cross-"
    "entropy is a straight line where a neuron is badly wrong: 40 at z = −40, 41 at z = −41.",
)
TYPED = Scene(
    "Cost_functions",
    {"cost_tab": "What the textbook code returns"},
    "Why is my loss nan?",
    "Ask what equation 8.2 returns for a perfect estimate. It is nan, since 0 · ln 0 is computed as 0 · −∞. "
    "Computed from z the cost is right, for z = 800 too.",
)
FLAT = Scene(
    "Saturated_neurons",
    {"sat_activation": "tanh", "sat_w1": 2.0, "sat_b": 2.0},
    "A saturated neuron",
    "z = 4, and σ′(z) is 0.001341. A nudge of 0.1 in w hardly moves a; at z = 0 it would move it 820 times as far. "
    "Drag b down until z = 0, and nudge again.",
)
OFF = Scene(
    "Saturated_neurons",
    {"sat_activation": "ReLU", "sat_b": -5.0},
    "A ReLU that is off",
    "z = −3, so a = 0 and σ′(z) = 0: the nudge moves a not at all. For z > 0 a ReLU never saturates. Drag b up to "
    "see it wake.",
)
FRESH = Scene(
    "Saturated_neurons",
    {"sat_tab": "Where saturation comes from", "sat_scheme": "Standard normal"},
    "784 inputs: saturated before the first update",
    "With weights from N(0, 1), 84.0 % of these 256 neurons start saturated; with Glorot's weights none. The sum of"
    " 784 terms is large: the sd of z is 16.17 in theory.",
)
WRONG = Scene(
    "Learning_speed",
    {"speed_w": 2.0, "speed_b": 2.0},
    "Badly wrong: 232 updates or 17",
    "Let the class guess first. At the start the gradients differ by 56.62 times, exactly 1/σ′(z). The quadratic "
    "cost is slowest where the neuron is most wrong.",
)
WORSE = Scene(
    "Learning_speed",
    {"speed_w": 3.0, "speed_b": 3.0, "speed_updates": 2000, "speed_log": True},
    "Worse: 1,416 updates or 23",
    "Only 1 more in w and in b, and the quadratic cost needs 1,416 updates; cross-entropy needs 23. The steps "
    "between the updates are logarithmic here.",
)
RAISED = Scene(
    "Learning_speed",
    {"speed_eta": 8.49, "speed_apart": True, "speed_updates": 50},
    "Why not just raise η?",
    "With η = 8.49 the quadratic cost gets there at update 6, before cross-entropy at 17. One instance forgives any"
    " overshoot. With many instances, some saturated and some not, one η cannot serve all.",
)
HIDDEN = Scene(
    "Learning_speed",
    {"speed_tab": "Hidden neurons"},
    "Does cross-entropy help the hidden layers?",
    "By the output's factor only, 56.62 times here. The hidden neuron has no target; its own σ′(z₁) stays in both "
    "gradients. Move z₁ away from 0: both fall together.",
)
PARKED = Scene(
    "Gradient_descent",
    {"descent_w": -3.0, "descent_b": 3.0},
    "Parked on a plateau, or there in 6 steps",
    "One start, one η. The quadratic cost stays at 0.3020, though 0.08372 is possible. Cross-entropy has no "
    "plateau, and arrives after 6 updates. Press on a map to start elsewhere.",
)
CONVEX = Scene(
    "Gradient_descent",
    {"descent_tab": "Is it convex?"},
    "Is it convex?",
    "With y = 0 the quadratic cost of a sigmoid neuron bends down for z > ln 2 = 0.6931. Cross-entropy's second "
    "derivative is σ′(z), which is above 0 for every z.",
)
RATES = Scene(
    "Gradient_descent",
    {"descent_tab": "Seven learning rates", "descent_w": -1.0, "descent_b": 1.0},
    "Seven learning rates",
    "The largest stable η is 2/λ: 25.61 for the quadratic cost, 7.611 for cross-entropy. At 3 times that, one is "
    "parked on a plateau, and the other bounces for as long as we look.",
)
BURST = Scene(
    "Gradient_descent",
    {"descent_output": "linear", "descent_eta": 1.1},
    "A descent that explodes",
    "A linear output does not saturate, so nothing bounds the slope. The largest stable η is 1, and 1.1 is too "
    "much: each step is 1.2 times as long as the one before.",
)
MAZUR = Scene(
    "Backpropagation",
    {"back_hold": True, "back_digits": 9, "back_stage": 7, "back_chosen": "neww211"},
    "Backpropagation, every number",
    "Matt Mazur's example: one update brings C from 0.2984 to 0.2910. Go back to stage 0 and walk: first every z "
    "and a, then every δ. Each number is a button that shows its formula.",
)
SOFTMAX = Scene(
    "Backpropagation",
    {
        "back_output": "softmax",
        "back_cost": "cross-entropy",
        "back_values": "y11:0,y12:1",
        "back_chosen": "delta211",
        "back_stage": 4,
    },
    "Softmax: a − y again",
    "Is a − y not the derivative of a squared error? It is ∂C/∂z, not ∂C/∂a: in the row above ∂C/∂a is −y/a.",
)
DEEP = Scene(
    "Backpropagation",
    {"back_layers": 4, "back_stage": 9},
    "Four layers: δ on its way down",
    "From layer 4 to layer 1 δ becomes 350 times smaller. Every layer multiplies by its weights and by σ′(z), which"
    " is ¼ at most. No cost changes that.",
)
DROPPED = Scene(
    "Backpropagation",
    {"back_tab": "Break it", "back_values": "b21:8,b22:-8", "back_stage": 4},
    "σ′ dropped by mistake",
    "The check by differences is red, and yet it trains better: C is 1.163 × 10⁻⁵ after 100 updates, against "
    "0.9792. The mistake is the gradient of cross-entropy.",
)
STUCK = Scene(
    "Train_a_network",
    {"train_bias": 8.0, "train_at": 1200},
    "A small deep net: stuck, or solved",
    "The same net twice, from one start that is wrong and saturated; only the cost differs. After 60 epochs A is "
    "right for about half of the points, and B for 100 %.",
)
TIED = Scene(
    "Train_a_network",
    {"train_bias": 0.0, "train_eta": 0.5, "train_apart": True, "train_eta_b": 0.1, "train_at": 1200},
    "Fair: an ordinary start",
    "From an ordinary start, each cost with an η of its own, 0.5 and 0.1, both are 100 % right. The flaw is the "
    "pairing of the quadratic cost with an output that saturates.",
)
_FEW_DIGITS = {"digits_images": 6000, "digits_batch": 100, "digits_epochs": 3, "digits_at": 3.0}
"""Trained within a second."""
DIGITS = Scene(
    "Handwritten_digits",
    _FEW_DIGITS,
    "The same mathematics, 55,050 parameters",
    "The book's two nets after three passes through few images: of 10,000 others the intermediate net reads most, "
    "and the shallow one hardly more than by chance. Ask which of the four changes makes the difference.",
)
CHANGED = Scene(
    "Handwritten_digits",
    {"digits_tab": "What changed?", "digits_at": 0.0},
    "Cost, η, ReLU or a layer more?",
    "The book changes all four at once. Press Train them: each is changed alone, and each is left out "
    "alone. With 10 networks and 2 seeds each it takes a while: begin it before the break.",
)
DRAWN = Scene(
    "Handwritten_digits",
    _FEW_DIGITS | {"digits_tab": "Draw a digit"},
    "Draw a digit",
    "Let a student draw. The ink is scaled into 20 × 20 pixels and its centre of mass placed at (14, 14), as in MNIST. "
    "Then draw no digit at all: the probabilities still add up to 1.",
)
PREPARED: dict[str, tuple[tuple[Scene, int], ...]] = {
    "10 minutes: why the cost matters": ((AWFUL, 2), (FLAT, 2), (WRONG, 3), (STUCK, 3)),
    "45 minutes: costs, saturation, learning": (
        *((AWFUL, 4), (CERTAIN, 3), (GROWTH, 3)),
        *((FLAT, 4), (FRESH, 4)),
        *((WRONG, 4), (RAISED, 3), (HIDDEN, 3)),
        *((PARKED, 4), (MAZUR, 4), (DROPPED, 3), (STUCK, 3), (DIGITS, 3)),
    ),
    "90 minutes: the whole chapter": (
        *((RACE, 2), (AWFUL, 4), (CERTAIN, 3), (GROWTH, 4), (TYPED, 3)),
        *((FLAT, 4), (OFF, 3), (FRESH, 4)),
        *((WRONG, 5), (WORSE, 3), (RAISED, 4), (HIDDEN, 4)),
        *((PARKED, 4), (CONVEX, 3), (RATES, 5), (BURST, 3)),
        *((MAZUR, 5), (SOFTMAX, 3), (DEEP, 3), (DROPPED, 4)),
        *((STUCK, 5), (TIED, 3), (DIGITS, 3), (CHANGED, 3), (DRAWN, 3)),
    ),
}
"""The scenes of each lecture, with their minutes."""
LECTURES = {
    name: Lecture(name.partition(": ")[2].capitalize(), tuple(scene.lasting(minutes) for scene, minutes in scenes))
    for name, scenes in PREPARED.items()
}
TEXTS = {name: packed(lecture) for name, lecture in LECTURES.items()}
"""Each lecture as the address of its page holds it."""
ICON = ":material/slideshow:"


def draw_prepared() -> None:
    """Draw a button for each prepared lecture."""
    with st.container(horizontal=True, gap="small", key="lecture_prepared"):
        for at, (name, lecture) in enumerate(LECTURES.items()):
            st.button(name, key=f"lecture_prepared_{at}", icon=ICON, on_click=keep, args=(lecture, 0))
