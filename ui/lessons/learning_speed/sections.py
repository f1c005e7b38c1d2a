"""Lesson 3, below the race: the lesson in short, and where the formula comes from."""

import streamlit as st


def in_short() -> None:
    """Draw the lesson in three sentences."""
    st.markdown(
        "1. A sigmoid neuron learns by ∂C/∂w = (a − y) · σ′(z) · x under the :orange[**quadratic**] cost with the ½, "
        "and by (a − y) · x under :blue[**cross-entropy**]. Its ∂C/∂z is the error: the more wrong, the faster.\n"
        "2. Their ratio is exactly 1/σ′(z), whatever y is: 4 at z = 0, 56.62 at z = 4 (w = b = 2 with x = 1). It grows "
        "without bound as the neuron saturates, that is as σ′(z) goes to 0.\n"
        "3. This holds at the output only. A hidden neuron has no y, and so no cross-entropy of its own: it keeps its "
        "σ′ under every cost."
    )


def formula_tab() -> None:
    """Derive cross-entropy: start from the wanted gradient, and integrate."""
    st.markdown("Ask for what we would like to have: a gradient as large as the error, with no σ′(z) in it.")
    st.latex(r"\frac{\partial C}{\partial z} = a - y")
    st.markdown("By the chain rule, and since σ′(z) = a(1 − a) for the sigmoid, the cost must then have the slope")
    st.latex(
        r"\frac{\partial C}{\partial a} = \frac{\partial C}{\partial z}\Big/\sigma'(z) = \frac{a-y}{a(1-a)}"
        r" = -\frac{y}{a} + \frac{1-y}{1-a}"
    )
    st.markdown("and integrating over a gives, with the constant for which being exactly right costs 0 if y is 0 or 1,")
    st.latex(r"C = -\bigl[\,y\ln a + (1-y)\ln(1-a)\,\bigr]")
    st.markdown(
        "This is cross-entropy for one instance (a set takes the mean). So it was made for the sigmoid: the same "
        "question asked of tanh, whose slope is 1 − a², has another answer: see *Which output with which cost*."
    )
