"""A section of questions: nothing of the answer is on the page before it is asked for, and nothing of a guess after."""

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.sentences import broken
from core.numerals import numeral
from core.questions.costs import WhichCostsMost
from core.questions.descent import WhichSolution
from core.questions.digits import WhichReadsDigits
from core.questions.lessons import QUESTIONS
from core.questions.question import Number, Options, Place, pose
from core.questions.speed import WhenIsItBelowHalf, WhichIsFirst
from core.questions.training import WhichLearns
from tests.opening import alternatives, opened, said
from tests.session import visiting
from ui import answering
from ui.player import Tempo
from ui.questions import say_answer

COSTS, SPEED, DESCENT = "pages/1_Cost_functions.py", "pages/3_Learning_speed.py", "pages/4_Gradient_descent.py"


@pytest.mark.parametrize("lesson", QUESTIONS)
def test_no_sentence_of_a_question_or_an_answer_breaks_a_rule(lesson):
    for kind in QUESTIONS[lesson]:
        for seed in [0] if kind in (WhichLearns, WhichIsFirst, WhichReadsDigits) else range(8):
            question = pose(kind, seed)
            answer, asks = question.answer(), question.asks
            guesses = {Number: 1.0, Options: 0, Place: (0.0, 0.0)}
            texts = [question.text, *(say_answer(asks, guess, answer) for guess in (answer.value, guesses[type(asks)]))]
            assert {text: broken(text) for text in texts if broken(text)} == {}


def button(app, name):
    return next(each for each in app.button if each.label == name)


def sent(app):
    """All that a page has sent: every element, as it travels."""
    return "\n".join(str(each.proto) for each in app.main)


def charts(app, name):
    """The charts of the section."""
    return [chart for chart in app.get("vega_lite_chart") if name in chart.proto.id]


def test_a_choice_is_guessed_revealed_and_forgotten_with_the_next_numbers():
    app = opened(COSTS, cost_tab="Predict", cost_question_seed="3")
    question = pose(WhichCostsMost, 3)
    answer = question.answer()

    assert question.text.replace("**", "") in said(app)
    assert answer.why not in said(app)
    assert charts(app, "cost_question") == []
    assert button(app, "Reveal").disabled
    wrong = (answer.value + 1) % 4
    app.radio[0].set_value(wrong).run()
    assert answer.why not in said(app)
    button(app, "Reveal").click().run()
    assert answer.why in said(app)
    assert f"It is {'ABCD'[answer.value]}." in said(app)
    assert [text for text in alternatives(app) if "your guess" in text and numeral(answer.values[wrong]) in text]
    assert app.radio[0].disabled
    button(app, "New numbers").click().run()
    assert app.radio[0].value is None
    assert answer.why not in said(app)
    assert pose(WhichCostsMost, 4).text.replace("**", "") in said(app)
    assert not app.exception


def test_nothing_of_a_number_that_is_the_answer_is_sent_before():
    app = opened(SPEED, speed_tab="Predict", speed_question_seed="7", speed_w="0.5", speed_b="0.5")
    answer = pose(WhenIsItBelowHalf, 7).answer()
    (guess,) = [text for text in alternatives(app) if text.startswith("your guess")]

    assert answer.why not in sent(app)
    assert "answer" not in guess
    button(app, "Reveal").click().run()
    assert answer.why in said(app)
    assert f"answer {numeral(answer.value)}" in next(
        text for text in alternatives(app) if text.startswith("your guess")
    )


def test_a_place_on_a_map_is_guessed_by_two_sliders_and_the_descent_is_drawn_to_its_end():
    app = opened(DESCENT, descent_tab="Predict", descent_question=WhichSolution.title, descent_question_seed="9")
    answer = pose(WhichSolution, 9).answer()
    w, b = (numeral(each) for each in answer.value)

    assert f"answer at w = {w}" not in "".join(alternatives(app))
    button(app, "Reveal").click().run()
    assert f"answer at w = {w}, b = {b}" in "".join(alternatives(app))
    assert answer.why in said(app)


def test_a_link_opens_a_question_unanswered_and_the_next_numbers_stand_in_the_address(server):
    query = {"cost_tab": "Predict", "cost_question": "What share of the cost has one bad estimate?"}
    with visiting(server, "Cost functions", query) as session:
        session.press("cost_question_next").press("cost_question_reveal")
        assert float(session.query["cost_question_seed"]) == 2
        assert any("✓ Right" in each.body or "✗ Not quite" in each.body for each in session.elements("markdown"))
        assert not [key for key in session.query if "guess" in key or "reveal" in key]
        with visiting(server, "Cost functions", session.query) as again:
            assert not any("✓ Right" in each.body or "✗ Not quite" in each.body for each in again.elements("markdown"))
            assert again.values["cost_question"] == query["cost_question"]


# --- An answer that takes a while ---------------------------------------------------------------------------------


def trained() -> None:
    """A page with a question for which networks are trained."""
    from core.questions.training import WhichLearns
    from ui.controls import Choice, Slider
    from ui.questions import Questions, draw_questions

    kinds = {WhichLearns.title: WhichLearns}
    chosen = Choice("train_question", "Question", {WhichLearns.title: WhichLearns.title}, WhichLearns.title)
    draw_questions(Questions(chosen, Slider("train_question_seed", "Numbers", 1, 999, 1, 1), kinds))


