"""Presets: prepared states of a lesson, each with its button and, where there is something to notice, a note."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.arrival import means
from ui.controls import Control, put, state_of
from ui.sight import bring_into_sight, draw_sight
from ui.views import is_locked


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
    presets: Iterable[Preset],
    controls: tuple[Control, ...],
    *,
    key: str,
    looks: tuple[Control, ...] = (),
    shows: str = "",
    then: Callable[[], None] | None = None,
) -> None:
    """Draw one button for each preset; the one in force has a tick.

    `looks` are the controls that only change the view: a preset is in force whatever their values are. `then` is called
    after a press has set the controls, before the page runs again, and the element with the key `shows` is brought into
    sight if it is not.
    """
    with st.container(horizontal=True, gap="small", key=f"presets_{key}"):
        for preset in presets:
            st.button(
                preset.name,
                key=f"preset_{key}_{preset.name}",
                icon=":material/check:" if is_in_force(preset, controls, looks) else None,
                disabled=is_locked("presets"),
                on_click=_press,
                args=(preset, controls, shows, then),
            )
    if shows:
        draw_sight(shows, block="nearest")


def _press(preset: Preset, controls: tuple[Control, ...], shows: str, then: Callable[[], None] | None) -> None:
    apply_preset(preset.values, controls, then)
    if shows:
        bring_into_sight(shows)


def is_in_force(preset: Preset, controls: tuple[Control, ...], looks: tuple[Control, ...] = ()) -> bool:
    """Return whether the controls, all but the `looks`, have the values of a preset; they need not have been drawn."""
    _check_names(preset.values, controls)
    view = {control.key for control in looks}
    settings = (control for control in controls if control.key not in view)
    # One control after another, since most presets differ in the first few.
    return all(_has(control, control.held(preset.values.get(control.key, control.default))) for control in settings)


def _has(control: Control, value: Any) -> bool:
    """Return whether a control has this value, or will have it once it is drawn, since the address says so."""
    asked = st.query_params.get(control.key)
    if control.key in st.session_state or asked is None:
        return state_of(control) == value
    return means(asked, value)


def note_of(
    presets: Iterable[Preset], controls: tuple[Control, ...], *, looks: tuple[Control, ...] = (), otherwise: str
) -> str:
    """Return the note of the preset whose values the controls have now; `otherwise` where there is none.

    `looks` are the controls that only change the view: a note is true whatever their values are.
    """
    return next((preset.note or otherwise for preset in presets if is_in_force(preset, controls, looks)), otherwise)


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
