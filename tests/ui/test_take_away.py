"""What a page gives away: scripts print the page's numbers, notebooks run, tables are whole, settings are in words."""

import contextlib
import io
import json
import re
import subprocess
import sys
from functools import cache
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

import ui.take_away
from core.explaining.training import Update
from core.explaining.walk import walk
from core.explaining.worksheet import Worksheet, code_of, random_values
from core.functions.activations import ACTIVATIONS
from core.networks.optimizers import OPTIMIZERS, Settings
from core.numerals import numeral
from core.surfaces.descent import descend_surface
from tests.opening import opened, said
from ui.lessons.backpropagation import take_away as back
from ui.lessons.backpropagation.picture import Scene
from ui.lessons.gradient_descent import take_away as descent
from ui.lessons.gradient_descent.controls import SIDES
from ui.lessons.gradient_descent.descents import Setup, surfaces_of
from ui.lessons.learning_speed import take_away as speed
from ui.lessons.learning_speed.race import Race
from ui.lessons.saturated_neurons import take_away as saturated
from ui.lessons.saturated_neurons.neuron import Shown
from ui.notebooks import notebook, parts_of
from ui.two_costs import Pair, compared

PAGES = {
    "app.py": {"home_w": "3"},
    "pages/1_Cost_functions.py": {"cost_y": "0.5", "cost_yhat": "0.03"},
    "pages/2_Saturated_neurons.py": {"sat_b": "9", "sat_inputs": "2", "sat_dw": "0.3"},
    "pages/3_Learning_speed.py": {"speed_eta": "0.3", "speed_step": "7", "speed_x": "-1.5"},
    "pages/4_Gradient_descent.py": {"descent_batch": "2", "descent_optimizer": "Adam", "descent_step": "9"},
    "pages/5_Backpropagation.py": {"back_hidden": "tanh", "back_momentum": "0.5", "back_stage": "7"},
    "pages/6_Train_a_network.py": {"train_at": "30", "train_n": "60", "train_log": "true"},
    "pages/8_Handwritten_digits.py": {"digits_at": "6", "digits_images": "500", "digits_batch": "250"},
}
NUMBER = r"-?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan)"


@cache
def visit(page: str) -> SimpleNamespace:
    """A page with an address of its own, what it says, and what it gives."""
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            ui.take_away,
            "draw_take_away",
            lambda title, given: seen.append((title, given, given.script(), list(given.rows()))),
        )
        app = opened(page, **PAGES[page])
        while "digits run" in app.session_state and app.session_state["digits run"].player.playing:
            app.run()
    title, given, script, rows = seen[-1]
    return SimpleNamespace(title=title, given=given, script=script, rows=rows, said=said(app))


