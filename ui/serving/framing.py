"""Whose pages may show this app in a frame.

`FRAME_ANCESTORS` in the environment names sites, such as `https://moodle.example.org`, with spaces between them. Pages
of the app's own host always may, since a lecture does.
"""

import os
import re

SETTING = "FRAME_ANCESTORS"
_SITE = re.compile(r"https?://[\w.*-]+(:\d+)?|\*", re.ASCII)


def framing_sites() -> list[str]:
    """The sites besides its own that may show the app in a frame.

    Raises:
        ValueError: if the setting has something that is no site
    """
    sites = os.environ.get(SETTING, "").split()
    wrong = [site for site in sites if not _SITE.fullmatch(site)]
    if wrong:
        raise ValueError(
            f"{SETTING} has {wrong[0]!r}: give sites such as https://moodle.example.org, spaces between them"
        )
    return sites


def say_framing() -> str:
    """Where the HTML for a frame works, after "HTML for"."""
    sites = framing_sites()
    if "*" in sites:
        return "another page"
    return "another page " + " or ".join(["of this host", *(f"of {site}" for site in sites)])
