"""What a server does for a browser that comes back to it, and of which it knows nothing, by the browser's protocol."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.sync.client import connect
from websockets.typing import Subprotocol

from benchmarks.browser import Server
from tests.session import Session, visiting

NETWORK = "Train a network"
REST = {"train_bias": "3"}


@contextmanager
def after_a_loss(server: Server, session: Session) -> Iterator[Session]:
    """Let a session come back to a server that does not know it."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    protocols = [Subprotocol("streamlit"), Subprotocol("token"), Subprotocol("unknown")]
    with connect(address, subprotocols=protocols, max_size=None, compression=None, close_timeout=0.1) as session.socket:
        yield session


def run_of(session: Session, told: str) -> dict[str, object]:
    """What the page has the browser keep of its run."""
    keeper = next(each for each in session.elements("bidi_component") if each.id.endswith("-train_keeper"))
    return json.loads(keeper.json)["facts"] | {"updates": int(told)}


def test_the_first_press_counts(server):
    with visiting(server, NETWORK, REST) as session, after_a_loss(server, session):
        session.press("train_epoch_button").hear(until=lambda page: "Epoch 1 of" in said(page))

        assert session.query["train_at"] == "20.0"


def test_the_first_preset_counts(server):
    with visiting(server, "Learning speed", {"speed_w": "1.5"}) as session, after_a_loss(server, session):
        session.press("preset_race_Worse (3, 3)").hear(until=lambda page: page.values["speed_b"] == "3")

        assert session.query["speed_w"] == "3.0"


def test_a_run_plays_on_from_where_the_browser_saw_it_last_with_what_was_changed_on_the_way(server):
    with visiting(server, NETWORK, REST) as session:
        session.press("train_epoch_button").move("train_eta", 0.3).press("train_play")
        session.ask_for_frames(lambda page: "train_pause" in str(page.elements("button")))
        facts = run_of(session, "333")
        assert facts["plays"] and facts["changes"] == "0:eta:0.1,20:eta:0.3"

        with after_a_loss(server, session):
            back = json.dumps({"back": {"at": 1, "kept": {"train": facts}}})
            session.tell("connection", back)
            session.ask_for_frames(lambda page: epochs_of(page) >= 17)  # update 340: it has gone on from there
            session.press("train_pause")

            assert session.query["train_changes"] == "0:eta:0.1,20:eta:0.3"
            assert float(session.query["train_at"]) >= 333


def epochs_of(session: Session) -> int:
    """Return the epochs that the page says are done."""
    told = re.search(r"Epoch (\d+) of", said(session))
    return int(told[1]) if told else 0


def said(session: Session) -> str:
    """Return all words on the page."""
    return " ".join(each.body for each in session.elements("markdown"))
