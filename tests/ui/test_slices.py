"""A sample of `benchmarks.slices`, without its times: how often the clock is looked at, and what is kept."""

import numpy as np
import pytest

from benchmarks.slices import frames, pictures, run_on, slices
from core.networks import trainer as training
from core.networks.records import MOST_PRODUCTS, piece_for
from core.networks.settings import HISTORY_BYTES
from tests.sampling import some
from ui import player as playing

DATA = pictures(5_000)


@pytest.mark.parametrize("sizes", [(784, 30, 10), (784, 64, 64, 10), (784, 256, 256, 10)])
def test_no_slice_of_a_record_is_more_than_a_piece(sizes):
    run = run_on(DATA, sizes)
    weights = len(run.trainer.networks[0].theta)
    assert len(list(slices(run))) == -(-5_000 // piece_for(weights))
    assert piece_for(weights) * weights <= MOST_PRODUCTS
    assert not run.trainer.recording


def test_a_frame_ends_when_its_time_is_up_wherever_the_run_is(monkeypatch):
    """Every look at the clock costs a millisecond here, so a frame of 30 ms has at most so many pieces of work."""
    now = [100.0]

    def clock():
        now[0] += 0.001
        return now[0]

    monkeypatch.setattr(training, "perf_counter", clock)
    monkeypatch.setattr(playing.time, "perf_counter", lambda: now[0])
    run, before = run_on(pictures(40_000), (784, 4, 10)), now[0]
    seen = set()
    for _ in frames(run, 12):
        assert now[0] - before <= playing.SLICE + 0.003
        before = now[0]
        seen.add((run.trainer.recording, run.updates > 0))
    assert {(True, False), (False, True)} <= seen


@pytest.mark.parametrize("seed", some(range(3), 1))
def test_what_a_run_keeps_never_exceeds_its_bytes(seed):
    rng = np.random.default_rng(seed)
    run, most = run_on(DATA, (784, int(rng.integers(20, 120)), 10)), 0
    for _ in range(16):
        run.advance(int(rng.integers(1, 600)), 30.0)
        most = max(most, run.trainer.history_bytes)
    assert 0.8 * HISTORY_BYTES < most <= HISTORY_BYTES
    assert run.trainer.history_bytes < most  # it has been thinned
