"""The home page: the small race tells the truth, and its cards lead into prepared states."""

import math

import pytest

from benchmarks.browser import PAGES
from benchmarks.declarations import sources, tabs_key
from tests.opening import alternatives, opened, said
from tests.session import visiting
from ui.addresses import address
from ui.frame import LESSONS
from ui.lessons.home.answers import ANSWERS
from ui.lessons.home.asked import find, words_of


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({}, "To bring it below one half, the quadratic cost needs 232 updates, and cross-entropy needs 17 updates."),
        ({"home_w": "0.6", "home_b": "0.9"}, "cost needs 36 updates, and cross-entropy needs 8 updates."),
        ({"home_w": "5", "home_b": "-5"}, "cost needs 1 update, and cross-entropy needs 1 update."),
        ({"home_w": "4", "home_b": "4"}, "cost needs more than 300 updates, and cross-entropy needs 30 updates."),
    ],
)
def test_the_small_race_says_who_arrives_when(address, told):
    app = opened("app.py", **address)

    assert told in said(app)
    assert "quadratic" in alternatives(app)[0]


@pytest.mark.parametrize("value", ["-5", "5"])
def test_the_race_is_told_at_the_ends_of_its_sliders(value):
    text = said(opened("app.py", home_w=value, home_b=value))

    assert "The output a starts at " in text
    assert "None" not in text


def test_a_neuron_that_starts_right_is_said_to_be_right_from_the_start():
    text = said(opened("app.py", home_w="-5", home_b="-5"))

    assert "It is below one half from the start" in text
    assert "needs" not in text


def test_the_small_race_says_what_it_is_run_with():
    captions = [caption.value for caption in opened("app.py").caption]

    assert "η = 0.15 says how far. Input x = 1, target y = 0, quadratic cost ½ (y − a)²." in captions[0]


def test_what_is_different_here_is_said_with_numbers_that_come_out():
    """ln(1 + e⁻³) and σ′(−3) by hand; the limits are 2/λmax of the reference, 25.61 and 7.611 (½ convention)."""
    text = said(opened("app.py", home_w="-4", home_b="1"))

    assert f"costs {math.log1p(math.exp(-3)):.5f} at z = −3" in text
    assert f"σ′(z) = {1 / (2 + math.exp(-3) + math.exp(3)):.5f} in its gradient" in text
    assert "η is 25.61 with ½ (y − a)² and 7.611 with cross-entropy" in text
    assert "from its central difference, a slope measured from two costs close by, by 5.1 × 10⁻⁹ of its size" in text


# --- What students ask ------------------------------------------------------------------------------------------------

FILES = {lesson.title: lesson.file for lesson in LESSONS}
SHOWN = {
    "Is the cost convex?": ["z > 0.6931 = ln 2", "a > 0.6667 = ⅔"],
    "Does cross-entropy help the hidden layers?": ["1.575 × 10⁻⁶", "8.916 × 10⁻⁵", "56.62 times"],
    "Softmax with cross-entropy gives": ["With softmax and cross-entropy ∂C/∂z is a − y", "∂C/∂a is −y/a"],
    "Why is my loss NaN?": ["`nan`", "36.74"],
    "My labels are −1 and 1.": ["for the targets −1 and 1", "undefined; matching form"],
    "Why does the loss fall": ["The loss falls while the accuracy stays"],
    "Why is ∂C/∂b not 0": ["∂C/∂b is δ alone, whatever b is"],
    "Quadratic cost with ½": ["28.31 times"],
    "Why not just raise η": ["(η = 8.49) needs 6 updates, cross-entropy (η = 0.15) 17,"],
    "Does the cost grow exponentially": ["at z = −40 it is 40"],
    "Why do initial weights": ["in theory 16.17"],
    "Does this work with real images": ["Before the only epoch"],
    "Which learning rate": ["25.61 (quadratic), 7.611 (cross-entropy)"],
}
"""What must stand on the page that a link opens, for answers with numbers of their own."""


@pytest.mark.parametrize("question", SHOWN)
def test_the_page_that_an_answer_links_to_says_the_same(question):
    (asked,) = [asked for asked in ANSWERS if asked.question.startswith(question)]
    app = opened(FILES[asked.lesson], **address(asked.values))

    assert [shown for shown in SHOWN[question] if shown not in said(app)] == []
    assert not app.toast


def test_each_answer_leads_to_a_section_that_there_is_and_every_lesson_answers_some():
    rows = {name: "\n".join(file.read_text("utf-8") for file in sources(name)) for name in PAGES}

    for asked in ANSWERS:
        section = asked.values.get(tabs_key(asked.lesson) or "")
        assert section is None or f'"{section}"' in rows[asked.lesson], asked.question
    assert {asked.lesson for asked in ANSWERS} == set(FILES)


def test_a_search_finds_words_in_any_case_and_part_of_a_word():
    assert [asked.question for asked in find("LOSS nan")] == ["Why is my loss NaN?"]
    assert "My labels are −1 and 1. Which cost?" in [asked.question for asked in find("label tanh")]
    assert find("hidden layers?") == find("Hidden LAYERS")
    assert find("") == find(" ?! ") == list(ANSWERS)
    assert find("xylophone") == []
    assert words_of("Why is ½ there?") == ["why", "is", "½", "there"]


def test_each_question_is_found_by_its_own_words():
    assert [asked.question for asked in ANSWERS if asked not in find(asked.question)] == []


def test_the_home_page_shows_what_is_found_and_says_where_nothing_is():
    app = opened("app.py", home_search="loss nan")
    assert "Where a is exactly y" in said(app)

    app = opened("app.py", home_search="**xylophone**")
    assert "Nothing is found for `**xylophone**`" in "\n".join(block.value for block in app.markdown)


def test_a_question_that_is_opened_has_its_answer_and_its_link(server):
    with visiting(server, "Home") as session:
        links = len(session.elements("page_link"))
        session.move("home_asked_6", True)
        assert len(session.elements("page_link")) == links + 1
        assert any(ANSWERS[6].answer == each.body for each in session.elements("markdown"))
        session.follow(next(link for link in session.elements("page_link") if "textbook" in link.query_string))
        assert session.values["cost_tab"] == ANSWERS[6].values["cost_tab"]
