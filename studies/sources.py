"""The program's own source, to be sent to machines that do not have it."""

import hashlib
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

PACKAGES = ("core", "studies")
"""What trains a study: NumPy has to be there, and nothing else."""


def sources() -> dict[str, bytes]:
    """Return all Python files of these packages, by path, whether they lie on the disk or in an archive."""
    return {name: data for package in PACKAGES for name, data in sorted(_below(files(package), package))}


def _below(place: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in place.iterdir():
        name = f"{path}/{each.name}"
        if each.is_dir():
            yield from _below(each, name)
        elif name.endswith(".py"):
            yield name, each.read_bytes()


def mark_of(found: dict[str, bytes]) -> str:
    """Return a mark that differs for other sources."""
    digest = hashlib.sha256()
    for name, data in sorted(found.items()):
        digest.update(f"{name} {len(data)} ".encode() + data)
    return digest.hexdigest()[:16]


def archived(folder: Path) -> Path:
    """Write the sources into an archive in a folder, from which Python can import them; return its path."""
    found = sources()
    path = folder / f"training_deep_networks_{mark_of(found)}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path
