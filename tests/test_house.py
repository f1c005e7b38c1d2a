"""The house: which room may import which, how large its parts may be, and what the settings must be."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from statistics import median

import pytest

from benchmarks import statistics
from benchmarks.browser import PAGES
from benchmarks.declarations import keys_of, parsed
from charts.theme import SERIES

ROOT = Path(__file__).parent.parent
ROOMS = ("pages", "ui", "charts", "studies", "core")
MAY_IMPORT = {
    "app.py": {"ui", "charts", "core"},
    "pages": {"ui", "charts", "core"},
    "ui": {"ui", "charts", "core"},
    "charts": {"charts", "core"},
    "studies": {"studies", "core"},
    "core": {"core"},
}
# Streamlit's server is made of starlette and uvicorn, and its protocol of google's protobuf: all come with it.
LIBRARIES = {
    "app.py": {"streamlit", "starlette", "pandas", "numpy"},
    "pages": {"streamlit", "pandas", "numpy"},
    "ui": {"streamlit", "starlette", "uvicorn", "google", "altair", "pandas", "numpy", "pyarrow"},
    "charts": {"altair", "pandas", "numpy"},
    "studies": {"numpy", "distributed"},
    "core": {"numpy"},
}
SOURCES = [ROOT / "app.py", *sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def imported(path: Path) -> set[str]:
    """The first names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_point_down_and_each_room_has_only_its_own_libraries(path):
    room = room_of(path)

    allowed = MAY_IMPORT[room] | LIBRARIES[room] | set(sys.stdlib_module_names)

    assert imported(path) <= allowed


# --- The rooms of core ------------------------------------------------------------------------------------------------

WITHIN_CORE = {
    "threads": set(),
    "archives": set(),
    "types": set(),
    "streams": set(),
    "numerals": set(),
    "quotes": set(),
    "lecture": {"quotes"},
    "typed_numbers": {"quotes"},
    "thinning": {"types"},
    "rounding": {"numerals", "types"},
    "formulas": {"numerals"},
    "functions": {"formulas", "types"},
    "networks": {"functions", "formulas", "streams", "types"},
    "neurons": {"functions", "networks", "types"},
    "experiments": {"functions", "formulas", "networks", "numerals", "streams", "types"},
    "tables": {"experiments", "functions", "quotes", "streams", "surfaces", "typed_numbers", "types"},
    "explaining": {"functions", "formulas", "networks", "numerals", "quotes", "types"},
    "digits": {"archives", "experiments", "functions", "networks", "pace", "types"},
    "statistics": {"types"},
    "pace": set(),
    "study": {
        "archives",
        "experiments",
        "functions",
        "networks",
        "pace",
        "quotes",
        "statistics",
        "typed_numbers",
        "types",
    },
    "surfaces": {"functions", "formulas", "networks", "numerals", "rounding", "streams", "types"},
    "questions": {
        "digits",
        "experiments",
        "functions",
        "networks",
        "neurons",
        "numerals",
        "statistics",
        "streams",
        "study",
        "surfaces",
        "types",
    },
}
"""Which rooms of core each room may import. What trains needs nothing that only a lesson needs."""


def test_rooms_of_core_import_only_what_they_may():
    allowed = WITHIN_CORE | {"core": set(WITHIN_CORE)}  # core/__init__.py exports the public names
    asked = statistics.room_arrows()

    assert asked.keys() == allowed.keys()
    assert {room: others - allowed[room] for room, others in asked.items() if others - allowed[room]} == {}


def test_no_arrow_of_core_leads_round_in_a_circle():
    assert statistics.in_cycles(statistics.arrows()) == []
    assert statistics.in_cycles(WITHIN_CORE) == []


# --- Sizes ------------------------------------------------------------------------------------------------------------

WIDE = {
    "core/networks/network.py: __init__": "the settings of a network, all but its sizes by name and with a default",
}
"""Functions that have many parameters for a reason."""


def test_functions_are_short():
    found = statistics.all_functions()

    assert len(found) > 500
    assert median(each.lines for each in found) <= 6
    assert statistics.too_long(found) == []


def test_files_are_short():
    assert statistics.long_files() == {}


def test_functions_have_few_parameters():
    wide = {f"{each.file}: {each.name}" for each in statistics.too_wide(statistics.all_functions())}

    assert wide == WIDE.keys()


