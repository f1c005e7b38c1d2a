"""What `benchmarks.statistics` counts, on small sources that are known."""

import pytest

from benchmarks import statistics
from benchmarks.names import CLASSES, NAMES, Mention, mentions, mentions_in_script
from benchmarks.statistics import Function, functions, imported, in_cycles, too_long, too_wide

LONG = "def long(a):\n" + "    a += 1\n" * 41
WIDE = "def wide(a, b, c, d, *, e, f, g, h, i): ...\n"


def test_a_function_over_forty_lines_is_too_long_and_its_def_counts():
    (found,) = functions(LONG)
    assert found == Function("", "long", 42, 1)
    assert too_long([found]) == [found]
    assert too_long(functions("def short(a):\n" + "    a += 1\n" * 39)) == []


def test_a_function_of_more_than_eight_parameters_is_too_wide_and_self_is_none():
    assert [each.name for each in too_wide(functions(WIDE))] == ["wide"]
    (method,) = functions("class A:\n    def method(self, a, b, c, d, e, f, g, h): ...\n")
    assert method.parameters == 8


def test_functions_in_functions_and_classes_are_counted_without_their_decorators():
    source = "class A:\n    @cache\n    def outer(self):\n        def inner(): ...\n        return inner\n"
    assert {(each.name, each.lines) for each in functions(source)} == {("outer", 3), ("inner", 1)}


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ('WORDS = {"sigmoid": "flat"}', 'key "sigmoid"'),
        ("WORDS = dict(sigmoid=1)", 'key "sigmoid"'),
        ('WORDS = dict.fromkeys(("sigmoid", "other"), 1)', 'key "sigmoid"'),
        ('words = {name: 1 for name in ("sigmoid", "other")}', 'key "sigmoid"'),
        ('a = words["sigmoid"]', 'key "sigmoid"'),
        ('a = words.get("sigmoid", 1)', 'key "sigmoid"'),
        ('a = cost == "cross_entropy"', 'compared "cross_entropy"'),
        ('a = cost not in ("quadratic", "cross_entropy")', 'compared "cross_entropy"'),
        ('ONES = {"cross_entropy"}\nif cost in ONES: ...', 'compared "cross_entropy"'),
        ('a = cost.startswith("cross_entropy")', 'compared "cross_entropy"'),
        ('match cost:\n    case "other" | "cross_entropy": ...', 'compared "cross_entropy"'),
        ("a = isinstance(cost, (int, costs.CrossEntropy))", "isinstance CrossEntropy"),
        ("a = type(cost) is CrossEntropy", "compared CrossEntropy"),
        ("match cost:\n    case CrossEntropy(): ...", "compared CrossEntropy"),
    ],
)
def test_a_name_or_a_class_that_decides_is_found(source, how):
    found = mentions(source, {"sigmoid", "cross_entropy"}, {"CrossEntropy"})
    assert found == [Mention(source.count("\n") + 1, how)]


@pytest.mark.parametrize(
    "source",
    [
        'HIDDEN = Choice("hidden", options, "tanh")',
        'PRESET = {"hidden": "tanh", "cost": "cross_entropy"}',
        'tanh = ACTIVATIONS["tanh"]',
        'cost = functions.COSTS.get("cross_entropy")',
        'runs = [descend(cost) for cost in ("half_quadratic", "cross_entropy")]',
        "same = one.cost == other.cost",
        "known = name in ACTIVATIONS",
        "ready = isinstance(cost, Cost)",
        'label = "a tanh neuron, sigmoid or not"',
    ],
)
def test_a_name_that_is_only_chosen_decides_nothing(source):
    assert mentions(source) == []


def test_the_names_are_those_of_all_descriptions():
    assert {"sigmoid", "leaky_relu", "softmax", "half_quadratic", "cross_entropy"} <= NAMES
    assert not {"Activation", "Cost"} & CLASSES


def test_in_javascript_keys_and_comparisons_are_found_and_comments_are_not():
    source = '// tanh: no\nconst F = { tanh: 1,\n  relu: 2 };\nif (output === "softmax") go(F["sigmoid"], "linear");\n'
    assert mentions_in_script(source) == [
        Mention(2, 'key "tanh"'),
        Mention(3, 'key "relu"'),
        Mention(4, 'compared "softmax"'),
        Mention(4, 'key "sigmoid"'),
    ]


def test_an_import_from_a_folder_is_one_of_its_module():
    modules = {"core.networks", "core.networks.engine", "core.types"}
    assert imported("from core.networks import engine\nfrom core.types import Array", modules) == {
        "core.networks.engine",
        "core.types",
    }
    assert imported("if TYPE_CHECKING:\n    import core.types", modules) == set()
    assert imported("from core.networks import Engine, engine", modules) == {"core.networks", "core.networks.engine"}


def test_cycles_are_found():
    assert in_cycles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert in_cycles({"a": {"b"}, "b": {"a"}, "c": set()}) == ["a", "b"]


def test_it_prints_all_its_tables(capsys):
    statistics.main()
    printed = capsys.readouterr().out
    assert all(f"| {room} |" in printed for room in statistics.ROOMS)
    assert "Rooms that lead into a cycle" in printed
