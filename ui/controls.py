"""Controls, each declared once: its key is its name in the address, and its default leaves the address clean.

A key is unique in the whole app. A value in the address that a control cannot take is answered with a sentence.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit.components import v2
from streamlit.errors import StreamlitInvalidLayoutContextError

from core.numerals import numeral
from ui.arrival import MOVING, start_anew

_HERE = Path(__file__).parent
_live_slider = v2.component(
    "live_slider",
    html='<div class="live-slider"><label></label><input type="range"><output aria-hidden="true"></output></div>',
    css=(_HERE / "live_slider.css").read_text("utf-8"),
    js=(_HERE / "live_slider.js").read_text("utf-8"),
)
_follower = v2.component("follower", html="<i></i>", js=(_HERE / "follower.js").read_text("utf-8"))
_SETTLED = "settled "  # begins the session's names of each slider's last drag that is over
_OVERRULED = "overruled"  # the sliders that a preset has set in this very run
_NUMBER = re.compile(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*")
# A stranger's text is shown as code, in which nothing is Markdown, nor a link, but the sign that ends it.
_PLAIN = {ord("`"): "'"} | dict.fromkeys(range(32), " ")


@dataclass(frozen=True)
class Slider:
    """A live slider with a number box beside it.

    `draw` puts it on the page and `value` reads it, there or in a fragment. While the hand moves the slider only the
    fragment that it `redraws` runs, one that is `following`, or else the one that it stands in. Once the hand rests,
    the number box, which carries the value in the address, takes it over and the whole page follows: a drag makes one
    entry in the browser's history.
    """

    key: str
    label: str
    low: float
    high: float
    default: float
    step: float
    help: str = ""
    log: bool = False

    def draw(
        self,
        *,
        redraws: str | None = None,
        high: float | None = None,
        label: str | None = None,
        stands_at: float | None = None,
        disabled: bool = False,
    ) -> float:
        """Draw the control and return its value. `high` shortens the slider's reach for now.

        `label` and `stands_at` are for a Handle.
        """
        st.session_state.pop(_OVERRULED, None)
        start_anew(self.key, float(self.default))
        if stands_at is not None:
            st.session_state[self.key] = stands_at
        answer_address(self.key, self.label, f"a number from {numeral(self.low)} to {numeral(self.high)}", self.takes)
        if high is not None and st.session_state.get(self.key, self.low) > high:
            st.session_state[self.key] = float(high)
        with st.container(key=f"live_row_{self.key}", horizontal=True, vertical_alignment="bottom", wrap=False):
            place = st.container()
            # Drawn before the slider, which would otherwise show the default after a reload. Whole numbers are floats
            # here too: a box of integers fails on an address that asks for infinity.
            st.number_input(
                f"{self.label}, exact value",
                min_value=float(self.low),
                max_value=float(self.high),
                value=float(self.default),
                step=float(self.step),
                format="%.0f" if isinstance(self.default, int) else "%.10g",
                key=self.key,
                bind=self._bind(),
                label_visibility="collapsed",
                disabled=disabled,
                width=88,
            )
            with place:
                _live_slider(
                    key=f"{self.key}_live",
                    data={
                        "key": self.key,
                        "redraws": redraws,
                        "label": self.label if label is None else label,
                        "help": self.help,
                        "min": self.low,
                        "max": self.high if high is None else high,
                        "step": self.step,
                        "log": self.log,
                        "whole": isinstance(self.default, int),
                        "value": self.value(high=high),
                        "disabled": disabled,
                    },
                    default={"hand": None},
                    on_hand_change=partial(_move, f"{self.key}_live"),
                    on_settled_change=partial(_settle, self.key),
                    height=46,
                )
        return self.value(high=high)

    def value(self, *, high: float | None = None) -> float:
        """Return the value: the moving slider's while it moves, else the number box's; at most `high`."""
        value = st.session_state.get(MOVING + self.key, st.session_state.get(self.key, self.default))
        value = round(value) if isinstance(self.default, int) else float(value)
        return value if high is None else min(high, value)

    def takes(self, text: str) -> bool:
        """Whether the address may carry this text."""
        return bool(_NUMBER.fullmatch(text)) and self.low <= float(text) <= self.high

    def _bind(self) -> Literal["query-params"] | None:
        return "query-params"


@dataclass(frozen=True)
class Handle(Slider):
    """A slider for one part of something that stands in the address as a whole, and so is not there itself.

    Which part it is may change: it is drawn with that part's label and with the value at which it stands.
    """

    def _bind(self) -> None:
        return None


@dataclass(frozen=True)
class Choice:
    """One of a few options, as a row of segments or, if there are many, as a menu.

    `options` maps the name in the program to the text on the screen, which is also that in the address.
    """

    key: str
    label: str
    options: Mapping[str, str]
    default: str
    help: str = ""
    show_label: bool = True
    menu: bool = False

    def read(self, *, disabled: bool = False) -> str:
        """Draw the control and return the chosen option's name."""
        start_anew(self.key, self.options[self.default])
        texts = list(self.options.values())
        answer_address(self.key, self.label, "one of " + ", ".join(texts), texts.__contains__)
        if self.menu:
            at = texts.index(self.options[self.default])
            return self._named(
                st.selectbox(
                    self.label,
                    texts,
                    at,
                    key=self.key,
                    help=self.help or None,
                    label_visibility="visible" if self.show_label else "collapsed",
                    disabled=disabled,
                    bind="query-params",
                )
            )
        chosen = st.segmented_control(
            self.label,
            texts,
            default=self.options[self.default],
            required=True,
            key=self.key,
            help=self.help or None,
            label_visibility="visible" if self.show_label else "collapsed",
            disabled=disabled,
            bind="query-params",
        )
        return self._named(chosen)

    def value(self) -> str:
        """Return the chosen option's name where the control need not have been drawn."""
        return self._named(st.session_state.get(self.key))

    def _named(self, chosen: str | None) -> str:
        """The option's name; the default's for a text that came from an address and is none of the options."""
        return next((name for name, text in self.options.items() if text == chosen), self.default)


