"""The command: one file, whoever trains the study, and whatever stops it; and a sentence for each thing that is wrong.

`python -m benchmarks.study_command` does the same many more times; docs/studies_command.md has its tables.
"""

import filecmp
import os
import signal
import subprocess
import sys
from importlib.util import find_spec

import pytest

from benchmarks.study_command import ROOT, Cluster, Command, children_of
from core.study.kept import Kept
from core.study.result_file import read_result, write_result
from core.study.settings import KEYS, StudySettings
from core.study.settings_text import read_settings
from core.study.study import parts_of, trained_part
from studies import command, processes
from studies.blocks import blocks_of, fits
from studies.errors import CommandError
from studies.processes import by_processes
from studies.sources import sources

SMALL = "seeds = 16\nepochs = 4\npoints = 50\n"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    path = tmp_path_factory.mktemp("study") / "study.toml"
    path.write_text(SMALL, "utf-8")
    return path


@pytest.fixture(scope="module")
def reference(settings):
    """The file as it comes out without the command, part by part."""
    found = StudySettings(seeds=16, epochs=4, points=50)
    kept = Kept(found.plan())
    for seeds in parts_of(found.plan()):
        kept.put(trained_part(found.plan(), seeds))
    path = settings.with_name("reference.npz")
    path.write_bytes(write_result(found, kept))
    return path


def same(reference, path) -> bool:
    return filecmp.cmp(reference, path, shallow=False)


@pytest.mark.parametrize("options", [("--blocks", "1", "--workers", "1"), ("--workers", "2")])
def test_one_block_and_eight_in_one_process_and_in_two_give_the_same_file(settings, reference, options, capsys):
    target = settings.with_name(f"{options[0]}.npz")
    assert command.main([str(settings), "--to", str(target), *options]) == 0
    told = capsys.readouterr().out
    assert same(reference, target) and "16 of 16." in told and "cross-entropy: best η" in told
    assert told.count("are trained") == (1 if "--blocks" in options else 8)


def test_what_is_finished_is_not_trained_again(settings, reference, capsys, monkeypatch):
    monkeypatch.setattr(command, "by_processes", None)  # nothing is left to train
    target = settings.with_name("again.npz")
    target.write_bytes(reference.read_bytes())
    assert command.main([str(settings), "--to", str(target)]) == 0
    assert "has 16 of 16 seeds already" in capsys.readouterr().out and same(reference, target)


def test_a_command_that_is_killed_goes_on_where_it_stopped(tmp_path):
    settings, target = tmp_path / "longer.toml", tmp_path / "killed.npz"
    settings.write_text("seeds = 8\nepochs = 100\npoints = 50\n", "utf-8")
    first = Command(settings, target, "--workers", "1")
    assert first.read(1)
    first.process.kill()
    assert first.end() == -signal.SIGKILL and 0 < read_result(target.read_bytes())[1].done < 8
    assert command.main([str(settings), "--to", str(target), "--workers", "1"]) == 0
    found, kept = read_result(target.read_bytes())
    again = Kept(found.plan())
    for seeds in parts_of(found.plan()):
        again.put(trained_part(found.plan(), seeds))
    assert write_result(found, again) == target.read_bytes() and kept.done == 8
    assert {path.name for path in tmp_path.iterdir()} == {"longer.toml", "killed.npz"}


def test_ctrl_c_says_that_the_command_goes_on(tmp_path):
    settings, target = tmp_path / "longer.toml", tmp_path / "stopped.npz"
    settings.write_text("seeds = 8\nepochs = 100\npoints = 50\n", "utf-8")
    stopped = Command(settings, target, "--workers", "2")
    assert stopped.read(1)
    stopped.process.send_signal(signal.SIGINT)
    assert stopped.end() == command.INTERRUPTED and not children_of(stopped.process.pid)
    assert stopped.lines[-1] == "Stopped. What is finished is kept; the same command goes on with it.\n"
    assert "Traceback" not in "".join(stopped.lines) and read_result(target.read_bytes())[1].trained.any()


def test_a_process_that_dies_is_replaced_and_its_block_trained_again(reference):
    text, parts = '{"seeds": 16, "epochs": 4, "points": 50}', [[range(low, low + 2)] for low in range(0, 16, 2)]
    found, kept = read_result(reference.read_bytes())
    again = Kept(kept.plan)
    for number, (block, trained) in enumerate(by_processes(text, parts, 1)):
        assert fits(trained, again, block)
        again.put(trained[0])
        if number == 2:
            for child in children_of(os.getpid()):
                os.kill(child, signal.SIGKILL)
    assert write_result(found, again) == reference.read_bytes()


