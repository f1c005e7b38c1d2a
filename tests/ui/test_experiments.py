"""Experiments: what changed settings ask for is made once, however often the page runs."""

from dataclasses import replace

import pytest

from ui import experiments
from ui.experiments import Offer, _asked, _was_wanted


class Nothing:
    """An experiment with nothing to train, which counts how often it is recalled."""

    total, done, finished, over, recalled = 1.0, 0.0, 0, False, 0

    def recall(self):
        self.recalled += 1


def test_what_other_settings_ask_for_is_made_once_and_recalled_each_time():
    made = []
    offer = Offer("one", "old", lambda: made.append(Nothing()) or made[-1], lambda held: "")
    held, other = offer.fresh(), replace(offer, settings="new")
    first = _asked(other, held)
    assert _asked(other, held) is first and made == [held.queue, first.queue] and first.queue.recalled == 2
    assert _asked(replace(other, mark=1), held) is not first and len(made) == 3


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [
        (None, False),
        ({"settings": "old", "wanted": True}, True),
        ({"settings": "new", "wanted": True}, False),
        ({"settings": "old", "wanted": "yes"}, False),
    ],
)
def test_an_experiment_goes_on_after_a_lost_connection_if_the_browser_has_seen_it_train(monkeypatch, kept, wanted):
    monkeypatch.setattr(experiments, "recalled", {"one": kept}.get)
    assert _was_wanted(Offer("one", "old", Nothing, lambda held: "")) is wanted
