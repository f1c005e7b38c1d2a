"""Where a connection goes on a server with several processes, and how many it has."""

import asyncio
import sys
import time
from types import SimpleNamespace

import pytest

from tests.apart import apart
from ui.limits import PROCESSES
from ui.serving import cores
from ui.serving.cores import VISITS, Place, Visits
from ui.serving.processes import COMING, HANGING, SILENT, Coming, Other, Processes, command_of_another
from ui.serving.reception import Reception

SOCKET = b"GET /_stcore/stream HTTP/1.1\r\nHost: lab\r\nUpgrade: websocket\r\n%s\r\n"
PAGE = b"GET /Learning_speed?speed_w=2 HTTP/1.1\r\nHost: lab\r\n%s\r\n"


@pytest.fixture
def three():
    """The processes of a server that has three, none of which has visitors."""
    processes = Processes(3)
    processes._others = {number: Other(None, None, time.monotonic(), Visits()) for number in (1, 2)}
    return processes


def test_new_visitors_come_where_the_fewest_are(three):
    places = [three.place(SOCKET % b"") for _ in range(6)]
    assert sorted(places) == [0, 0, 1, 1, 2, 2] and sorted(places[:3]) == [0, 1, 2]

    three._others[1].told = Visits(opened=2, open=0)  # both have come, and left
    assert [three.place(SOCKET % b"") for _ in range(2)] == [1, 1]


def test_a_process_that_is_not_ready_gets_nobody(three):
    three._others[2].told = None
    assert {three.place(SOCKET % b"") for _ in range(4)} == {0, 1}
    assert {three.place(PAGE % b"") for _ in range(4)} == {0, 1}
    assert three.place(SOCKET % b"Cookie: tdn_process=2\r\n") in (0, 1)


def test_a_process_that_says_nothing_any_more_gets_nobody_and_then_is_ended(three):
    now = time.monotonic()
    three._others[2].heard = now - 2 * SILENT
    assert {three.place(SOCKET % b"") for _ in range(4)} == {0, 1} and not three.takes(2)
    assert not three._others[2].hangs(now) and three._others[2].hangs(now + HANGING)
    three._others[2].told = None  # it has not begun yet, and may take its time
    assert not three._others[2].hangs(now + 10 * HANGING)


@pytest.mark.parametrize("cookie", [b"tdn_process=2", b"a=b; tdn_process=2", b"x_tdn_process=1; tdn_process=2; c=1"])
def test_a_visitor_stays(three, cookie):
    for request in (SOCKET, PAGE):
        assert {three.place(request % (header + b": " + cookie + b"\r\n")) for header in (b"Cookie", b"cookie")} == {2}


@pytest.mark.parametrize("cookie", [b"tdn_process=7", b"tdn_process=x", b"tdn_process=", b"tdn_process=9999999999"])
def test_a_cookie_that_names_none_is_as_good_as_none(three, cookie):
    assert {three.place(SOCKET % (b"Cookie: " + cookie + b"\r\n")) for _ in range(3)} == {0, 1, 2}


def test_a_request_that_is_sent_on_comes_to_the_process_it_names(three):
    sent_on = b"PUT /_stcore/upload_file/a/b?process=1&tries=1 HTTP/1.1\r\nCookie: tdn_process=2\r\n\r\n"
    assert three.place(sent_on) == 1
    assert three.place(PAGE % b"Referer: http://lab/?process=1\r\nCookie: tdn_process=2\r\n") == 2


def test_requests_of_nobody_in_particular_take_turns(three):
    assert sorted(three.place(PAGE % b"") for _ in range(6)) == [0, 0, 1, 1, 2, 2]


def test_who_was_placed_counts_until_he_has_come_or_does_not_come():
    coming = Coming()
    coming.placed.extend([0.0, 0.1, 0.2])
    assert coming.waiting(Visits(opened=0), 1.0) == 3
    assert coming.waiting(Visits(opened=2), 1.0) == 1
    assert coming.waiting(Visits(opened=2), COMING) == 1
    assert coming.waiting(Visits(opened=2), COMING + 0.3) == 0
    assert coming.waiting(Visits(opened=9), 1.0) == 0


def test_this_process_counts_those_who_are_here(three, monkeypatch):
    monkeypatch.setattr(VISITS, "open", 5)
    assert {three.place(SOCKET % b"") for _ in range(4)} == {1, 2}


def test_another_process_is_started_as_this_one_but_listens_to_nobody_else():
    command = ["python", "/bin/streamlit", "run", "app.py", "--server.port", "8501", "--", "word"]
    other = command_of_another(command)
    assert other[1:6] == command[1:6] and other[-2:] == ["--", "word"]
    assert other[6:-2] == ["--server.address", "127.0.0.1", "--server.port", "0", "--server.headless", "true"]
    assert command_of_another(command[:4])[-1] == "true"


