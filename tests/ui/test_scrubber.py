"""Playing a run stops where there is something to see, and says so truly."""

import numpy as np
import pytest

from core.surfaces.points import POINT_SETS
from ui.lessons.gradient_descent.controls import LEFT, RIGHT
from ui.lessons.gradient_descent.descents import Descent, Settings, judged, surfaces_of
from ui.lessons.gradient_descent.stops import stops_of as stops_of_descent
from ui.lessons.learning_speed.race import Race
from ui.lessons.learning_speed.stops import stops_of as stops_of_race
from ui.scrubber import PACES, Stop, merged, usual_pace
from ui.two_costs import Pair, compared


def race(updates=300, **changed):
    about = {"w": 2.0, "b": 2.0, "x": 1.0, "y": 0.0, "eta": 0.15} | changed
    eta = about.pop("eta")
    return Race(*about.values(), compared("half_quadratic"), Pair(eta, eta), updates)


def descents(eta, steps=100, w=-3.0, b=3.0):
    points = POINT_SETS["staircase"].make(0)
    surfaces = surfaces_of(tuple(points.x.tolist()), tuple(points.y.tolist()), "half_quadratic", "sigmoid")
    descent = Descent("sgd", Settings(0.9, 0.9, 0.9, 0.999), len(points), 0)
    return {name: judged(surface, w, b, eta, steps, descent, 20_000) for name, surface in surfaces.items()}


@pytest.mark.parametrize("changed", [{}, {"w": 0.6, "b": 0.9}, {"y": 1.0, "w": -2.0}, {"eta": 0.005}])
def test_a_race_stops_where_an_output_first_comes_near_its_target(changed):
    shown = race(**changed)
    said = {stop.at: stop.why for stop in merged(stops_of_race(shown), 300)}
    for name, run in zip(("quadratic", "cross-entropy"), shown.runs, strict=True):
        for distance in (0.5, 0.1):
            first = next((k for k, a in enumerate(run.a) if abs(a - shown.y) < distance), None)
            words = f"{name} is within {distance} of its target"
            assert (words in said.get(first, "")) == bool(first)
            assert sum(words in each for each in said.values()) == bool(first)
    assert said[300].endswith("the race ends here.")


def test_what_comes_at_the_start_or_after_the_end_is_no_stop_and_stops_at_one_step_are_one():
    stops = [Stop(7, "Late."), Stop(0, "Start."), Stop(3, "One."), Stop(3, "Two."), Stop(1, "Early.")]
    assert merged(stops, 5) == [Stop(1, "Early."), Stop(3, "One. Two.")]


@pytest.mark.parametrize("eta", [0.3, 3.0, 9.0, 30.0])
def test_descents_stop_where_one_arrives_or_first_turns_back(eta):
    each = descents(eta)
    stops = stops_of_descent(each, 100)
    for side, name in ((LEFT, "quadratic"), (RIGHT, "cross-entropy")):
        path, verdict = each[side]
        arrived = [stop.at for stop in stops if f"{name} arrives" in stop.why]
        turned = [stop.at for stop in stops if f"{name} turns back" in stop.why]
        for at in arrived:
            assert (path.cost[at:] <= verdict.target).all() and path.cost[at - 1] > verdict.target
        moves = list(zip(np.diff(path.w), np.diff(path.b), strict=True))
        against = [k + 1 for k in range(1, len(moves)) if np.dot(moves[k], moves[k - 1]) < 0]
        assert turned in ([], against[:1])
        assert bool(turned) == bool(against and not (arrived and arrived[0] <= against[0]))
    assert stops[0].at == 100


def test_a_run_of_any_length_takes_about_a_quarter_of_a_minute_at_first():
    assert [usual_pace(last) for last in (10, 100, 300, 2_000, 12_000)] == [1, 5, 20, 100, 500]
    assert all(5 <= last / usual_pace(last) <= 35 for last in range(10, 12_001, 10))
    assert usual_pace(0) == PACES[0]
