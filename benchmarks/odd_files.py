"""Files as strangers load them: right and damaged ones, others, and such as would harm a server that trusts them."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from benchmarks import csv_fuzz
from benchmarks.own_data import estimates
from benchmarks.query_fuzz import nonsense
from core.archives import packed
from core.digits.model_file import Model, write_model
from core.digits.plan import NetPlan
from core.study.kept import Kept
from core.study.result_file import write_result
from core.study.settings import StudySettings
from core.study.study import Study

TABLES, ARCHIVES = ("cost_file", "train_file"), ("fair_result_file", "digits_net_file")
FIELDS = (*TABLES, *ARCHIVES)
"""The keys of all upload fields."""
LARGEST = 10 * 2**20
BOMB = 60_000_000
"""Bytes that an archive of some kilobytes says it holds."""
NUMBERS = (float("nan"), float("inf"), -1, 0, 1e308, 10**40, -(10**400), 0.5, 2**63, True, None, "1", [], {})


class File(NamedTuple):
    """A file as a browser sends it."""

    name: str
    data: bytes


@cache
def right_file(field: str) -> File:
    """A file that this field takes."""
    if field == "cost_file":
        return File("estimates.csv", "\n".join(["y,p", *map(",".join, estimates())]).encode())
    if field == "train_file":
        rows = [["a", "b", "class"], *csv_fuzz.rows(random.Random(1), 60)]
        return File("points.csv", csv_fuzz.written(rows))
    if field == "digits_net_file":
        net = NetPlan((8,), "tanh")
        return File("net.npz", write_model(Model(net, net.network(5).theta, 50, 1_000, 5, 40)))
    settings = StudySettings("hidden", "tanh, ReLU", (0.3,), (0.1,), seeds=12, epochs=6, points=20)
    whole, kept = Study(settings.plan(), settings.dataset()), Kept(settings.plan())
    whole.advance()
    kept.put(whole.part(range(12)))
    return File("study.npz", write_result(settings, kept))


def right(_: random.Random, field: str) -> File:
    """The file as it is."""
    return right_file(field)


def flipped(rng: random.Random, field: str) -> File:
    """Some of its bytes are others."""
    name, data = right_file(field)
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 30)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return File(name, bytes(changed))


def cut(rng: random.Random, field: str) -> File:
    """Its beginning or its end is missing, or both."""
    name, data = right_file(field)
    start = rng.choice((0, 0, rng.randrange(len(data))))
    return File(name, data[start : rng.randrange(start, len(data))])


def doubled(rng: random.Random, field: str) -> File:
    """It is there twice, or a part of it is."""
    name, data = right_file(field)
    at = rng.randrange(len(data))
    return File(name, rng.choice((data + data, data[:at] + data[: at // 2] + data[at:])))


def other_field(rng: random.Random, field: str) -> File:
    """A file that another field takes."""
    return right_file(rng.choice([each for each in FIELDS if each != field]))


def other_kind(rng: random.Random, _: str) -> File:
    """A picture, a workbook, a document, or bytes."""
    return File("file.bin", rng.choice((csv_fuzz.other_files, csv_fuzz.random_bytes))(rng))


def empty(rng: random.Random, field: str) -> File:
    """Nothing, or next to nothing."""
    contents = (b"", b"\n", b"\0", b" ", b"\xef\xbb\xbf", b"PK\x05\x06" + bytes(18))
    return File(right_file(field).name, rng.choice(contents))


def names(rng: random.Random, field: str) -> File:
    """The right file, or a cut one, under a name that is none."""
    odd = (
        "",
        ".",
        "..",
        "../../../etc/passwd",
        "a.exe",
        "C:\\x\\y.csv",
        "a" * 5_000,
        "**b**.csv",
        "<b>.npz",
        "a`b`.csv",
    )
    name = rng.choice((*odd, nonsense(rng)[:300]))
    return File(name, rng.choice((right_file(field).data, right_file(field).data[:-9])))


def malformed_tables(rng: random.Random, _: str) -> File:
    """What benchmarks/csv_fuzz.py makes: encodings, formulas, markup, quotes, numbers without end, too many rows."""
    return File("table.csv", csv_fuzz.KINDS[rng.choice(list(csv_fuzz.KINDS))](rng)[: LARGEST - 1_000])


def large(rng: random.Random, field: str) -> File:
    """Just as much as a file may have, or more."""
    size = rng.choice((LARGEST - 1_000, LARGEST, LARGEST + 1, LARGEST + 400_000))
    data = right_file(field).data if rng.random() < 0.5 else b"1,2,a\n"
    return File(right_file(field).name, (data * (size // len(data) + 1))[:size])


@cache
def _zeros() -> bytes:
    return bytes(BOMB)


def bombs(rng: random.Random, field: str) -> File:
    """An archive that unpacks to very much, has very many entries, or says of its arrays what is not so."""
    names = ("settings", "theta") if field == "digits_net_file" else ("settings", "reached", "cost", "accuracy")
    head = b"\x93NUMPY\x01\x00"
    shape = rng.choice(("(999999999, 999999999)", "(99999999999,)", "()", "(-1,)", "(3,)"))
    kind = rng.choice(("|O", "<f8", "<U99999999", "|u1"))
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    told = head + len(header).to_bytes(2, "little") + header + b"cos\nsystem\n(S'true'\ntR."
    file, way = io.BytesIO(), rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    choice = rng.randrange(4)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if choice == 0 else way) as archive:
        if choice == 1:
            for k in range(5_000):
                archive.writestr(f"{k}.npy", b"")
        for name in names:
            archive.writestr(f"{name}.npy", _zeros() if choice == 0 and name == names[-1] else told)
    data = file.getvalue()
    return File("bomb.npz", data if choice != 3 else data.replace(b"settings", rng.choice((b"../../..", b"set\0ings"))))


def settings(rng: random.Random, field: str) -> File:
    """An archive whose settings are JSON with other numbers, deep JSON, or none."""
    if field in TABLES:
        field = rng.choice(ARCHIVES)
    with np.load(io.BytesIO(right_file(field).data)) as archive:
        arrays: dict[str, Any] = {name: archive[name] for name in archive.files}
    text = bytes(arrays["settings"]).decode()
    choice = rng.randrange(5)
    if choice == 0:
        text = rng.choice(("[" * 900, '{"a":' * 300, "9" * 1_500, "NaN", "null", '"', "{}", '{"kind": 1e999}'))
    elif choice < 4:
        text = json.dumps(_changed(rng, json.loads(text)))
    encoded = text.encode(rng.choice(("utf-16", "utf-32", "cp037")) if choice == 4 else "utf-8", "replace")
    arrays["settings"] = np.frombuffer(encoded, np.uint8)
    if rng.random() < 0.3:
        name = rng.choice([name for name in arrays if name != "settings"])
        arrays[name] = np.full_like(arrays[name], rng.choice((np.nan, np.inf, -np.inf, 3e38, -1)))
    return File("file.npz", packed(arrays, deflated=rng.random() < 0.5))


def _changed(rng: random.Random, value: Any) -> Any:
    """Return a value of JSON with one of its parts changed, left out, or added."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        name = rng.choice(list(value))
        parts = value | {name: _changed(rng, value[name])}
        return parts if rng.random() < 0.9 else {key: part for key, part in parts.items() if key != name}
    if isinstance(value, list) and value and rng.random() < 0.8:
        at = rng.randrange(len(value))
        return [*value[:at], _changed(rng, value[at]), *value[at + rng.randrange(2) :]]
    return rng.choice((*NUMBERS, nonsense(rng)[:200]))


KINDS: dict[str, Callable[[random.Random, str], File]] = {
    "right files": right,
    "with bytes flipped": flipped,
    "cut": cut,
    "doubled": doubled,
    "for another field": other_field,
    "of other kinds": other_kind,
    "empty": empty,
    "under odd names": names,
    "malformed tables": malformed_tables,
    "as large as may be, and larger": large,
    "archives that are bombs": bombs,
    "archives with odd settings": settings,
}
