"""The player: plays whatever can advance, and shares the server's time among all who play."""

import threading

import pytest

from ui import player as playing
from ui.player import AGAIN, CAPACITY, FRAME, FRAMES, IDLE, SHARING, SLICE, Player, budget_for, interval_for


class Counting:
    """Something that advances: it counts, by at most so many in one go, and may end early."""

    def __init__(self, last=100, most=10**9):
        self.updates, self.last, self.most, self.ends_at = 0, last, most, last
        self.asked = []

    @property
    def over(self):
        return self.updates >= self.ends_at

    def advance(self, updates, seconds):
        self.asked.append((updates, seconds))
        done = min(updates, self.most, self.ends_at - self.updates)
        self.updates += done
        return done == updates or self.over


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that goes on when it is told to; nobody else plays."""
    now = [100.0]
    monkeypatch.setattr(playing.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(playing, "SHARING", playing.Sharing(most=100))
    return now


def test_it_plays_to_the_end_and_rests_there():
    player = Player(Counting(most=7))
    player.play()
    for _ in range(14):
        assert player.playing
        player.tick()
    player.tick()
    assert not player.playing
    assert player.thing.updates == 100
    player.play()
    assert not player.playing


def test_what_ends_early_is_not_asked_to_go_on():
    player = Player(Counting())
    player.thing.ends_at = 12
    player.play()
    player.tick()
    assert (player.playing, player.thing.updates) == (False, 12)


def test_the_rate_is_one_of_updates_a_second(clock):
    player = Player(Counting(last=10**6), rate=90.0)
    player.play()
    for _ in range(40):
        clock[0] += 0.05
        player.tick()
    assert player.thing.updates == pytest.approx(180, abs=1)


def test_what_could_not_be_done_in_time_is_made_up_for_by_half_a_second_at_most(clock):
    player = Player(Counting(last=10**6, most=0), rate=100.0)
    player.play()
    for _ in range(40):
        clock[0] += 0.1
        player.tick()
    player.thing.most = 10**6
    player.tick()
    assert player.thing.updates == 50


def test_a_pause_holds_against_the_second_press_of_a_double_click(clock):
    player = Player(Counting(most=1))
    player.play()
    player.pause()
    player.play()
    assert not player.playing
    clock[0] += AGAIN + 0.01
    player.play()
    assert player.playing


@pytest.mark.parametrize("noticed", [True, False])
def test_what_was_left_goes_on_after_a_lost_connection_whether_that_was_noticed_or_not(clock, noticed):
    player = Player(Counting(last=10**6, most=10))
    player.play()
    player.tick()
    clock[0] += IDLE + 0.1
    if noticed:
        player.tick()
        assert (player.playing, player.left) == (False, True)
    player.go_on()
    player.tick()
    assert (player.playing, player.left, player.thing.updates) == (True, False, 20)


def test_what_the_user_has_paused_rests_after_a_lost_connection(clock):
    player = Player(Counting())
    player.play()
    player.pause()
    clock[0] += IDLE + 0.1
    player.go_on()
    assert not player.playing


def test_what_is_left_pauses_and_stands_where_it_was(clock):
    player = Player(Counting(most=5))
    player.play()
    player.tick()
    clock[0] += IDLE + 0.1
    player.tick()
    assert (player.playing, player.thing.updates) == (False, 5)


def test_a_page_is_outdated_until_it_has_drawn_that_the_player_rests_or_plays():
    player = Player(Counting())
    player.play()
    assert not player.outdated  # no page has drawn it yet
    assert player.playing_as_drawn() and not player.outdated
    player.pause()
    assert player.outdated
    assert not player.playing_as_drawn() and not player.outdated


def test_what_is_held_stands_still_and_goes_on_afterwards(clock):
    player = Player(Counting(most=5))
    player.play()
    for _ in range(3):
        clock[0] += IDLE - 0.1
        player.hold()
    assert (player.playing, player.thing.updates) == (True, 0)
    clock[0] += 0.1
    player.tick()
    assert (player.playing, player.thing.updates) == (True, 5)


def test_a_replay_is_not_given_up_because_its_page_needs_long_to_open(clock):
    player = Player(Counting(most=20))
    player.replay(30)
    for _ in range(2):
        clock[0] += IDLE + 0.1
        player.tick()
    assert (player.thing.updates, player.replaying) == (30, False)


def test_a_replay_goes_as_fast_as_it_can_to_where_it_was_asked_and_rests_or_plays_on():
    for play_on in (False, True):
        player = Player(Counting(most=20), rate=1.0)
        player.replay(30, play_on=play_on)
        assert player.replaying
        player.tick()
        assert player.progress == pytest.approx(2 / 3)
        player.tick()
        assert (player.thing.updates, player.replaying, player.playing) == (30, False, play_on)
        assert player.until == 100


def test_a_replay_goes_on_until_what_it_asked_for_is_complete():
    """At its last update a record may still be under way."""
    player = Player(Counting())
    honest, complete = player.thing.advance, [False, False, True]
    player.thing.advance = lambda updates, seconds: honest(updates, seconds) and complete.pop(0)
    player.replay(30)
    player.tick()
    player.tick()
    assert (player.thing.updates, player.replaying) == (30, True)
    player.tick()
    assert not player.replaying


def test_a_replay_that_is_given_up_says_so_and_one_that_is_done_does_not():
    given_up = []
    player = Player(Counting(most=10), on_give_up=lambda: given_up.append(player.thing.updates))
    player.replay(30)
    player.tick()
    player.pause()
    assert given_up == [10]
    player.replay(20)
    player.tick()
    player.pause()
    assert given_up == [10]


# --- Sharing the server ----------------------------------------------------------------------------------------------


def played(players, frames, clock):
    """Let so many play for so many frames each, one after another."""
    all_of_them = [Player(Counting(last=10**9, most=1)) for _ in range(players)]
    for player in all_of_them:
        player.play()
    for _ in range(frames):
        clock[0] += 0.05
        for player in all_of_them:
            player.tick()
    return all_of_them


@pytest.mark.parametrize("players", [1, 4, 6, 7, 10, 20, 60])
def test_all_together_stay_below_what_the_server_can_do_and_nobody_gets_less(players, clock):
    everyone = played(players, 5, clock)
    intervals = {player.interval for player in everyone}
    assert len(intervals) == 1
    (interval,) = intervals
    assert interval >= FRAME
    assert players / interval <= max(FRAMES, 1 / FRAME) * 1.0001
    budgets = {player.thing.asked[-1][1] for player in everyone}
    assert budgets == {budget_for(players, interval)}
    assert players * max(budgets) / interval <= CAPACITY * 1.0001
    assert max(budgets) <= SLICE


def test_few_have_all_frames_and_ten_and_twenty_enough():
    assert interval_for(1, FRAME) == interval_for(4, FRAME) == FRAME
    assert 1 / interval_for(10, FRAME) >= 6.0
    assert 1 / interval_for(20, FRAME) >= 2.0


def test_the_interval_grows_at_once_and_shrinks_only_if_it_is_much_too_long():
    assert interval_for(20, FRAME) == pytest.approx(20 / FRAMES)
    assert interval_for(18, 20 / FRAMES) == pytest.approx(20 / FRAMES)
    assert interval_for(10, 20 / FRAMES) == pytest.approx(10 / FRAMES)
    assert interval_for(21, 20 / FRAMES) == pytest.approx(21 / FRAMES)


def test_who_pauses_or_goes_away_leaves_room_for_the_others(clock):
    everyone = played(20, 3, clock)
    for player in everyone[1:11]:
        player.pause()
    everyone[0].tick()
    assert everyone[0].interval == pytest.approx(10 / FRAMES)
    for _ in range(40):  # the others ask no more
        clock[0] += everyone[0].interval
        everyone[0].tick()
    assert everyone[0].interval == FRAME


def test_more_than_may_play_wait_in_the_order_in_which_they_began(clock, monkeypatch):
    monkeypatch.setattr(playing, "SHARING", playing.Sharing(most=2))
    everyone = [Player(Counting(last=10**6, most=1)) for _ in range(5)]
    for player in everyone:
        player.play()
        player.tick()
    assert [player.place for player in everyone] == [0, 0, 1, 2, 3] and playing.SHARING.playing == 2
    assert [player.thing.updates > 0 for player in everyone] == [True, True, False, False, False]
    assert [player.interval for player in everyone[2:]] == [playing.QUEUED] * 3
    clock[0] += playing.IDLE - 0.1
    for player in everyone:
        player.tick()
    everyone[0].pause()
    everyone[3].pause()  # it gives up waiting
    for player in everyone:
        player.tick()
    assert [player.place for player in everyone] == [0, 0, 0, 0, 1]
    clock[0] += playing.IDLE - 0.1
    everyone[2].tick()
    assert everyone[2].playing and everyone[2].interval < playing.QUEUED  # to wait is not to have been left


def test_who_waits_is_told_the_place_in_the_queue(monkeypatch):
    told = []
    monkeypatch.setattr(playing.st, "info", lambda text, icon: told.append(text))
    player = Player(Counting())
    playing.draw_place(player)
    player.place = 3
    playing.draw_place(player)
    assert len(told) == 1 and "Yours is number 3 in the queue" in told[0]


def test_a_session_with_long_intervals_is_not_forgotten_between_its_frames(clock):
    sharing = playing.Sharing(24)
    assert sharing.players("slow", 0.0, 2.0) == 1
    assert sharing.players("quick", 5.0, 0.066) == 2
    assert sharing.players("quick", 6.5, 0.066) == 1


def test_one_computes_at_a_time():
    assert isinstance(SHARING.turn, type(threading.Lock()))


def test_the_timer_is_set_by_each_run_of_the_page_and_by_a_frame_only_if_the_interval_changed(monkeypatch):
    """A frame's message may reach the browser after a link was followed: it must not start the timer again."""
    asked, page_runs = [], [True, False, False, True, False]
    monkeypatch.setattr(playing, "run_every", asked.append)
    monkeypatch.setattr(playing, "page_runs", lambda: page_runs.pop(0))
    player = Player(Counting(last=10**6, most=1))
    player.ask_for_frames()
    assert asked == []  # nothing plays yet
    player.play()
    for expected in (1, 1, 1, 2, 2):
        player.ask_for_frames()
        assert len(asked) == expected
    player.pause()
    player.ask_for_frames()
    assert len(asked) == 2


def test_work_beside_goes_on_while_paused_and_then_needs_no_more_frames(clock):
    player = Player(Counting(), beside=Counting(last=3, most=1))
    player.beside.advance = lambda seconds: pieces.append(seconds) or Counting.advance(player.beside, 1, seconds)
    pieces = []
    while player.busy:
        clock[0] += 1.0
        player.tick()
    assert (player.playing, player.thing.updates, player.beside.updates) == (False, 0, 3)
    assert pieces == [playing.BESIDE_PAUSED] * 3


def test_work_beside_is_short_while_it_plays_and_waits_while_many_play(clock):
    pieces = []
    player = Player(Counting(last=10**6, most=7), beside=Counting())
    player.beside.advance = pieces.append
    player.play()
    player.tick()
    assert pieces == [playing.BESIDE_PLAYING]
    for name in range(playing.FEW):
        playing.SHARING.players(str(name), clock[0], FRAME)
    player.tick()
    assert len(pieces) == 1
    assert player.thing.asked[-1][1] == budget_for(playing.FEW + 1, player.interval)
