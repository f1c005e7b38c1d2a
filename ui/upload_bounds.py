"""Bounds of uploads: a file stays in memory while it comes, and a visitor's files are few.

Streamlit writes what is larger than a megabyte to a temporary file while it comes, and keeps whatever a session has
uploaded until that session ends, whether a page has asked for it or not.
"""

from starlette.formparsers import MultiPartParser
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from ui.limits import SESSION_UPLOADS_MB

MEGABYTE = 1024 * 1024


def bound_uploads() -> None:
    """Bound them, before the server listens; a second time it does nothing."""
    MultiPartParser.spool_max_size = 1024 * MEGABYTE  # Streamlit refuses far smaller ones before (maxUploadSize)
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
