"""The server's entry, and the home page: the main phenomenon, and links that open prepared states.

`streamlit run app.py` imports this file once, before it listens, and with it all that pages need. Each visit to the
home page runs it again, as a script.
"""

import streamlit as st

import ui.ready  # noqa: F401
from core.neurons.learning import descend, first_within
from ui.caretaker import keeping
from ui.chart_numbers import draw_numbers
from ui.frame import APP, close_page, open_page, say_failure
from ui.lessons.home.asked import draw_asked
from ui.lessons.home.controls import B, W
from ui.lessons.home.different import draw_different
from ui.lessons.home.links import draw_cards, draw_lectures
from ui.lessons.home.picture import INTRODUCTION, SETTINGS, draw_race, outputs_now, reached_half, say_race
from ui.lessons.home.take_away import take_away
from ui.live import following
from ui.sections import outlet
from ui.serving.layers import LAYERS
from ui.source import show_source
from ui.take_away import draw_take_away

LIVE = "home_live"


def draw_home() -> None:
    """Draw the home page."""
    open_page(APP)
    with st.container(key="heading"):
        st.title(APP, anchor=False)
        st.markdown(
            "A laboratory for one chapter: costs, saturation, descent, backpropagation, deep nets. "
            "Move everything, and check every number."
        )
    words, right = st.columns([1, 2], gap="medium")
    with words:
        st.markdown(INTRODUCTION)
        W.draw(redraws=LIVE)
        B.draw(redraws=LIVE)
        sentence = outlet("sentence_home")
        st.caption(SETTINGS)
    with right:
        picture = outlet("home", picture=True)

    @following(LIVE)
    def live() -> None:
        """Draw the part that follows a moving slider: a small race, one neuron under both costs."""
        outputs = outputs_now()
        reached = reached_half(outputs)
        sentence.markdown(say_race(float(outputs.quadratic[0]), reached))
        with picture:
            draw_race(outputs, reached)

    live()
    draw_cards()
    draw_different()
    draw_lectures()
    draw_asked()
    draw_take_away(APP, take_away())
    show_source(descend, first_within, key="home_code")
    draw_numbers()
    close_page("home_")


if __name__ == "__main__":
    draw_home()
else:
    app = st.App(__file__, on_script_error=say_failure, lifespan=keeping, middleware=LAYERS)