@dataclass(frozen=True)
class Switch:
    """On or off."""

    key: str
    label: str
    default: bool = False
    help: str = ""

    def read(self, *, disabled: bool = False) -> bool:
        """Draw the control and return whether it is on."""
        start_anew(self.key, self.default)
        answer_address(self.key, self.label, "true or false", lambda text: text.lower() in ("true", "false"))
        return st.toggle(
            self.label, self.default, key=self.key, help=self.help or None, disabled=disabled, bind="query-params"
        )

    def value(self) -> bool:
        """Return whether it is on where the control need not have been drawn."""
        return bool(st.session_state.get(self.key, self.default))


@dataclass(frozen=True)
class Text:
    """A line of text; `takes` tells whether the address may carry one, and `needed` says what it must be."""

    key: str
    label: str
    takes: Callable[[str], bool]
    needed: str
    default: str = ""
    help: str = ""

    def read(self, *, disabled: bool = False) -> str:
        """Draw the control and return its text."""
        start_anew(self.key, self.default)
        answer_address(self.key, self.label, self.needed, self.takes)
        return st.text_input(
            self.label, self.default, key=self.key, help=self.help or None, disabled=disabled, bind="query-params"
        )

    def value(self) -> str:
        """Return the text where the control need not have been drawn."""
        return str(st.session_state.get(self.key, self.default))


Control = Slider | Choice | Switch | Text


def preset_buttons(
    presets: Mapping[str, Mapping[str, Any]],
    controls: tuple[Control, ...],
    *,
    key: str,
    then: Callable[[], None] | None = None,
) -> None:
    """Draw one button for each preset, which sets its controls and returns the others to their defaults.

    `then` is called after that, before the page runs again.

    A preset maps keys to values: numbers for a Slider, an option's name for a Choice, True or False for a Switch.
    """
    with st.container(horizontal=True, gap="small", key=f"presets_{key}"):
        for name, values in presets.items():
            st.button(name, key=f"preset_{key}_{name}", on_click=apply_preset, args=(values, controls, then))


def chosen_preset(presets: Mapping[str, Mapping[str, Any]], controls: tuple[Control, ...]) -> str:
    """Return the name of the preset that the controls, as they stand, amount to; "" for none."""
    for name, values in presets.items():
        if all(_now(control) == value for control, value in _settings(values, controls)):
            return name
    return ""


def at_default(control: Control) -> bool:
    """Whether neither the address nor the page gives this control another value than its default."""
    ((_, default),) = _settings({}, (control,))
    start_anew(control.key, default)
    return control.key not in st.query_params and _now(control) == default


