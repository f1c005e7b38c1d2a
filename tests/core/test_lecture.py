"""A lecture as the text of an address: what is packed comes back, and whatever else stands there is named."""

import base64
import zlib
from random import Random
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.lecture import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_MINUTES,
    MOST_STEPS,
    Found,
    Lecture,
    Step,
    packed,
    query_of,
    read_link,
    step_of,
    unpacked,
)

PAGES = ("", "Learning_speed", "Train_a_network")
TEXTS = st.text(max_size=40)
QUERIES = st.dictionaries(st.from_regex(r"[a-z]+_[a-z]+", fullmatch=True), TEXTS, max_size=3)
ADDRESSES = st.builds(
    lambda page, query: f"{page or '/'}?" + "&".join(f"{key}={quote(value)}" for key, value in query.items()),
    st.sampled_from(PAGES),
    QUERIES,
)
STEPS = st.builds(
    lambda address, *rest: step_of(read_link(address, PAGES), *rest), ADDRESSES, TEXTS, TEXTS, st.integers(-5, 999)
)
LECTURES = st.builds(
    lambda title, steps: Lecture(" ".join(title.split()), tuple(steps)), TEXTS, st.lists(STEPS, max_size=5)
)
FOUR = Lecture("Four", tuple(Step(f"Learning_speed?speed_w={n}", f"{n} and {n * 7}", "Say so.", n) for n in range(4)))


def written(content: bytes) -> str:
    """A text as `packed` writes it, of any content."""
    return "1" + base64.urlsafe_b64encode(zlib.compress(content)).decode().rstrip("=")


@settings(max_examples=40)
@given(LECTURES)
def test_what_is_packed_comes_back(lecture):
    text = packed(lecture)

    assert unpacked(text, PAGES) == Found(lecture)
    assert text.isascii() and quote(text, safe="") == text
    assert len(text) <= LONGEST_TEXT


@given(st.text() | st.text(alphabet="01AZaz_-=", max_size=200).map("1".__add__) | st.binary().map(written))
def test_any_other_text_gives_a_lecture_and_sentences(text):
    found = unpacked(text, PAGES)

    assert all(step.link.partition("?")[0] in PAGES for step in found.lecture.steps)
    assert all(fault.endswith(".") for fault in found.faults)
    assert unpacked(packed(found.lecture), PAGES) == Found(found.lecture)


@settings(max_examples=40)
@given(st.integers(0, 400))
def test_of_a_text_that_was_cut_off_whole_steps_are_read_and_the_loss_is_named(letters):
    text = packed(FOUR)
    found = unpacked(text[: min(letters, len(text) - 1)], PAGES)

    assert found.lecture.steps == FOUR.steps[: len(found.lecture.steps)]
    assert len(found.faults) == (letters > 0)


def test_where_only_the_end_of_a_text_is_missing_no_step_is_lost():
    lecture, faults = unpacked(packed(FOUR)[:-4], PAGES)

    assert lecture == FOUR
    assert faults == ("It is damaged or cut off after 4 whole steps.",)


def test_a_step_that_cannot_be_shown_is_left_out_and_the_others_stay():
    lines = (
        b'"Mine"\n["Learning_speed","A","",1]\n["Elsewhere","B","",1]\n[1]\nnothing\n["","C","",true]\n["","D","",2]'
    )
    lecture, faults = unpacked(written(lines), PAGES)

    assert lecture == Lecture("Mine", (Step("Learning_speed", "A", "", 1), Step("", "D", "", 2)))
    assert [fault.partition(" was")[0] for fault in faults] == ["Step 2", "Step 3", "Step 4", "Step 5"]
    assert "'Elsewhere' leads to none of the pages" in faults[0]


def test_sizes_are_bounded():
    many = Lecture("", tuple(Step("", f"{n}") for n in range(MOST_STEPS + 1)))
    with pytest.raises(ValueError, match=f"at most {MOST_STEPS} steps"):
        packed(many)
    letters = Random(0).choices([chr(code) for code in range(0x4E00, 0x9000)], k=10 * LONGEST_NOTE)
    notes = ("".join(letters[n::10]) for n in range(10))
    with pytest.raises(ValueError, match="shorten a note"):
        packed(Lecture("", tuple(Step("", "", note) for note in notes)))
    step = step_of("", "t" * 999, "n" * 9999, 10**9)
    assert (len(step.title), len(step.note), step.minutes) == (LONGEST_TITLE, LONGEST_NOTE, MOST_MINUTES)


def test_a_small_text_that_would_unpack_to_gigabytes_is_cut_short():
    bomb = written(b"a" * 20_000_000)
    assert len(bomb) < 100_000

    lecture, faults = unpacked(bomb, PAGES)

    assert lecture == Lecture() and len(faults) == 1


@pytest.mark.parametrize(
    ("pasted", "link"),
    [
        ("https://example.org/class/Learning_speed?speed_w=3&view=lecture&embed=true#top", "Learning_speed?speed_w=3"),
        ("/Learning_speed/?speed_w=-1", "Learning_speed?speed_w=-1"),
        ("  Train_a_network ", "Train_a_network"),
        ("http://localhost:8501/?home_w=1", "?home_w=1"),
        (
            "Learning_speed?hide=speed_w&hide=speed_b&speed_x=%C2%BD",
            "Learning_speed?hide=speed_w&hide=speed_b&speed_x=½",
        ),
    ],
)
def test_a_pasted_address_is_read_as_its_page_and_what_it_asks(pasted, link):
    found = read_link(pasted, PAGES)

    assert unquote(found) == link
    assert query_of(found) == query_of(link)


@pytest.mark.parametrize(
    "pasted", ["", "Lecture", "javascript:alert(1)", "http://[", "ftp://x/Learning_speed", "a" * 2001]
)
def test_what_is_no_address_of_a_page_is_refused_in_a_sentence(pasted):
    with pytest.raises(ValueError, match=r"^(there is|an address may|'.*' (leads to none|is no))"):
        read_link(pasted, PAGES)


def test_steps_are_moved_copied_and_taken_out():
    a, b, c, d = FOUR.steps

    assert FOUR.moved(3, 1).steps == (a, d, b, c)
    assert FOUR.moved(0, 2).steps == (b, c, a, d)
    assert FOUR.without(1).steps == (a, c, d)
    assert FOUR.inserted(4, a).changed(0, d).steps == (d, b, c, d, a)
    assert FOUR.minutes == 6
