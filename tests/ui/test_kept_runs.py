"""What the browser keeps of a run, and how it is read: it comes from outside, and may be anything."""

import pytest

from core.questions.question import Options, Place
from ui import connection
from ui.guesses import read_guess
from ui.player import Player
from ui.training import kept_runs
from ui.training.kept_runs import LostRun, keep_run, lost_run


class Counting:
    """A run of so many updates that never ends by itself."""

    last, over = 1000, False

    def __init__(self, updates):
        self.updates = updates

    def advance(self, updates, seconds):
        self.updates += updates
        return True


@pytest.fixture
def kept(monkeypatch):
    """What the browser keeps, by name; here it also finds it again at once."""
    facts = {}
    monkeypatch.setattr(kept_runs, "keep", facts.__setitem__)
    monkeypatch.setattr(kept_runs, "recalled", facts.get)
    return facts


def test_a_run_is_found_again_with_its_settings_only_and_at_the_moment_that_was_shown_last(kept):
    player = Player(Counting(30))
    player.play()
    keep_run("train", "abc", ("plan", 1), player, "10:eta:0.3")
    kept["train"]["updates"] = 41

    assert lost_run("train", ("plan", 1)) == LostRun("abc", 41, "10:eta:0.3", True)
    assert lost_run("train", ("plan", 2)) is None
    assert lost_run("digits", ("plan", 1)) is None


@pytest.mark.parametrize("plays_on", [True, False])
def test_a_replay_is_kept_with_its_end_and_with_what_comes_then(kept, plays_on):
    player = Player(Counting(30))
    player.replay(500, play_on=plays_on)
    keep_run("train", "abc", (), player)

    lost = lost_run("train", ())

    assert lost is not None and (lost.updates, lost.plays) == (500, plays_on)


def test_a_run_that_rests_as_far_on_is_not_computed_again():
    resting, playing = LostRun("abc", 30, "", False), LostRun("abc", 30, "", True)
    assert resting.is_here("another", Player(Counting(30))) and not resting.is_here("another", Player(Counting(29)))
    assert playing.is_here("abc", Player(Counting(0))) and not playing.is_here("another", Player(Counting(30)))


@pytest.mark.parametrize("said", [None, "30", -1, float("nan"), float("inf"), 1e300, [], True])
def test_what_is_no_number_of_updates_counts_as_none(said):
    assert connection.whole({"updates": said}, "updates") in (0, 1)


@pytest.mark.parametrize(
    ("asks", "said", "guess"),
    [
        (Options("which", ("a", "b")), 1, 1),
        (Options("which", ("a", "b")), 2, None),
        (Options("which", ("a", "b")), "1", None),
        (Place((0.0, 0.0)), [1.5, -9.0], (1.5, -4.0)),
        (Place((0.0, 0.0)), [1.5], (0.0, 0.0)),
        (Place((0.0, 0.0)), [1.5, None], (0.0, 0.0)),
    ],
)
def test_a_guess_is_read_as_one_or_begins_anew(asks, said, guess):
    assert read_guess(asks, said) == guess
