"""Lesson 7: a study that was trained elsewhere, opened from its result file, in the place of the page's own."""

from dataclasses import dataclass

import streamlit as st

from core.experiments.datasets import Dataset
from core.numerals import count
from core.study.kept import Kept
from core.study.result_file import MOST_BYTES, ResultFileError, read_result
from core.study.settings import StudySettings
from ui.addresses import plain_text, shown_text
from ui.files import draw_upload, kept_file
from ui.lessons.fair_comparison.picture import draw_study
from ui.lessons.fair_comparison.studying import let_rest
from ui.lessons.fair_comparison.words import say_settings

_FILE, _OPENED, _REFUSED = "fair_result_file", "fair study from a file", "fair result refused"


@dataclass(frozen=True, eq=False)
class Opened:
    """A study from a file: the name of the file, the settings, and what is found."""

    file: str
    settings: StudySettings
    study: Kept

    @property
    def words(self) -> str:
        """The settings in words."""
        return say_settings(self.study.plan, self.settings.compare, "points from the file")

    @property
    def points(self) -> Dataset | None:
        """The points that came with the file; None if each seed draws them."""
        return self.settings.dataset()

    @property
    def not_there(self) -> str:
        """Why lesson 6 cannot train one of the runs; "" if it can."""
        if self.settings.own is None:
            return ""
        return "“Train a network” does not have the points that came with this file: it cannot show this run."


def opened() -> Opened | None:
    """Return the study that is shown in the place of the page's own; None if there is none."""
    return st.session_state.get(_OPENED)


def draw_field() -> None:
    """Draw the drawer with the field for a file, and why the last one was refused."""
    drawer = st.expander("A study from a file", key="fair_from_file", on_change="rerun", icon=":material/upload_file:")
    if drawer.open:
        with drawer:
            told = f"A .npz file of “python -m studies”, of at most {count(MOST_BYTES)} bytes"
            draw_upload("The result of a study", told, key=_FILE, then=_open)
            st.caption(
                "“Take away” gives a file of settings; “python -m studies” trains them without the page, and writes "
                "the result that is asked for here."
            )
    refused = st.session_state.get(_REFUSED)
    if refused:
        st.error(refused, icon=":material/block:")


def draw_way_back() -> None:
    """Draw the button that shows the page's own study again, where its own buttons would stand."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="fair_study_row"):
        st.button("Back to the study of this page", key="fair_own_study", type="primary", on_click=_close)


def draw_opened(work: Opened) -> None:
    """Draw what a study from a file has found, and where it comes from."""
    plan, done = work.study.plan, work.study.done
    there = f"all {count(plan.runs)} networks" if done == plan.seeds else _say_part(work.study)
    st.progress(done / plan.seeds, f"From the file {shown_text(work.file[:80])}: {there}.")
    draw_study(work)
    st.info(
        "This study was trained elsewhere; nothing is trained here. The controls belong to the page's own study.",
        icon=":material/upload_file:",
    )
    st.caption(f"Shown: {work.words}.")


def _say_part(study: Kept) -> str:
    """Say what an unfinished file has, and what of it is shown."""
    seeds, trained = count(study.plan.seeds), int(study.trained.sum())
    shown = "" if trained == study.done else f", of which the first {count(study.done)} are shown"
    return f"{count(trained)} of {seeds} seeds{shown}. It is unfinished: “python -m studies” goes on with it"


def _open() -> None:
    """Show the study of the file that has come, or note why it cannot be; what was shown before stays then."""
    file = kept_file(_FILE)
    if file is None:
        return
    try:
        settings, study = read_result(file.data)
    except ResultFileError as wrong:
        st.session_state[_REFUSED] = f"{plain_text(str(wrong))} What is shown has not changed."
        return
    st.session_state[_REFUSED] = None
    let_rest()
    st.session_state[_OPENED] = Opened(file.name, settings, study)


def _close() -> None:
    st.session_state[_OPENED] = None
