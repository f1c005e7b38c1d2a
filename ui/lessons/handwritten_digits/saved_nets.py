"""Lesson 8: save a trained net in a file, and load one to look into, in the place of A or B."""

from functools import partial

import streamlit as st

from core.digits.model_file import MOST_BYTES, Model, ModelFileError, model_of, read_model, write_model
from core.digits.run import DigitsRun
from core.numerals import count
from ui.addresses import plain_text, shown_text
from ui.controls import Choice
from ui.downloads import draw_download
from ui.files import draw_upload, kept_file
from ui.lessons.handwritten_digits.naming import LETTERS
from ui.lessons.handwritten_digits.nets import Loaded, ShownNet, loaded, put_in_place, say_trained, shown_nets

PLACE = Choice("digits_place", "In the place of", {letter: letter for letter in LETTERS}, "B")
_FILE, _REFUSED = "digits_net_file", "digits net refused"


def draw_saved(run: DigitsRun) -> None:
    """Draw buttons that save the nets, and a field that loads one."""
    left, right = st.columns(2, gap="medium")
    with right:  # before the buttons at the left: one that is pressed ends the run, and a control drawn later is lost
        _draw_load(run)
    with left:
        st.markdown("**Save a net**, with its parameters and how it was trained")
        for k, net in enumerate(shown_nets(run)):
            _draw_save(run, k, net)


def _draw_save(run: DigitsRun, k: int, net: ShownNet) -> None:
    st.markdown(f"{net.letter}: {net.name}, {net.told}")
    file = f"net-{net.letter}-{'-'.join(map(str, net.net.sizes))}.npz"
    kind = "application/octet-stream"
    draw_download(
        f"Save {net.letter}", lambda: write_model(_model(run, k)), file=file, kind=kind, key=f"digits_save_{k}"
    )


def _model(run: DigitsRun, k: int) -> Model:
    """Return what a file holds of a net: of the run's own as it is now, or of the loaded one in its place."""
    found = loaded(k)
    return model_of(run, k) if found is None else found.model


def _draw_load(run: DigitsRun) -> None:
    """Draw the field for a file, why it was refused, and the nets that were loaded."""
    st.markdown("**Load a net** that was saved here, to draw digits for it and to look inside")
    PLACE.read(disabled=len(run.plan.nets) == 1)
    told = f"A .npz file that was saved on this page, of at most {count(MOST_BYTES)} bytes"
    places = len(run.plan.nets)
    draw_upload("A file of a net", told, key=_FILE, then=partial(_load, places))
    if st.session_state.get(_REFUSED):
        st.error(st.session_state[_REFUSED], icon=":material/block:")
    for k in range(places):
        found = loaded(k)
        if found is not None:
            _draw_loaded(k, found)


def _draw_loaded(k: int, found: Loaded) -> None:
    model = found.model
    trained = say_trained(model.updates, -(-model.images // model.batch))
    st.markdown(
        f"{shown_text(found.file[:80])} stands in the place of **{LETTERS[k]}** in “Draw a digit”, in “Look inside”, "
        f"and in the list of nets to save, as it was {trained} on {count(model.images)} images. The run itself trains "
        "its own nets; the picture and “Numbers” show these."
    )
    own = f"{LETTERS[k]} is the run's own net again"
    st.button(f"Take it away: {own}", key=f"digits_own_{k}", on_click=put_in_place, args=(k, None))


def _load(places: int) -> None:
    """Let the net of the file take its place, or note why it cannot; what was there before stays then."""
    file = kept_file(_FILE)
    if file is None:
        return
    try:
        model = read_model(file.data)
    except ModelFileError as wrong:
        st.session_state[_REFUSED] = f"{plain_text(str(wrong))} The nets are as they were."
        return
    st.session_state[_REFUSED] = None
    place = LETTERS.index(PLACE.value()) if places > 1 else 0
    put_in_place(place, Loaded(file.name, file.mark, model))
