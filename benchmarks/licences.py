"""What the app stands on, and under which licences: `python -m benchmarks.licences [requirements.txt …]`.

Reads the metadata of the installed packages: those that a requirements file names and all that these need in turn, here
and now (extras are left out). A licence is what the package says of itself.
"""

import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from benchmarks.browser import ROOT

HEADER = "| package | version | licence |\n|:--|:--|:--|"
CLASSIFIER = "License :: OSI Approved :: "


def named(file: Path) -> list[str]:
    """The packages that a requirements file names, without those of the files that it includes."""
    lines = (line.split("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    return [Requirement(line).name for line in lines if line and not line.startswith("-")]


def needed(names: Iterable[str]) -> dict[str, Distribution]:
    """These packages and all that they need, by name in small letters."""
    found: dict[str, Distribution] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        asked = (Requirement(each) for each in found[name].requires or [])
        waiting += [each.name for each in asked if each.marker is None or each.marker.evaluate({"extra": ""})]
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """What a package says of its licence, in the newest of the ways that it uses."""
    said = package.metadata
    if said["License-Expression"]:
        return said["License-Expression"]
    classified = [each for each in said.get_all("Classifier") or [] if each.startswith("License")]
    if classified:
        return ", ".join(each.removeprefix(CLASSIFIER).split(" :: ")[-1] for each in classified)
    return (said["License"] or "not said").splitlines()[0][:60]


def main(files: Iterable[Path]) -> None:
    """Print the table."""
    print(HEADER)
    for name, package in needed(name for file in files for name in named(file)).items():
        print(f"| {name} | {package.version} | {licence(package)} |")


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]] or [ROOT / "requirements.txt"])
