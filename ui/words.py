"""The words of the field that lessons use: what each means, in one sentence, the same on every page."""

import html

import streamlit as st

MEANINGS = {
    "instance": "one example to learn from: its inputs x and its target y",
    "target y": "what the network should answer for an instance",
    "weighted input z": "z = w·x + b: what a neuron makes of its inputs before its activation",
    "sigmoid σ": "σ(z) = 1 / (1 + e⁻ᶻ), an activation: it makes an output a between 0 and 1 of any z",
    "slope σ′": "how fast an output a grows with its z; of softmax it is a (1 − a), while the other z stay",
    "saturated": "a neuron is saturated where its activation is so flat that a change of z hardly changes its output a",
    "update": "one change of the weights and biases, against the gradient; with plain descent w ← w − η ∂C/∂w",
    "learning rate η": "how far one update goes, as a factor of the gradient",
    "gradient": "all slopes ∂C/∂w and ∂C/∂b: how fast the cost grows with each weight and bias",
    "δ": "∂C/∂z, the slope of the cost for the weighted input of one neuron",
    "convex": "curved upwards, or straight, in every direction, as a bowl is; the maps hatch the places that are not",
    "plateau": "a place where the surface is nearly level though the cost is not low",
    "mini-batch": "the instances that one update looks at, if these are not all",
    "momentum μ": "the share of the last step that the next step keeps",
    "epoch": "one pass through all instances of the training set",
    "N(0, 1)": "the normal distribution with mean 0 and variance 1: 68 % of its numbers lie between −1 and 1",
    "seed": "the number that random numbers start from: one seed always gives the same points and first weights",
    "pair": "two runs, one of each method, from the same weights, with the same points in the same order",
    "median": "the middle one, if all are put in order: half of them are at most as large, half at least",
    "quartiles": "the numbers below which a quarter and three quarters lie, if all are put in order",
    "tie": "a pair in which neither was sooner: it says nothing of which is, and is left out",
    "sign test": "counts who was sooner in each pair, as one would count a coin's heads and tails",
    "p": "how often equally good methods would show a difference as large, or larger, by chance alone",
    "RMS": "root mean square, √(mean of the squares): the usual size of numbers, whatever their signs",
    "central differences": "a slope from two costs, (C(w + ε) − C(w − ε)) / 2ε: a check without any formula",
}
"""Each word, and what it means."""

OF_LESSONS = {
    "Cost functions": ("instance", "target y", "weighted input z"),
    "Saturated neurons": ("weighted input z", "saturated", "N(0, 1)", "RMS"),
    "Learning speed": (
        *("instance", "weighted input z", "sigmoid σ", "saturated"),
        *("update", "learning rate η", "gradient"),
    ),
    "Gradient descent": ("update", "learning rate η", "convex", "plateau", "mini-batch", "momentum μ", "RMS"),
    "Backpropagation": ("instance", "weighted input z", "sigmoid σ", "δ", "gradient", "update", "central differences"),
    "Train a network": ("update", "epoch", "mini-batch", "gradient", "saturated", "N(0, 1)", "RMS"),
    "Fair comparison": (
        *("epoch", "mini-batch", "learning rate η", "seed", "pair", "median", "quartiles"),
        *("tie", "sign test", "p", "saturated", "N(0, 1)"),
    ),
    "Handwritten digits": (
        *("update", "epoch", "mini-batch", "learning rate η", "gradient"),
        *("slope σ′", "saturated", "RMS"),
    ),
}
"""The words that each lesson needs, by its title."""


def draw_words(title: str) -> None:
    """Draw a button that opens the lesson's words over the page; Escape, or a click beside them, closes them."""
    rows = "".join(
        f"<dt>{html.escape(word)}</dt><dd>{html.escape(MEANINGS[word])}.</dd>" for word in OF_LESSONS.get(title, ())
    )
    if rows:
        st.html(
            '<button class="words" popovertarget="words">Words on this page</button>'
            f'<div class="words" id="words" popover><h2>Words on this page</h2><dl>{rows}</dl></div>'
        )
