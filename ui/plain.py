"""Sentences without their marks, where these would be shown as they stand."""

import re


def plain(words: str) -> str:
    """Return a sentence without the marks of Streamlit's Markdown for colour and weight."""
    return re.sub(r":\w+\[\*\*(.+?)\*\*\]|\*\*(.+?)\*\*", lambda match: match[1] or match[2], words)
