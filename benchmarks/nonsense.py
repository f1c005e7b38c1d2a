"""Nonsense in the place of what controls and components say."""

import json
import random
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.browser import ROOT
from benchmarks.query_fuzz import WORST, nonsense
from tests.session import Control, Session

NUMBERS = (
    *(0, -1, 1, 0.5, 2, 3, 7, 2**31, 2**63, -(2**63), 10**30, 1e308, -1e308, 5e-324, 1e-320),
    *(float("nan"), float("inf"), float("-inf"), -0.0, 1.5, 99_999),
)
FACTS = (
    *("key", "drag", "value", "text", "count", "place", "at", "ink", "run", "updates", "label", "taken", "number"),
    *("x1", "x2", "kind", "what", "code", "kept", "event", "index", "w", "b", "row", "surface", "__proto__", ""),
)
"""The names that stand in what the app's components tell, and some that do not."""
DEEP = 3_000


@cache
def told_names() -> list[str]:
    """Return the names under which the app's components tell something."""
    found = (re.findall(r"on_(\w+)_change=", path.read_text("utf-8")) for path in sorted((ROOT / "ui").rglob("*.py")))
    return sorted({name for names in found for name in names})


def a_value(rng: random.Random, session: Session, depth: int = 0) -> Any:
    """Any value that JSON can hold."""
    choice = rng.random()
    if choice < 0.3 or depth > 3:
        return rng.choice(NUMBERS)
    if choice < 0.5:
        return rng.choice(WORST[:60])
    if choice < 0.6:
        return rng.choice((None, True, False, *session.controls))
    if choice < 0.75:
        return [a_value(rng, session, depth + 1) for _ in range(rng.randrange(4))]
    return {name: a_value(rng, session, depth + 1) for name in rng.sample(FACTS, rng.randrange(1, len(FACTS)))}


def facts(rng: random.Random, session: Session, of: Control | None = None) -> Any:
    """Something like what a component tells, with some of it wrong; what `of` was sent may come back."""
    if rng.random() < 0.3:
        return a_value(rng, session)
    key = rng.choice([*session.controls, "nobody"])
    likely = dict.fromkeys(FACTS, 1) | {"key": key, "text": "0.5", "run": "a", "what": "w", "ink": "AAAA", "code": "z"}
    with suppress(ValueError, AttributeError):
        given = json.loads(of.proto.json or of.proto.mixed.json) if of is not None else {}
        likely |= {name: given[name] for name in ("run", "key") if name in given}
    for name in rng.sample(FACTS, rng.randrange(4)):
        likely[name] = a_value(rng, session, 2)
    for name in rng.sample(FACTS, rng.randrange(3)):
        likely.pop(name, None)
    return [likely] if rng.random() < 0.4 else likely


def text_of_json(rng: random.Random, session: Session, of: Control | None = None) -> str:
    """What a component says: JSON with nonsense, or no JSON, or deep, or with numbers that nobody can read."""
    choice = rng.random()
    if choice < 0.1:
        return rng.choice(
            ("[" * DEEP, '{"a":' * DEEP, "[" * DEEP + "]" * DEEP, "1" * 5_000, '{"moves": ' + "9" * 5_000)
        )
    if choice < 0.2:
        return rng.choice(WORST)
    names = rng.sample(told_names(), rng.randrange(1, 5))
    text = json.dumps({name: facts(rng, session, of) for name in names})
    return text[: rng.randrange(len(text))] if choice < 0.3 else text


def once(rng: random.Random, session: Session, of: Control | None = None) -> str:
    """What happens once, as a component tells it."""
    if rng.random() < 0.2:
        return text_of_json(rng, session, of)
    return json.dumps([{"event": name, "value": facts(rng, session, of)} for name in rng.sample(told_names(), 9)])


def a_state(rng: random.Random, session: Session, name: str) -> WidgetState:
    """A state of any kind and value."""
    state = WidgetState(id=name)
    kind = rng.choice([field.name for field in WidgetState.DESCRIPTOR.oneofs_by_name["value"].fields])
    numbers = [float(each) for each in rng.sample(NUMBERS, 3)]
    plain: dict[str, Callable[[], Any]] = {
        "trigger_value": lambda: True,
        "bool_value": lambda: rng.random() < 0.5,
        "double_value": lambda: numbers[0],
        "int_value": lambda: rng.choice((0, -1, 2**40, -(2**63))),
        "string_value": lambda: nonsense(rng),
        "json_value": lambda: text_of_json(rng, session),
        "json_trigger_value": lambda: once(rng, session),
        "bytes_value": lambda: rng.randbytes(50),
    }
    if kind in plain:
        setattr(state, kind, plain[kind]())
    elif kind == "double_array_value":
        state.double_array_value.data.extend(numbers)
    elif kind == "int_array_value":
        state.int_array_value.data.extend((0, -5, 2**40))
    elif kind == "string_array_value":
        state.string_array_value.data.extend(nonsense(rng) for _ in range(3))
    elif kind == "string_trigger_value":
        state.string_trigger_value.data = nonsense(rng)
    elif kind == "file_uploader_state_value":
        state.file_uploader_state_value.uploaded_file_info.add(file_id="x", name=nonsense(rng), size=2**40)
    else:
        getattr(state, kind).SetInParent()
    return state


def elements(session: Session) -> list[Control]:
    """All elements of a page that have a state."""
    every = [*session.drawn.values(), *session.others.values()]
    return [each for each in every if getattr(each.proto, "id", "")]
