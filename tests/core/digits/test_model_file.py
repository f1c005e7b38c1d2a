"""Model files: what is saved comes back, and 200 malformed files are each refused with a sentence."""

import io
import json
import os
import pickle
import tracemalloc
import zipfile

import numpy as np
import pytest

from core.digits.depth import BOOK_DEEP
from core.digits.images import load_digits
from core.digits.model_file import MOST_BYTES, Model, ModelFileError, model_of, read_model, write_model
from core.digits.plan import INTERMEDIATE, SHALLOW, DigitsPlan, NetPlan
from core.digits.run import DigitsRun


def model(net=INTERMEDIATE, seed=0):
    theta = net.network(seed).theta.astype(np.float32).astype(np.float64)
    return Model(net, theta, batch=128, images=60_000, seed=seed, updates=938)


@pytest.mark.parametrize(
    "net",
    [
        INTERMEDIATE,
        SHALLOW,
        BOOK_DEEP,
        NetPlan(hidden=()),
        NetPlan((256,) * 4, "tanh", "half_quadratic", 0.003, "adam", "he", 0.5),
    ],
)
def test_a_saved_net_comes_back(net):
    saved = model(net, seed=7)
    data = write_model(saved)
    found = read_model(data)
    assert len(data) <= MOST_BYTES and data == write_model(found)
    assert found.net == net and (found.batch, found.images, found.seed, found.updates) == (128, 60_000, 7, 938)
    images = load_digits().test.images[:20] / 255.0
    again = net.network(7).copy(theta=saved.theta)
    assert np.array_equal(found.network().forward(images).z[-1], again.forward(images).z[-1])


def test_a_net_is_saved_as_it_stands_in_its_run():
    run = DigitsRun(DigitsPlan((NetPlan(hidden=(8,)), SHALLOW), batch=100, images=500, epochs=2, seed=3))
    run.advance(4)
    for number, network in enumerate(run.networks):
        found = read_model(write_model(model_of(run, number)))
        assert found.net == run.plan.nets[number] and np.array_equal(found.theta, network.theta)
        assert (found.batch, found.images, found.seed, found.updates) == (100, 500, 3, 4)


def test_it_is_a_file_that_numpy_reads():
    with np.load(io.BytesIO(write_model(model())), allow_pickle=False) as arrays:
        assert arrays["theta"].dtype == np.float32 and len(arrays["theta"]) == 55_050
        assert json.loads(arrays["settings"].tobytes())["hidden"] == [64, 64]


# --- Malformed files --------------------------------------------------------------------------------------------------


class Payload:
    """Would set a variable of the environment if it were unpickled."""

    def __reduce__(self):
        return (exec, ("import os; os.environ['DIGITS_UNPICKLED'] = 'yes'",))


GOOD = write_model(model(NetPlan(hidden=(8,))))
SETTINGS = json.loads(np.load(io.BytesIO(GOOD))["settings"].tobytes())
THETA = np.load(io.BytesIO(GOOD))["theta"]


def npy(array, **options):
    content = io.BytesIO()
    np.lib.format.write_array(content, array, **options)
    return content.getvalue()


