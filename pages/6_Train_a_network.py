"""Train a network: a small deep net under two costs at once, from one start, while one looks on."""

import hashlib
import html

import streamlit as st

from core.datasets import KINDS
from core.engine import Engine
from core.experiment import Experiment
from core.network import Network
from core.training import Trainer
from ui.controls import Choice, Control, Slider, preset_buttons
from ui.frame import close_lesson, open_lesson
from ui.lessons.train_a_network import (
    findings,
    in_short,
    looks_of,
    numbers_tab,
    own_points,
    say_now,
    say_plainly,
    script_tab,
)
from ui.lessons.train_a_network_settings import (
    BIAS,
    COMPARE,
    CONTROLS,
    COST,
    COST_B,
    DATA,
    ETA,
    GROUPS,
    LOG_COST,
    SEED,
    SPEED,
    in_use,
    plan_now,
)
from ui.sections import draw_tabs, open_drawer
from ui.source import show_source
from ui.training.drawing import description, draw_inside, draw_stage, message, send
from ui.training.running import (
    FRAME,
    TURN,
    Running,
    begin_anew,
    go_back,
    keep_in_address,
    running,
    what_to_run,
)

DEEP = {"train_bias": 0.0, "train_compare": "hidden", "train_cost": "cross_entropy", "train_layers": "6"}
DYING = {
    "train_layers": "4", "train_hidden": "relu", "train_hidden_b": "leaky_relu", "train_init": "normal",
    "train_optimizer": "adam", "train_eta": 0.3,
}  # fmt: skip
WIDE = {"train_compare": "none", "train_cost": "cross_entropy", "train_width_1": 16, "train_width_2": 16}
WAVES = {"train_sin_x1": True, "train_sin_x2": True}
PRESETS = {
    "Stuck": {},
    "Nearly tied": {"train_bias": 0.0, "train_eta": 0.5, "train_apart": True, "train_eta_b": 0.1},
    "Vanishing": DEEP | {"train_hidden": "sigmoid", "train_hidden_b": "relu", "train_log": True},
    "Dead ReLUs": DEEP | DYING,
    "η too large": {"train_data": "plane", "train_bias": 0.0, "train_hidden": "relu", "train_eta": 3.0},
    "Spiral, solved": {
        "train_data": "spiral", "train_n": 500, "train_bias": 0.0, "train_epochs": 200, **WAVES, **WIDE,
    },
    "Exclusive or": {"train_data": "xor", "train_bias": 0.0, "train_epochs": 40},
    "Over-fitting": {
        "train_n": 60, "train_noise": 30.0, "train_bias": 0.0, "train_epochs": 1000, "train_eta": 0.3, **WIDE,
    },
}  # fmt: skip
SET_BY_PRESETS = tuple(control for control in CONTROLS if control is not SPEED)
LIVE, SETTLED = "train_live", "train_settled"  # the fragment that trains; and one that is not there: no slider follows

lesson = open_lesson(__file__)


def draw(control: Control, *, used: bool = True) -> None:
    """Draw any control; a slider moves nothing until it rests, since each of its values is another run."""
    if isinstance(control, Slider):
        control.draw(redraws=SETTLED, disabled=not used)
    else:
        control.read(disabled=not used)


for key, value in st.session_state.pop("train remedy", {}).items():
    control = next(control for control in CONTROLS if control.key == key)
    st.session_state[key] = control.options[value] if isinstance(control, Choice) else value
    begin_anew()
controls, picture = st.columns([1, 2], gap="medium")
with controls:
    DATA.read()
    differs = COMPARE.value()
    for place, control in zip(st.columns(2, gap="small"), (COST, COST_B), strict=True):
        with place:
            control.read(disabled=control is COST_B and differs != "cost")
    draw(BIAS)
    draw(ETA)
    buttons, now = st.container(horizontal=True, gap="small", key="play_row"), st.container()
    st.markdown("**Runs worth watching**")
    preset_buttons(
        PRESETS, tuple(control for control in CONTROLS if control is not SPEED), key="train", then=begin_anew
    )
    SPEED.read()
    for group, members in GROUPS.items():
        drawer = open_drawer(group, members, key="train_group_" + group.split()[0].lower())
        if drawer:
            with drawer:
                for control in members:
                    draw(control, used=in_use(control))
    table = own_points() if DATA.value() == "own" else None
points = table.dataset if table is not None else None
classes = points.classes if points is not None else 2 if DATA.value() == "own" else KINDS[DATA.value()].classes
plan, refused, run = plan_now(classes), "", None
if classes == 0 and "cross_entropy" in (COST.value(), COST_B.value()):
    buttons.caption("Values are to be estimated here, and cross-entropy needs classes: it is left out.")
if DATA.value() != "own" or points is not None:
    mark = hashlib.sha256(points.x.tobytes() + points.y.tobytes()).hexdigest() if points is not None else ""
    try:
        run = what_to_run(plan, points, mark)
    except ValueError as wrong:
        refused = str(wrong)


