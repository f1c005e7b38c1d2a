"""A visitor without a browser: it speaks the browser's protocol with a real server, and writes the address as it does.

When a user moves a control, Streamlit's page sends the states of all its controls, and runs the control's fragment if
it stands in one. A control that is bound to the address names its parameter; the page writes the new value there, or
removes the parameter where the value is the control's default. So does `Session`, by what the server has sent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.browser import PAGES, Server
from ui.assignments import STAMP
from ui.views import PARAMETERS

PATIENCE = 60  # seconds
STATES = {
    "number_input": "double_value",
    "selectbox": "string_value",
    "button_group": "string_array_value",
    "checkbox": "bool_value",
    "text_input": "string_value",
    "expandable": "bool_value",
}
"""The kinds of controls that can be moved, and where a control's state stands in a message to the server."""
HEARD = (
    "toast",
    "html",
    "exception",
    "alert",
    "page_link",
    "vega_lite_chart",
    "heading",
    "markdown",
    "bidi_component",
    "button",
    "file_uploader",
    "arrow_data_frame",
)
"""The kinds of other elements that are kept."""


@dataclass
class Control:
    """An element as the server drew it last: its kind, what describes it, its fragment, and the run that drew it."""

    kind: str
    proto: Any
    fragment: str
    run: int

    @property
    def key(self) -> str:
        """Its key in the program, with which the server ends its id."""
        return self.proto.id.rsplit("-", 1)[1]

    @property
    def options(self) -> list[str]:
        """The texts it offers."""
        return [getattr(option, "content", option) for option in getattr(self.proto, "options", ())]

    @property
    def default(self) -> Any:
        """The value that it has where nobody has asked for another."""
        if self.kind == "expandable":
            return self.proto.expanded
        if self.kind == "selectbox":
            return self.options[self.proto.default]
        if self.kind == "button_group":
            return self.options[self.proto.default[0]]
        return self.proto.default

    @property
    def sent(self) -> Any:
        """The value that the server asks the page to show; None: what it has shown before."""
        if self.kind == "expandable" or not self.proto.set_value:
            return None
        if self.kind == "selectbox":
            return self.proto.raw_value
        return self.proto.raw_values[0] if self.kind == "button_group" else self.proto.value

    def state(self, value: Any) -> WidgetState:
        """What a message to the server says of it."""
        state = WidgetState(id=self.proto.id)
        if self.kind == "button_group":
            state.string_array_value.data.append(value)
        else:
            setattr(state, STATES[self.kind], value)
        return state


