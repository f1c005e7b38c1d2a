"""The rules of the house: who may import whom, one key for one control, and the settings that speed rests on."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest

from benchmarks.browser import PAGES, ROOT
from benchmarks.declarations import KINDS, controls, keys_of, parsed, sources
from charts.theme import SERIES
from ui.frame import LESSONS

ROOMS = ("core", "charts", "ui", "pages")
MAY_IMPORT = {
    "core": {"core"},
    "charts": {"core", "charts"},
    "ui": {"core", "charts", "ui"},
    "pages": set(ROOMS) - {"pages"},
}
MAY_USE = {
    "core": {"numpy"},
    "charts": {"numpy", "pandas", "altair"},
    "ui": {"numpy", "pandas", "altair", "streamlit", "pyarrow"},  # the last comes with Streamlit
    "pages": {"numpy", "pandas", "streamlit"},
}
SOURCES = [(room, file) for room in ROOMS for file in sorted(ROOT.glob(f"{room}/**/*.py"))] + [
    ("pages", ROOT / "app.py")
]
OURS = [
    file
    for file in sorted(ROOT.rglob("*"))
    if file.suffix in {".py", ".md", ".toml", ".txt", ".css", ".js", ".json", ".yml", ".yaml"}
    and not any(part.startswith(".") and part not in {".streamlit", ".ci"} for part in file.relative_to(ROOT).parts)
]


def imported(file: Path) -> set[str]:
    """The first names of all that a file imports, wherever in the file."""
    names = set[str]()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            names.add((node.module or "").split(".")[0])
    return names


def answer(code: str, **more: str) -> str:
    """What a fresh Python, started in the project's directory, prints."""
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")} | more
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(("room", "file"), SOURCES, ids=[str(file.relative_to(ROOT)) for _, file in SOURCES])
def test_arrows_point_down_and_each_room_uses_only_what_it_may(room, file):
    names = imported(file)
    assert names & set(ROOMS) <= MAY_IMPORT[room]
    assert names - set(ROOMS) - set(sys.stdlib_module_names) <= MAY_USE[room]


def test_every_lesson_has_its_page_and_every_page_is_a_lesson():
    assert [lesson.file for lesson in LESSONS] == sorted(
        str(file.relative_to(ROOT)) for file in ROOT.glob("pages/*.py")
    )


def test_a_key_belongs_to_one_control_in_the_whole_app():
    keys = [control.key for name in PAGES for control in controls(name)]
    keys += [key for name in PAGES for function in ("draw_tabs", "open_drawer") for key in keys_of(name, function)]
    assert len(keys) > 20
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_a_pages_keys_begin_with_a_prefix_of_its_own():
    prefixes = {name: {control.key.split("_")[0] for control in controls(name)} for name in PAGES}
    assert all(len(prefix) == 1 for prefix in prefixes.values()), prefixes
    assert len(set.union(*prefixes.values())) == len(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_control_is_declared_once_where_the_whole_module_can_see_it(name):
    functions = [node for file in sources(name) for node in ast.walk(parsed(file)) if isinstance(node, ast.FunctionDef)]
    calls = [node.func for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)]
    assert not {call.id for call in calls if isinstance(call, ast.Name)} & KINDS


def test_nothing_outside_the_pages_and_their_lessons_declares_a_control():
    known = {file for name in PAGES for file in sources(name)}
    others = {file for _, file in SOURCES} - known
    calls = [node for file in others for node in ast.walk(parsed(file)) if isinstance(node, ast.Call)]
    assert not {call.func.id for call in calls if isinstance(call.func, ast.Name)} & KINDS


def test_streamlit_does_not_collect_garbage_after_every_run():
    code = "import streamlit as st; from streamlit import config; config.get_config_options(); "
    assert answer(code + "print(st.get_option('runner.postScriptGC'))") == "False"


def test_the_hidden_option_is_that_of_the_very_version_which_is_pinned():
    pinned = re.search(r"^streamlit==(\S+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert pinned
    assert pinned[1] == version("streamlit")


THREADS = "import numpy, threadpoolctl as t; print([pool['num_threads'] for pool in t.threadpool_info()])"


@pytest.mark.parametrize(
    "start",
    [
        "import core",
        "import streamlit.web.cli, ui.frame",
        "import streamlit.web.cli, streamlit.web.bootstrap, ui.frame",
    ],
)
def test_numpy_runs_on_one_thread_whoever_is_imported_first(start):
    pools = json.loads(answer(f"{start}; {THREADS}"))
    assert pools
    assert set(pools) == {1}


def test_the_command_line_that_starts_the_app_does_not_load_numpy_before_core_can_set_its_threads():
    assert answer("import sys, streamlit.web.cli, streamlit.web.bootstrap; print('numpy' in sys.modules)") == "False"


def test_every_series_has_a_colour_in_light_and_in_dark():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    for scheme in ("light", "dark"):
        colours = theme[scheme]["chartCategoricalColors"]
        assert len(colours) == len(SERIES) == len(set(colours))


def test_what_the_readme_says_to_run_exists():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "pip install -r requirements.txt && streamlit run app.py" in readme
    assert "pip install -r requirements-dev.txt && pytest" in readme
    for named in re.findall(r"-r (\S+\.txt)|streamlit run (\S+\.py)", readme):
        assert (ROOT / "".join(named)).is_file()
    for module in re.findall(r"python -m (benchmarks[.\w]+)", readme):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)|`((?:docs|pages|ui|core|charts)/[\w./]+)`", readme):
        assert (ROOT / "".join(link)).exists(), link


@pytest.mark.parametrize("file", OURS, ids=[str(file.relative_to(ROOT)) for file in OURS])
def test_no_file_knows_the_machine_it_was_written_on(file):
    text = file.read_text("utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|work|tmp|Users)/", text)
