"""Result files: the same findings are the same bytes, in whatever blocks they are trained; nothing else is read."""

import io
import json
import os
import pickle
import zipfile

import numpy as np
import pytest

from core.study.kept import Kept, Part
from core.study.result_file import MOST_BYTES, ResultFileError, read_result, write_result
from core.study.results import findings
from core.study.settings import StudySettings
from core.study.study import Study, parts_of, trained_part

SETTINGS = StudySettings("hidden", "tanh, sigmoid, ReLU", (0.3,), (0.1, 1.0), seeds=12, epochs=6, points=20)
PLAN = SETTINGS.plan()
PARTS = parts_of(PLAN)


def kept_of(parts) -> Kept:
    kept = Kept(PLAN)
    for part in parts:
        kept.put(part)
    return kept


@pytest.fixture(scope="module")
def trained() -> list[Part]:
    return [trained_part(PLAN, seeds) for seeds in PARTS]


@pytest.fixture(scope="module")
def good(trained) -> bytes:
    return write_result(SETTINGS, kept_of(trained))


def test_parts_are_trained_each_by_itself_so_their_order_and_company_change_no_bit(trained, good):
    assert [seed for part in PARTS for seed in part] == [*range(12)] and len(PARTS) == 6
    again = [trained_part(PLAN, PARTS[k]) for k in (4, 1)]
    others = [trained[k] for k in (5, 3, 2, 0)]
    assert write_result(SETTINGS, kept_of([*again, *others])) == good


def test_a_part_has_what_the_study_of_all_seeds_has(trained):
    whole, kept = Study(PLAN), kept_of(trained)
    whole.advance()
    for number in range(3):
        assert np.array_equal(whole.reached[number], kept.reached[number])
        for one, other in zip(whole.curves[number], kept.curves[number], strict=True):
            assert other == pytest.approx(one, rel=1e-5)
    assert findings(kept).judgement.kind == findings(whole).judgement.kind


def test_parts_depend_on_the_plan_alone_and_divide_a_study_into_eight_at_least():
    for seeds in (2, 12, 32, 256):
        parts = parts_of(StudySettings(seeds=seeds).plan())
        assert [seed for part in parts for seed in part] == [*range(seeds)]
        assert len(parts) >= min(8, seeds // 2)


def test_what_is_written_is_read_again_also_of_an_unfinished_study(trained, good):
    settings, kept = read_result(good)
    assert settings == SETTINGS and kept.done == 12 and write_result(settings, kept) == good
    settings, some = read_result(write_result(SETTINGS, kept_of([trained[0], trained[2]])))
    assert some.done == 2 and some.trained.sum() == 4 and settings == SETTINGS


def test_it_is_a_file_that_numpy_reads(good):
    with np.load(io.BytesIO(good), allow_pickle=False) as arrays:
        assert json.loads(arrays["settings"].tobytes())["settings"]["seeds"] == 12
        assert arrays["reached"].shape == (5, 12) and arrays["cost"].dtype == np.float32


def test_the_largest_study_fits_into_a_file_and_into_an_upload():
    settings = StudySettings("hidden", etas=(0.1,) * 8, etas_of_others=(0.1,) * 8, seeds=256, epochs=1000)
    kept = Kept(settings.plan())
    assert 9_900_000 < len(write_result(settings, kept)) < MOST_BYTES < 10 * 2**20


# --- Malformed files --------------------------------------------------------------------------------------------------


class Payload:
    def __reduce__(self):
        return (exec, ("import os; os.environ['STUDY_UNPICKLED'] = 'yes'",))


def archive(arrays, packing=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as made:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, array, allow_pickle=True)
            made.writestr(f"{name}.npy", array if isinstance(array, bytes) else content.getvalue())
    return file.getvalue()


def arrays_of(data):
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return dict(arrays)


def head(arrays, **changes):
    found = json.loads(arrays["settings"].tobytes())
    for name, value in changes.items():
        found[name] = found[name] | value if isinstance(value, dict) else value
    return {"settings": np.frombuffer(json.dumps(found).encode(), np.uint8)}


def changed(array, at, value):
    array = array.copy()
    array[at] = value
    return array


WRONG = {
    "reached as text": lambda a: {"reached": a["reached"].astype(str)},
    "reached that is pickled": lambda a: {"reached": np.array([[Payload()]], object)},
    "settings that are pickled": lambda a: {"settings": pickle.dumps(Payload())},
    "a run too many": lambda a: {"reached": np.vstack([a["reached"], a["reached"][:1]])},
    "a seed too few": lambda a: {"cost": a["cost"][:, :-1]},
    "curves without epochs": lambda a: {"cost": a["cost"][:, :, 0]},
    "other numbers": lambda a: {"accuracy": a["accuracy"].astype(np.float64)},
    "half a seed": lambda a: {"reached": changed(a["reached"], (0, 3), np.nan)},
    "an epoch too late": lambda a: {"reached": changed(a["reached"], (0, 3), 7.0)},
    "half an epoch": lambda a: {"reached": changed(a["reached"], (0, 3), 2.5)},
    "an epoch before the first": lambda a: {"reached": changed(a["reached"], (0, 3), -np.inf)},
    "an accuracy above 1": lambda a: {"accuracy": changed(a["accuracy"], (0, 0, 0), 1.5)},
    "a cost below 0": lambda a: {"cost": changed(a["cost"], (0, 0, 0), -1.0)},
    "no curve": lambda a: {"accuracy": changed(a["accuracy"], (0, 0), np.nan)},
    "a curve of a seed that is not trained": lambda a: {"reached": changed(a["reached"], (slice(None), 3), np.nan)},
    "another kind": lambda a: head(a, kind="something else"),
    "another version": lambda a: head(a, kind="Training Deep Networks, a study, 2"),
    "other settings": lambda a: head(a, settings={"seeds": 24}),
    "settings that are none": lambda a: head(a, settings={"seeds": 1}),
    "settings that are a list": lambda a: head(a, settings=[1]),
    "methods of another version": lambda a: head(a, methods=[]),
    "parts of another size": lambda a: head(a, part=3),
    "something more": lambda a: head(a, more=1),
    "settings that are no JSON": lambda a: {"settings": np.frombuffer(b"{", np.uint8)},
    "settings nested deeply": lambda a: {"settings": np.frombuffer(b"[" * 9_000, np.uint8)},
    "an array more": lambda a: {"more": a["cost"]},
    "too many settings": lambda a: {"settings": np.zeros(400_000, np.uint8)},
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_a_study_does_not_write_is_refused_with_a_sentence(kind, good):
    os.environ.pop("STUDY_UNPICKLED", None)
    arrays = arrays_of(good)
    assert read_result(archive(arrays))[0] == SETTINGS
    with pytest.raises(ResultFileError) as error:
        read_result(archive(arrays | WRONG[kind](arrays)))
    said = str(error.value)
    assert said.startswith("This file is not the result of a study: ") and said.endswith(".") and len(said) < 500
    assert "STUDY_UNPICKLED" not in os.environ


def test_damaged_files_are_refused_or_are_a_study_with_other_numbers(good):
    rng = np.random.default_rng(0)
    for number in range(150):
        data = bytearray(good)
        for _ in range(3):
            data[int(rng.integers(len(data)))] ^= 1 << int(rng.integers(8))
        with pytest.raises(ResultFileError):
            read_result(bytes(data) if number % 3 else good[: int(rng.integers(len(good)))])
    with pytest.raises(ResultFileError, match="bytes, and a study at most"):
        read_result(good + bytes(MOST_BYTES))
