"""How the code is built: `python -m benchmarks.statistics` prints its sizes, its imports, and where a name decides.

A function's lines go from its `def` to its last line, with signature and docstring, without decorators. A function in a
function is counted separately, and as a part of the outer one. The parameters self and cls do not count. A
dataclass, and so the declaration of a control, has fields instead of a function with parameters.
"""

import ast
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.names import Mention, mentions, mentions_in_script

ROOT = Path(__file__).parent.parent
ROOMS = ("core", "studies", "charts", "ui", "pages", "app")
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 300, 40, 8
DESCRIPTIONS = ROOT / "core/functions"
"""Activations and costs are described here, so names may decide here."""
Definition = ast.FunctionDef | ast.AsyncFunctionDef


class Function(NamedTuple):
    """A function: its file, its name, and its size."""

    file: str
    name: str
    lines: int
    parameters: int


# --- Files and functions ---------------------------------------------------------------------------------------------


def files(room: str, *kinds: str) -> list[Path]:
    """The files of a room that end in one of these kinds."""
    found = [ROOT / "app.py"] if room == "app" else sorted((ROOT / room).rglob("*"))
    return [file for file in found if file.suffix in kinds and file.is_file()]


def named(file: Path) -> str:
    """The path of a file within the project."""
    return file.relative_to(ROOT).as_posix()


def functions(source: str, file: str = "") -> list[Function]:
    """All functions of a Python source, also those within classes and functions."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, Definition)]
    return [Function(file, node.name, _lines(node), _parameters(node.args)) for node in found]


def _lines(node: Definition) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _parameters(given: ast.arguments) -> int:
    names = [each.arg for each in (*given.posonlyargs, *given.args)]
    return len(names) - (names[:1] in (["self"], ["cls"])) + len(given.kwonlyargs)


@cache
def functions_of(room: str) -> list[Function]:
    """All functions of a room."""
    return [each for file in files(room, ".py") for each in functions(file.read_text("utf-8"), named(file))]


def all_functions() -> list[Function]:
    """All functions of all rooms."""
    return [each for room in ROOMS for each in functions_of(room)]


def too_long(found: list[Function]) -> list[Function]:
    """The functions with too many lines, the longest first."""
    return sorted((each for each in found if each.lines > LONGEST_FUNCTION), key=lambda each: -each.lines)


def too_wide(found: list[Function]) -> list[Function]:
    """The functions with too many parameters."""
    return [each for each in found if each.parameters > MOST_PARAMETERS]


def long_files() -> dict[str, int]:
    """The lines of each file of the rooms that has too many."""
    found = [file for room in ROOMS for file in files(room, ".py", ".js", ".css")]
    sizes = {named(file): len(file.read_text("utf-8").splitlines()) for file in found}
    return {file: lines for file, lines in sizes.items() if lines > LONGEST_FILE}


# --- The arrows of core ----------------------------------------------------------------------------------------------


def module_of(file: Path) -> str:
    """The name under which a file is imported; that of an `__init__.py` is the folder's."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """The room of core that a module is in: its folder, or its own name if it is in no folder."""
    return [*module.split("."), "core"][1]


def imported(source: str, modules: set[str]) -> set[str]:
    """Which of these modules a source imports when it runs; `from core.networks import engine` imports the engine."""
    found: set[str] = set()
    for node in running(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= whole if whole <= modules else whole | {str(node.module)}
    return found & modules


def running(node: ast.AST) -> Iterator[ast.AST]:
    """All parts of a tree, except those that only a type checker reads."""
    yield node
    for part in ast.iter_child_nodes(node):
        if not (isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING"):
            yield from running(part)


@cache
def arrows() -> dict[str, set[str]]:
    """The modules of core that each module of core imports."""
    modules = {module_of(file): file.read_text("utf-8") for file in files("core", ".py")}
    return {module: imported(source, set(modules)) - {module} for module, source in modules.items()}


def room_arrows() -> dict[str, set[str]]:
    """The rooms of core that each room of core imports."""
    found: dict[str, set[str]] = {}
    for module, targets in arrows().items():
        found.setdefault(room_of(module), set()).update(map(room_of, targets))
    return {room: targets - {room} for room, targets in found.items()}


def in_cycles(graph: Mapping[str, set[str]]) -> list[str]:
    """The nodes of a graph from which arrows lead into a cycle; empty if there is none."""
    left = {place: set(targets) for place, targets in graph.items()}
    while ends := [place for place, targets in left.items() if not targets & left.keys()]:
        for place in ends:
            del left[place]
    return sorted(left)


# --- Names that decide -----------------------------------------------------------------------------------------------


@cache
def deciding_names() -> dict[str, list[Mention]]:
    """For each file in which the name of an activation or of a cost decides, the places."""
    found = [file for room in ROOMS for file in files(room, ".py", ".js") if DESCRIPTIONS not in file.parents]
    search = {".py": mentions, ".js": mentions_in_script}
    places = {named(file): search[file.suffix](file.read_text("utf-8")) for file in found}
    return {file: here for file, here in places.items() if here}


# --- The table -------------------------------------------------------------------------------------------------------


def size_row(name: str, number_of_files: int, found: list[Function]) -> str:
    """A row of the table of sizes."""
    lines = sorted(each.lines for each in found) or [0]
    ninetieth = lines[math.ceil(0.9 * len(lines)) - 1]
    return f"| {name} | {number_of_files} | {len(found)} | {median(lines):g} | {ninetieth} | {lines[-1]} |"


def print_sizes() -> None:
    """Print the files and functions of each room, and those that are too large."""
    print(
        "| room | Python files | functions | median lines | 90th percentile | longest |",
        "|:--|--:|--:|--:|--:|--:|",
        sep="\n",
    )
    for room in ROOMS:
        print(size_row(room, len(files(room, ".py")), functions_of(room)))
    found = all_functions()
    print(size_row("**all**", sum(len(files(room, ".py")) for room in ROOMS), found))
    print_list(f"Files over {LONGEST_FILE} lines", [f"{file}: {lines}" for file, lines in long_files().items()])
    print_list(f"Functions over {LONGEST_FUNCTION} lines", [f"{f.file}: {f.name}, {f.lines}" for f in too_long(found)])
    wide = [f"{f.file}: {f.name}, {f.parameters}" for f in too_wide(found)]
    print_list(f"Functions with more than {MOST_PARAMETERS} parameters", wide)


def print_arrows() -> None:
    """Print how the modules and the rooms of core import each other."""
    rooms = room_arrows()
    between = sum(room_of(module) != room_of(target) for module, targets in arrows().items() for target in targets)
    print(
        f"\nCore: {len(arrows())} modules, {sum(map(len, arrows().values()))} arrows, {between} of them between rooms."
    )
    print_list("Rooms", [f"{room} → {', '.join(sorted(targets)) or '—'}" for room, targets in sorted(rooms.items())])
    print_list("Rooms that lead into a cycle", in_cycles(rooms))


def print_names() -> None:
    """Print in which files, and how often, a name decides."""
    places = {file: Counter(place.how for place in here) for file, here in deciding_names().items()}
    listed = [f"{file}: {counts.total()} ({', '.join(sorted(counts))})" for file, counts in places.items()]
    print_list("Names of activations and costs that decide outside their descriptions", listed)


def print_list(title: str, items: list[str]) -> None:
    """Print a list under its title."""
    print(f"\n{title}: {len(items) or 'none'}", *(f"- {item}" for item in items), sep="\n")


def main() -> None:
    """Print everything."""
    print_sizes()
    print_arrows()
    print_names()


if __name__ == "__main__":
    main()
