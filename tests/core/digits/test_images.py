"""The images: what they are, that everyone shares them, and what is said if their file is missing or broken."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import numpy as np
import pytest

from core.digits import images
from core.digits.images import FILE, DigitsError, load_digits, read_digits, training_data

# How often each digit occurs in the official files.
TRAINING_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_the_digits_are_those_of_the_official_files():
    training, test = load_digits()
    assert training.images.shape == (60_000, 784) and test.images.shape == (10_000, 784)
    assert np.bincount(training.labels).tolist() == TRAINING_COUNTS
    assert np.bincount(test.labels).tolist() == TEST_COUNTS
    assert training.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert training.images.sum(dtype=np.int64) / training.images.size / 255.0 == pytest.approx(0.130660, abs=1e-6)
    known = "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"
    assert sha256(FILE.read_bytes()).hexdigest() == known and known in FILE.with_name("README.md").read_text("utf-8")


def test_they_are_read_once_for_all_sessions_and_nobody_can_change_them():
    with ThreadPoolExecutor(8) as sessions:
        found = list(sessions.map(lambda _: load_digits(), range(8)))
    assert all(each is found[0] for each in found)
    for array in (*found[0].training, *found[0].test):
        assert not array.flags.writeable and array.dtype == np.uint8


def test_trainers_share_the_bytes():
    data = training_data(700)
    assert data is training_data(700) and len(data) == 700
    assert images.test_data() is images.test_data()
    assert data.x(slice(10)) == pytest.approx(load_digits().training.images[:10] / 255.0, abs=1e-7)
    assert data.classes.tolist() == load_digits().training.labels[:700].tolist()


@pytest.mark.parametrize("count", [0, -1, 60_001])
def test_there_are_60_000_to_train_on(count):
    with pytest.raises(ValueError, match="60,000 to train on"):
        training_data(count)


def test_a_missing_file_is_named_with_what_to_do(tmp_path):
    with pytest.raises(DigitsError, match=r"mnist\.npz is missing in the folder .+ Copy it there"):
        read_digits(tmp_path / "mnist.npz")


class Payload:
    """Would leave a file behind if it were unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (shutil.copy, (FILE.with_name("README.md"), self.path))


def arrays(**changes):
    made = {
        "y_train": np.zeros(60_000, np.uint8),
        "y_test": np.zeros(10_000, np.uint8),
        "x_train": np.zeros((2, 28, 28), np.uint8),  # too few, which is found last
    }
    return made | changes


BROKEN = {
    "a text": b"These are no digits.",
    "nothing": b"",
    "a part": FILE.read_bytes()[:5_000_000],
    "a single array": {"x_train": np.zeros(3)},
    "other types": arrays(y_train=np.zeros(60_000)),
    "another number of images": arrays(),
    "no images": {"y_train": np.zeros(60_000, np.uint8), "y_test": np.zeros(10_000, np.uint8)},
    "a label 10": arrays(y_test=np.full(10_000, 10, np.uint8)),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_with_a_sentence(kind, tmp_path):
    file, content = tmp_path / "mnist.npz", BROKEN[kind]
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        np.savez_compressed(file, **content)
    with pytest.raises(DigitsError, match=r"cannot be used: .+\. Copy it anew"):
        read_digits(file)


def test_nothing_is_unpickled(tmp_path):
    file, left = tmp_path / "mnist.npz", tmp_path / "left"
    np.savez_compressed(file, **arrays(x_train=np.array([Payload(left)], dtype=object)))
    with pytest.raises(DigitsError, match="Copy it anew"):
        read_digits(file)
    assert not left.exists()
