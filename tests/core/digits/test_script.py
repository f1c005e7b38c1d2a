"""The script of a run for digits prints the run's numbers, in a process of its own."""

import re
import subprocess
import sys

import pytest

from core.digits.images import FILE
from core.digits.plan import INTERMEDIATE, SHALLOW, DigitsPlan, NetPlan
from core.digits.run import DigitsRun
from core.digits.script import script

PLANS = (
    DigitsPlan((SHALLOW, INTERMEDIATE), images=1_000, epochs=2, seed=3),
    DigitsPlan((NetPlan((), cost="half_quadratic"), NetPlan((16, 8, 8), "tanh", optimizer="adam", eta=0.01, init="he")),
               images=900, batch=200, epochs=2),
    DigitsPlan((NetPlan((16,), "silu", "quadratic", optimizer="nesterov", eta=0.05),), images=600, epochs=1),
)  # fmt: skip


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: str(plan.nets[-1].hidden))
def test_a_script_prints_the_records_of_its_run(plan, tmp_path):
    run = DigitsRun(plan)
    run.advance(plan.last)
    file = tmp_path / "digits.py"
    file.write_text(script(plan, plan.last), "utf-8")

    found = subprocess.run([sys.executable, file, FILE], capture_output=True, text=True, check=True, cwd=tmp_path)

    lines = re.findall(r"^([0-9]+) +([AB]) +(\S+) +(\S+) %$", found.stdout, re.MULTILINE)
    assert len(lines) == len(plan.nets) * (plan.epochs + 1)
    for epoch, letter, cost, right in lines:
        record = run.records["AB".index(letter)]
        assert float(cost) == pytest.approx(record.test_cost[int(epoch)], rel=2e-4)
        assert float(right) == pytest.approx(100.0 * record.test_accuracy[int(epoch)], abs=0.1)


def test_a_script_without_the_images_says_what_to_do(tmp_path):
    file = tmp_path / "digits.py"
    file.write_text(script(PLANS[2], 1), "utf-8")
    found = subprocess.run([sys.executable, file], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert found.returncode == 1
    assert "mnist.npz is not here: copy it" in found.stderr
    assert "Traceback" not in found.stderr
