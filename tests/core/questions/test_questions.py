"""Questions: their answers are right, their right choices are spread, and their numbers come from the seed alone."""

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest

from benchmarks.questions import SOLVED, faults
from core.questions.comparison import HowManyNeverLearn
from core.questions.costs import HowManyTimesTheCost, WhichCostsMost
from core.questions.descent import WhichSolution
from core.questions.digits import WhichReadsDigits
from core.questions.lessons import QUESTIONS
from core.questions.question import Answer, Number, Options, Place, apart, nearness, pose
from core.questions.speed import WhichIsFirst
from core.questions.training import WhichLearns
from core.questions.which_network import WhichNetwork
from tests.sampling import some

KINDS = [kind for kinds in QUESTIONS.values() for kind in kinds]
SLOW = (WhichLearns, WhichIsFirst, WhichReadsDigits, HowManyNeverLearn)
CHOICES = [kind for kind in KINDS if isinstance(pose(kind, 0).asks, Options)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_what_another_computation_gives(kind):
    for seed in [17] if kind in SLOW else some([1, 2, 41, 130, 174], 3):
        question = pose(kind, seed)
        assert faults(question, question.answer(), SOLVED[kind](question)) == []


@pytest.mark.parametrize("kind", [kind for kind in CHOICES if kind not in SLOW])
def test_no_option_is_right_in_more_than_half_of_the_seeds(kind):
    counted = Counter(pose(kind, seed).answer().value for seed in range(60))

    assert max(counted.values()) <= 30
    assert len(counted) == len(pose(kind, 0).asks.options)


def answered_in(shares, question):
    """Compute an answer, and note the share that is done after each piece."""
    pieces = question.answering()
    while True:
        try:
            shares.append(next(pieces))
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SLOW or kind is WhichLearns])
def test_an_answer_in_pieces_is_the_answer_and_says_how_far_it_is(kind):
    question, shares = pose(kind, 17), list[float]()
    assert answered_in(shares, question) == question.answer()
    assert shares == sorted(shares) and all(0.0 < share <= 1.0 for share in shares)
    assert (len(shares) > 3) == issubclass(kind, WhichNetwork)


def test_each_lesson_has_three_questions_with_titles_of_their_own():
    assert {len(kinds) for kinds in QUESTIONS.values()} == {3}
    assert len({kind.title for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_question_and_the_answer_is_none_of_its_fields(kind):
    question = pose(kind, 5)

    assert question == pose(kind, 5)
    assert len({pose(kind, seed) for seed in range(3 if kind in SLOW else 12)}) >= (3 if kind in SLOW else 8)
    assert not {field.name for field in fields(question)} & {"answer", "value", "why"}


def test_a_wrong_answer_is_found():
    question = pose(WhichCostsMost, 1)
    answer, solved = question.answer(), SOLVED[WhichCostsMost](question)
    values = (*answer.values[:3], answer.values[3] * 1.01)

    assert "by other means" in faults(question, replace(answer, value=3 - answer.value), solved)[0]
    assert "by other means" in faults(question, replace(answer, values=values), solved)[0]
    question = pose(HowManyTimesTheCost, 1)
    wrong = replace(question.answer(), value=101.0)
    assert len(faults(question, wrong, SOLVED[HowManyTimesTheCost](question))) == 2


def test_options_that_cannot_be_told_apart_are_found():
    question = pose(WhichCostsMost, 1)
    near = Answer(0, "", (1.0, 0.999, 0.2, 0.1))

    assert any("near another" in fault for fault in faults(question, near, (0, near.values)))


def test_numbers_are_apart_by_a_distance_and_by_a_factor():
    assert apart([0.1, -0.1, 0.4], least=0.2)
    assert not apart([0.1, -0.1], times=1.5)
    assert apart([1.0, -2.0, 4.0], times=2.0)
    assert not apart([1.0, 1.1], least=0.2)


@pytest.mark.parametrize(
    ("asks", "guess", "answer", "right", "words"),
    [
        (Number("", 1, 100, 1, log=True), 30.0, 10.0, False, "too large by a factor of 3"),
        (Number("", 1, 100, 1, log=True), 9.5, 10.0, True, "too small by a factor of 1.05"),
        (Number("", 0, 100, 1), 40.0, 70.0, False, "too low by 30"),
        (Number("", 0, 100, 1), 71.0, 70.0, True, "too high by 1"),
        (Number("", 0, 100, 1), 70.0, 70.001, True, "exact"),
        (Options("", ("a", "b")), 1, 1, True, "right"),
        (Options("", ("a", "b")), 0, 1, False, "it is not A"),
        (Place((0.0, 0.0)), (3.0, 4.0), (0.0, 0.0), False, "5 away"),
        (Place((0.0, 0.0)), (0.1, 0.2), (0.0, 0.0), True, "0.22 away"),
    ],
)
def test_a_guess_is_as_near_as_it_is(asks, guess, answer, right, words):
    found = nearness(asks, guess, Answer(answer, ""))

    assert found.right == right
    assert found.words == words


def test_a_number_is_no_place():
    with pytest.raises(ValueError, match="pass two numbers"):
        nearness(Place((0.0, 0.0)), 1.0, Answer((0.0, 0.0), ""))


def test_the_line_of_all_solutions_crosses_the_map_and_meets_the_descent_at_a_right_angle():
    for seed in range(20):
        question = pose(WhichSolution, seed)
        (w, b), (other_w, other_b) = question.asks.line
        end = np.array(question.answer().value)

        assert max(map(abs, (w, b, other_w, other_b))) <= question.asks.reach
        along = np.array([other_w - w, other_b - b])
        assert along @ (end - question.start) == pytest.approx(0.0, abs=1e-6)
        assert end[0] * question.x + end[1] == pytest.approx(question.y, abs=1e-6)
