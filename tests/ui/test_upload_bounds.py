"""Uploads: the oldest files of a visitor go where there are too many."""

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFileRec

from ui import files
from ui.upload_bounds import MEGABYTE, bound_uploads


def test_the_oldest_files_of_a_visitor_are_dropped_and_other_visitors_keep_theirs(monkeypatch):
    monkeypatch.setenv("TDN_SESSION_UPLOADS_MB", "3")
    bound_uploads()
    bound_uploads()
    kept = MemoryUploadedFileManager("/upload")
    kept.add_file("other", UploadedFileRec("a", "a.csv", "text/csv", bytes(MEGABYTE)))
    for number in range(5):
        kept.add_file("one", UploadedFileRec(str(number), "a.csv", "text/csv", bytes(MEGABYTE)))
    assert [each.file_id for each in kept.get_files("one", list("01234"))] == ["2", "3", "4"]
    kept.add_file("one", UploadedFileRec("large", "a.csv", "text/csv", bytes(4 * MEGABYTE)))
    assert [each.file_id for each in kept.get_files("one", ["2", "3", "4", "large"])] == ["large"]
    assert len(kept.get_files("other", ["a"])) == 1
    assert kept._total_bytes == 5 * MEGABYTE and kept._file_count == 2


def test_a_field_that_names_a_file_which_is_gone_leaves_the_one_that_was_read(monkeypatch):
    read = files.OwnFile("a.csv", b"1,2", "mark")
    state = {"field": DeletedFile("gone"), "field_kept": read}
    monkeypatch.setattr(files.st, "session_state", state)
    files._keep("field", None)
    assert state["field_kept"] is read
