"""Points set by hand: what is written is read again, and what is no point is refused with the reason."""

import numpy as np
import pytest

from core.experiments.drawn import MOST_DRAWN, Drawn, drawn_dataset, read_drawn, write_drawn


def test_what_is_written_is_read_again():
    points = [Drawn(-1.25, 0.0, 0), Drawn(6.0, -6.0, 3), Drawn(0.1, 2.33, 1)]
    assert write_drawn(points) == "-1.25 0 0; 6 -6 3; 0.1 2.33 1"
    assert read_drawn(write_drawn(points)) == points


def test_a_decimal_comma_a_true_minus_and_an_empty_end_are_read():
    assert read_drawn(" −1,5 .5 0;; 2 3. 1 ; ") == [Drawn(-1.5, 0.5, 0), Drawn(2.0, 3.0, 1)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1 2", "'1 2' is no point"),
        ("1 2 0; x 2 0", "'x 2 0' is no point"),
        ("7 0 1", "'7 0 1' lies outside"),
        ("1 0 4", "a class from 0 to 3"),
        ("1 0 -1", "is no point"),
        ("", "there are 0 points"),
        ("0 0 1;" * (MOST_DRAWN + 1), "there are 201 points: 1 to 200"),
    ],
)
def test_what_is_no_point_is_refused_with_the_reason(text, says):
    with pytest.raises(ValueError, match=says):
        read_drawn(text)


def test_the_points_become_a_data_set_with_at_least_two_classes():
    dataset = drawn_dataset(read_drawn("1 2 0; 3 4 0"))
    np.testing.assert_array_equal(dataset.x, [[1, 2], [3, 4]])
    assert dataset.classes == 2 and dataset.y.dtype == np.int64
    assert drawn_dataset(read_drawn("1 2 3")).classes == 4
