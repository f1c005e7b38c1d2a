"""Train a network: a small deep net under two costs at once, from one start, step by step on the screen."""

from collections.abc import Callable

import streamlit as st

from core.experiments.datasets import KINDS
from core.experiments.experiment import Experiment
from core.functions.costs import COSTS
from core.networks.engine import Engine
from core.networks.network import Network
from core.networks.trainer import Trainer
from ui.arrival import by_link
from ui.controls import Control, Slider
from ui.frame import close_lesson, open_lesson
from ui.lessons.train_a_network.actions import apply_remedy, branched, catch_up, draw_buttons, look_inside, start_over
from ui.lessons.train_a_network.canvas import description, draw_stage, draw_words
from ui.lessons.train_a_network.controls import (
    BIAS,
    COMPARE,
    COST,
    COST_B,
    DATA,
    ETA,
    GROUPS,
    LOG_COST,
    SPEED,
    classes_of,
    in_use,
    misfit,
    plan_now,
)
from ui.lessons.train_a_network.drawing import add_point, draw_points
from ui.lessons.train_a_network.live import draw_live
from ui.lessons.train_a_network.own_points import own_points
from ui.lessons.train_a_network.picture import in_short, looks_of, no_run, numbers_tab, script_tab
from ui.lessons.train_a_network.presets import PRESETS, SET_BY_PRESETS
from ui.lessons.train_a_network.questions import PREDICT
from ui.lessons.train_a_network.running import (
    keep_in_address,
    keep_in_browser,
    opens_at,
    running,
    what_to_run,
)
from ui.lessons.train_a_network.take_away import take_away
from ui.presets import preset_buttons
from ui.questions import draw_questions
from ui.sections import draw_tabs, open_drawer
from ui.source import show_source
from ui.take_away import draw_take_away

SETTLED = "train_settled"
"""The name of no fragment: nothing follows a slider, since each of its values makes another run."""

lesson = open_lesson(__file__)


def draw(control: Control, *, used: bool = True) -> None:
    """Draw any control; a slider changes nothing until it rests."""
    if isinstance(control, Slider):
        control.draw(redraws=SETTLED, disabled=not used)
    else:
        control.read(disabled=not used)


apply_remedy()
controls, picture = st.columns([1, 2], gap="medium")
with controls:
    table = own_points()
    differs = COMPARE.value()
    for place, control in zip(st.columns(2, gap="small"), (COST, COST_B), strict=True):
        with place:
            control.read(disabled=control is COST_B and differs != "cost")
    draw(BIAS)
    draw(ETA)
    buttons, now = st.container(horizontal=True, gap="small", key="play_row"), st.container()
    st.markdown("**Runs worth watching**")
    preset_buttons(PRESETS, SET_BY_PRESETS, key="train", then=start_over, shows="play_row")
    SPEED.read()
    for group, members in GROUPS.items():
        drawer = open_drawer(group, members, key="train_group_" + group.split()[0].lower())
        if drawer:
            with drawer:
                for control in members:
                    draw(control, used=in_use(control))
    by_hand, refused = draw_points() if DATA.value() == "drawn" else (None, "")
points = table.dataset if table is not None else by_hand
classes = classes_of(points)
plan, run = plan_now(classes, points), None if by_link() else running()
refused = refused or misfit(plan)
if classes == 0 and any(COSTS[control.value()].needs_classes for control in (COST, COST_B)):
    buttons.caption("Values are to be estimated here, and cross-entropy needs classes: it is left out.")
if not refused and (DATA.value() in KINDS or points is not None):
    try:
        run = what_to_run(plan, points)
    except ValueError as wrong:
        refused, run = str(wrong), None
catch_up(run, refused)

with buttons:
    draw_buttons(run)
keep_in_address(run)
keep_in_browser(run)


if refused:
    now.markdown(f"**This cannot be trained**: {refused}." + (" The run before it is still shown." if run else ""))
if run is None and not refused:
    picture.markdown("The picture comes with the first file.")
elif run is None:
    picture.markdown("There is no picture yet: nothing has been trained under these settings.")
sections: dict[str, Callable[[], None]] = dict.fromkeys(("Inside the networks", "Numbers", "The script"), no_run)
if run is not None:
    experiment = run.experiment
    per_epoch = experiment.trainer.updates_per_epoch
    run.player.rate = None if SPEED.value() == "most" else float(SPEED.value()) * per_epoch
    looks = looks_of(experiment)
    about = description(experiment, run.run, looks, LOG_COST.value()) | {"opens_at": opens_at()}
    with now, st.container(key="sentence_train"):
        draw_live(run)
        draw_words(about, key="train_words")
    with picture, st.container(key="picture_train", border=False, gap=None):
        draw_stage(about, key="train_stage", on_branch=branched, on_point=add_point)
    draw_take_away(lesson.title, take_away(experiment, refused))
    sections = {
        "Inside the networks": lambda: look_inside(about, experiment),
        "Numbers": lambda: numbers_tab(about),
        "The script": lambda: script_tab(experiment),
    }
draw_tabs({"In short": in_short, **sections, "Predict": lambda: draw_questions(PREDICT)}, key="train_tab")
show_source(Network, Engine, Trainer, Experiment, key="train_code")
close_lesson(lesson)
