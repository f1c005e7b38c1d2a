"""The result file on the disk: read where a study goes on, and replaced as a whole after each block.

It is written under another name first and then takes the place of the old one, so it is whole whenever the command, or
the machine, stops.
"""

import os
from pathlib import Path

from core.study.kept import Kept
from core.study.result_file import MOST_BYTES, ResultFileError, read_result, write_result
from core.study.settings import StudySettings
from studies.errors import CommandError


def begun(path: Path, settings: StudySettings) -> Kept:
    """Return what the file already has of this study; a new file is begun if there is none. Raises CommandError."""
    for left in path.parent.glob(f".{path.name}.*.part"):
        left.unlink(missing_ok=True)  # a command was killed while it wrote
    if not path.exists():
        kept = Kept(settings.plan())
        save(path, settings, kept)
        return kept
    try:
        with path.open("rb") as file:
            there, kept = read_result(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. Name another file with --to.") from error
    except ResultFileError as error:
        raise CommandError(
            f"{path} is there, and is not the result of a study that this version could go on with: {error.why}. Name "
            "another file with --to, or move that one away."
        ) from error
    if there != settings:
        raise CommandError(
            f"{path} has the result of a study with other settings ({_differing(there, settings)}). Name another file "
            "with --to, or move that one away."
        )
    return kept


def _differing(there: StudySettings, here: StudySettings) -> str:
    """Say where two settings differ, with both values of the first."""
    old, new = there.values(), here.values()
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if names[0] == "own":
        return "other points"
    more = f", and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]} is {old[names[0]]!r} there and {new[names[0]]!r} here{more}"


def save(path: Path, settings: StudySettings, kept: Kept) -> None:
    """Write what is kept of a study in the place of what was written before. Raises CommandError; that stays then."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(write_result(settings, kept))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written: {error.strerror}. Make room, or name another file with --to; what was written "
            "before is whole."
        ) from error
    finally:
        part.unlink(missing_ok=True)
