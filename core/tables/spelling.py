"""How a table writes its numbers and words: points and commas within numbers, and capitals."""

import re
from collections import Counter
from collections.abc import Sequence

from core.quotes import shown
from core.tables.csv_table import Style, bare

COMMA = re.compile(r"[-+−]?\d*,\d+([eE][-+]?\d+)?|[-+−]?\d{1,3}([.,]\d{3})+([.,]\d*)?")
"""A number with a comma, or with points and commas between thousands."""

MOST_WORDS = 100
"""In a column of more different cells, words that differ only in capitals are left as they are."""

_THOUSANDS = re.compile(r"[-+−]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_GERMAN_THOUSANDS = re.compile(r"[-+−]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?")


def style_of(columns: Sequence[Sequence[str]], delimiter: str, assumed: list[str]) -> Style:
    """Find out what commas and points within numbers mean, for the whole table; what was assumed is added."""
    different = set[str]().union(*columns)
    different = {bare(cell) for cell in different}
    texts = {cell for cell in different if "," in cell and COMMA.fullmatch(cell)}
    if not texts:
        return _without_commas(different, delimiter, assumed)
    points = any("." in cell and re.fullmatch(r"[-+−]?\d*\.\d+", cell) for cell in different)
    example = min(texts)
    if all(_THOUSANDS.fullmatch(text) for text in texts) and (delimiter == "," or points):
        assumed.append(f"Commas stand between thousands: {shown(example)} is {example.replace(',', '')}.")
        return Style(thousands=",")
    german = any(_GERMAN_THOUSANDS.fullmatch(text) for text in texts if "." in text)
    example = max(texts, key=lambda text: ("." in text, text))
    read = (example.replace(".", "") if german else example).replace(",", ".")
    assumed.append(f"Commas are decimal: {shown(example)} is {read}.")
    return Style(decimal_comma=True, thousands="." if german else "")


def _without_commas(different: set[str], delimiter: str, assumed: list[str]) -> Style:
    """Find out what points mean where no number has a comma: all may stand between thousands."""
    with_point = (cell for cell in different if "." in cell and cell[-1].isdigit() and cell.strip("+-−")[:1].isdigit())
    grouped = set[str]()
    for cell in with_point:
        if not _GERMAN_THOUSANDS.fullmatch(cell):
            return Style(decimal_comma=delimiter != ",")
        grouped.add(cell)
    example = max(grouped, key=lambda cell: (cell.count("."), cell), default="")
    if example.count(".") > 1:
        assumed.append(f"Points stand between thousands: {shown(example)} is {example.replace('.', '')}.")
        return Style(decimal_comma=delimiter != ",", thousands=".")
    if grouped and delimiter != ",":
        assumed.append(f"Points are decimal: {shown(example)} is {example}, and not {example.replace('.', '')}.")
    return Style(decimal_comma=delimiter != ",")


def alike(column: list[str], name: str, assumed: list[str]) -> list[str]:
    """Take words that differ only in capitals for one, in its most frequent spelling; single letters are kept."""

    def key(word: str) -> str:
        return word.casefold() if len(word) > 1 else word

    spellings = Counter(column)
    if len(spellings) > MOST_WORDS:
        return column
    usual: dict[str, str] = {}
    for word, _ in spellings.most_common():
        usual.setdefault(key(word), word)
    if len(usual) == len(spellings):
        return column
    other = next(word for word in spellings if usual[key(word)] != word)
    assumed.append(
        f"Some words of {name} differ only in capitals, such as {shown(usual[key(other)])} and {shown(other)}: "
        "taken for one."
    )
    return [usual[key(word)] for word in column]
