"""Files without a table of points, read as tables of points: `python -m benchmarks.csv_fuzz [--files 300] [--seed 0]`.

Every file must give a sentence, and either points that can be drawn or none; never an exception. KINDS lists their
contents.
"""

import argparse
import random
import statistics
import string
from collections.abc import Callable, Iterator
from time import perf_counter

import numpy as np

from core.tables.chosen_rows import MOST_ROWS
from core.tables.point_table import MOST_CLASSES, OUTERMOST, PointTable, points_of
from ui.reading import read_table

ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp1252", "cp437", "shift_jis", "gb18030", "cp037")
FORMULAS = ("=A1+B1", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", '=HYPERLINK("x","y")', "+1+1", "@SUM(1)", "#DIV/0!", "#REF!")
NO_NUMBERS = (
    "",
    "n/a",
    "NaN",
    "inf",
    "-inf",
    "1e999",
    "1_000",
    "0x10",
    "½",
    "１",
    "1,2.3",
    "12 kg",
    "true",
    "--1",
    "1e",
)
MARKUP = ("<script>alert(1)</script>", "<b>w</b>", "[a](javascript:b)", "$x$", "**bold**", "{{7*7}}", ":red[x]", "`c`")


def read_point_table(data: bytes | str) -> PointTable:
    """Read a file as a table of points."""
    return points_of(read_table(data))


def rows(rng: random.Random, n: int, classes: str = "ab") -> list[list[str]]:
    """Correct rows: two numbers and a label."""
    return [[f"{rng.gauss(0, 3):.3f}", f"{rng.gauss(5, 1):.3f}", rng.choice(classes)] for _ in range(n)]


def written(table: list[list[str]], delimiter: str = ",") -> bytes:
    """Write the rows as a file."""
    return "\n".join(delimiter.join(cells) for cells in table).encode("utf-8", "replace")


def random_bytes(rng: random.Random) -> bytes:
    """Bytes of all values."""
    return rng.randbytes(rng.randrange(5_000))


def random_text(rng: random.Random) -> bytes:
    """Letters, digits and delimiters in any order."""
    letters = string.printable + "−½ŷ漢\u202e\u2028\0"
    return "".join(rng.choices(letters, k=rng.randrange(3_000))).encode()


def wrong_columns(rng: random.Random) -> bytes:
    """One, two or many columns, or a different number in every line, or an unknown delimiter."""
    table = [rng.choices(("1", "2.5", "a", ""), k=rng.choice((0, 1, 2, 7, 400))) for _ in range(rng.randrange(1, 40))]
    width = rng.choice((1, 2, 40, None))
    table = [cells if width is None else (cells * 40 + ["1"] * width)[:width] for cells in table]
    return written(table, rng.choice(",;\t |:"))


def text_in_numbers(rng: random.Random) -> bytes:
    """Some cells are no numbers, or not finite."""
    table = rows(rng, 60)
    for cells in rng.sample(table, rng.randint(1, 60)):
        cells[rng.randrange(2)] = rng.choice(NO_NUMBERS)
    return written(table)


def extreme_numbers(rng: random.Random) -> bytes:
    """Numbers at the ends of the range of float64, or all equal."""
    ends = ("1e308", "-1e308", "5e-324", "1e100", "1" * 400, "0." + "0" * 400 + "1", "-0", "1e15", "0.1")
    chosen = rng.sample(ends, rng.randint(1, 3))
    return written([[rng.choice(chosen), rng.choice(chosen), rng.choice("ab")] for _ in range(30)])


def wrong_classes(rng: random.Random) -> bytes:
    """One class, none, or more than ten."""
    return written(rows(rng, 200, rng.choice(("a", " ", "1", string.ascii_letters))))


def many_rows(rng: random.Random) -> bytes:
    """A hundred thousand to a million rows, or as many blank lines before the first."""
    line = rng.choice((b"1,2,a\n3,4,b\n", b"1,2,a\n", b"\n\n", b"x,y,z\n", b"1\n2\n", b'"\n"\n'))
    return line * rng.choice((50_000, 500_000)) + b"1,2,c"


def huge_fields(rng: random.Random) -> bytes:
    """A cell of up to a million letters or digits, as a name, a number or a label."""
    table = [["x1", "x2", "label"], *rows(rng, 20)]
    rng.choice(table)[rng.randrange(3)] = rng.choice("9a\"'<=") * 10 ** rng.randint(2, 6)
    return written(table)


def encodings(rng: random.Random) -> bytes:
    """Another encoding, cut anywhere."""
    text = "größe,breite,art\n" + written(rows(rng, 30)).decode()
    data = text.encode(rng.choice(ENCODINGS), "replace")
    return data[rng.choice((0, 0, 1)) : len(data) - rng.choice((0, 1, 2, 3))]


def formulas(rng: random.Random) -> bytes:
    """Text that a spreadsheet writes, or would execute."""
    table = [["x1", "x2", "label"], *rows(rng, 30)]
    for cells in rng.sample(table, 12):
        cells[rng.randrange(3)] = rng.choice(FORMULAS)
    return written(table, rng.choice(",;\t"))


def markup(rng: random.Random) -> bytes:
    """Names and labels that a page would execute if it did not escape them."""
    table = [rng.sample(MARKUP, 3), *rows(rng, 30)]
    for cells in table[1:]:
        cells[2] = rng.choice(MARKUP)
    return written(table)


def quotes(rng: random.Random) -> bytes:
    """Quotes that open and never close, delimiters within them, other line endings."""
    text = written([[rng.choice(('"', "", '""')) + cell for cell in cells] for cells in rows(rng, 40)])
    return text.replace(b"\n", rng.choice((b"\n", b"\r", b"\r\n", b"\n\r", b"\x0b", b'"\n"')))


def other_files(rng: random.Random) -> bytes:
    """Workbooks, pictures, documents, compressed or not."""
    heads = (
        b"PK\x03\x04",
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7\n",
        b"\x1f\x8b\x08",
        b"<!doctype html>",
        b'{"a": [1, 2, "b"]}',
    )
    return rng.choice(heads) + rng.choice((b"", rng.randbytes(500), b"1,2,a\n" * 9))


KINDS: dict[str, Callable[[random.Random], bytes]] = {
    "random bytes": random_bytes,
    "random text": random_text,
    "wrong columns": wrong_columns,
    "text in numbers": text_in_numbers,
    "extreme numbers": extreme_numbers,
    "one class, or too many": wrong_classes,
    "100,000 to 1,000,000 rows": many_rows,
    "huge fields": huge_fields,
    "other encodings": encodings,
    "spreadsheet formulas": formulas,
    "markup": markup,
    "quotes and line endings": quotes,
    "other files": other_files,
}


def files(kind: str, number: int, seed: int) -> Iterator[bytes]:
    """Make files of a kind; the same seed gives the same files."""
    rng = random.Random(f"{seed} {kind}")
    return (KINDS[kind](rng) for _ in range(number))


def faults(data: bytes | str, table: PointTable) -> list[str]:
    """What is wrong with an answer: no readable sentence, or points that cannot be drawn or are not in the file."""
    sentences = [table.summary, *table.assumed, *(problem.reason for problem in table.problems)]
    found = [] if all(each.isprintable() and each.endswith((".", "more.")) for each in sentences) else ["no sentence"]
    found += ["a long sentence"] if max(map(len, sentences)) > 300 or len(sentences) > 40 else []
    if table.dataset is None:
        return found + ([] if "To draw points, " in table.summary else ["no advice"])
    x, y = table.dataset.x, table.dataset.y
    if not (np.isfinite(x).all() and np.abs(x).max() <= OUTERMOST * 1.001 and 2 <= len(x) <= MOST_ROWS):
        found += ["points that cannot be drawn"]
    if table.as_classes:
        kinds = table.dataset.classes == len(table.class_names) and 2 <= table.dataset.classes <= MOST_CLASSES
        found += [] if kinds and set(y) == set(range(max(y) + 1)) else ["classes that are not there"]
    elif not (table.dataset.classes == 0 and np.abs(y).max() <= 1.001):
        found += ["values that cannot be drawn"]
    return found + ([] if len(x) == len(y) == len(table.lines) <= len(data) else ["points that never were"])


def main(number: int, seed: int) -> None:
    """Read all files and print the table."""
    print("| kind | files | with points | points, median | with problems | faults | tracebacks | slowest, s |")
    print("|:--|--:|--:|--:|--:|--:|--:|--:|")
    kinds = list(KINDS)
    for at, kind in enumerate(kinds):
        kept, problems, faulty, raised, slowest, share = list[int](), 0, 0, 0, 0.0, number // len(kinds)
        share += at < number % len(kinds)
        for data in files(kind, share, seed):
            start = perf_counter()
            try:
                table = read_point_table(data)
            except Exception:
                raised += 1
                continue
            slowest = max(slowest, perf_counter() - start)
            kept += [len(table.dataset)] if table.dataset else []
            problems += bool(table.problems)
            faulty += bool(faults(data, table))
        median = f"{statistics.median(kept):,.0f}" if kept else ""
        print(f"| {kind} | {share} | {len(kept)} | {median} | {problems} | {faulty} | {raised} | {slowest:.2f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Read malformed files as tables of points.")
    parser.add_argument("--files", type=int, default=300, help="in all")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    main(chosen.files, chosen.seed)