def press(what: str) -> None:
    """Do what a button says, however often it is pressed."""
    run = running()
    if run is None:
        return
    experiment, per_epoch = run.experiment, run.experiment.trainer.updates_per_epoch
    if what == "play":
        run.play()
    elif what == "pause":
        run.pause()
    elif what == "reset":
        st.session_state[ETA.key] = experiment.plan.eta
        begin_anew()
    elif what == "seed":
        st.session_state[SEED.key] = float((int(SEED.value()) + 1) % 10_000)
    elif not run.playing:
        experiment.advance(1 if what == "step" else per_epoch - experiment.updates % per_epoch)


def remedy(sets: dict[str, object]) -> None:
    """Keep a remedy until the page runs: its button stands in a fragment, which draws none of the controls."""
    st.session_state["train remedy"] = sets


def changed() -> None:
    """A weight or bias was set by hand."""
    run, asked = running(), st.session_state["train_inside"].set
    if run is not None and asked and asked["run"] == run.run and not run.playing:
        try:
            run.experiment.change(asked["what"], float(asked["value"]))
            st.session_state["train set by hand"] = True
        except ValueError as wrong:
            st.toast(f"{wrong}", icon=":material/edit_off:")


def look_inside(about: dict[str, object], experiment: Experiment) -> None:
    """Draw the networks; what is set by hand there concerns the whole page."""
    if st.session_state.pop("train set by hand", False):
        st.rerun()
    st.caption("Each small map is what a neuron answers over the plane. Press a weight or a neuron to set it by hand.")
    draw_inside(about, experiment, key="train_inside", on_set=changed)


def branched() -> None:
    """The player asks to go on from an earlier moment."""
    run, asked = running(), st.session_state["train_stage"].branch
    if run is not None and asked and asked["run"] == run.run:
        go_back(int(asked["updates"]))


def resend() -> None:
    """The browser lacks what was sent before."""
    run, have = running(), st.session_state["train_feed"].have
    if run is not None and have and have.split(":")[0] == run.run:
        run.send_from(int(have.split(":")[1]))


with buttons:
    playing, over = (False, True) if run is None else (run.playing, run.experiment.over)
    if playing:
        st.button("Pause", key="train_pause", type="primary", on_click=press, args=("pause",))
    else:
        st.button("Play", key="train_play", type="primary", on_click=press, args=("play",), disabled=over)
    for what, label, told in (
        ("step", "Step", "One update, on one mini-batch"),
        ("epoch", "Epoch", "To the end of the epoch"),
        ("reset", "Reset", "The same start again"),
        ("seed", "Seed", "The next seed: other points, other weights"),
    ):
        still = what in ("step", "epoch") and (playing or over)
        st.button(label, key=f"train_{what}_button", help=told, on_click=press, args=(what,), disabled=still)
keep_in_address(run)


@st.fragment(key=LIVE, run_every=FRAME if run is not None and run.playing else None)
def live(run: Running) -> None:
    """One frame: train for a moment, say where the run stands, and hand the browser what is new."""
    if "train remedy" in st.session_state:
        st.rerun()
    with TURN:
        playing = run.playing
        run.tick()
        looks = looks_of(run.experiment)
        now, found = say_now(run.experiment, looks), run.look(lambda: findings(run.experiment, looks))
        told = message(run.experiment, run.run, run.sent, playing=run.playing)
        run.has_sent()
    with st.container(key="sentence_train"):
        if run.replaying:
            st.progress(run.progress, "Doing again what the address or the player asks for …")
        st.markdown(now)
        for at, finding in enumerate(found):
            st.markdown(finding.words)
            st.button(finding.remedy, key=f"train_remedy_{at}", on_click=remedy, args=(finding.sets,))
    send(told, key="train_feed", on_have=resend)
    if playing and not run.playing:
        st.rerun()


if run is None:
    picture.markdown(f"**This cannot be trained**: {refused}." if refused else "The picture comes with the first file.")
else:
    run.speed = None if SPEED.value() == "most" else float(SPEED.value())
    experiment = run.experiment
    looks = looks_of(experiment)
    about = description(experiment, run.run, looks, LOG_COST.value())
    with now:
        live(run)
    with picture, st.container(key="picture_train", border=False, gap=None):
        draw_stage(about, key="train_stage", on_branch=branched)
        st.html(f'<p class="chart-text">{html.escape(say_plainly(experiment, looks))}</p>')
    draw_tabs(
        {
            "In short": in_short,
            "Inside the networks": lambda: look_inside(about, experiment),
            "Numbers": lambda: numbers_tab(experiment, looks),
            "The script": lambda: script_tab(experiment),
        },
        key="train_tab",
    )
show_source(Network, Engine, Trainer, Experiment, key="train_code")
close_lesson(lesson)
