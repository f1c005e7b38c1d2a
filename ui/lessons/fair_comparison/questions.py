"""Lesson 7: the questions to guess at, and the seed of their numbers."""

from core.questions.lessons import QUESTIONS
from ui.controls import Choice, Slider
from ui.questions import MOST_SEED, SEED_HELP, Questions, titles

KINDS = {kind.title: kind for kind in QUESTIONS["fair"]}
PREDICT = Questions(
    Choice("fair_question", "Question", titles(KINDS), next(iter(KINDS)), menu=True),
    Slider("fair_question_seed", "Numbers", 1, MOST_SEED, 1, 1, SEED_HELP),
    KINDS,
)
