"""The words of the lessons."""

import re
from statistics import NormalDist

from ui.frame import LESSONS
from ui.words import MEANINGS, OF_LESSONS


def test_each_lesson_has_words_and_each_word_a_meaning_and_a_lesson():
    assert list(OF_LESSONS) == [lesson.title for lesson in LESSONS]
    assert {word for words in OF_LESSONS.values() for word in words} == MEANINGS.keys()


def test_the_share_of_the_normal_distribution_is_right():
    (said,) = re.findall(r"(\d+) %", MEANINGS["N(0, 1)"])
    assert round(100 * (NormalDist().cdf(1) - NormalDist().cdf(-1))) == int(said)
