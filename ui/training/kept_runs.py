"""What the browser keeps of a run while it is on the page, so that it goes on after a lost connection."""

from hashlib import sha256
from typing import NamedTuple

from ui.connection import keep, recalled, whole
from ui.player import Player


class LostRun(NamedTuple):
    """A run as the browser has shown it last: its name there, its updates and changes, and whether it plays."""

    run: str
    updates: int
    changes: str
    plays: bool

    def is_here(self, run: str, player: Player) -> bool:
        """Return whether this session still has it, or has come as far in one that rests, as the address says."""
        return self.run == run or (not self.plays and self.updates <= target_of(player))


def target_of(player: Player) -> int:
    """Return the updates that are done, or that a replay goes to."""
    return max(player.thing.updates, player.until if player.replaying else 0)


def keep_run(name: str, run: str, settings: object, player: Player, changes: str = "") -> None:
    """Have the browser keep a run: `run` is its name there, and `settings` is what other runs differ in."""
    plays = player.playing and (player.plays_on or not player.replaying)
    facts = {"run": run, "mark": _mark(settings), "target": target_of(player), "changes": changes, "plays": plays}
    keep(name, facts)


def lost_run(name: str, settings: object) -> LostRun | None:
    """Return the run with these settings that the browser has kept; None if there is none."""
    was = recalled(name)
    if was is None or was.get("mark") != _mark(settings):
        return None
    updates = max(whole(was, "updates"), whole(was, "target"))
    return LostRun(str(was.get("run")), updates, str(was.get("changes", "")), was.get("plays") is True)


def _mark(settings: object) -> str:
    return sha256(repr(settings).encode()).hexdigest()[:16]
