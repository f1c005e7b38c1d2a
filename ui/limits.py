"""What one server and one visitor may ask for, each with the environment variable that changes it.

Streamlit's own limits stand in .streamlit/config.toml, and each has an environment variable as well.
docs/limits.md has both in one table.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

PREFIX = "TDN_"


@dataclass(frozen=True)
class Limit:
    """A number that may be set: its name in the environment, its default, its ends, and what it means."""

    name: str
    default: float
    ends: tuple[float, float]
    meaning: str

    def value(self, environment: Mapping[str, str] = os.environ) -> float:
        """Return the number that the environment asks for, or the default.

        Raises ValueError with a sentence for what is no number, or out of range.
        """
        text = environment.get(self.name, "").strip()
        if not text:
            return self.default
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        low, high = self.ends
        if not low <= value <= high:
            raise ValueError(
                f"{self.name} is {text!r}, but a number from {low:g} to {high:g} is needed ({self.meaning}): "
                f"set such a one, or leave it out for {self.default:g}"
            )
        return value


TRAININGS = Limit(f"{PREFIX}TRAININGS", 24, (1, 1000), "trainings at once in each process; others wait in a queue")
STUDY_SECONDS = Limit(f"{PREFIX}STUDY_SECONDS", 1800, (1, 86_400), "seconds of the longest study of lesson 7")
STUDIES_MB = Limit(
    f"{PREFIX}STUDIES_MB", 40, (1, 10_000), "megabytes of studies that a process remembers for all its visitors"
)
LOG_SECONDS = Limit(f"{PREFIX}LOG_SECONDS", 60, (0, 86_400), "seconds between two lines of the log; 0: none")
SESSION_UPLOADS_MB = Limit(
    f"{PREFIX}SESSION_UPLOADS_MB", 20, (1, 1000), "megabytes of files of one visitor; the oldest are dropped"
)
PROCESSES = Limit(f"{PREFIX}PROCESSES", 0, (0, 12), "processes of a server; 0: one for each core, four at most")
LIMITS = (PROCESSES, TRAININGS, STUDY_SECONDS, STUDIES_MB, SESSION_UPLOADS_MB, LOG_SECONDS)
