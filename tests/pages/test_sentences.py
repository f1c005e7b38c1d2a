"""Every sentence of every page keeps the rules, and the rules find what breaks them."""

import pytest

from benchmarks.browser import PAGES, TAUGHT
from benchmarks.formulas import broken_formulas
from benchmarks.sentences import PASTED, broken, controls_of, pasted, walk
from tests.sampling import some

AT_EDGES = some(list(PAGES)[:4], 2)
"""The pages that are also walked with their controls at their edges; `benchmarks.sentences` does so with all."""


@pytest.mark.parametrize("name", PAGES)
def test_no_sentence_of_a_page_breaks_a_rule(name):
    said, faults = 0, list[tuple[str, dict[str, str], list[str]]]()
    for query, texts in walk(name, rounds=2 if name in AT_EDGES else 1):
        said += len(texts)
        faults += [(text, query, broken(text)) for text in texts if broken(text)]
    assert said > (10 if name in TAUGHT else 3)
    assert faults == []


def test_no_sentence_about_a_pasted_set_breaks_a_rule():
    sets = some(PASTED, 5)
    faults = [(text, query, broken(text)) for query, texts in pasted(sets) for text in texts if broken(text)]
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_the_walk_moves_every_kind_of_control(name):
    assert len(controls_of(name)) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "It is 0 times larger.",
        "The cost is inf.",
        "A mean of nan",
        "choose output_bias",
        "after 1 updates",
        "There are 1 instances",
        "a estimate of it",
        "within () of it",
    ],
)
def test_a_rule_finds_what_breaks_it(text):
    assert broken(text)


@pytest.mark.parametrize(
    "text", ["10 times", "1 update", "`nan` is code", "an estimate", ":orange[**quadratic**] 1.000 times", "a = 2", "…"]
)
def test_no_rule_finds_fault_with_a_good_sentence(text):
    assert not broken(text)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("z = 2 × 1 + (−5) = −3", "z = 2 × 1 + (−5) = −4"),
        ("ratio = 1 / (4.2 × 10⁻¹⁸) = 2.381 × 10¹⁷", "ratio = 1 / 4.2 × 10⁻¹⁸ = 2.381 × 10¹⁷"),
        (r"C = -[1 \cdot \ln (1\times10^{-4})] = 9.210", r"C = -[1 \cdot \ln 1\times10^{-4}] = 9.210"),
        (r"C &= \tfrac12(1 - 0.1192)^2 \\ &= \mathbf{0.3879}", r"C &= (1 - 0.1192)^2 \\ &= \mathbf{0.3879}"),
        ("e^(−7 · 0.5) = 0.03020", "e^(−7 · 0.5) = 0.3020"),
        ("0 · 3 = 0, and 2 · 3 = 6 times", "2 · 3 = 5 times"),
    ],
)
def test_a_formula_is_evaluated_by_the_usual_rules(right, wrong):
    assert not broken_formulas(right)
    assert broken_formulas(wrong)
