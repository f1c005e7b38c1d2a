"""Lesson 8: the lesson in three sentences."""

import streamlit as st


def in_short() -> None:
    """Draw the lesson in three sentences."""
    st.markdown(
        "1. The mathematics is that of one neuron: z = w·x + b, an activation, a cost, its gradient. By it "
        "the 55,050 weights and biases of the intermediate net learn.\n"
        "2. The shallow net crawls because of three things together: the quadratic cost, whose gradient goes through "
        "the slope of the softmax and is a mean over the ten outputs; the sigmoid, whose slope is at most ¼; and a "
        "small η. Each can be changed alone, and what that does can be measured.\n"
        "3. Much of what a trained network gets wrong is hard to read for us, too."
    )
