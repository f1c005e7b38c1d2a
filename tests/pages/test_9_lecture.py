"""The lecture's page: steps are added, changed and put in order, and the prepared lectures say what is true."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.browser import PAGES
from core.lecture import Found, Lecture, Step, packed, page_of, query_of, unpacked
from tests.opening import opened, said
from tests.session import visiting
from tests.test_addresses import same
from ui.lessons.lecture.controls import TITLES
from ui.lessons.lecture.prepared import LECTURES, PREPARED, Scene
from ui.lessons.lecture.words import list_of_links

PAGE = "pages/9_Lecture.py"
THREE = Lecture(
    "Three",
    (
        Step("Learning_speed?speed_w=3", "One", "", 1),
        Step("", "Two :red[*hot*]", "Say so.", 2),
        Step("Cost_functions", "Three", "", 4),
    ),
)


def lecture_of(app: AppTest) -> Lecture:
    """The lecture that stands in the address."""
    return unpacked(app.session_state["lecture_steps"], TITLES).lecture


def field(app: AppTest, label: str):
    """A field by the beginning of its label."""
    return next(each for each in (*app.text_input, *app.text_area, *app.number_input) if each.label.startswith(label))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


def test_links_are_added_and_lines_that_are_none_stay_in_the_field():
    app = opened(PAGE)
    field(app, "Links to add").input(
        "http://other.org:80/x/Learning_speed?speed_w=3&view=embed\nhello\n/Cost_functions"
    )
    press(app, "Add")

    assert lecture_of(app).steps == (
        Step("Learning_speed?speed_w=3", "Learning speed", "", 3),
        Step("Cost_functions", "Cost functions", "", 3),
    )
    assert field(app, "Links to add").value == "hello"
    assert "leads to none of the pages" in app.error[0].value
    assert app.session_state["lecture_step"] == "2"
    assert "2 steps, 6 minutes." in said(app)
    press(app, "Add")
    assert len(lecture_of(app).steps) == 2 and field(app, "Links to add").value == "hello"


def test_fields_change_the_chosen_step_alone():
    app = opened(PAGE, lecture_steps=packed(THREE), lecture_step="2")
    assert field(app, "Title of this step").value == "Two :red[*hot*]"
    assert app.radio[0].options[1].startswith(r"2\. Two \:red\[\*hot\*\]")
    field(app, "Title of this step").input("Second")
    field(app, "Minutes").set_value(10)
    field(app, "What to say").input("A line\nand another")
    app.run()
    app.radio[0].set_value(2).run()
    assert field(app, "Title of this step").value == "Three"
    field(app, "Title of the lecture").input("Mine").run()

    one, _, three = THREE.steps
    assert lecture_of(app) == Lecture("Mine", (one, Step("", "Second", "A line\nand another", 10), three))


def test_a_link_that_is_none_is_named_and_the_step_keeps_its_own():
    app = opened(PAGE, lecture_steps=packed(THREE))
    field(app, "Its link").input("/Lecture?lecture_run=true").run()

    assert "The step keeps the link that it had" in app.error[0].value.replace("\\", "")
    assert field(app, "Its link").value == "/Lecture?lecture_run=true"
    assert lecture_of(app) == THREE


def test_steps_are_put_in_order_copied_and_deleted_until_none_is_left():
    one, two, three = THREE.steps
    app = opened(PAGE, lecture_steps=packed(THREE))
    field(app, "Title of this step").input("First")  # typed, and not yet heard of when the button is pressed
    first = one._replace(title="First")
    press(app, "Later")
    assert lecture_of(app).steps == (two, first, three)
    assert press(app, "Copy").session_state["lecture_step"] == "3"
    assert lecture_of(app).steps == (two, first, first, three)
    press(app, "Earlier")
    press(app, "Delete")
    press(app, "Delete")
    assert lecture_of(app).steps == (two, three)
    press(app, "Delete")
    press(app, "Delete")
    assert lecture_of(app).steps == ()
    assert "The lecture is empty." in said(app)


def test_what_an_address_holds_besides_a_lecture_is_named():
    app = opened(PAGE, lecture_steps=packed(THREE)[:-24], lecture_step="40", lecture_run="true")

    assert "Not all of this lecture could be read" in app.warning[0].value.replace("\\", "")
    assert [option[:2] for option in app.radio[0].options] == ["1\\", "2\\"]
    assert app.radio[0].value == 1


def test_a_lecture_too_long_for_an_address_is_refused_and_the_field_keeps_its_text():
    notes = ["".join(chr(0x4E00 + (n * 7919 + k * k * 31) % 9000) for k in range(1400)) for n in range(4)]
    app = opened(PAGE, lecture_steps=packed(THREE))
    for place in range(3):
        app.radio[0].set_value(place).run()
        field(app, "What to say").input(notes[place]).run()

    assert "7,500 are possible" in app.error[0].value.replace("\\", "")
    assert field(app, "What to say").value == notes[2]
    assert [bool(step.note) for step in lecture_of(app).steps] == [True, True, False]


def test_the_list_of_links_has_title_minutes_and_address_of_each_step():
    assert list_of_links(THREE).split("\n\n")[1:3] == [
        "1. One (1 minute)\n/Learning_speed?speed_w=3",
        "2. Two :red[*hot*] (2 minutes)\n/",
    ]


# --- The prepared lectures --------------------------------------------------------------------------------------------

SCENES = list({scene.title: scene for scenes in PREPARED.values() for scene, _ in scenes}.values())
NUMBER = re.compile(r"(?<![\w.,])−?\d+(?:,\d{3})*(?:\.\d+)?(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def test_prepared_lectures_have_the_minutes_that_they_promise_and_follow_the_lessons():
    for name, lecture in LECTURES.items():
        assert name.startswith(f"{lecture.minutes} minutes")
        assert unpacked(packed(lecture), TITLES) == Found(lecture)
        pages = [list(TITLES).index(page_of(step.link)) for step in lecture.steps]
        assert pages == sorted(pages)
    assert [lecture.minutes for lecture in LECTURES.values()] == [10, 45, 90]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_a_prepared_step_shows_what_its_link_and_its_note_say(scene: Scene, server):
    step = scene.lasting(1)
    name = next(name for name, path in PAGES.items() if path == page_of(step.link))
    with visiting(server, name, query_of(step.link)) as session:
        if "train_at" in scene.values:
            session.ask_for_frames(lambda session: "Epoch 60 of 60" in texts(session))
        if scene.values.get("digits_at"):
            session.ask_for_frames(lambda session: "The run is over" in texts(session))
            shallow, intermediate = re.findall(r"(\d[\d.]*) %", texts(session))[:2]
            assert float(shallow) < 20.0 < 80.0 < float(intermediate)
        wrong = {key for key, value in query_of(step.link).items() if not same(session.values.get(key, ""), value)}
        assert wrong == set()
        assert session.elements("toast") == session.elements("exception") == []
        shown = texts(session)
    numbers = {*NUMBER.findall(shown), *query_of(step.link).values(), "0", "1", "2"}
    assert set(NUMBER.findall(f"{step.title}. {step.note}")) - numbers == set()


def texts(session) -> str:
    """All running text on the page."""
    return "\n".join(each.body.replace("\u00a0", " ").replace("*", "") for each in session.elements("markdown"))
