"""Reading delimited text with pandas: bytes or text become cells. What they mean is found in core/tables."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from io import StringIO
from itertools import pairwise

import pandas as pd

from core.quotes import shown
from core.tables.csv_table import Problem, Table, bare, is_number
from core.tables.layout import Cells, FirstLine, laid_out

DELIMITERS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", " ": "space"}
"""In the order of preference, where two would do equally well."""

SAMPLE_LINES = 200
LONGEST_LINE = 10_000
MOST_LINES_OF_A_CELL = 10
MOST_TRIES = 100
"""After so many lines whose quotes do not match, no more of them are joined to the next."""

MOST_COLUMNS = 1_000
MOST_BYTES = 30_000_000
NOT_TEXT = "This is not text: a table of numbers is needed, saved as CSV."
OTHER_TEXTS = {
    '{"': "JSON",
    "[{": "JSON",
    "<!doctype": "a web page",
    "<html": "a web page",
    "<?xml": "XML",
    "%pdf": "a PDF",
}
"""What a text is that begins so, spaces apart, and is no table."""

_RULER = re.compile(r"[\s|:+=-]*[-=]{3,}[\s|:+=-]*")
"""A line that is only drawn below the names, as Markdown and terminals do."""

EMPTY = "The table is empty: at least one line with two cells is needed."


def read_table(data: bytes | str, first_line: FirstLine = "guess") -> Table:
    """Read delimited text: UTF-8, UTF-16 or Windows-1252, delimited by tab, semicolon, bar, comma or space.

    Blank lines and comments are skipped. A line of a single cell is a problem: tables have more columns, so its
    delimiter is none of these. A quote that is not closed costs its own line and not the rest. Never raises.
    """
    return laid_out(read_cells(data), first_line)


def read_cells(data: bytes | str) -> Cells:
    """Read the cells of delimited text, as above; what is wrong with a line, or with all of it, is in the problems."""
    if len(data) > MOST_BYTES:
        given = f"The file has {len(data) / 1e6:,.0f} MB: at most {MOST_BYTES / 1e6:.0f} MB can be read."
        return _nothing(given)
    text, assumed, fault = _decoded(data)
    if fault:
        return _nothing(fault)
    numbered = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    lines = [(at, line) for at, line in numbered if line.strip(" \t;,|") and not _RULER.fullmatch(line)]
    begins = re.sub(r"\s", "", text[:LONGEST_LINE]).casefold()
    if kind := next((kind for start, kind in OTHER_TEXTS.items() if begins.startswith(start)), ""):
        return _nothing(f"This is {kind}: save the table as CSV and load that.")
    asked, lines = _asked_delimiter(_without_brackets(lines))
    attributes, lines = _without_attributes(lines)
    comment, lines = _without_comments(lines, assumed)
    if not lines:
        return _nothing(EMPTY)
    delimiter = asked or _delimiter([line for _, line in lines[:SAMPLE_LINES]])
    kept, widths, problems = _logical_lines(lines, delimiter)
    columns = _columns([line for _, line in kept], delimiter, max(widths, default=0))
    names = attributes or (_split(comment, delimiter) if comment else [])
    return Cells(columns, [at for at, _ in kept], widths, delimiter, names, assumed, problems)


def _nothing(reason: str) -> Cells:
    return Cells([], [], [], ",", problems=[Problem(None, reason)])


# --- Text ----------------------------------------------------------------------------------------------------------


def _decoded(data: bytes | str) -> tuple[str, list[str], str]:
    """Return the text, what was assumed, and what is wrong if the data are no text."""
    assumed: list[str] = []
    text = data.encode("utf-8", "replace").decode() if isinstance(data, str) else ""
    if isinstance(data, bytes):
        if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            return "", [], "This is a workbook or a zip archive: save the table as CSV and load that."
        wide = _wide(data)
        if wide:
            text = data[: len(data) // 2 * 2].decode(wide, errors="replace")
            if _share(text, lambda letter: letter == "\ufffd" or not (letter.isprintable() or letter.isspace())) > 0.01:
                return "", [], NOT_TEXT  # two bytes may be no letter: many such pairs mean no text
        else:
            text = _narrow(data, assumed)
    if "\0" in text or _share(text, lambda letter: letter < " " and letter not in "\t\r\n\f") > 0.01:
        return "", [], NOT_TEXT
    return text.removeprefix("\ufeff"), assumed, ""


def _wide(data: bytes) -> str:
    """Return the name of the encoding if two bytes make a letter: by its mark, or by a zero in every other byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) == 0 and max(even, odd) > 0.4 * len(head) / 2 and len(head) > 3:
        return "utf-16-le" if odd else "utf-16-be"
    return ""


