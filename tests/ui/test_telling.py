"""Components that tell something: only what their scripts can tell is heard."""

import ast
import re
from types import SimpleNamespace

import pytest

from benchmarks.browser import ROOT
from ui import live, telling
from ui.telling import EXACT, LONGEST, MOST, is_such

DRAG = ({"drag": int, "value": float}, {"drag": int, "text": str})


@pytest.mark.parametrize(
    ("declared", "right", "wrong"),
    [
        (int, [0, -EXACT], [True, 1.0, "1", None, EXACT + 1, [], {}]),
        (float, [0, 0.5, -1e308], [False, float("nan"), float("inf"), 10**400, "1", None]),
        (str, ["", "x" * LONGEST], ["x" * (LONGEST + 1), 1, None]),
        (range(3), [0, 2], [3, -1, 1.0, True, "1"]),
        (re.compile("page|lecture"), ["page"], ["pages", "", 1, None]),
        ({"a": int}, [{"a": 1}, {"a": 1, "more": None}], [{}, {"a": "1"}, [], "a", None]),
        ([int], [[], [1, 2]], [["1"], [1, None], 1, "12", [1] * (MOST + 1)]),
        (DRAG, [{"drag": 1, "value": 2}, {"drag": 1, "text": "2"}], [{"drag": 1}, {"value": 1}, {"drag": "1"}]),
    ],
)
def test_a_value_is_as_it_is_declared_or_not(declared, right, wrong):
    assert [value for value in right if not is_such(value, declared)] == []
    assert [value for value in wrong if is_such(value, declared)] == []


def test_a_function_is_called_for_what_is_declared_and_for_nothing_more_but_not_for_nonsense(monkeypatch, caplog):
    heard, given = [], {}
    monkeypatch.setattr(telling.v2, "component", lambda name, **parts: lambda **passed: given.update(passed))
    told = {"chosen": 1}
    monkeypatch.setattr(telling.st, "session_state", {"k": told})
    telling.telling("name", {"chosen": range(3)})(key="k", on_chosen_change=lambda: heard.append(told["chosen"]))
    for value in (2, None, 3, {"a": 1}, "1"):
        told["chosen"] = value
        given["on_chosen_change"]()
    assert heard == [2, None]
    assert (
        caplog.messages == ["What a browser said of a control was left out: not what a component tells as chosen."] * 3
    )


def keywords(call):
    return {name[1] for each in call.keywords if (name := re.fullmatch(r"on_(\w+)_change", each.arg or ""))}


def test_every_component_that_is_listened_to_declares_what_it_tells():
    """What a component of Streamlit's own kind tells would be heard whatever it is."""
    bare = set()
    for path in (ROOT / "ui").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        made = {ast.unparse(each.targets[0]): each.value for each in tree.body if isinstance(each, ast.Assign)}
        for call in [each for each in ast.walk(tree) if isinstance(each, ast.Call)]:
            maker = made.get(getattr(call.func, "id", ""))
            telling = getattr(getattr(maker, "func", None), "id", "") == "telling"
            declared = ast.unparse(maker.args[1]) if telling else ""
            bare |= {(path.name, told) for told in keywords(call) if f"'{told}'" not in declared}
    assert bare == {("connection.py", "back")}  # its readers check each part


def test_a_moving_slider_stays_within_its_ends_and_one_that_is_not_there_does_not_move(monkeypatch):
    moves = [{"key": "a", "drag": 1, "value": 1e300}, {"key": "b", "drag": 1, "value": 0.5}]
    state = {"ends a": (0.0, 2.0), "c": SimpleNamespace(moves=moves)}
    monkeypatch.setattr(live.st, "session_state", state)
    live._move("c")
    assert state["moving a"] == 2.0 and "moving b" not in state