@pytest.fixture
def waiting(monkeypatch):
    """That page, with the answer asked for; little of it is computed in a frame."""
    monkeypatch.setattr(answering, "ANSWERS", answering.Answers())
    monkeypatch.setattr(answering, "SLICE", 0.0)
    monkeypatch.setattr(answering, "_TEMPO", Tempo(0.1, 0.0))
    app = AppTest.from_function(trained, default_timeout=60).run()
    app.radio[0].set_value(2).run()
    button(app, "Reveal").click().run()
    assert not app.exception and [bar.proto.text for bar in app.get("progress")]
    return app


def test_an_answer_that_takes_a_while_shows_how_far_it_is_and_then_itself(waiting):
    answer = pose(WhichLearns, 1).answer()
    frames = 0
    while app_waits(waiting):
        assert answer.why not in said(waiting) and waiting.radio[0].disabled
        waiting.run()
        frames += 1
    assert frames > 3 and answer.why in said(waiting) and not waiting.exception
    assert button(waiting, "Reveal").disabled
    again = AppTest.from_function(trained, default_timeout=60).run()
    again.radio[0].set_value(2).run()
    button(again, "Reveal").click().run()
    assert answer.why in said(again), "an answer that somebody has asked for is there at once"


def test_an_answer_that_takes_a_while_can_be_stopped_and_the_guess_stays(waiting):
    player = waiting.session_state["answer waited for"].player
    assert player.playing
    button(waiting, "Stop").click().run()
    assert not player.playing
    assert not app_waits(waiting) and "Right" not in said(waiting) and "Not quite" not in said(waiting)
    assert waiting.radio[0].value == 2 and not waiting.radio[0].disabled
    assert not button(waiting, "Reveal").disabled
    button(waiting, "Reveal").click().run()
    button(waiting, "New numbers").click().run()
    assert not app_waits(waiting) and waiting.radio[0].value is None and not waiting.exception


def app_waits(app):
    return len(app.get("progress")) > 0


def test_the_answers_kept_are_the_last_ones():
    answers = answering.Answers(most=2)
    questions = [pose(WhichCostsMost, seed) for seed in (1, 2, 3)]
    for question in questions:
        answers.keep(question, question.answer())
    assert [answers.known(question) is not None for question in questions] == [False, True, True]


@pytest.mark.parametrize("text", ["nonsense", ""])
def test_a_question_that_there_is_not_is_said_to_be_none(text):
    app = opened(COSTS, cost_tab="Predict", cost_question=text)

    assert [toast for toast in app.toast if "one of Which estimate costs most?" in toast.value]
    assert "Each of four estimates" in said(app)


# --- What an address may say of a question ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ({"cost_question_seed": "4"}, "Predict"),
        ({"cost_question": "What share of the cost has one bad estimate?"}, "Predict"),
        ({"cost_question_seed": "4", "cost_tab": "Slopes"}, "Slopes"),
        ({"cost_yhat": "0.3"}, "In short"),
    ],
)
def test_a_link_that_names_a_question_opens_its_section_unless_it_names_another(query, section, server):
    with visiting(server, "Cost functions", query) as session:
        assert session.values["cost_tab"] == section
        assert session.query.get("cost_tab", "In short") == section
        session.move("cost_tab", "Slopes").move("cost_yhat", 0.5)
        assert session.values["cost_tab"] == "Slopes"


def test_a_link_on_another_page_that_names_a_question_opens_its_section_whatever_was_open_there(server):
    with visiting(server, "Cost functions", {"cost_tab": "Slopes"}) as session:
        session.go("Home")
        link = next(each for each in session.elements("page_link") if "cost_yhat=0.1192" in each.query_string)
        link.query_string = "cost_question_seed=5"
        session.follow(link)
        assert (session.values["cost_tab"], session.values["cost_question_seed"]) == ("Predict", "5")


@pytest.mark.parametrize("what", ["hide", "lock"])
def test_the_controls_of_a_guess_can_be_hidden_and_locked_and_the_answer_is_then_revealed_without_one(what, server):
    asked = {"speed_tab": "Predict", "speed_question_seed": "7", what: "speed_question_guess"}
    with visiting(server, "Learning speed", asked) as session:
        guesses = [key for key in session.controls if "_question_guess_" in key]
        assert guesses and not any(map(session.offers, guesses))
        assert session.elements("toast") == []
        style = "".join(each.body for each in session.elements("html"))
        assert (".st-key-speed_question_guess," in style) == (what == "hide")
        session.press("speed_question_reveal")
        said = "\n".join(each.body for each in session.elements("markdown"))
        answer = pose(WhenIsItBelowHalf, 7).answer()
        assert f"It is **{numeral(answer.value)}**. {answer.why}" in said
        assert "your guess" not in said and "Right" not in said


def test_the_options_stay_in_sight_where_their_control_is_hidden():
    app = opened(COSTS, cost_question_seed="3", hide="cost_question_guess")

    asks = pose(WhichCostsMost, 3).asks
    assert all(option in said(app) for option in asks.options)
    button(app, "Reveal").click().run()
    assert f"It is {'ABCD'[pose(WhichCostsMost, 3).answer().value]}." in said(app)


def test_on_a_locked_map_nothing_is_picked_and_the_answer_is_drawn_alone():
    where = {"descent_question": WhichSolution.title, "descent_question_seed": "9", "lock": "descent_question_guess"}
    app = opened(DESCENT, **where)

    button(app, "Reveal").click().run()
    (text,) = [text for text in alternatives(app) if "start at w = " in text]
    assert "answer at w = " in text and "guess" not in text
