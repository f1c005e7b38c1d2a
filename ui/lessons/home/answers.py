"""Home: what students ask, what is true, and the state that shows it. Tests hold every number to what that state "
"says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A question, its answer, the lesson and the values of its controls that show it, and further words to find it by.

    values is as in an address: a Choice is given by its text on the screen.
    """

    question: str
    answer: str
    lesson: str
    values: Mapping[str, Any]
    words: str = ""


_DEEP = {
    "train_bias": 0.0, "train_compare": "the activation", "train_cost": "cross-entropy", "train_layers": "6",
    "train_hidden": "sigmoid", "train_hidden_b": "ReLU", "train_log": True,
}  # fmt: skip
ANSWERS = (
    Asked(
        "Where does the formula of cross-entropy come from?",
        "It is −ln of the probability that was given to what happened: 0.1192 for it costs −ln 0.1192 = 2.127. The "
        "mean over many instances is −ln of the product of their probabilities, divided by their number.",
        "Cost functions",
        {"cost_tab": "Where it comes from"},
        "log likelihood derivation entropy origin",
    ),
    Asked(
        "Could I have invented cross-entropy myself?",
        "Ask for ∂C/∂z = a − y, a gradient as large as the error, divide by the sigmoid's slope a(1 − a), and "
        "integrate over a: cross-entropy comes out. The same question asked of tanh has another answer.",
        "Learning speed",
        {"speed_tab": "Where the formula comes from"},
        "derive derivation integrate",
    ),
    Asked(
        "Why not mean squared error for classification?",
        "A sigmoid that is badly wrong is saturated, and σ′(z) is a factor of the quadratic cost's gradient: from w = "
        "b = 2 with η = 0.15 it is below 0.5 after 232 updates, under cross-entropy after 17. The flaw is this "
        "pairing: with a linear output the quadratic cost has no such factor.",
        "Learning speed",
        {"speed_w": 2.0, "speed_b": 2.0},
        "mse quadratic slow learning saturation",
    ),
    Asked(
        "Is the cost convex?",
        "For one sigmoid neuron cross-entropy is convex in w and b, and the quadratic cost is not: for y = 0 it is "
        "concave where z > ln 2 = 0.6931, that is a > ⅔. With hidden layers neither is.",
        "Gradient descent",
        {"descent_tab": "Is it convex?"},
        "mse plateau local minimum",
    ),
    Asked(
        "Does cross-entropy help the hidden layers?",
        "By the output's factor only: with z₂ = 4 it makes ∂C/∂w₁ 56.62 times as large, whatever z₁ is. At z₁ = 10 "
        "both are tiny all the same, 1.575 × 10⁻⁶ and 8.916 × 10⁻⁵, since a hidden neuron keeps its own σ′(z₁).",
        "Learning speed",
        {"speed_tab": "Hidden neurons", "speed_z1": 10.0},
        "vanishing gradient saturation",
    ),
    Asked(
        "Softmax with cross-entropy gives a − y. Is that not the derivative of the squared error?",
        "It is ∂C/∂z of cross-entropy; ∂C/∂a is −y/a, another number. The squared error with the ½ has a − y too, but "
        "as its ∂C/∂a: the same expression, of two costs, with respect to two variables.",
        "Backpropagation",
        {
            "back_tab": "∂C/∂a and ∂C/∂z",
            "back_output": "softmax",
            "back_cost": "cross-entropy",
            "back_values": "y11:0,y12:1",
            "back_stage": 4,
        },
        "mse delta derivative output",
    ),
    Asked(
        "Why is my loss NaN?",
        "Where a is exactly y, the textbook's line computes 0 · ln 0, which is `nan`, and in float64 σ(z) is exactly "
        "1 from z = 36.74 on. Compute the cost from z, as max(z, 0) − zy + ln(1 + e^(−|z|)), and it is right for any "
        "z.",
        "Cost functions",
        {"cost_tab": "What the textbook code returns"},
        "inf infinity log 0 overflow numerical stability code nan",
    ),
    Asked(
        "My labels are −1 and 1. Which cost?",
        "Cross-entropy needs an output from 0 to 1, and a tanh has negative ones, which have no logarithm. Use the "
        "form that matches tanh, whose ∂C/∂z is a − y as well, or a sigmoid with the labels 0 and 1.",
        "Learning speed",
        {"speed_tab": "Which output with which cost"},
        "tanh minus one targets pairing",
    ),
    Asked(
        "Why does the loss fall while the accuracy stays?",
        "The cost counts how near each estimate is, the accuracy only on which side of ½ it lies. In the table three "
        "estimates get better and none crosses ½: both costs fall, and as many are right as before.",
        "Cost functions",
        {"cost_tab": "A set of instances"},
        "metric threshold improve",
    ),
    Asked(
        "Why is ∂C/∂b not 0 when b is 0?",
        "A bias is a weight whose input is always 1, so its gradient is δ alone, whatever b is. Only where δ is 0 "
        "does it stand still.",
        "Backpropagation",
        {"back_values": "b21:0", "back_stage": 6, "back_chosen": "dCdb21"},
        "bias gradient zero",
    ),
    Asked(
        "Quadratic cost with ½ or without?",
        "The ½ halves the cost and every gradient, so twice the η undoes it. It changes comparisons: at w = b = 2 "
        "cross-entropy's gradient is 56.62 times the quadratic's with the ½, and 28.31 times without, as here.",
        "Learning speed",
        {"speed_quadratic": "(y − a)²"},
        "half convention factor 2 mse",
    ),
    Asked(
        "Why not just raise η for the quadratic cost?",
        "For one instance that works: with η = 8.49 it is below 0.5 at update 6, where cross-entropy with 0.15 needs "
        "17. For many instances it does not, since an η for those that saturate the neuron is far too large for the "
        "others.",
        "Learning speed",
        {"speed_eta": 8.49, "speed_apart": True, "speed_updates": 50},
        "learning rate",
    ),
    Asked(
        "Does the cost grow exponentially with the error?",
        "No: twice the error e is exactly 4 times the quadratic cost, and cross-entropy is −ln(1 − e), which has no "
        "upper bound. Against z it is nearly a straight line where z is badly wrong: z = −40 with y = 1 costs 40.",
        "Cost functions",
        {"cost_tab": "How it grows"},
        "exponential steep growth",
    ),
    Asked(
        "Is 0 the best cost that there is?",
        "Only where y is 0 or 1. For y = 0.5 no estimate has a lower cross-entropy than ŷ = 0.5, and that costs ln 2 = "
        "0.6931.",
        "Cost functions",
        {"cost_y": 0.5, "cost_yhat": 0.5},
        "soft targets minimum entropy label smoothing",
    ),
    Asked(
        "Does every activation saturate?",
        "No: a ReLU is flat only for z < 0, and a linear unit nowhere. Sigmoid and tanh are flat at both ends.",
        "Saturated neurons",
        {"sat_tab": "Which activations saturate"},
        "relu sigmoid tanh flat",
    ),
    Asked(
        "Why do initial weights matter?",
        "z is a sum over all inputs, so its spread grows with the root of their number: with 784 inputs from U[0, 1) "
        "and weights from N(0, 1) it is about 16.17. Most sigmoids are saturated then before they have learned "
        "anything.",
        "Saturated neurons",
        {"sat_tab": "Where saturation comes from", "sat_scheme": "Standard normal"},
        "initialisation initialization xavier glorot he random",
    ),
    Asked(
        "Can a dead ReLU come back?",
        "Not by its own gradient: where z < 0 for every instance σ′(z) is 0, and so is every gradient of its weights "
        "and its bias, whatever the cost. It wakes only if something else moves it, such as inputs from layers below "
        "that go on learning.",
        "Backpropagation",
        {"back_hidden": "ReLU", "back_values": "b11:-2", "back_stage": 5},
        "dying relu zero gradient",
    ),
    Asked(
        "Why do deep sigmoid networks learn so slowly?",
        "On the way back every layer multiplies δ by σ′(z), which is ¼ at most: with six layers of 8 the output "
        "layer's gradient is some 10,000 times the first one's, more or less by the start. With ReLU it is only a few "
        "times.",
        "Train a network",
        _DEEP,
        "vanishing gradient depth layers",
    ),
    Asked(
        "Which learning rate is too large?",
        "At a minimum the largest stable one is 2/λ, where λ is the largest curvature there: for the five points here "
        "25.6 under the quadratic cost with the ½, and 7.61 under cross-entropy. Beyond it a descent bounces, parks "
        "or explodes.",
        "Gradient descent",
        {"descent_tab": "Seven learning rates", "descent_w": -1.0, "descent_b": 1.0},
        "eta step size diverge stable",
    ),
    Asked(
        "Why does my training explode?",
        "Each update overshoots by more than it corrects. With a linear output nothing bounds the slope: with η 10 % "
        "above the largest stable one each step ends up 1.2 times as long as the one before.",
        "Gradient descent",
        {"descent_output": "linear", "descent_eta": 1.1},
        "diverge nan infinity learning rate too large overflow",
    ),
    Asked(
        "Are small batches worse?",
        "Their slope is noisy and right only on average, but it costs a few points instead of all. With one of the "
        "twenty points to an update, cross-entropy first comes within 1 % after 18 examples; with all of them that "
        "takes 440.",
        "Gradient descent",
        {
            "descent_tab": "Batches",
            "descent_w": -1.0,
            "descent_b": 1.0,
            "descent_eta": 0.5,
            "descent_points": "Random answers",
            "descent_batch": 1,
        },
        "mini-batch stochastic sgd noise",
    ),
    Asked(
        "How do I know that my backpropagation is right?",
        "Compare each gradient with a central difference of the cost, (C(w + h) − C(w − h)) / 2h. A wrong gradient "
        "often trains all the same, so a falling cost proves nothing.",
        "Backpropagation",
        {"back_tab": "Check it", "back_stage": 6},
        "gradient check numerical bug test",
    ),
    Asked(
        "Can I see the formula with my own numbers in it?",
        "Choose any number in the drawn network: its formula stands beside it, with symbols and with numbers. Every "
        "weight, bias, input and target can be moved.",
        "Backpropagation",
        {"back_stage": 4, "back_chosen": "delta211"},
        "explain weights plugged in playground values hover",
    ),
    Asked(
        "Can I compare two settings from the same start?",
        "Yes: A and B begin with the same weights and see the points in the same order, and differ in one thing. Reset "
        "returns to that start, and so does a link.",
        "Train a network",
        {"train_bias": 0.0, "train_eta": 0.5, "train_apart": True, "train_eta_b": 0.1},
        "rewind reset same initial weights seed reproduce fair playground",
    ),
    Asked(
        "Can I use my own data?",
        "Points can be set by hand, which the address then holds, or read from a table, which it does not. What was "
        "taken for what is said, and menus change it.",
        "Train a network",
        {"train_data": "Your own CSV"},
        "csv upload file import excel table",
    ),
    Asked(
        "Can I take the code with me?",
        "Each run is there as a script that needs NumPy alone and prints the same costs. It does the same operations "
        "in the same order.",
        "Train a network",
        {"train_tab": "The script"},
        "export download python weights notebook",
    ),
    Asked(
        "Is cross-entropy always better?",
        "No. From an ordinary start, each cost at its own best η, 32 seeds show no difference, and both learn every "
        "time. From an output bias of 8 the ½ quadratic cost never learned in 32 of 32 runs, cross-entropy in none.",
        "Fair comparison",
        {"fair_start": "ordinary"},
        "quadratic seeds statistics fair significance compare p value test",
    ),
    Asked(
        "Does this work with real images, too?",
        "By the same mathematics: 784 pixels, two layers of 64 ReLUs and ten outputs have 50,240 + 4,160 + 650 = "
        "55,050 weights and biases, and after one pass through 60,000 images over 90 % of 10,000 others are read "
        "rightly.",
        "Handwritten digits",
        {
            "digits_two": False,
            "digits_layers": "2",
            "digits_hidden": "ReLU",
            "digits_cost": "cross-entropy",
            "digits_eta": 0.1,
            "digits_epochs": 1,
        },
        "mnist digits scale deep learning keras parameters count",
    ),
    Asked(
        "Why does the shallow net of the book take 200 epochs?",
        "Because of its quadratic cost, its sigmoid and its η = 0.01 together. Each can be changed alone, and each be "
        "left out alone: the section trains them all and says what does most.",
        "Handwritten digits",
        {"digits_tab": "What changed?", "digits_at": 0.0},
        "slow mnist ablation shallow intermediate keras",
    ),
    Asked(
        "Can I test what I have understood?",
        "Under “Predict” each lesson asks three questions: guess, and the answer is computed and drawn against the "
        "guess. Each seed gives other numbers, and whoever opens the same link gets the same ones.",
        "Gradient descent",
        {"descent_tab": "Predict", "descent_question": "Where on the line does it end?", "descent_question_seed": 2},
        "quiz exercise predict guess homework exam",
    ),
)
