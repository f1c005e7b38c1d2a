"""Lesson 3: every control, those of the sections included."""

from ui.controls import Choice, Slider, Switch
from ui.lessons.learning_speed.race import Race
from ui.two_costs import Pair, compared

W = Slider("speed_w", "Weight w", -10.0, 10.0, 2.0, 0.01, "Where the neuron's weight starts")
B = Slider("speed_b", "Bias b", -10.0, 10.0, 2.0, 0.01, "Where the neuron's bias starts")
ETA = Slider(
    "speed_eta",
    "Learning rate η",
    0.001,
    50.0,
    0.15,
    0.001,
    "How far one update goes: it changes w by −η ∂C/∂w and b by −η ∂C/∂b",
    log=True,
)
STEP = Slider("speed_step", "Look at update", 0, 12_000, 0, 1, "Moves the dotted line through all three charts")
UPDATES = Slider(
    "speed_updates", "Updates", 10, 12_000, 300, 10, "How many corrections of w and b the race has", log=True
)
X = Slider(
    "speed_x", "Input x", -3.0, 3.0, 1.0, 0.01, "The input of the one instance, or example, that the neuron learns from"
)
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
"""The controls in the drawer."""

CONTROLS = (W, B, ETA, STEP, UPDATES, X, Y, APART, ETA_CE, CONVENTION, LOG_STEPS)
"""All that a preset sets."""

GRADIENT_OF = Choice(
    "speed_of", "Gradient", {"w": "∂C/∂w", "b": "∂C/∂b"}, "w", "How fast the cost C grows with w, or with b"
)
LOG_GRADIENT = Switch("speed_grad_log", "Logarithmic scale")
Z1 = Slider("speed_z1", "Hidden z₁", -12.0, 12.0, 0.0, 0.1, "Weighted input of the hidden neuron")
Z2 = Slider("speed_z2", "Output z₂", -12.0, 12.0, 4.0, 0.1, "Weighted input of the output neuron")
W2 = Slider("speed_w2", "Weight w₂", -5.0, 5.0, 2.0, 0.1, "From the hidden neuron to the output")
WRONG = Slider("speed_wrong", "How far wrong, |z|", 0.1, 12.0, 4.0, 0.1, "z on the wrong side of the target")


def draw_seldom(fragment: str) -> None:
    """Draw the controls of the drawer; its sliders redraw this fragment."""
    for slider in (UPDATES, X, Y):
        slider.draw(redraws=fragment)
    CONVENTION.read()
    LOG_STEPS.read()
    ETA_CE.draw(redraws=fragment, disabled=not APART.read())


def race_now() -> Race:
    """Return the race that the controls describe now, moving sliders included."""
    eta = ETA.value()
    return Race(
        W.value(),
        B.value(),
        X.value(),
        Y.value(),
        compared(CONVENTION.value()),
        Pair(eta, ETA_CE.value() if APART.value() else eta),
        int(UPDATES.value()),
    )
