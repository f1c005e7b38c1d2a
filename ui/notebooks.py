"""A script as a Jupyter notebook: the first cell says where it comes from, and each part of the script is a cell.

The file is JSON of nbformat 4.5 (https://nbformat.readthedocs.io/en/latest/format_description.html).
"""

import ast
import json
from collections.abc import Sequence
from typing import Any

PARTED = "\n\n\n"
"""Two empty lines part the sections of a script."""


def notebook(title: str, settings: Sequence[str], link: str, script: str) -> str:
    """Return the text of a notebook: title, what the script says of itself, settings and link; then the script."""
    about = ast.get_docstring(ast.parse(script)) or ""
    told = [f"# {_plain(title)}", _plain(about), "\n".join(f"- {_plain(each)}" for each in settings)]
    told += [f"[Open this view]({link})"] if link else []
    cells = [_cell("about", "markdown", "\n\n".join(filter(None, told)))]
    cells += [_cell(f"part-{k}", "code", part) for k, part in enumerate(parts_of(script), start=1)]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return json.dumps(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1
    )


def parts_of(script: str) -> list[str]:
    """Return the sections of a script, without the text at its head; none ends within a statement."""
    head = ast.parse(script).body[0]
    after = head.end_lineno if isinstance(head, ast.Expr) and head.end_lineno else 0
    body = "\n".join(script.splitlines()[after:])
    parts: list[str] = []
    for piece in body.split(PARTED):
        if parts and not _stands_alone(parts[-1]):
            parts[-1] += PARTED + piece
        else:
            parts.append(piece)
    return [part.strip("\n") for part in parts if part.strip()]


def _stands_alone(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _cell(name: str, kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell


def _plain(text: str) -> str:
    """Write text so that Markdown shows it as it is."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#$|" else letter for letter in text)
