"""The questions of each lesson, by the prefix of its controls."""

from core.questions import backprop, comparison, costs, descent, digits, saturation, speed, training
from core.questions.question import Question

QUESTIONS: dict[str, tuple[type[Question], ...]] = {
    "cost": costs.QUESTIONS,
    "sat": saturation.QUESTIONS,
    "speed": speed.QUESTIONS,
    "descent": descent.QUESTIONS,
    "back": backprop.QUESTIONS,
    "train": training.QUESTIONS,
    "fair": comparison.QUESTIONS,
    "digits": digits.QUESTIONS,
}