def archive(contents, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in contents:
            made.writestr(name, content)
    return file.getvalue()


def made(settings=None, theta=None, text=None):
    """A file with these settings, as text or as an object, and this theta, as an array or as bytes."""
    text = json.dumps(SETTINGS if settings is None else settings).encode() if text is None else text
    theta = THETA if theta is None else theta
    return archive(
        [
            ("settings.npy", npy(np.frombuffer(text, np.uint8))),
            ("theta.npy", theta if isinstance(theta, bytes) else npy(theta)),
        ]
    )


def header(descr="'<f4'", fortran="False", shape="(6370,)", version=b"\x01\x00"):
    text = f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY" + version + len(text).to_bytes(2, "little") + text


def without(name):
    return {key: value for key, value in SETTINGS.items() if key != name}


ENTRY = b"PK\x01\x02\x14\x03\x14\x00"  # an entry of the directory, up to the bit for locked ones
BOMB = header() + bytes(16_000_000)


def flipped(rng):
    """The file with one bit of the packed parameters changed."""
    data = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as opened:
        start = opened.getinfo("theta.npy").header_offset + 60
    data[int(rng.integers(start, start + 20_000))] ^= 1 << int(rng.integers(8))
    return bytes(data)


def replaced(rng):
    """One number of theta is not finite."""
    theta = THETA.copy()
    theta[rng.integers(len(theta))] = rng.choice([np.nan, np.inf, -np.inf])
    return theta


WRONG_VALUES = [
    ("hidden", "64"), ("hidden", [64.0]), ("hidden", [True]), ("hidden", [7]), ("hidden", [257]), ("hidden", [8] * 9),
    ("hidden", None), ("hidden", [[8]]), ("hidden", [10**400]), ("activation", "step"), ("activation", 3),
    ("activation", ["relu"]), ("cost", "hinge"), ("cost", None), ("optimizer", {}), ("init", "x" * 900),
    ("eta", 0), ("eta", -1), ("eta", "0.1"), ("eta", True), ("eta", 10**400), ("eta", 1e309), ("dropout", 1.0),
    ("dropout", float("nan")), ("batch", 0), ("batch", 2.5), ("images", 10**9), ("images", None), ("seed", -1),
    ("seed", False), ("updates", -1), ("updates", 10**30), ("kind", "something else"), ("kind", 1),
]  # fmt: skip
KINDS = {
    "random bytes": lambda rng: rng.bytes(int(rng.integers(0, 5_000))),
    "random bytes after the mark of an archive": lambda rng: b"PK\x03\x04" + rng.bytes(int(rng.integers(0, 5_000))),
    "cut short": lambda rng: GOOD[: int(rng.integers(0, len(GOOD) - 1))],
    "a bit changed": flipped,
    "begun too late": lambda rng: GOOD[int(rng.integers(20_000, len(GOOD))) :],
    "too large": lambda rng: GOOD + bytes(MOST_BYTES),
    "a pickle": lambda rng: pickle.dumps([Payload(), int(rng.integers(99))]),
    "pickled parameters": lambda rng: made(theta=npy(np.array([Payload()] * int(rng.integers(1, 5)), object))),
    "the header of pickled parameters": lambda rng: made(theta=header("'|O'") + pickle.dumps(Payload())),
    "a header with a call": lambda rng: made(theta=header(shape="(__import__('os').putenv('DIGITS_UNPICKLED','1'),)")),
    "a deep header": lambda rng: made(theta=header(shape="(" * 20_000)),
    "many parameters announced": lambda rng: made(theta=header(shape=f"({10 ** int(rng.integers(5, 18))},)")),
    "other axes": lambda rng: made(theta=THETA.reshape(-1, 2)),
    "another order": lambda rng: made(theta=header(fortran="True") + THETA.tobytes()),
    "another version": lambda rng: made(theta=header(version=b"\x03\x00") + THETA.tobytes()),
    "another type": lambda rng: made(theta=THETA.astype(rng.choice(["<f8", ">f4", "<i4", "<f2", "<c8"]))),
    "structured parameters": lambda rng: made(theta=np.zeros(6_370, [("a", "<f4")])),
    "too few parameters": lambda rng: made(theta=THETA[: int(rng.integers(0, len(THETA)))]),
    "too many parameters": lambda rng: made(theta=np.append(THETA, THETA[: int(rng.integers(1, 99))])),
    "parameters that are not finite": lambda rng: made(theta=replaced(rng)),
    "a bomb": lambda rng: made(theta=BOMB),
    "a bomb of settings": lambda rng: made(text=b" " * 16_000_000),
    "an array missing": lambda rng: archive([("theta.npy", npy(THETA))]),
    "an array too many": lambda rng: archive([*contents(), (f"{rng.integers(99)}.npy", npy(THETA))]),
    "an array twice": lambda rng: archive([*contents(), ("thetb.npy", npy(THETA))]).replace(b"thetb", b"theta"),
    "other names": lambda rng: archive([("../settings.npy", contents()[0][1]), contents()[1]]),
    "another packing": lambda rng: archive(contents(), int(rng.choice([zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))),
    "a bomb in another packing": lambda rng: archive([contents()[0], ("theta.npy", BOMB)], zipfile.ZIP_BZIP2),
    "locked": lambda rng: archive(contents()).replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    ),
    "settings that are no JSON": lambda rng: made(text=rng.bytes(int(rng.integers(0, 400)))),
    "settings nested deeply": lambda rng: made(text=b"[" * 1_800),
    "settings that are no object": lambda rng: made(settings=[1, "two"]),
    "a setting missing": lambda rng: made(without(rng.choice(list(SETTINGS)))),
    "a setting too many": lambda rng: made({**SETTINGS, f"more{rng.integers(99)}": 1}),
    "the settings of another net": lambda rng: made({**SETTINGS, "hidden": [int(rng.integers(9, 257))]}),
    **{
        f"{name} = {str(value)[:20]} ({number})": lambda rng, name=name, value=value: made({**SETTINGS, name: value})
        for number, (name, value) in enumerate(WRONG_VALUES)
    },
}
HEAVY = {"too large", "a bomb", "a bomb of settings", "a bomb in another packing", "locked"}


def contents():
    return [("settings.npy", npy(np.frombuffer(json.dumps(SETTINGS).encode(), np.uint8))), ("theta.npy", npy(THETA))]


def malformed():
    """(kind, bytes) of each file."""
    seeded = [kind for kind in KINDS if "=" not in kind and kind not in HEAVY]
    for kind in KINDS:
        for seed in range(6 if kind in seeded else 1):
            yield kind, KINDS[kind](np.random.default_rng([seed, len(kind)]))


def refusal(data):
    """What is said about a file; "" if it was read."""
    try:
        read_model(data)
    except ModelFileError as error:
        return str(error)
    return ""


def test_200_malformed_files_are_each_refused_with_a_sentence():
    os.environ.pop("DIGITS_UNPICKLED", None)
    refused = 0
    for kind, data in malformed():
        said = refusal(data)
        assert said.startswith("This file is not a net that was saved here: ") and said.endswith("."), kind
        assert len(said) < 330 and said.isprintable(), (kind, said)
        refused += 1
    assert refused >= 200 and "DIGITS_UNPICKLED" not in os.environ


@pytest.mark.parametrize("kind", ["a bomb", "a bomb of settings", "a bomb in another packing"])
def test_a_bomb_is_never_unpacked(kind):
    data = KINDS[kind](None)
    assert len(data) < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(ModelFileError, match="has more than|packed in another way"):
            read_model(data)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_an_archive_that_lies_about_its_sizes_is_not_believed():
    data = bytearray(KINDS["a bomb"](None))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):  # the sizes after unpacking, in both directories
        start = data.rindex(mark)
        data[start + place : start + place + 4] = (1_000).to_bytes(4, "little")
    with pytest.raises(ModelFileError, match="damaged"):
        read_model(bytes(data))


def test_what_the_kinds_change_is_what_is_refused():
    assert read_model(made()).net == NetPlan(hidden=(8,))
    assert read_model(archive(contents(), zipfile.ZIP_STORED)).theta == pytest.approx(THETA)
    assert read_model(made(theta=header() + THETA.tobytes())).updates == 938
