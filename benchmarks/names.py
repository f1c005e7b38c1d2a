"""Places where the name of an activation or of a cost decides what a program does.

An activation or a cost is defined by its description, in `core/functions`, and other modules use the description.
This finds the places where one uses the name instead: as the key of a dictionary, in a comparison, or by the class of a
particular one in `isinstance`. A name that is only a value, as in a preset, decides nothing.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.functions.activation import Activation
from core.functions.activations import ACTIVATIONS
from core.functions.cost import Cost
from core.functions.costs import COSTS

NAMES = frozenset({*ACTIVATIONS, "softmax", *COSTS})
TABLES = {"ACTIVATIONS", "OUTPUTS", "COSTS"}
"""A description is chosen by its name from one of these tables."""
ASKING = dict.fromkeys(("get", "pop", "setdefault"), "key") | dict.fromkeys(("startswith", "endswith"), "compared")
"""How methods use a text that is passed to them."""
Texts = dict[str, set[str]]


class Mention(NamedTuple):
    """A line where a name decides, and how."""

    line: int
    how: str


def particular_classes(*described: type) -> frozenset[str]:
    """The names of all classes that are derived from these: those of a particular activation or cost."""
    below = [each for kind in described for each in kind.__subclasses__()]
    return frozenset(each.__name__ for each in below) | (particular_classes(*below) if below else frozenset())


CLASSES = particular_classes(Activation, Cost)


def mentions(source: str, names: Iterable[str] = NAMES, classes: Iterable[str] = CLASSES) -> list[Mention]:
    """Every place of a Python source where one of the names or of the classes decides."""
    tree = ast.parse(source)
    finder = _Finder(set(names), set(classes), dict(_constants(tree)))
    found = {(node.lineno, how) for node in ast.walk(tree) if isinstance(node, ast.expr) for how in finder.find(node)}
    cases = [node.pattern for node in ast.walk(tree) if isinstance(node, ast.match_case)]
    found |= {(pattern.lineno, how) for pattern in cases for how in finder.in_pattern(pattern)}
    return [Mention(*each) for each in sorted(found)]


def mentions_in_script(source: str, names: Iterable[str] = NAMES) -> list[Mention]:
    """The same for JavaScript, which is only searched for keys and comparisons."""
    name = rf"[\"'`]?\b({'|'.join(map(re.escape, sorted(names)))})\b[\"'`]?"
    forms = {
        "key": rf"[{{,]\s*{name}\s*:|^\s*{name}\s*:|(?<!Math)\.{name}|\[{name}\]",
        "compared": rf"[=!]==?\s*{name}|\bcase {name}:",
    }
    code = re.sub(r"//.*", "", source)
    found = ((how, match) for how, form in forms.items() for match in re.finditer(form, code, re.MULTILINE))
    places = {(code.count("\n", 0, match.end()) + 1, f'{how} "{match[match.lastindex or 0]}"') for how, match in found}
    return [Mention(*each) for each in sorted(places)]


def _constants(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """The constants of a module: each name, and its texts."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield target.id, _texts(node.value, {})


def _texts(node: ast.expr | None, known: Texts) -> set[str]:
    """The texts of an expression: one text, or those of a literal or named collection."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.Name):
        return known.get(node.id, set())
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return {text for each in node.elts for text in _texts(each, known)}
    if isinstance(node, ast.Call) and _called(node) in ("set", "frozenset", "tuple"):
        return {text for each in node.args for text in _texts(each, known)}
    return set()


def _called(node: ast.expr) -> str:
    """The last part of the name of an expression, or of the function that it calls."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


class _Finder(NamedTuple):
    """The search: names, classes, and the texts of the module's constants."""

    names: set[str]
    classes: set[str]
    known: Texts

    def find(self, node: ast.expr) -> Iterator[str]:
        """How names or classes decide in this expression itself."""
        if isinstance(node, ast.Dict):
            yield from self.said("key", *node.keys)
        elif isinstance(node, ast.DictComp):
            yield from self.said("key", *(each.iter for each in node.generators))
        elif isinstance(node, ast.Compare):
            yield from self.said("compared", node.left, *node.comparators)
            yield from self.classes_in("compared", node.left, *node.comparators)
        elif isinstance(node, ast.Subscript) and _called(node.value) not in TABLES:
            yield from self.said("key", node.slice)
        elif isinstance(node, ast.Call):
            yield from self.in_call(node, _called(node))

    def said(self, how: str, *nodes: ast.expr | None) -> Iterator[str]:
        """The names among the texts of these expressions."""
        texts = {text for node in nodes for text in _texts(node, self.known)}
        return (f'{how} "{text}"' for text in sorted(texts & self.names))

    def classes_in(self, how: str, *nodes: ast.expr) -> Iterator[str]:
        """The classes among these expressions, alone or several together."""
        parts = {
            _called(part) for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute)
        }
        return (f"{how} {each}" for each in sorted(parts & self.classes))

    def in_call(self, node: ast.Call, called: str) -> Iterator[str]:
        """How names or classes decide in a call."""
        if called in ("isinstance", "issubclass"):
            yield from self.classes_in(called, *node.args[1:])
        elif called == "dict":
            yield from (f'key "{each.arg}"' for each in node.keywords if each.arg in self.names)
        elif called == "fromkeys":
            yield from self.said("key", *node.args[:1])
        elif isinstance(node.func, ast.Attribute) and _called(node.func.value) not in TABLES:
            yield from self.said(ASKING.get(called, ""), *(node.args[:1] if called in ASKING else []))

    def in_pattern(self, pattern: ast.pattern) -> Iterator[str]:
        """How names or classes decide in a pattern of `match`."""
        for node in ast.walk(pattern):
            if isinstance(node, ast.MatchValue):
                yield from self.said("compared", node.value)
            elif isinstance(node, ast.MatchClass):
                yield from self.classes_in("compared", node.cls)
