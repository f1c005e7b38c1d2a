"""Lesson 8: the nets that its sections look into: those of the run, or one from a file in the place of one of them."""

from collections.abc import Hashable
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from core.digits.model_file import Model
from core.digits.plan import NetPlan
from core.digits.run import DigitsRun, Moment
from core.networks.network import Network
from core.numerals import count
from ui.canvas import Look
from ui.lessons.handwritten_digits.naming import LETTERS, looks_of, name_of

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
    return st.session_state.get(f"{_LOADED}{place}")


def put_in_place(place: int, net: Loaded | None) -> None:
    """Let a net from a file take the place of A or B; None gives it back to the run's own net."""
    st.session_state[f"{_LOADED}{place}"] = net


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