def printed(script: str) -> str:
    """What a script prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), np.errstate():
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    return out.getvalue()


def shown(number: float) -> str:
    """A number as `said` has it."""
    return numeral(number).replace("\u00a0", " ")


def numbers(text: str, name: str) -> list[float]:
    """The numbers in the lines that begin with a name."""
    lines = re.findall(rf"^\s*{re.escape(name)}  +(.*)$", text, re.MULTILINE)
    return [float(number) for line in lines for number in re.findall(rf"(?<![\w.]){NUMBER}", line)]


# --- Scripts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("app.py", ["updates until within 0.5"]),
        ("pages/1_Cost_functions.py", ["quadratic", "cross-entropy"]),
        ("pages/2_Saturated_neurons.py", ["z", "a", "slope", "dz", "da, exact", "da, first order"]),
        ("pages/3_Learning_speed.py", [*(f"updates until within {t}" for t in (0.5, 0.2, 0.1))]),
    ],
)
def test_a_script_prints_what_the_page_says(page, names):
    visited = visit(page)
    text = printed(visited.script)

    for name in names:
        found = numbers(text, name)
        assert found, name
        assert [n for n in found if shown(n) not in visited.said] == [], name


def test_the_script_of_a_descent_prints_the_table_beside_it():
    visited = visit("pages/4_Gradient_descent.py")

    states = [line for line in printed(visited.script).splitlines() if line.startswith("  step 9 ")]

    assert len(states) == 2
    for number in re.findall(rf"= ({NUMBER})", " ".join(states)):
        assert shown(float(number)) in visited.said


@pytest.mark.parametrize("page", list(PAGES))
def test_a_script_runs_in_a_process_of_its_own_and_its_notebook_prints_the_same(page, tmp_path):
    visited = visit(page)
    path = tmp_path / "script.py"
    path.write_text(ui.take_away.headed(visited.script, "http://localhost/?a=b"), "utf-8")
    made = nbformat.reads(notebook(visited.title, visited.given.settings, "http://localhost/?a=b", visited.script), 4)

    nbformat.validate(made)
    ran = subprocess.run([sys.executable, "-W", "error", "-I", path], capture_output=True, text=True, check=True)
    cells = "\n".join(cell.source for cell in made.cells if cell.cell_type == "code")

    assert ran.stdout.strip()
    assert printed(cells) == ran.stdout
    about = made.cells[0].source
    assert about.startswith(f"# {visited.title}\n")
    assert "(http://localhost/?a=b)" in about
    assert all(setting.split(":")[0].replace("|", r"\|") in about for setting in visited.given.settings)


def test_a_notebook_has_a_cell_for_each_section_and_none_ends_within_a_statement():
    script = '"""About *it*."""\n\nimport math\n\n\nTEXT = """a\n\n\nb"""\n\n\nprint(TEXT)\n'
    cells = json.loads(notebook("A_title", ["k: 1"], "", script))["cells"]

    assert parts_of(script) == ["import math", 'TEXT = """a\n\n\nb"""', "print(TEXT)"]
    assert cells[0]["source"] == "# A\\_title\n\nAbout \\*it\\*.\n\n- k: 1"


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_script_of_a_neuron_keeps_its_digits_where_a_has_rounded(name):
    for w, b, dw, db in ((0.3, 0.2, 0.2, -0.9), (-5.0, -10.0, 0.5, 0.1), (5.0, 10.0, -1.0, 1.0)):
        neuron = Shown(ACTIVATIONS[name], (w, 0.5), (1.5, -1.0), b, dw, db, 0.19)

        found = printed(saturated.script(neuron))

        for label, here, middle in (
            ("a", neuron.here.a, neuron.middle.a),
            ("slope", neuron.here.slope, neuron.middle.slope),
            ("da, exact", neuron.nudge_here.exact, neuron.nudge_middle.exact),
        ):
            assert numbers(found, label) == pytest.approx([float(here), float(middle)], rel=1e-9), label


@pytest.mark.parametrize("quadratic", ["quadratic", "half_quadratic"])
def test_the_script_of_a_race_does_the_very_updates(quadratic):
    race = Race(-3.0, 1.0, 0.5, 1.0, compared(quadratic), Pair(2.0, 0.4), 40)

    found = numbers(printed(speed.script(race, 17)), "w")

    assert found == [float(run.weights[k, 0]) for k in (0, 17, 40) for run in race.runs]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("output", ["sigmoid", "linear"])
def test_the_script_of_a_descent_ends_where_the_descent_ends(optimizer, output):
    surfaces = surfaces_of((-2.0, -0.5, 1.0, 2.0), (0.0, 1.0, 0.25, 1.0), "quadratic", output)
    setup = Setup(surfaces, -2.0, 1.5, dict.fromkeys(surfaces, 0.05), 60, 3, optimizer, Settings(), 5, "quadratic")

    found = printed(descent.script(setup, 7))

    for name, surface in surfaces.items():
        path = descend_surface(surface, -2.0, 1.5, learning_rate=0.05, steps=60, descent=setup.descent)
        part = found[found.index(f"{SIDES[name]}\n") :].split("step 60")[1].splitlines()[0]
        ends = [path.w[-1], path.b[-1], path.cost[-1], *path.gradient[-1]]
        assert [float(n) for n in re.findall(rf"= ({NUMBER})", part)] == pytest.approx([float(e) for e in ends])


@pytest.mark.parametrize(
    ("output", "cost", "hidden"),
    [("sigmoid", "half_quadratic", ("tanh", "relu")), ("softmax", "cross_entropy", "silu"),
     ("softmax", "mean_quadratic", "scaled_tanh"), ("linear", "quadratic", ("sigmoid", "leaky_relu"))],
)  # fmt: skip
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_script_of_backpropagation_prints_every_number(output, cost, hidden, reduction):
    sheet = Worksheet((2, 3, 2, 2), 2, hidden, output, cost, {}, reduction=reduction, velocities=True)
    values = dict(random_values(sheet, 3)) | {"x11": 0.7, "x12": -1.0, "x21": 0.2, "vw111": 0.3}
    values |= {"y11": 1.0, "y12": 0.0, "y21": 0.0, "y22": 1.0}
    sheet = Worksheet((2, 3, 2, 2), 2, hidden, output, cost, values, reduction=reduction, velocities=True)
    update = Update(0.4, hold_biases=reduction == "sum", momentum=0.6, velocity=sheet.velocity())
    scene = Scene(walk(sheet.network(), sheet.x(), sheet.y(), update, digits=4), sheet, update)

    lines = dict(line.rsplit(maxsplit=1) for line in printed(back.script(scene)).splitlines())

    expected = {code_of(key): each.value for key, each in scene.walk.quantities.items()} | {
        "new C": scene.walk.new_cost
    }
    for code, number in lines.items():
        assert float(number) == pytest.approx(expected[code], rel=1e-9, abs=1e-14), code
    kinds = ("z", "a", "delta", "dCdw", "dCdb", "neww", "newb")
    assert lines.keys() >= {code for code in expected if code.startswith(kinds) and code[0] != "C"} - {"C1", "C2"}


# --- Tables and settings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", list(PAGES))
def test_a_table_has_a_title_for_each_column_and_as_many_cells_in_each_row(page):
    titles, *rows = visit(page).rows

    assert len(rows) > 5
    assert len(set(titles)) == len(titles) >= 3
    assert {len(row) for row in rows} == {len(titles)}


def test_settings_are_the_main_ones_and_those_that_were_changed():
    assert visit("app.py").given.settings[:2] == ["Weight w: 3", "Bias b: 2"]
    assert visit("pages/3_Learning_speed.py").given.settings == [
        "Weight w: 2", "Bias b: 2", "Learning rate η: 0.3", "Look at update: 7", "Input x: −1.5",
    ]  # fmt: skip
    train = visit("pages/6_Train_a_network.py").given.settings
    assert "Logarithmic cost: on" in train
    assert "Points: 60" in train
    assert not any(setting.startswith(("Momentum", "Seed")) for setting in train)
    digits = visit("pages/8_Handwritten_digits.py").given.settings
    assert "Training images: 500" in digits
    assert (
        "Parameters of B: (784 · 64 + 64) + (64 · 64 + 64) + (64 · 10 + 10) = 50,240 + 4,160 + 650 = 55,050" in digits
    )
