"""Points that a user types into a table."""

from core.tables.typed_points import read_typed_points


def test_typed_points_are_taken_and_faults_are_named_by_line():
    points, problems = read_typed_points(
        [("1", 0), (None, None), ("−2,5", "1"), ("1e1", "½"), ("x", 1), (1, 2), (1, -0.5), (3, None)]
    )
    assert points.x.tolist() == [1.0, -2.5, 10.0] and points.y.tolist() == [0.0, 1.0, 0.5]
    assert [problem.line for problem in problems] == [5, 6, 7, 8]
    assert "missing" in problems[-1].reason and "not a number" in problems[0].reason
    assert read_typed_points([]) == (None, [])
    many, problems = read_typed_points([(k, 0) for k in range(60)])
    assert len(many) == 50 and "60 points" in problems[0].reason
