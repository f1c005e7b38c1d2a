"""Lesson 8: the nets that its sections look into: those of the run, or one from a file in the place of one of them."""

from collections.abc import Hashable
from dataclasses import replace
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.digits.model_file import Model
from core.digits.plan import NetPlan
from core.digits.run import DigitsRun, Moment
from core.networks.network import Network
from core.numerals import count
from ui.addresses import answer_address
from ui.arrival import by_link
from ui.canvas import Look
from ui.lessons.handwritten_digits.naming import LETTERS, looks_of, name_of

FROM_FILES = "digits_files"
"""The key in the address of the letters of those nets that are from files, such as B or AB. The files are not there."""
_LOADED = "digits loaded "


class Loaded(NamedTuple):
    """A net from a file: the file's name and mark, and what is in it."""

    file: str
    mark: str
    model: Model


class ShownNet(NamedTuple):
    """A net with its letter and look. source is its run or file, told how long it was trained."""

    letter: str
    look: Look
    net: NetPlan
    network: Network
    seed: int
    told: str
    source: Hashable
    updates: int
    from_file: bool = False

    @property
    def name(self) -> str:
        """What it is, without its letter: "the shallow net"."""
        return name_of(self.net)


def shown_nets(run: DigitsRun, at: int | None = None) -> list[ShownNet]:
    """Return the run's nets as they are now, each with the net from a file in its place if there is one.

    With `at` they are those of the moment nearest to so many updates that the run has kept.
    """
    nets = tuple(found.model.net if (found := loaded(k)) else net for k, net in enumerate(run.plan.nets))
    looks = looks_of(replace(run.plan, nets=nets))
    moments = run.networks_at(run.updates if at is None else at)
    return [_shown(run, k, look, moment) for k, (look, moment) in enumerate(zip(looks, moments, strict=True))]


def loaded(place: int) -> Loaded | None:
    """Return the net from a file that stands in this place, A's or B's."""
    return _held(place) if LETTERS[place] in letters_from_files() else None


def put_in_place(place: int, net: Loaded | None) -> None:
    """Let a net from a file take the place of A or B; None gives it back to the run's own net."""
    st.session_state[f"{_LOADED}{place}"] = net
    others = letters_from_files().replace(LETTERS[place], "")
    st.session_state[FROM_FILES] = "".join(sorted(others + LETTERS[place])) if net else others


def keep_files_in_address(place: DeltaGenerator) -> None:
    """Write into the address which nets are from files, and read it from there. `place` is not seen."""
    if FROM_FILES not in st.session_state and FROM_FILES not in st.query_params and not by_link():  # back by the menu
        st.session_state[FROM_FILES] = "".join(letter for k, letter in enumerate(LETTERS) if _held(k))
    answer_address(FROM_FILES, "Nets from files", "A, B or AB", _takes)
    place.text_input("Nets from files", "", key=FROM_FILES, bind="query-params", disabled=True)


def letters_from_files() -> str:
    """Return the letters of the nets that are from files, as the address has them."""
    text = st.session_state.get(FROM_FILES, "")
    return text if _takes(text) else ""


def say_missing(run: DigitsRun) -> str:
    """Return which nets of the address are from files that this session has not been given; "" if none."""
    named = letters_from_files()
    missing = [LETTERS[k] for k in range(len(run.plan.nets)) if LETTERS[k] in named and not _held(k)]
    if not missing:
        return ""
    return (
        f"In this address {' and '.join(missing)} {'is a net' if len(missing) == 1 else 'are nets'} from a file, and "
        "an address cannot hold a file. You see the run's own net until you load that file in the section “Save and "
        "load”."
    )


def _held(place: int) -> Loaded | None:
    """Return the net from a file that the session has for this place, whatever the address says."""
    return st.session_state.get(f"{_LOADED}{place}")


def _takes(text: str) -> bool:
    return text in ("", "A", "B", "AB")


def say_trained(updates: int, per_epoch: int) -> str:
    """Return how long a net has been trained: "before training", "after 1 epoch", "after 2.35 epochs"."""
    if not updates:
        return "before training"
    whole, rest = divmod(updates, per_epoch)
    epochs = f"{updates / per_epoch:,.2f}" if rest else count(whole)
    return f"after {epochs} epoch{'s' * (updates != per_epoch)}"


def _shown(run: DigitsRun, k: int, look: Look, moment: Moment) -> ShownNet:
    letter, found = LETTERS[k], loaded(k)
    if found is None:
        told = say_trained(moment.updates, run.plan.updates_per_epoch)
        source = run.plan, k
        return ShownNet(letter, look, run.plan.nets[k], moment.network, run.plan.seed, told, source, moment.updates)
    model = found.model
    told = f"from a file, {say_trained(model.updates, -(-model.images // model.batch))}"
    return ShownNet(letter, look, model.net, model.network(), model.seed, told, (found.mark, k), model.updates, True)
