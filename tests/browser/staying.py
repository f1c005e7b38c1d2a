"""For files whose tests go on with the page that the test before has left open.

To open a page costs a second of processor time or more, and to have the open page run with another address a quarter
of this.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.conftest import WIDE
from tests.browser.visitor import Visitor


@contextmanager
def staying(visitor: Visitor, session: pytest.Session) -> Iterator[Visitor]:
    """Lend the shared tab with what is open there; no page may complain, and one that a test has failed on is left."""
    visitor.begin(WIDE)
    failed = session.testsfailed
    yield visitor
    visitor.page.mouse.up()
    complaints = [*visitor.complaints]
    if complaints or session.testsfailed > failed:
        visitor.leave()
    assert not complaints