def apply_preset(
    values: Mapping[str, Any], controls: tuple[Control, ...], then: Callable[[], None] | None = None
) -> None:
    """Put a preset's values, and the defaults of all other controls, into the session state."""
    for control, value in _settings(values, controls):
        drawn = control.key in st.session_state
        st.session_state[control.key] = value
        st.session_state.pop(MOVING + control.key, None)
        if not drawn and value != _settings({}, (control,))[0][1]:
            # A control that is drawn for the first time takes its value from the address, and would not write it there.
            st.query_params.update(address({control.key: value}))
    st.session_state[_OVERRULED] = [control.key for control in controls]
    if then is not None:
        then()


def put(values: Mapping[str, float]) -> None:
    """Put numbers that a picture was asked for into the session state of sliders; a drag of theirs is over."""
    for key, value in values.items():
        st.session_state[key] = float(value)
        st.session_state.pop(MOVING + key, None)
    st.session_state[_OVERRULED] = list(values)


def address(values: Mapping[str, Any]) -> dict[str, str]:
    """Write a preset's values as the query parameters of a link. A Choice is given by its text on the screen."""
    return {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in values.items()}


def _now(control: Control) -> Any:
    """What the session state holds for a control, or would if it had been drawn."""
    ((_, default),) = _settings({}, (control,))
    return st.session_state.get(control.key, default)


def _settings(values: Mapping[str, Any], controls: tuple[Control, ...]) -> list[tuple[Control, Any]]:
    """Pair every control with the value it has under a preset, as the session state holds it."""
    unknown = values.keys() - {control.key for control in controls}
    if unknown:
        raise KeyError(f"a preset names {sorted(unknown)}, which are not among the controls it was given")
    chosen = [(control, values.get(control.key, control.default)) for control in controls]
    return [(control, _held(control, value)) for control, value in chosen]


def _held(control: Control, value: Any) -> Any:
    """Write a preset's value as the session state holds it."""
    if isinstance(control, Choice):
        return control.options[value]
    return float(value) if isinstance(control, Slider) else value


def following(fragment: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Make a function the fragment of this key, which runs while a slider that `redraws` it moves."""

    def decorated(draw: Callable[[], None]) -> Callable[[], None]:
        @st.fragment(key=fragment)
        def live() -> None:
            hand = f"{fragment}_hand"
            try:
                _follower(
                    key=hand,
                    data={"fragment": fragment},
                    default={"hand": None},
                    on_hand_change=partial(_move, hand),
                    height=1,
                )
                draw()
            except StreamlitInvalidLayoutContextError:
                # The page's own run was broken off by the hand before it had filled the places outside this fragment.
                st.rerun()

        return live

    return decorated


# One run of the page may have to answer several messages at once: a slider's last move, its rest, and the button or
# link that was pressed then. So each drag has a name, and is over once it has settled or a preset has overruled it.


def _move(component: str) -> None:
    """Note the value that a moving slider has come to, unless that drag is over."""
    state = st.session_state.get(component)
    hand = state.hand if state is not None else None
    if hand is not None and not _is_over(hand["key"], hand["drag"]):
        st.session_state[MOVING + hand["key"]] = hand["value"]


def _settle(key: str) -> None:
    """Move a slider's settled value into its number box, and so into the address."""
    state = st.session_state.get(f"{key}_live")  # nothing, if a link has led to another page before
    settled = state.settled if state is not None else None
    if settled is not None and not _is_over(key, settled["drag"]):
        st.session_state[_SETTLED + key] = settled["drag"]
        st.session_state.pop(MOVING + key, None)
        st.session_state[key] = float(settled["value"])


def _is_over(key: str, drag: int) -> bool:
    """Whether a drag has settled or been overruled."""
    if key in st.session_state.get(_OVERRULED, ()):
        st.session_state[_SETTLED + key] = drag
    return drag == st.session_state.get(_SETTLED + key)


def shown_text(text: str) -> str:
    """Write a stranger's text so that none of it is Markdown."""
    return f"`{text.translate(_PLAIN)}`"


def answer_address(key: str, label: str, needed: str, takes: Callable[[str], bool]) -> None:
    """Say so where the address asks for something that a control cannot take; Streamlit then shows the default."""
    asked = st.query_params.get(key)
    if asked is not None and not takes(asked):
        shown = shown_text(asked[:40]) if asked.strip() else "nothing"
        st.toast(
            f"The address asks for **{label}** = {shown}, but {needed} is needed: the default is shown instead.",
            icon=":material/link_off:",
            duration="infinite",
        )
