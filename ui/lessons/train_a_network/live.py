"""Lesson 6: the fragment that trains, says where the run stands, and sends the browser the new data."""

import streamlit as st

from core.experiments.trial import Trial
from ui.assignments import see_to_the_page
from ui.canvas import Look
from ui.lessons.train_a_network.actions import remedy, resend, waits_for_the_page
from ui.lessons.train_a_network.canvas import message
from ui.lessons.train_a_network.findings import Finding, draw_findings, findings
from ui.lessons.train_a_network.picture import looks_of, say_now
from ui.lessons.train_a_network.running import Running
from ui.lessons.train_a_network.trials import Trials, trial_for
from ui.player import SHARING, draw_place
from ui.training import send

LIVE = "train_live"


def draw_live(run: Running) -> None:
    """Draw a run's sentence, what keeps it from learning, and the feed; the browser asks for more while it is busy."""
    interval = run.player.interval if run.player.busy else None
    st.fragment(_frame, key=LIVE, run_every=interval)(run)


def _frame(run: Running) -> None:
    """Draw one frame: train for a moment, and try what may help for another."""
    if waits_for_the_page():
        st.rerun()
    see_to_the_page()
    with SHARING.turn:
        busy = run.player.busy
        run.player.tick()
        experiment = run.experiment
        looks = looks_of(experiment)
        now, found = say_now(experiment, looks), run.look(lambda: _found(run, looks))
        run.player.beside = Trials([trial for _, trial in found])
        told = message(experiment, run.run, run.sent, playing=run.player.playing)
        run.has_sent()
    if run.player.replaying:
        st.progress(run.player.progress, "Doing again what the address or the player asks for …")
    st.markdown(now)
    draw_place(run.player)
    draw_findings(experiment, found, remedy)
    send(told, key="train_feed", on_have=resend)
    if run.player.outdated or (busy and not run.player.busy):
        st.rerun()  # the page's buttons change, and the browser's timer ends
    run.player.ask_for_frames()


def _found(run: Running, looks: list[Look]) -> list[tuple[Finding, Trial]]:
    """Return what keeps the networks from learning at this moment, each with the trial of what may help."""
    experiment = run.experiment
    return [
        (finding, trial_for(experiment, finding.network, finding.verdict, run.mark))
        for finding in findings(experiment, looks)
    ]
