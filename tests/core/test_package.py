"""The package: one thread, set in time."""

import os
import subprocess
import sys
from pathlib import Path

CODE = "import sys, os, core; assert 'numpy' not in sys.modules; print(os.environ['OPENBLAS_NUM_THREADS'])"


def run(**extra):
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")}
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=root, env=environment | extra, capture_output=True, text=True
    )
    return done.stdout.strip(), done.stderr


def test_one_thread_is_asked_for_before_numpy_is_imported():
    assert run() == ("1", "")


def test_a_number_of_threads_that_was_set_outside_is_left_alone():
    assert run(OPENBLAS_NUM_THREADS="3") == ("3", "")
