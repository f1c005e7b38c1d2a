"""Events: changes while an experiment runs, and how an address holds them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.experiments.plan import LETTERS
from core.numerals import shortest

MOST_EVENTS = 40
LARGEST_PARAMETER = 100.0


class Event(NamedTuple):
    """A change after so many updates. `what` is "eta" for η of A, "eta_b" for that of B, or a parameter such as "A17".

    If all variants have one η, a change of it for any variant changes it for all.
    """

    updates: int
    what: str
    value: float

    @property
    def is_rate(self) -> bool:
        """Whether it changes a learning rate and not a parameter."""
        return self.what == "eta" or (self.what.startswith("eta_") and len(self.what) == 5)

    @property
    def variant(self) -> int:
        """The index of the variant that it changes; −1 for none."""
        letter = (self.what[4:].upper() or LETTERS[0]) if self.is_rate else self.what[:1]
        return LETTERS.find(letter) if letter else -1

    @property
    def parameter(self) -> int | None:
        """The index of the parameter in theta; None for none."""
        digits = self.what[1:]
        return int(digits) if not self.is_rate and digits.isdecimal() else None


_EVENT = re.compile(r"([0-9]{1,7}):(eta|eta_[b-z]|[A-Z][0-9]{1,5}):(-?[0-9]+\.?[0-9]*(?:e[-+]?[0-9]{1,3})?)")


def write_events(events: Sequence[Event]) -> str:
    """Write events for an address: "120:eta:0.3,240:A17:-1.5"."""
    return ",".join(f"{event.updates}:{event.what}:{shortest(event.value)}" for event in events)


def read_events(text: str) -> list[Event]:
    """Read what `write_events` has written; ValueError says which part is no event, or what is out of range."""
    events: list[Event] = []
    for part in filter(None, text.replace(" ", "").split(",")):
        match = _EVENT.fullmatch(part)
        if match is None:
            raise ValueError(
                f"{part[:40]!r} is no change: updates:what:value is needed, such as 120:eta:0.3 or 240:A17:-1.5"
            )
        event = Event(int(match[1]), match[2], float(match[3]))
        check_value(event, part[:40])
        if events and event.updates < events[-1].updates:
            raise ValueError(f"{part[:40]!r} comes after a later change: the changes are needed in the order of time")
        events.append(event)
    if len(events) > MOST_EVENTS:
        raise ValueError(f"there are {len(events)} changes: at most {MOST_EVENTS} are kept")
    return events


def check_value(event: Event, written: str) -> None:
    """Raise ValueError for a value that no address can hold; the message calls the event `written`."""
    if event.is_rate:
        if not 0.0 < event.value <= LARGEST_PARAMETER:
            raise ValueError(
                f"{written!r} has a learning rate of {event.value:g}: more than 0 and at most 100 is needed"
            )
    elif not abs(event.value) <= LARGEST_PARAMETER:
        raise ValueError(f"{written!r} has a parameter of {event.value:g}: −100 to 100 is needed")