# --- One description for an activation, and one for a cost ------------------------------------------------------------

_CONVENTIONS = {'key "half_quadratic"', 'key "quadratic"'}
BY_NAME: dict[str, tuple[set[str], str]] = {
    "core/formulas/code.py": ({'key "tanh"'}, "tanh as a function of mathematics, beside exp and ln"),
    "core/formulas/tree.py": ({'compared "tanh"'}, "tanh as a function of mathematics, beside exp and ln"),
    "charts/costs.py": ({'key "linear"'}, "an axis may be linear, too"),
    "ui/lessons/cost_functions/controls.py": ({*_CONVENTIONS, 'key "linear"'}, "with ½ or without; a linear axis"),
    "core/neurons/learning.py": ({"isinstance ErrorCost"}, "any cost of the error alone, of which there may be many"),
    "ui/lessons/gradient_descent/controls.py": (
        {*_CONVENTIONS, 'key "linear"', 'key "sigmoid"'},
        "the surfaces of one neuron are drawn for two outputs and both conventions",
    ),
    "ui/lessons/learning_speed/controls.py": (_CONVENTIONS, "the quadratic cost is offered with the ½ or without"),
}
"""For a file, in which ways a name decides there, and the reason why it may."""


def test_only_a_description_says_what_an_activation_or_a_cost_is():
    found = {
        f"{file}: {place.how}"
        for file, places in statistics.deciding_names().items()
        for place in places
        if place.how not in BY_NAME.get(file, (set(), ""))[0]
    }

    assert found == set()


# --- Controls ---------------------------------------------------------------------------------------------------------


def declared(path: Path) -> list[str]:
    """The keys of the controls that a file declares; one whose key is a variable is declared elsewhere."""
    calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    return [
        ast.literal_eval(call.args[0])
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"Slider", "Handle", "Choice", "Switch", "Text"}
        if isinstance(call.args[0], ast.Constant)
    ]


def test_every_control_has_a_key_of_its_own_in_the_whole_app():
    keys = [key for path in SOURCES for key in declared(path)]
    keys += [key for page in PAGES for key in keys_of(page, "draw_tabs")]

    assert len(keys) > 140
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"(home|cost|sat|speed|descent|back|train|fair|digits|lecture)_\w+", key) for key in keys)


def test_every_download_is_made_when_its_button_is_pressed():
    assert [str(path) for path in SOURCES if "st.download_button" in path.read_text("utf-8")] == []


# --- Settings ---------------------------------------------------------------------------------------------------------


def test_streamlit_is_the_very_one_that_is_asked_for():
    assert f"streamlit=={version('streamlit')}\n" in (ROOT / "requirements.txt").read_text("utf-8")


THREADS = "import numpy, threadpoolctl; print({p['num_threads'] for p in threadpoolctl.threadpool_info()})"


def answer(asked: str) -> list[str]:
    """The lines that a process of its own prints."""
    found = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    return found.stdout.splitlines()


def test_numpy_works_with_one_thread():
    assert answer(f"import core; {THREADS}") == ["{1}"]


def test_an_app_that_runs_works_with_one_thread_and_has_the_hidden_options():
    """As `streamlit run` does it: the command line first, then a page, which imports the frame."""
    options = (
        "import streamlit.config as c; print(*map(c.get_option, ('runner.postScriptGC', 'global.maxCachedMessageAge')))"
    )

    assert answer(f"import streamlit.web.cli, ui.frame; {THREADS}; {options}") == ["{1}", "False 30"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_has_a_colour_for_every_series(theme):
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))

    assert len(settings["theme"][theme]["chartCategoricalColors"]) == len(SERIES)


def test_the_readme_begins_with_the_two_commands_and_a_picture_that_is_there():
    first_screen = (ROOT / "README.md").read_text("utf-8")[:1500]

    assert "pip install -r requirements.txt && streamlit run app.py" in first_screen
    assert "pip install -r requirements-dev.txt && pytest" in first_screen
    assert all((ROOT / picture).is_file() for picture in re.findall(r"!\[.*?\]\((.+?)\)", first_screen))


def test_every_lesson_of_the_menu_has_its_page_and_every_page_is_in_the_menu():
    from ui.frame import MENU

    assert {lesson.file for lesson in MENU} == {f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}
