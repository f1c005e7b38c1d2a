"""Learning rates that are typed."""

import pytest

from core.study.etas import read_etas


@pytest.mark.parametrize(
    ("text", "etas"),
    [
        ("0.3 1 3", (0.3, 1.0, 3.0)),
        ("3; 0,3;1", (0.3, 1.0, 3.0)),
        ("0.3, 1, 1, 3", (0.3, 1.0, 3.0)),
        ("½ 10^-3", (0.001, 0.5)),
        ("  ", ()),
    ],
)
def test_a_list_is_read_in_the_order_of_size(text, etas):
    assert read_etas(text) == etas


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.3 fast", "'fast' is not a number"),
        ("0 1", "'0' is no learning rate here: each is from 0.0001 to 100"),
        ("1e9", "'1e9' is no learning rate"),
        (" ".join(map(str, range(1, 10))), "These are 9 learning rates, and a method is tried with at most 8"),
        ("1 " * 61, "This list of η has 122 characters"),
        ("1,000", "1,000"),
    ],
)
def test_what_is_no_list_of_learning_rates_is_refused(text, said):
    with pytest.raises(ValueError, match=said):
        read_etas(text)
