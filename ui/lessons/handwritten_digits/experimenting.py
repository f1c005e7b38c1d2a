"""Lesson 8: what its experiments have in common, which train one network after another."""

import math
from collections.abc import Callable
from typing import Any, TypeVar

from core.digits.queue import Queue
from core.numerals import count
from ui.durations import say_duration, seconds_in_words
from ui.experiments import Experimenting, Offer
from ui.lessons.handwritten_digits.running import TEMPO, running

Kind = TypeVar("Kind", bound=Queue[Any])


def offered(name: str, settings: str, make: Callable[[], Kind]) -> Offer[Kind]:
    """Return the experiment that the settings ask for. The run of the page rests while it trains."""
    return Offer(f"digits_{name}", settings, make, say_progress, tempo=TEMPO, above=running)


def say_progress(held: Experimenting[Kind]) -> str:
    """Return how far an experiment has come, and how long the rest takes."""
    queue, number = held.queue, held.queue.number
    of = f"{count(len(queue.plans))} networks"
    if number is None:
        kept = "all" if held.kept == len(queue.plans) else count(held.kept)
        return f"All {of} have been trained{f', {kept} of them in an earlier run on this server' if held.kept else ''}."
    if held.player.playing:
        now = f"network {count(queue.finished + 1)} of {count(len(queue.plans))}"
        epochs = queue.plans[number].epochs  # the last one is done while its record is still being made
        epoch = f"epoch {count(min(queue.epochs_done + 1, epochs))} of {count(epochs)}"
        return f"Training {now}, {epoch}{seconds_in_words(queue.seconds_left())}"
    rest = say_duration(queue.seconds_left())
    if held.pressed == -math.inf and held.kept:
        return f"{count(held.kept)} of {of} have been trained in an earlier run on this server. The rest takes {rest}."
    if not held.begun:
        return f"Not trained yet: {of} take {rest}. The run above rests meanwhile."
    return f"Stopped after {count(queue.finished)} of {of}. The rest takes {rest}."
