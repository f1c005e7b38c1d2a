"""The package: one thread, set in time."""

import os
import subprocess
import sys
from pathlib import Path

# What the environment says at the moment when NumPy is looked for.
CODE = """
import importlib.abc, os, sys
class Watch(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "numpy":
            print(os.environ.get("OPENBLAS_NUM_THREADS"))
sys.meta_path.insert(0, Watch())
import core
"""


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


def test_the_names_that_others_build_on_are_exported():
    import core

    contract = {"ACTIVATIONS", "COSTS", "Network", "Trainer", "softmax", "squared_error", "cross_entropy"}
    assert contract | {"cross_entropy_from_z", "tanh_cross_entropy"} <= set(core.__all__)
    assert all(getattr(core, name) is not None for name in core.__all__)
