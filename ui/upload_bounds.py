"""Bounds of uploads: Streamlit keeps whatever a session has uploaded until that session ends, and a page need not have
asked for it. Here the oldest files of a visitor go where there are too many.
"""

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from ui.limits import SESSION_UPLOADS_MB

MEGABYTE = 1024 * 1024


def bound_uploads() -> None:
    """Bound them, before the server listens; a second time it does nothing."""
    if MemoryUploadedFileManager.add_file.__module__ == __name__:
        return
    add = MemoryUploadedFileManager.add_file

    def add_file(self: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec) -> None:
        add(self, session_id, file)
        most = SESSION_UPLOADS_MB.value() * MEGABYTE
        files = list(self.file_storage.get(session_id, {}).values())
        while len(files) > 1 and sum(len(each.data) for each in files) > most:
            self.remove_file(session_id, files.pop(0).file_id)

    MemoryUploadedFileManager.add_file = add_file
