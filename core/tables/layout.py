"""Where a table begins: titles above it, a line of counts, the names of the columns, and numbers of the rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.quotes import shown
from core.tables.column_names import meaning, plain
from core.tables.columns import readable
from core.tables.csv_table import Problem, Table, bare, is_number
from core.tables.spelling import COMMA, alike, style_of

MOST_TITLES = 30
FirstLine = Literal["guess", "names", "data"]


@dataclass(frozen=True, eq=False)
class Cells:
    """What a reader gives: columns of cells without the spaces around them, each row's line in the text and its width.

    A row with fewer cells than columns ends in empty ones. comment holds the names that stand above as a comment.
    """

    columns: list[list[str]]
    lines: list[int]
    widths: list[int]
    delimiter: str
    comment: list[str] = field(default_factory=list[str])
    assumed: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])

    def row(self, at: int) -> list[str]:
        """Return the cells of one row."""
        return [column[at] for column in self.columns]


def laid_out(cells: Cells, first_line: FirstLine = "guess") -> Table:
    """Find the names of the columns and the first row of data, and leave out what is neither; never raises.

    first_line says whether the first line of the table has the names or data; "guess" decides it by the cells.
    """
    return _Layout(cells, first_line).table()


class _Layout:
    """The steps from the top of the text down to the first row of data, each with its sentence."""

    def __init__(self, cells: Cells, first_line: FirstLine) -> None:
        self.cells, self.first_line = cells, first_line
        self.assumed, self.problems = list(cells.assumed), list(cells.problems)
        self.rows = len(cells.lines)
        self.width = _typical(cells.widths)
        self.numeric = self._numeric()
        self.names: list[str] = []
        self.own_line: list[str] = []
        self.class_names: list[str] = []
        self.top = 0

    def table(self) -> Table:
        if not self.rows:
            return Table([], [], [], assumed=self.assumed, problems=self.problems)
        if self.width > 1:
            self._pass_titles()
            self._pass_counts()
            self._take_names()
        kept = self._usable_rows()
        whole = slice(self.top, None) if len(kept) == self.rows - self.top else None
        columns = [
            column[whole] if whole else [column[at] for at in kept] for column in self.cells.columns[: self.width]
        ]
        lines = self.cells.lines[whole] if whole else [self.cells.lines[at] for at in kept]
        return self._without_empty_columns(columns, lines)

    # --- What stands above the data -----------------------------------------------------------------------------------

    def _numeric(self) -> set[int]:
        """Return the columns of numbers, by the second half of the rows, where no title stands."""
        later = range(self.rows // 2, self.rows, max(1, self.rows // 400))
        found: set[int] = set()
        for at, column in enumerate(self.cells.columns[: self.width]):
            filled = [column[row] for row in later if column[row]]
            if filled and sum(map(_is_numeric, filled)) > 0.5 * len(filled):
                found.add(at)
        return found

    def _is_data(self, row: list[str]) -> bool:
        """Whether a row has a number in a column of numbers."""
        return any(_is_numeric(row[at]) for at in self.numeric)

    def _pass_titles(self) -> None:
        titles: list[str] = []
        while self.top < min(self.rows - 1, MOST_TITLES):
            row = self.cells.row(self.top)
            filled = [cell for cell in row if cell]
            short = self.cells.widths[self.top] < self.width - 1 or len(filled) <= 1 < self.width
            if not short or self._is_data(row) or any(map(_is_numeric, filled[:1])):
                break
            titles.append(filled[0] if filled else "")
            self.top += 1
        if titles:
            were = "was" if len(titles) == 1 else "were"
            lines = _lines(len(titles))
            self.assumed.append(f"{lines} above the table, {shown(titles[0])}, {were} passed over as a title.")

    def _pass_counts(self) -> None:
        """Pass over a first line of counts, as scikit-learn writes it: rows, columns, and the names of the classes."""
        row = [cell for cell in self.cells.row(self.top) if cell]
        below = self.rows - self.top - 1
        if len(row) < 2 or below < 2 or not (row[0].isdecimal() and row[1].isdecimal()):
            return
        words = row[2:]
        if any(map(_is_numeric, words)) or int(row[1]) not in (self.width, self.width - 1):
            return
        if int(row[0]) == below or (len(words) >= 2 and self.numeric.issuperset(range(self.width))):
            said = ", ".join(readable(cell, 20) for cell in row[:5])
            names = " and names the classes" if words else ""
            self.assumed.append(f"The first line, {said}, counts rows and columns{names}: it is no row of data.")
            self.class_names = [readable(word) for word in words]
            self.top += 1

    def _take_names(self) -> None:
        if self.first_line == "data":
            return
        above = self._rows_of_words()
        if self.first_line == "names" or self._numbers_as_names(above):
            above = above or [self.top]
        if not above:
            self._take_comment()
            return
        at = max(above, key=self._likeness_to_names)  # of equals the first
        self._say_other_lines(above, at)
        names = self.cells.row(at)
        if any(names[self.width :]):
            count = self.cells.widths[at]
            self.assumed.append(
                f"Line {self.cells.lines[at]:,} has {count} names for {self.width} columns: they were not used."
            )
        else:
            self._set_names(names[: self.width], self.cells.widths[at])
            self.own_line = names[: self.width]
        self.top = above[-1] + 1

    def _likeness_to_names(self, at: int) -> tuple[bool, bool, int, int]:
        """Rank a row above the data as names: without numbers, with known names, with many cells, with many names."""
        filled = [cell for cell in self.cells.row(at) if cell]
        known = sum(meaning(cell) is not None for cell in filled)
        return not any(map(_is_numeric, filled)), known > 0, len(filled), known

    def _rows_of_words(self) -> list[int]:
        """Return the rows from the top on that are no data, at most five."""
        if self.numeric:
            rows = range(self.top, min(self.top + 6, self.rows))
            known = [at for at in rows if self._has_known_names(at)]
            data = next((at for at in rows if self._is_data(self.cells.row(at))), None)
            if known and (data is None or known[-1] >= data):  # a title may hold a number, such as a year
                return list(range(self.top, known[-1] + 1))
            return list(rows[:1]) if data is None else list(range(self.top, data))
        row = [cell for cell in self.cells.row(self.top) if cell]
        is_known = any(meaning(cell) is not None for cell in row)
        return [self.top] if self.rows - self.top == 1 or is_known or self._stands_once() else []

    def _has_known_names(self, at: int) -> bool:
        """Whether a row has names that are known; beside them the columns may be numbered 0, 1, 2 …"""
        row = self.cells.row(at)[: self.width]
        numbered = [row[column] for column in sorted(self.numeric) if _is_numeric(row[column])]
        if any(not row[column] for column in self.numeric if column) or numbered != list(
            map(str, range(len(numbered)))
        ):
            return False
        known = [column for column, cell in enumerate(row) if meaning(cell) is not None and not _is_numeric(cell)]
        return bool(known) and all(row[column] not in self.cells.columns[column][at + 1 :] for column in known)

    def _stands_once(self) -> bool:
        """Whether no cell of the top row stands in its column again, while other cells do."""
        columns = [column[self.top :] for column in self.cells.columns[: self.width]]
        counts = [(Counter(column[1:]), column[0]) for column in columns]
        return len(columns[0]) > 3 and all(not count[first] and len(count) <= 10 for count, first in counts)

    def _numbers_as_names(self, above: list[int]) -> bool:
        """Whether the top row numbers the columns, 0, 1, 2 …, while the numbers below have decimals."""
        row = self.cells.row(self.top)[: self.width]
        numbered = row[1:] if row and not row[0] else row
        if above or self.rows - self.top < 4 or not all(cell.isdecimal() for cell in numbered) or not numbered:
            return False
        first, *_ = places = [int(cell) for cell in numbered]
        in_order = places == list(range(first, first + len(places)))
        if not in_order or first > 1 or (len(row) == len(numbered) and (first == 1 or len(places) < 2)):
            return False
        below = [column[self.top + 1 :][:400] for column in self.cells.columns[: self.width]]
        if not any(re.search(r"[.,]\d|[^\d\s+-]", cell) for column in below for cell in column):
            return False
        said = ", ".join(numbered[:6]) + (" …" if len(numbered) > 6 else "")
        self.assumed.append(f"The first line, {said}, numbers the columns: it was taken for their names.")
        return True

    def _take_comment(self) -> None:
        """Take the names from a line of comment right above the data, as NumPy writes them, or from declarations."""
        words = self.cells.comment
        if len(words) == self.width and not any(map(_is_numeric, words)):
            self._set_names(words, self.width)
            self.assumed.append("The names of the columns were taken from the lines above the data.")

    def _say_other_lines(self, above: list[int], at: int) -> None:
        for row in above:
            if row != at:
                first = self.cells.row(row)[0]
                what = "above" if row < at else "below"
                line = self.cells.lines[row]
                self.assumed.append(
                    f"Line {line:,} {what} the names, {shown(first)} …, is no row of data: passed over."
                )

    def _set_names(self, names: Sequence[str], width: int) -> None:
        names = list(names)
        if width == self.width - 1 and names and not names[-1] and all(names[:-1]):  # R leaves the first name out
            names = ["", *names[:-1]]
        self.names = ["" if plain(name).startswith("unnamed") else readable(name) for name in names]

    # --- Rows and columns ---------------------------------------------------------------------------------------------

    def _usable_rows(self) -> list[int]:
        """Return the rows of data; a row of a single cell is a problem."""
        kept, again = list[int](), self._rows_like_names()
        if again:
            repeats = "repeats" if len(again) == 1 else f"and {len(again) - 1:,} more repeat"
            self.assumed.append(f"Line {self.cells.lines[again[0]]:,} {repeats} the names of the columns: passed over.")
        passed = set(again)
        for at in range(self.top, self.rows):
            if at in passed:
                continue
            if self.cells.widths[at] > 1:
                kept.append(at)
                continue
            cell = shown(self.cells.columns[0][at])
            reason = f"There is one cell only, {cell}: the second is missing, or the {DELIMITERS} before it."
            self.problems.append(Problem(self.cells.lines[at], reason))
        return kept

    def _rows_like_names(self) -> list[int]:
        """Return the rows of data that repeat the names, as in tables that were put one below the other."""
        names = self.own_line
        place = next((at for at in sorted(self.numeric) if at < len(names) and names[at]), None)
        if place is None or _is_numeric(names[place]):
            return []
        column = self.cells.columns[place]
        found = [at for at in range(self.top, self.rows) if column[at] == names[place]]
        return [at for at in found if self.cells.row(at)[: self.width] == names]

    def _without_empty_columns(self, columns: list[list[str]], lines: list[int]) -> Table:
        own = [*self.names, *[""] * (self.width - len(self.names))]
        kept = [at for at, column in enumerate(columns) if own[at] or any(column)]
        names = _distinct([own[at] or f"column {at + 1}" for at in kept])
        self._say_beyond()
        style = style_of(columns, self.cells.delimiter, self.assumed)
        columns = [alike(columns[at], name, self.assumed) for at, name in zip(kept, names, strict=True)]
        return Table(
            names=names,
            columns=columns,
            lines=lines,
            named=any(own),
            own_names=[own[at] for at in kept],
            style=style,
            class_names=self.class_names,
            assumed=self.assumed,
            problems=self.problems,
        )

    def _say_beyond(self) -> None:
        beyond = {at for column in self.cells.columns[self.width :] for at in range(self.top, self.rows) if column[at]}
        if beyond and self.width > 1:
            have = "line has" if len(beyond) == 1 else "lines have"
            self.assumed.append(
                f"{len(beyond):,} {have} more cells than the {self.width} columns: what is beyond was passed over."
            )


DELIMITERS = "tab, semicolon, comma or space"


def _typical(widths: list[int]) -> int:
    """Return the usual number of cells of a row; of equally usual ones the largest."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 0


def _is_numeric(cell: str) -> bool:
    return is_number(bare(cell), decimal_comma=True) or COMMA.fullmatch(cell) is not None


def _lines(count: int) -> str:
    return "The line" if count == 1 else f"The {count} lines"


def _distinct(names: list[str]) -> list[str]:
    """Tell columns of the same name apart by their place."""
    counts = Counter(names)
    return [f"{name} ({at})" if counts[name] > 1 else name for at, name in enumerate(names, start=1)]
