"""Lesson 8: the controls of its sections that another section sets, and the image that is looked at."""

from core.digits.images import TEST
from ui.controls import Choice, Slider, put
from ui.sections import open_section

IMAGE = Slider(
    "digits_image",
    "Test image",
    0,
    TEST - 1,
    0,
    1,
    "One of the 10,000 test images by its number, counted from 0",
)
PART = Choice(
    "digits_part",
    "What of it",
    {"weights": "Weights", "layers": "Layers", "mistakes": "Mistakes"},
    "weights",
    "Its first weights as images, what an image does to its layers, or what it gets wrong",
)
SEEN = Choice(
    "digits_seen",
    "What the net sees",
    {"test": "Test image", "sheet": "The sheet"},
    "test",
    "A test image by its number, or what is on the sheet of “Draw a digit”",
)


def show_layers(number: int) -> None:
    """Show what the test image of this number does to the layers."""
    put((IMAGE, number), (SEEN, "test"), (PART, "layers"))


def show_sheet() -> None:
    """Open “Look inside” on what the sheet of “Draw a digit” does to the layers."""
    put((SEEN, "sheet"), (PART, "layers"))
    open_section("Look inside", key="digits_tab")