def test_a_process_is_told_its_place_once(monkeypatch):
    for name, value in Place(2, 3, 17).environment().items():
        monkeypatch.setenv(name, value)
    assert cores._place() == Place(2, 3, 17)
    monkeypatch.setattr(cores, "wanted", lambda: 5)
    assert cores._place() == Place(0, 5)


@pytest.mark.parametrize(
    ("quota", "most"), [("max 100000", 64), ("150000 100000", 1), ("400000 100000", 4), ("50000 100000", 0)]
)
def test_a_container_says_how_many_cores_it_has(tmp_path, monkeypatch, quota, most):
    monkeypatch.setattr(cores.os, "sched_getaffinity", lambda _: set(range(64)))
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    assert cores.cores(tmp_path) == most
    (tmp_path / "cpu.max").unlink()
    assert cores.cores(tmp_path) == 64
    (tmp_path / "cpu").mkdir()  # as an older Linux says it
    for name, value in zip(("quota", "period"), quota.replace("max", "-1").split(), strict=True):
        (tmp_path / "cpu" / f"cpu.cfs_{name}_us").write_text(f"{value}\n")
    assert cores.cores(tmp_path) == most


def test_a_container_says_how_much_memory_it_has(tmp_path):
    everything = cores.memory(tmp_path)  # there is no such file
    assert everything > 2**28
    (tmp_path / "memory.max").write_text("max\n")
    assert cores.memory(tmp_path) == everything
    (tmp_path / "memory.max").write_text(f"{2**20}\n")
    assert cores.memory(tmp_path) == 2**20
    (tmp_path / "memory.max").unlink()
    (tmp_path / "memory").mkdir()
    for limit, most in ((2**63 - 4096, everything), (2**21, 2**21)):
        (tmp_path / "memory" / "memory.limit_in_bytes").write_text(f"{limit}\n")
        assert cores.memory(tmp_path) == most


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a server has one process")
@pytest.mark.parametrize(
    ("asked", "some", "gigabytes", "count"),
    [("", 1, 8, 1), ("", 2, 8, 2), ("", 64, 8, 4), ("", 0, 8, 1), ("", 2, 0.5, 1), ("", 2, 1, 2), ("9", 2, 8, 9)],
)
def test_a_server_has_a_process_for_each_core_and_its_memory(monkeypatch, asked, some, gigabytes, count):
    monkeypatch.setenv(PROCESSES.name, asked)
    monkeypatch.setattr(cores, "cores", lambda: some)
    monkeypatch.setattr(cores, "memory", lambda: int(gigabytes * 2**30))
    assert cores.wanted() == count


@pytest.mark.parametrize("asked", ["0.5", "2.9", "two", "-1", "13"])
def test_what_is_no_number_of_processes_stops_the_start(monkeypatch, asked):
    monkeypatch.setenv(PROCESSES.name, asked)
    with pytest.raises(ValueError, match=f"{PROCESSES.name} is .* needed"):
        cores.wanted()


class Busy:
    """Processes of which number 1 takes a connection after so many tries, or never any more."""

    def __init__(self, tries, *, lives=True):
        self.tries, self.lives, self.handed = tries, lives, []

    def place(self, head):
        return 1

    def takes(self, number):
        return self.lives

    def hand_over(self, number, head, transport):
        self.tries -= 1
        if self.tries < 0:
            self.handed.append(head)
            transport.close()
        return self.tries < 0


async def received(processes):
    """What becomes of a request: whether it is handed over, and what is served here."""
    served = []

    class Serving(asyncio.Protocol):
        def __init__(self, **_):
            pass

        def connection_made(self, transport):
            self.transport = transport

        def data_received(self, data):
            served.append(data)
            self.transport.close()

    server = SimpleNamespace(
        config=SimpleNamespace(http_protocol_class=Serving),
        server_state=SimpleNamespace(connections=set()),
        lifespan=SimpleNamespace(state={}),
    )
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Reception(server, processes), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
    writer.write(PAGE % b"")
    await reader.read()  # until it is closed
    writer.close()
    await writer.wait_closed()
    listening.close()
    return processes.handed, served


def test_a_connection_waits_for_a_process_that_is_busy_and_is_served_here_if_that_is_lost():
    assert apart(asyncio.run, received(Busy(3))) == ([PAGE % b""], [])
    assert apart(asyncio.run, received(Busy(10**9, lives=False))) == ([], [PAGE % b""])