@contextmanager
def visiting(server: Server, name: str, query: dict[str, str] | None = None) -> Iterator["Session"]:
    """Open a page with these query parameters, in a session of its own."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None) as socket:
        yield Session(socket, name, query)


class Session:
    """One visit to a page."""

    def __init__(self, socket: ClientConnection, name: str, query: dict[str, str] | None = None) -> None:
        self.socket = socket
        self.name = name
        self.query = dict(query or {})
        self.page = ""
        self.runs = 0
        self.id = ""
        self.drawn: dict[tuple[int, ...], Control] = {}
        self.others: dict[tuple[int, ...], Control] = {}
        self.held: dict[str, Any] = {}
        self._run(page_name=PAGES[name])

    @property
    def controls(self) -> dict[str, Control]:
        """The controls on the page, by key."""
        return {control.key: control for control in self.drawn.values()}

    @property
    def values(self) -> dict[str, str]:
        """What stands in the page's controls, as it would be written in the address; the stamp is not shown."""
        shown = {key: each for key, each in self.controls.items() if key != STAMP}
        return {key: written(self.held[each.proto.id]) for key, each in shown.items()}

    def elements(self, kind: str) -> list[Any]:
        """The elements of this kind that are no controls, as the server drew them last."""
        return [each.proto for each in self.others.values() if each.kind == kind]

    def offers(self, key: str) -> bool:
        """Whether a control is on the page and can be moved."""
        control = self.controls.get(key)
        return control is not None and not control.proto.disabled

    def move(self, key: str, value: Any) -> "Session":
        """Give a control another value, as a user does, and let the page run."""
        return self.move_all({key: value})

    def move_all(self, values: dict[str, Any]) -> "Session":
        """Give controls other values: those of a fragment before it runs, and the others before the page does."""
        controls = self.controls
        for fragment in sorted({controls[key].fragment for key in values}, reverse=True):  # the page, "", last
            for key in values:
                if controls[key].fragment == fragment:
                    self._hold(controls[key], values[key])
            self._run(fragment_id=fragment)
        return self

    def press(self, key: str, fragment: str | None = None, **moved: Any) -> "Session":
        """Press a button; with a `fragment`, as if a message for that fragment had come just before.

        Controls that are `moved` are given other values in the same message, as on a busy server, which makes one of
        two that wait.
        """
        for name, value in moved.items():
            self._hold(self.controls[name], value)
        button = next(each for each in self.others.values() if each.kind == "button" and each.key == key)
        return self._run(pressed=button.proto.id, fragment_id=button.fragment if fragment is None else fragment)

    def tell(self, key: str, state: str) -> "Session":
        """Let the component of this key have a state, as JSON, and the page run."""
        component = next(
            each.proto for each in self.others.values() if each.kind == "bidi_component" and each.key == key
        )
        return self._run(told=WidgetState(id=component.id, json_value=state))

    def hear(self, until: Callable[["Session"], object]) -> "Session":
        """Hear what the server says until something holds."""
        while not until(self):
            self._hear(ForwardMsg.FromString(self.socket.recv(PATIENCE)), "")
        return self

    def ask_for_frames(self, until: Callable[["Session"], object]) -> "Session":
        """Let the fragment run that trains or tries remedies, as a browser's timer does, until something holds."""
        while not until(self):
            feed = next(each for each in self.others.values() if each.kind == "bidi_component" and each.fragment)
            self._run(fragment_id=feed.fragment)
        return self

    def follow(self, link: Any) -> "Session":
        """Follow a link that is on the page: its query is the address then."""
        self.name = next(name for name, path in PAGES.items() if path == link.page)
        self.query, self.page = dict(parse_qsl(link.query_string)), link.page_script_hash
        return self._run()

    def go(self, name: str) -> "Session":
        """Follow the menu's link to the page of this name."""
        links = self.elements("page_link")
        plain = [link for link in links if dict(parse_qsl(link.query_string)).keys() <= set(PARAMETERS)]
        return self.follow(next(link for link in plain if link.page == PAGES[name]))

    def run(self) -> "Session":
        """Let the page run as it is."""
        return self._run()

    def open_drawers(self) -> "Session":
        """Open the page's closed drawers, all before the page runs."""
        for drawer in self.drawn.values():
            if drawer.kind == "expandable":
                self._hold(drawer, True)
        return self._run()

    def close_drawers_without_controls(self) -> "Session":
        """Close the drawers in which nothing can be moved, all before the page runs: what they show costs time."""
        for place, drawer in self.drawn.items():
            inside = [other for other in self.drawn if other != place and other[: len(place)] == place]
            if drawer.kind == "expandable" and not inside:
                self._hold(drawer, False)
        return self._run()

    def _hold(self, control: Control, value: Any) -> None:
        """Let a control show a value and write it in the address."""
        self.held[control.proto.id] = value
        parameter = control.proto.query_param_key
        if parameter:
            self.query.pop(parameter, None)
            if value != control.default:
                self.query[parameter] = written(value)

    def press_and_say_more(self, key: str) -> "Session":
        """Press a button, and let the page run once more before the server has answered."""
        button = next(each for each in self.others.values() if each.kind == "button" and each.key == key)
        self._send(pressed=button.proto.id)
        return self._run()

    def _run(self, pressed: str = "", told: WidgetState | None = None, **asked: str) -> "Session":
        """Let the page, or a fragment of it, run with all that its controls say, and hear what it draws."""
        self._send(pressed, told, **asked)
        while not self._hear(ForwardMsg.FromString(self.socket.recv(PATIENCE)), asked.get("fragment_id", "")):
            pass
        return self

    def _send(self, pressed: str = "", told: WidgetState | None = None, **asked: str) -> None:
        """Ask for such a run."""
        message = BackMsg()
        run = message.rerun_script
        run.widget_states.SetInParent()
        run.widget_states.widgets.extend(each.state(self.held[each.proto.id]) for each in self.drawn.values())
        if pressed:
            run.widget_states.widgets.append(WidgetState(id=pressed, trigger_value=True))
        if told is not None:
            run.widget_states.widgets.append(told)
        run.query_string, run.page_script_hash = urlencode(self.query), self.page
        for name, value in asked.items():
            setattr(run, name, value)
        self.socket.send(message.SerializeToString())

    def _hear(self, message: ForwardMsg, fragment: str) -> bool:
        """Take in one message from the server; return whether it ends the run."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.runs += 1
            self.id = message.new_session.initialize.session_id
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            said = parse_qs(message.page_info_changed.query_string, keep_blank_values=True)
            self.query = {key: values[-1] for key, values in said.items()}
        elif kind == "delta":
            self._draw(tuple(message.metadata.delta_path), message.delta)
        elif kind == "script_finished":
            return self._finish(message.script_finished, fragment)
        return False

    def _draw(self, place: tuple[int, ...], delta: Delta) -> None:
        """Put an element where the server has drawn one, or note that one that is not kept stands there now."""
        part: Message = delta.add_block if delta.WhichOneof("type") == "add_block" else delta.new_element
        kind = part.WhichOneof("type")
        self.drawn.pop(place, None)
        self.others.pop(place, None)
        if kind in HEARD:
            self.others[place] = Control(kind, getattr(part, kind), delta.fragment_id, self.runs)
        if kind in STATES and getattr(part, kind).id:
            control = Control(kind, getattr(part, kind), delta.fragment_id, self.runs)
            self.drawn[place] = control
            before = self.held.get(control.proto.id, control.default)
            self.held[control.proto.id] = before if control.sent is None else control.sent

    def _finish(self, status: int, fragment: str) -> bool:
        """Forget what a run has not drawn again; one that another run has broken off does not count."""
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        assert status != ForwardMsg.FINISHED_WITH_COMPILE_ERROR
        whole = status == ForwardMsg.FINISHED_SUCCESSFULLY
        for elements in (self.drawn, self.others):
            for place, element in list(elements.items()):
                if element.run < self.runs and (whole or element.fragment == fragment):
                    del elements[place]
        kept = {control.proto.id for control in self.drawn.values()}
        self.held = {key: value for key, value in self.held.items() if key in kept}
        return True


def written(value: Any) -> str:
    """Write a value as the page writes it in the address."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
