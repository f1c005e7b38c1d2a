"""The drawer with the numbers of the charts: empty while closed, and true to what the charts draw."""

from streamlit.testing.v1 import AppTest

from tests.opening import opened


def shown() -> None:
    """Two charts, the second in a section, and both drawers open."""
    import numpy as np
    import streamlit as st

    from ui.chart_numbers import draw_numbers, forget_numbers, keep_numbers, with_numbers

    forget_numbers()
    st.session_state["numbers_picture"] = st.session_state["numbers_part"] = True
    keep_numbers(
        "one", "cost C against updates", {"curves": {"step": np.arange(101), "cross_entropy": np.arange(101) / 8}}
    )
    keep_numbers("one", "cost C against updates", {"names": {"x": [1.0]}, "dots": {"series": ["a|b"], "x": [0.5]}})
    with_numbers(lambda: keep_numbers("two", "output a", {"curves": {"step": np.arange(101)}}), "part")()
    draw_numbers()


def test_the_drawer_of_a_page_has_each_charts_latest_numbers_and_that_of_a_section_its_own():
    app = AppTest.from_function(shown).run()
    assert not app.exception
    in_section, in_page = app.expander
    said = [block.value for block in in_section.markdown]
    assert said[0] == "**output a**: curves, 41 of 101 rows"
    assert said[1].splitlines()[:3] == ["| step |", "| :-- |", "| 0 |"] and said[1].endswith("| 100 |")
    assert [block.value for block in in_page.markdown] == [
        "**cost C against updates**: dots",
        "| series | x |\n| :-- | --: |\n| a\\|b | 0.5 |",
    ]


def test_a_page_has_the_drawer_closed_and_empty():
    app = opened("pages/3_Learning_speed.py")
    (drawer,) = (each for each in app.expander if each.label == "The numbers as a table")
    assert not list(drawer.markdown)


def test_charts_are_named_by_their_axes():
    app = opened("app.py")
    assert [chart.proto.alt for chart in app.get("vega_lite_chart")] == [
        "Chart of output a against updates; its numbers stand in the text after it."
    ]
