"""For the tests of digits: one thread, as in the app."""

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(autouse=True, scope="session")
def _one_thread():
    """A test imports NumPy before `core` can ask for one thread; with more, these products take many times as long."""
    with threadpool_limits(1):
        yield
