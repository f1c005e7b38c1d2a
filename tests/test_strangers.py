"""Whatever a stranger sends to a server, it stands: `benchmarks.message_fuzz` and `.upload_fuzz` send more of it."""

import pytest

from benchmarks import message_fuzz, odd_messages, unharmed, upload_fuzz
from benchmarks.unharmed import Watch

KINDS = sorted(odd_messages.KINDS.keys() - {"giants", "random bytes", "text", "query strings"})  # tests elsewhere


@pytest.fixture(scope="module")
def watch(server):
    with Watch(server) as watch:
        watch.lines()
        yield watch


def test_messages_that_no_browser_sends_harm_neither_the_page_nor_the_server_nor_others(server, watch, monkeypatch):
    monkeypatch.setattr(unharmed, "QUIET", 0.05)
    strangers, found = message_fuzz.Strangers(server), {}
    for kind in KINDS:
        _, faults = strangers.send(message_fuzz.TABLE, kind, f"test {kind}")
        found[kind] = faults + watch.faults(moves=kind == KINDS[-1])
    strangers.leave(message_fuzz.TABLE)
    assert {kind: faults for kind, faults in found.items() if faults} == {}


def test_files_that_no_page_can_use_harm_neither_the_page_nor_the_server_nor_others(server, watch, monkeypatch):
    monkeypatch.setattr(unharmed, "QUIET", 0.05)
    loaders, found = upload_fuzz.Loaders(server), {}
    for kind in ("cut", "under odd names", *upload_fuzz.OTHERS):
        found[kind] = loaders.send("train_file", kind, f"test {kind}").faults + watch.faults(moves=kind == "cut")
    loaders.leave()
    assert {kind: faults for kind, faults in found.items() if faults} == {}
