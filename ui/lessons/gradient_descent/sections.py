"""Lesson 4, below the maps: the lesson in short. Each further section has a file."""

import streamlit as st


def in_short() -> None:
    """Draw the lesson in short."""
    st.markdown(
        "1. Training walks down a surface, one step against the slope at a time. The learning rate η decides whether "
        "it **crawls**, **arrives**, **bounces** or **parks** on a plateau; where nothing saturates, it **explodes**.\n"
        "2. A mini-batch's slope is a **noisy but cheap** direction: it looks at a few points, and leads downhill only "
        "on average.\n"
        "3. Under :blue[**cross-entropy**] one sigmoid neuron's surface is convex: it bends down nowhere, is level "
        "only where it is lowest, and so has no plateau to park on; under the :orange[**quadratic**] cost there is "
        "one. Where there are several valleys, **momentum and noise** can carry a descent out of a poor one."
    )
