"""Presets: prepared states of a lesson, each with its button and, where there is something to notice, a note."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.controls import Control, put, state_of


@dataclass(frozen=True)
class Preset:
    """A state that is worth opening: the text on its button, what it sets, and what there is to notice.

    `values` maps keys of controls to numbers for a Slider, an option's name for a Choice, True or False for a Switch,
    and text for a Text. All other controls of the lesson return to their defaults.
    """

    name: str
    values: Mapping[str, Any]
    note: str = ""


def preset_buttons(
    presets: Iterable[Preset], controls: tuple[Control, ...], *, key: str, then: Callable[[], None] | None = None
) -> None:
    """Draw one button for each preset. `then` is called after it has set the controls, before the page runs again."""
    with st.container(horizontal=True, gap="small", key=f"presets_{key}"):
        for preset in presets:
            st.button(
                preset.name,
                key=f"preset_{key}_{preset.name}",
                on_click=apply_preset,
                args=(preset.values, controls, then),
            )


def note_of(
    presets: Iterable[Preset], controls: tuple[Control, ...], *, looks: tuple[Control, ...] = (), otherwise: str
) -> str:
    """Return the note of the preset whose values the controls have now; `otherwise` where there is none.

    `looks` are the controls that only change the view: a note is true whatever their values are.
    """
    settings = tuple(control for control in controls if control not in looks)
    keys = {control.key for control in looks}
    for preset in presets:
        values = {key: value for key, value in preset.values.items() if key not in keys}
        if all(state_of(control) == value for control, value in _settings(values, settings)):
            return preset.note or otherwise
    return otherwise


def apply_preset(
    values: Mapping[str, Any], controls: tuple[Control, ...], then: Callable[[], None] | None = None
) -> None:
    """Put a preset's values, and the defaults of all other controls, into the session state."""
    _check_names(values, controls)
    put(*((control, values.get(control.key, control.default)) for control in controls))
    if then is not None:
        then()


def _check_names(values: Mapping[str, Any], controls: tuple[Control, ...]) -> None:
    unknown = values.keys() - {control.key for control in controls}
    if unknown:
        raise KeyError(f"a preset names {sorted(unknown)}, which are not among the controls it was given")


def _settings(values: Mapping[str, Any], controls: tuple[Control, ...]) -> list[tuple[Control, Any]]:
    """Pair every control with the value that it has under a preset, as the session state holds it."""
    _check_names(values, controls)
    return [(control, control.held(values.get(control.key, control.default))) for control in controls]