def test_a_block_of_which_processes_die_again_and_again_stops_the_command(monkeypatch):
    class Dying(processes.Worker):
        def begin(self, number, block):
            self.block = number
            self.process.kill()

    monkeypatch.setattr(processes, "Worker", Dying)
    with pytest.raises(CommandError, match="3 processes died, one after the other, while they trained the seeds 0 to"):
        [*by_processes("{}", [[range(2), range(2, 4)]], 1)]


def test_blocks_are_as_equal_as_can_be_and_leave_out_what_is_trained(reference):
    kept = read_result(reference.read_bytes())[1]
    parts = parts_of(kept.plan)
    assert blocks_of(kept, parts, 3) == []
    fresh = Kept(kept.plan)
    assert [len(block) for block in blocks_of(fresh, parts, 3)] == [3, 2, 3]
    fresh.put(kept.part(parts[0]))
    assert blocks_of(fresh, parts, 1) == [parts[1:]]


def test_what_comes_from_elsewhere_and_is_no_part_of_the_study_is_not_kept(reference):
    kept = read_result(reference.read_bytes())[1]
    block = [range(2), range(2, 4)]
    good = [kept.part(seeds) for seeds in block]
    assert fits(good, kept, block)
    for wrong in ([], good[:1], good[::-1], "no", [good[0], None], [good[0], good[1]._replace(cost=good[1].cost[1:])]):
        assert not fits(wrong, kept, block)


def test_the_command_needs_neither_the_app_nor_dask():
    asked = "import sys, studies.command; print({'streamlit', 'pandas', 'altair', 'distributed'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout == "set()\n"
    assert {name.split("/")[0] for name in sources()} == {"core", "studies"}


def test_the_document_names_every_setting_and_its_example_is_one():
    text = (ROOT / "docs/studies_command.md").read_text("utf-8")
    assert [name for name in KEYS if f"`{name}`" not in text and f"`[{name}]`" not in text] == []
    assert read_settings((ROOT / "docs/study.toml").read_bytes()).plan().runs == 512


# --- What is wrong is said --------------------------------------------------------------------------------------------


def refused(capsys, *asked: object) -> str:
    assert command.main([str(each) for each in asked]) == 1
    return capsys.readouterr().err


def test_what_is_wrong_is_said_in_a_sentence(settings, reference, tmp_path, capsys, monkeypatch):
    other, bad, broken = (tmp_path / name for name in ("other.toml", "bad.toml", "broken.npz"))
    other.write_text("seeds = 64\nepochs = 4\npoints = 50\n")
    bad.write_text("seeds = 1\n")
    broken.write_bytes(b"PK")
    before = reference.read_bytes()
    assert "(seeds is 16 there and 64 here). Name another file" in refused(capsys, other, "--to", reference)
    assert reference.read_bytes() == before
    assert f"{bad}: seeds is 1, but it must be" in refused(capsys, bad)
    assert "cannot be read: No such file" in refused(capsys, tmp_path / "none.toml")
    assert "it is not a .npz file, or it is damaged. Name another" in refused(capsys, settings, "--to", broken)
    assert "would be overwritten" in refused(capsys, settings, "--to", settings)
    assert "cannot be written: No such file" in refused(capsys, settings, "--to", tmp_path / "no" / "a.npz")
    fresh = ("--to", tmp_path / "fresh.npz")
    assert "--workers is -1, but 1 to 256" in refused(capsys, settings, *fresh, "--workers", -1)
    assert "--blocks is 9, but this study has 8 parts" in refused(capsys, settings, *fresh, "--blocks", 9)
    nobody = "No Dask scheduler answers at"
    assert nobody in refused(capsys, settings, *fresh, "--scheduler", "tcp://127.0.0.1:1")
    assert nobody in refused(capsys, settings, *fresh, "--scheduler", "somewhere")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "which is not installed here: pip install distributed" in refused(
        capsys, settings, *fresh, "--scheduler", "x"
    )


def test_a_full_disk_is_named_and_what_was_written_before_is_whole(settings, reference, tmp_path, capsys, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    target = tmp_path / "full.npz"
    target.write_bytes(write_result(*half(reference)))
    before = target.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    assert "cannot be written: No space left on device. Make room" in refused(
        capsys, settings, "--to", target, "--workers", 1
    )
    assert target.read_bytes() == before and len([*tmp_path.iterdir()]) == 1


def half(reference):
    found, kept = read_result(reference.read_bytes())
    some = Kept(kept.plan)
    some.put(kept.part(range(8)))
    return found, some


# --- Dask -------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed")
def test_a_cluster_that_has_nothing_of_this_program_gives_the_same_file(settings, reference, tmp_path):
    target = settings.with_name("dask.npz")
    target.write_bytes(write_result(*half(reference)))
    dask = Cluster(tmp_path, "--no-nanny")
    try:
        done = command.main([str(settings), "--to", str(target), "--blocks", "4", "--scheduler", dask.address])
    finally:
        dask.close(at_once=True)
    assert done == 0 and same(reference, target)
