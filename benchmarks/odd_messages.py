"""Messages that no browser sends: bytes and text that are none, and such as are, with nonsense in them."""

import json
import random
from collections.abc import Callable
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX

from benchmarks.nonsense import NUMBERS, a_state, a_value, elements, once, text_of_json
from benchmarks.query_fuzz import UNKNOWN, nonsense
from tests.session import Session

Message = bytes | str
TRIGGER = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{{}}__events"
"""Under this id a component sends what happens once."""


def usual(session: Session) -> BackMsg:
    """The message that lets the page run as it is."""
    message = BackMsg()
    run = message.rerun_script
    run.widget_states.widgets.extend(each.state(session.held[each.proto.id]) for each in session.drawn.values())
    run.page_script_hash = session.page
    return message


def random_bytes(rng: random.Random, _: Session) -> Message:
    """Bytes of all values, one at least."""
    return rng.randbytes(rng.randrange(1, 2_000))


def a_text(rng: random.Random, _: Session) -> Message:
    """A text frame."""
    return rng.choice(("", "text", '{"type": "rerun"}', nonsense(rng)))


def cut(rng: random.Random, session: Session) -> Message:
    """A message of which the end is missing."""
    whole = usual(session).SerializeToString()
    return whole[: rng.randrange(len(whole))]


