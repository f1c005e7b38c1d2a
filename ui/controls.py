"""Controls, each declared once: its key is its name in the address, and its default leaves the address clean.

A key is unique in the whole app. Where the address holds a value that a control cannot take, a sentence says so.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import streamlit as st

from core.numerals import numeral
from core.quotes import shown
from core.typed_numbers import read_number
from ui.addresses import address, answer_address
from ui.arrival import note_drawn, start_anew, write_again
from ui.assignments import assign, assign_again, held
from ui.live import draw_live_slider, forget_overruled, has_changed, moving_value, overrule, stop_moving
from ui.views import declare, is_locked

_NUMBER = re.compile(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*")


class _Declared:
    """Whose key is one that an address may hide or lock."""

    key: str
    default: Any

    def __post_init__(self) -> None:
        declare(self.key, self._default_text())

    def _default_text(self) -> str | None:
        """Return what the address would say of the default; None if it never names this control."""
        return address({self.key: self.held(self.default)})[self.key]

    def held(self, value: Any) -> Any:
        """Write a value as the session state holds it."""
        return value

    def _ready(self, default: Any, help: str, disabled: bool) -> dict[str, Any]:
        """Make ready for drawing, and return what Streamlit's own controls have in common."""
        start_anew(self.key, default)
        assign_again(self.key)
        write_again(self.key, default)
        locked = disabled or is_locked(self.key)
        return {"key": self.key, "help": help or None, "disabled": locked, "bind": "query-params"}


@dataclass(frozen=True)
class Slider(_Declared):
    """A live slider with a box beside it for a number that is typed.

    `draw` puts it on the page and `value` reads it, there or in a fragment. While the slider moves, only one fragment
    runs: the one that it `redraws`, which must be `following`, or else the one that it stands in. Once the slider
    rests, Streamlit's bound number, which is not seen, takes over its value and the whole page runs. It writes the
    value into the address, so a drag makes one entry in the browser's history.
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
        then: Callable[[float], None] | None = None,
        disabled: bool = False,
    ) -> float:
        """Draw the control and return its value. `high` lowers the upper end of its range for now.

        `label`, `stands_at` and `then` are for a Handle.
        """
        disabled = disabled or is_locked(self.key)
        forget_overruled()
        start_anew(self.key, float(self.default))
        assign_again(self.key)
        if stands_at is not None:
            st.session_state[self.key] = stands_at
        answer_address(self.key, self.label, f"a number from {numeral(self.low)} to {numeral(self.high)}", self.takes)
        if high is not None and st.session_state.get(self.key, self.low) > high:
            st.session_state[self.key] = float(high)
        with st.container(key=f"live_row_{self.key}", gap=None):
            # Drawn before the slider, which would otherwise show the default after a reload.
            self._draw_bound_number(disabled)
            shown = self.label if label is None else label
            data = {"redraws": redraws, "label": shown, **self._data(high), "disabled": disabled}
            draw_live_slider(self.key, data, partial(self.read, high=high), then)
        return self.value(high=high)

    def value(self, *, high: float | None = None) -> float:
        """Return the value: the moving slider's while it moves, else the number box's; at most `high`."""
        value = moving_value(self.key, held(self.key, self.default))
        value = round(value) if isinstance(self.default, int) else float(value)
        return value if high is None else min(high, value)

    def read(self, text: str, *, high: float | None = None) -> float:
        """Return the number that a text in the box means.

        Raises ValueError with a sentence where it is none, or none that the control can take.
        """
        high = self.high if high is None else high
        value = read_number(text)
        whole = isinstance(self.default, int)
        if self.low <= value <= high and not (whole and value % 1):
            return value
        needed = f"{'a whole number' if whole else 'a number'} from {numeral(self.low)} to {numeral(high)}"
        raise ValueError(f"{shown(text.strip())} cannot be taken: {needed} is needed")

    def takes(self, text: str) -> bool:
        """Whether the address may carry this text."""
        return bool(_NUMBER.fullmatch(text)) and self.low <= float(text) <= self.high

    def held(self, value: Any) -> float:
        """Write a value as the session state holds it."""
        return float(value)

    def _draw_bound_number(self, disabled: bool) -> None:
        # Whole numbers are floats here too: a box of integers fails on an address that asks for infinity.
        st.number_input(
            f"{self.label}, exact value",
            min_value=float(self.low),
            max_value=float(self.high),
            value=float(self.default),
            step=float(self.step),
            format="%.0f" if isinstance(self.default, int) else "%.10g",
            key=self.key,
            bind=self._bind(),
            on_change=partial(has_changed, self.key),
            label_visibility="collapsed",
            disabled=disabled,
        )

    def _data(self, high: float | None) -> dict[str, Any]:
        """Return what the slider's script needs of the declaration and the value."""
        return {
            "help": self.help,
            "min": self.low,
            "max": self.high if high is None else high,
            "step": self.step,
            "log": self.log,
            "whole": isinstance(self.default, int),
            "value": self.value(high=high),
        }

    def _bind(self) -> Literal["query-params"] | None:
        return "query-params"