def _narrow(data: bytes, assumed: list[str]) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    wrong = "If letters look wrong, save the table as UTF-8."
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        assumed.append(
            f"The text is neither UTF-8 nor Windows-1252: only its digits and plain letters are sure. {wrong}"
        )
        return data.decode("latin-1")  # has a letter for every byte
    assumed.append(f"The text is not UTF-8: it was read as Windows-1252, as Western spreadsheets save it. {wrong}")
    return text


def _share(text: str, wanted: Callable[[str], bool]) -> float:
    """Return the share of characters that are wanted, from the first ones of the text."""
    head = text[:LONGEST_LINE]
    return sum(map(wanted, head)) / max(len(head), 1)


# --- Lines ---------------------------------------------------------------------------------------------------------

Lines = list[tuple[int, str]]
"""Lines with their numbers, counted from 1."""


def _asked_delimiter(lines: Lines) -> tuple[str, Lines]:
    """Return the delimiter that a first line such as `sep=;` asks for, as Excel writes it, and the other lines."""
    asked = re.fullmatch(r'\s*"?sep=(.)"?[\s;,]*', lines[0][1], re.IGNORECASE) if lines else None
    if asked is None:
        return "", lines
    return (asked[1] if asked[1] in DELIMITERS else ""), lines[1:]


def _without_brackets(lines: Lines) -> Lines:
    """Take off the brackets that NumPy and Python print around rows."""
    if not lines or not all(line.lstrip().startswith("[") for _, line in lines):
        return lines
    return [(at, line.strip().strip("[],").strip()) for at, line in lines]


def _without_attributes(lines: Lines) -> tuple[list[str], Lines]:
    """Return the names of the columns as Weka's ARFF declares them, and the lines of data below."""
    start = next((at for at, (_, line) in enumerate(lines) if line.strip().casefold() == "@data"), None)
    if start is None:
        return [], lines
    declared = [re.match(r"\s*@attribute\s+('[^']*'|\S+)", line, re.IGNORECASE) for _, line in lines[:start]]
    return [found[1].strip("'") for found in declared if found], lines[start + 1 :]


def _without_comments(lines: Lines, assumed: list[str]) -> tuple[str, Lines]:
    """Return the last comment above the data without its sign, and the lines that are no comments."""

    def is_comment(line: str) -> bool:
        return line.lstrip().startswith(("#", "%")) and not re.match(r'\s*[#%]"?\s*[\t;,|]', line)

    comments = [line for _, line in lines if is_comment(line)]
    if not comments:
        return "", lines
    sign = comments[0].lstrip()[0]
    said = f"{len(comments):,} lines that begin with {sign} were passed over as comments."
    assumed.append(said if len(comments) > 1 else f"1 line that begins with {sign} was passed over as a comment.")
    above = [line for (_, line), (_, after) in pairwise(lines) if is_comment(line) and not is_comment(after)]
    last = above[0].lstrip(" \t#%") if is_comment(lines[0][1]) and above else ""
    return last, [each for each in lines if not is_comment(each[1])]