def flipped(rng: random.Random, session: Session) -> Message:
    """A message in which some bytes are others."""
    data = bytearray(usual(session).SerializeToString())
    for _ in range(rng.randrange(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def unknown_controls(rng: random.Random, session: Session) -> Message:
    """States of controls that no page has."""
    message = usual(session)
    for _ in range(rng.randrange(1, 30)):
        name = rng.choice(("", "x", "$$ID-0-nobody", "$$ID-" + "f" * 32 + "-cost_yhat", nonsense(rng)[:500]))
        message.rerun_script.widget_states.widgets.append(a_state(rng, session, name))
    return message.SerializeToString()


def wrong_kinds(rng: random.Random, session: Session) -> Message:
    """States of the page's own controls, buttons and components, of any kind and value."""
    message = usual(session)
    for each in rng.sample(elements(session), min(len(elements(session)), rng.randrange(1, 6))):
        message.rerun_script.widget_states.widgets.append(a_state(rng, session, each.proto.id))
    return message.SerializeToString()


def edited_tables(rng: random.Random, session: Session) -> Message:
    """What was edited in a table, with rows, columns and cells that it does not have."""
    message = usual(session)
    for each in elements(session):
        if each.kind == "arrow_data_frame":
            cells = {rng.choice(("y", "ŷ", "x", "__index", "_index")): a_value(rng, session) for _ in range(3)}
            said: dict[str, Any] = {
                "edited_rows": {rng.choice(("0", "1", "99", "-1", "x")): rng.choice((cells, a_value(rng, session)))},
                "added_rows": [cells, a_value(rng, session)][: rng.randrange(3)],
                "deleted_rows": rng.choice(([0], [0, 0], [99, -1], ["x"], a_value(rng, session))),
            }
            kept = {name: part for name, part in said.items() if rng.random() < 0.7}
            text = json.dumps(kept) if rng.random() < 0.8 else text_of_json(rng, session)
            message.rerun_script.widget_states.widgets.add(id=each.proto.id, string_value=text)
    return message.SerializeToString()


def wrong_values(rng: random.Random, session: Session) -> Message:
    """States of the page's own controls, of the right kind: numbers and texts that no control has."""
    message = usual(session)
    states = message.rerun_script.widget_states.widgets
    for state in rng.sample(list(states), min(len(states), rng.randrange(1, 8))):
        kind = state.WhichOneof("value")
        if kind == "double_value":
            state.double_value = float(rng.choice(NUMBERS))
        elif kind == "string_value":
            state.string_value = nonsense(rng)
        elif kind == "string_array_value":
            state.string_array_value.data[:] = [nonsense(rng) for _ in range(rng.randrange(4))]
    return message.SerializeToString()


def components(rng: random.Random, session: Session) -> Message:
    """What components tell, as a state or as what happens once."""
    message = usual(session)
    drawn = [each for each in elements(session) if each.kind == "bidi_component"]
    for each in rng.sample(drawn, min(len(drawn), rng.randrange(1, 5))):
        state = message.rerun_script.widget_states.widgets.add()
        if rng.random() < 0.5:
            state.id, state.json_value = each.proto.id, text_of_json(rng, session, each)
        else:
            state.id, state.json_trigger_value = TRIGGER.format(each.proto.id), once(rng, session, each)
        if each.fragment and rng.random() < 0.5:
            message.rerun_script.fragment_id = each.fragment
    return message.SerializeToString()


def unknown_places(rng: random.Random, session: Session) -> Message:
    """A fragment, a page or a moment that is not there."""
    message = usual(session)
    run = message.rerun_script
    if rng.random() < 0.5:
        run.fragment_id = rng.choice(("x", "0" * 32, nonsense(rng)[:1_000]))
    if rng.random() < 0.5:
        run.page_script_hash = rng.choice(("x", "0" * 32, nonsense(rng)[:1_000]))
    if rng.random() < 0.5:
        run.page_name = rng.choice(("x", "../..", nonsense(rng)[:1_000]))
    run.is_auto_rerun, run.is_history_navigation = rng.random() < 0.3, rng.random() < 0.5
    run.cached_message_hashes.extend(nonsense(rng)[:100] for _ in range(rng.randrange(50)))
    run.context_info.timezone, run.context_info.timezone_offset = nonsense(rng)[:100], rng.choice((0, 2**31 - 1, -99))
    run.context_info.locale, run.context_info.url = nonsense(rng)[:100], nonsense(rng)[:100]
    return message.SerializeToString()


def query_strings(rng: random.Random, session: Session) -> Message:
    """A broken query string."""
    message = usual(session)
    key = rng.choice([*session.controls, *UNKNOWN])
    choices = ("&=&=;?#%%%", "%ff%fe=%00", key, f"{key}=", f"={key}", "?" * 50, f"{key}={nonsense(rng)}" * 9)
    message.rerun_script.query_string = rng.choice((*choices, "&".join(["a=1"] * 3_000), nonsense(rng)))
    return message.SerializeToString()


def giants(rng: random.Random, session: Session) -> Message:
    """Strings, and numbers of things, that are as large as a message may be, and larger."""
    message = usual(session)
    run, size = message.rerun_script, int(10 ** rng.uniform(5, 7.2))
    choice = rng.randrange(5)
    text = rng.choice("a\x00é漢9[") * size
    if choice == 0:
        run.query_string = "cost_yhat=" + text
    elif choice == 1:
        run.fragment_id = text
    elif choice == 2:
        state = next((each for each in run.widget_states.widgets if each.WhichOneof("value") == "string_value"), None)
        (state or run.widget_states.widgets.add(id="x")).string_value = text
    elif choice == 3:
        run.widget_states.widgets.extend(WidgetState(id=f"x{k}", bool_value=True) for k in range(size // 200))
    else:
        drawn = [each for each in elements(session) if each.kind == "bidi_component"]
        run.widget_states.widgets.add(id=rng.choice(drawn).proto.id, json_value=json.dumps({"moves": text}))
    return message.SerializeToString()


def other_kinds(rng: random.Random, session: Session) -> Message:
    """Messages that ask for something else than a run."""
    message = BackMsg()
    kind = rng.choice([each.name for each in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields][:8])
    if kind == "rerun_script":
        request = message.backend_operation_request
        request.request_id, request.session_id = nonsense(rng)[:99], rng.choice((session.id, "", "x"))
        asked = rng.choice(("deferred_file", "install_skills", "dismiss_skills_nudge", "dataframe_chunk"))
        getattr(request, asked).SetInParent()
        if asked == "dataframe_chunk":
            request.dataframe_chunk.offset, request.dataframe_chunk.limit = 2**31 - 1, 2**31 - 1
    elif kind == "file_urls_request":
        names = [nonsense(rng)[:50] for _ in range(rng.choice((0, 1, 100, 10_000)))]
        message.file_urls_request.request_id = nonsense(rng)[:99]
        message.file_urls_request.file_names.extend(names)
        message.file_urls_request.session_id = rng.choice((session.id, "x", ""))
    else:
        setattr(message, kind, rng.random() < 0.7)
    return message.SerializeToString()


KINDS: dict[str, Callable[[random.Random, Session], Message]] = {
    "random bytes": random_bytes,
    "text": a_text,
    "cut messages": cut,
    "messages with bytes flipped": flipped,
    "unknown controls": unknown_controls,
    "controls with values of other kinds": wrong_kinds,
    "controls with values that they cannot have": wrong_values,
    "what components tell": components,
    "edited tables": edited_tables,
    "unknown fragments and pages": unknown_places,
    "query strings": query_strings,
    "giants": giants,
    "other messages than for a run": other_kinds,
}