@dataclass(frozen=True)
class Handle(Slider):
    """A slider for one part of a text that the address holds as a whole; the part itself has no entry there.

    The slider may show another part in the next run: it is drawn with that part's label, with its value, and with a
    function that writes a new value into the whole.
    """

    def _bind(self) -> None:
        return None

    def _default_text(self) -> None:
        return None


@dataclass(frozen=True)
class Choice(_Declared):
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
        default = self.held(self.default)
        common = self._ready(default, self.help, disabled)
        texts = list(self.options.values())
        answer_address(self.key, self.label, "one of " + ", ".join(texts), texts.__contains__)
        common["label_visibility"] = "visible" if self.show_label else "collapsed"
        if self.menu:
            chosen = st.selectbox(self.label, texts, texts.index(default), **common)
        else:
            chosen = st.segmented_control(self.label, texts, default=default, required=True, **common)
        note_drawn(self.key)
        return self._named(chosen)

    def value(self) -> str:
        """Return the chosen option's name; the control need not have been drawn."""
        return self._named(held(self.key, None))

    def held(self, value: Any) -> str:
        """Write an option's name as the session state holds it: as its text."""
        return self.options[value]

    def _named(self, chosen: str | None) -> str:
        """Return the option's name; the default's if the text came from an address and is none of the options."""
        return next((name for name, text in self.options.items() if text == chosen), self.default)


@dataclass(frozen=True)
class Switch(_Declared):
    """On or off."""

    key: str
    label: str
    default: bool = False
    help: str = ""

    def read(self, *, disabled: bool = False) -> bool:
        """Draw the control and return whether it is on."""
        common = self._ready(self.default, self.help, disabled)
        answer_address(self.key, self.label, "true or false", lambda text: text.lower() in ("true", "false"))
        chosen = st.toggle(self.label, self.default, **common)
        note_drawn(self.key)
        return chosen

    def value(self) -> bool:
        """Return whether it is on; the control need not have been drawn."""
        return bool(held(self.key, self.default))


@dataclass(frozen=True)
class Text(_Declared):
    """A line of text; `takes` decides whether the address may carry one, and `needed` says what it must be."""

    key: str
    label: str
    takes: Callable[[str], bool]
    needed: str
    default: str = ""
    help: str = ""

    def read(self, *, disabled: bool = False) -> str:
        """Draw the control and return its text."""
        common = self._ready(self.default, self.help, disabled)
        answer_address(self.key, self.label, self.needed, self.takes)
        chosen = st.text_input(self.label, self.default, **common)
        note_drawn(self.key)
        return chosen

    def value(self) -> str:
        """Return the text; the control need not have been drawn."""
        return str(held(self.key, self.default))


Control = Slider | Choice | Switch | Text


def put(*settings: tuple[Control, Any]) -> None:
    """Give each control a value, by name as in a preset, whether it is drawn or not; drags of sliders are over."""
    values = {control.key: control.held(value) for control, value in settings}
    for control, _ in settings:
        stop_moving(control.key)
        moved = values[control.key] != default_of(control)
        if moved and control.key not in st.session_state and not isinstance(control, Handle):
            # A control that is drawn for the first time takes its value from the address, and would not write it there.
            st.query_params.update(address({control.key: values[control.key]}))
    assign(values)
    overrule(values)


def at_default(control: Control) -> bool:
    """Return whether the address and the page both leave this control at its default."""
    start_anew(control.key, default_of(control))
    return control.key not in st.query_params and state_of(control) == default_of(control)


def default_of(control: Control) -> Any:
    """Return a control's default, as the session state holds it."""
    return control.held(control.default)


def state_of(control: Control) -> Any:
    """Return what the session state holds for a control, or would hold if it had been drawn."""
    return held(control.key, default_of(control))
