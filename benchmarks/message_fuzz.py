"""Messages that no browser sends: `python -m benchmarks.message_fuzz [--messages 500] [--seed 0] [--only KIND NUMBER]`.

A real server gets them through websockets, without a browser. What a fault is, benchmarks/unharmed.py says; each is
printed with the name and the number of its message, which --only sends alone. Messages are random with a fixed seed.
"""

import argparse
import random
from collections.abc import Iterator
from contextlib import ExitStack

from websockets.exceptions import ConnectionClosed

from benchmarks.browser import AT_REST, PAGES, Server, serving
from benchmarks.odd_messages import KINDS
from benchmarks.unharmed import Table, Watch, faults_on, opened, say
from tests.session import Session

Place = tuple[str, dict[str, str]]
PLACES: tuple[Place, ...] = (
    *((page, AT_REST.get(page, {})) for page in PAGES),
    ("Cost functions", {"cost_tab": "A set of instances"}),
    ("Gradient descent", {"descent_tab": "Batches"}),
    ("Train a network", {"train_data": "Drawn by hand", "train_at": "40", "train_tab": "Inside the networks"}),
    ("Handwritten digits", {"digits_images": "500", "digits_at": "1", "digits_tab": "What changed?"}),
    ("Handwritten digits", AT_REST["Handwritten digits"] | {"digits_tab": "Look inside"}),
    ("Handwritten digits", AT_REST["Handwritten digits"] | {"digits_tab": "Draw a digit"}),
)
"""Pages, and sections whose components tell something else."""
TABLE = PLACES[len(PAGES)]
"""Where a table can be edited."""
ANSWERED, UNHEARD, CLOSED = "the page runs as usual", "no run follows", "connection closed with a line"


class Strangers:
    """One visitor for each place, who comes again after the connection was closed."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open = dict[str, tuple[ExitStack, Session]]()  # by the place, as a text

    def at(self, place: Place) -> Session:
        """Return the visitor of this place."""
        if str(place) not in self._open:
            stack = ExitStack()
            self._open[str(place)] = stack, stack.enter_context(opened(self._server, *place))
        return self._open[str(place)][1]

    def leave(self, place: Place) -> None:
        """Let the visitor of this place go."""
        stack, _ = self._open.pop(str(place))
        stack.close()

    def send(self, place: Place, kind: str, seed: str) -> tuple[str, list[str]]:
        """Send a message of this kind, and then a plain one; return what became of it, and the faults."""
        session = self.at(place)
        message = KINDS[kind](random.Random(seed), session)
        try:
            found, ran = say(session, message)
            session.run()
            return ANSWERED if ran else UNHEARD, found + faults_on(session)
        except ConnectionClosed:
            self.leave(place)
            return CLOSED, []
        except (TimeoutError, AssertionError) as wrong:
            self.leave(place)
            return UNHEARD, [f"the page does not run any more: {wrong!r}"]


def messages(number: int) -> Iterator[tuple[str, int, Place]]:
    """Return the kind, the number within it and the place of each message, all kinds at all places by turns."""
    kinds = list(KINDS)
    for k in range(number):
        kind, at = kinds[k % len(kinds)], k // len(kinds)
        yield kind, at, TABLE if kind == "edited tables" else PLACES[(at + k % len(kinds)) % len(PLACES)]


def main(number: int, seed: int, only: tuple[str, int] | None = None) -> int:
    """Send so many messages, print the table, and return the number of faults."""
    table = Table(ANSWERED, UNHEARD, CLOSED)
    with serving() as server, Watch(server) as watch:
        strangers = Strangers(server)
        for kind, at, place in messages(number):
            if only in (None, (kind, at)):
                outcome, found = strangers.send(place, kind, f"{seed} {kind} {at}")
                table.note(kind, outcome, [f"on {place[0]}: {fault}" for fault in found + watch.faults()], at)
        for fault in watch.faults():
            print(f"at the end: {fault}")
    table.print()
    return table.faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Send a server messages that no browser sends.")
    parser.add_argument("--messages", type=int, default=500, help="in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs=2, metavar=("KIND", "NUMBER"), help="one that had a fault")
    asked = parser.parse_args()
    raise SystemExit(main(asked.messages, asked.seed, (asked.only[0], int(asked.only[1])) if asked.only else None) > 0)