def _delimiter(sample: Sequence[str]) -> str:
    """Return the delimiter that makes a table of these lines: rows of equal width, and in their cells numbers."""
    bare = [re.sub(r'"[^"]*"', '""', line.strip(" ")) for line in sample]
    evenness: dict[str, float] = {}
    for delimiter in DELIMITERS:
        counts = Counter(len(_split(line, delimiter)) for line in bare)
        counts.pop(1, None)
        evenness[delimiter] = max(counts.values(), default=0) / len(bare)
    best = max(evenness.values())
    good = [delimiter for delimiter, share in evenness.items() if share >= 0.9 * best > 0.0]
    if len(good) < 2:
        return good[0] if good else ","
    firm = [each for each in good if each in "\t;|" and evenness[each] >= evenness[","]]
    if firm and not any(re.search(r"(?<!\d),|,(?!\d)", line) for line in bare):  # all commas stand within numbers
        good.remove(",") if "," in good else None
    return max(good, key=lambda delimiter: round(_numeric_share(sample, delimiter), 2))


def _numeric_share(sample: Sequence[str], delimiter: str) -> float:
    """Return the share of cells that are numbers."""
    cells = [cell.strip(' "') for line in sample for cell in _split(line, delimiter)]
    filled = [bare(cell) for cell in cells if cell]
    return sum(is_number(cell, decimal_comma=delimiter != ",") for cell in filled) / max(len(filled), 1)


def _split(line: str, delimiter: str) -> list[str]:
    """Divide a line without regard to quotes."""
    parts = line.split() if delimiter == " " else line.split(delimiter)
    return [part.strip() for part in parts]


def _logical_lines(lines: Lines, delimiter: str) -> tuple[Lines, list[int], list[Problem]]:
    """Return the lines that can be divided, a cell of several lines being one line, with the number of their cells."""
    kept, widths, problems = Lines(), list[int](), list[Problem]()
    usual = Counter(len(_split(line, delimiter)) for _, line in lines[:SAMPLE_LINES]).most_common(1)[0][0]
    at = 0
    while at < len(lines):
        place, line = lines[at]
        at += 1
        width: int | str = _width(line, delimiter)
        if isinstance(width, str) and len(line) <= LONGEST_LINE and len(problems) < MOST_TRIES:
            for more in range(2, MOST_LINES_OF_A_CELL + 1):
                whole = " ".join(each for _, each in lines[at - 1 : at - 1 + more])
                longer = _width(whole, delimiter)
                if longer == usual:
                    line, width, at = whole, usual, at - 1 + more
                    break
        if isinstance(width, str):
            problems.append(Problem(place, width))
        else:
            kept.append((place, line))
            widths.append(width)
    return kept, widths, problems


def _width(line: str, delimiter: str) -> int | str:
    """Return how many cells a line has, or why it cannot be divided."""
    if len(line) > LONGEST_LINE:
        return f"The line has {len(line):,} characters: at most {LONGEST_LINE:,} can be read."
    if '"' in line:
        text = re.sub(" +", " ", line.strip()) if delimiter == " " else line
        try:
            (cells,) = csv.reader([text], delimiter=delimiter, skipinitialspace=True, strict=True)
            width = len(cells)
        except (csv.Error, ValueError):
            return f"The quotes in {shown(line)} do not match: a cell that starts with a quote must end with one."
    else:
        width = len(line.split()) if delimiter == " " else line.count(delimiter) + 1
    return width if width <= MOST_COLUMNS else f"The line has {width:,} cells: at most {MOST_COLUMNS:,} can be read."


def _columns(lines: Sequence[str], delimiter: str, width: int) -> list[list[str]]:
    """Divide the lines into columns of cells."""
    if not lines or not width:
        return []
    frame = pd.read_csv(
        StringIO("\n".join(line.strip(" ") for line in lines)),
        sep=r"\s+" if delimiter == " " else delimiter,
        header=None,
        names=list(range(width)),
        index_col=False,
        dtype=str,
        na_filter=False,
        skip_blank_lines=False,
        skipinitialspace=True,
    )
    return [[str(cell).strip() for cell in frame[at].tolist()] for at in range(width)]
