"""Settings of a study: what a file may say, and that what is written is read again."""

import json
import random
import tomllib

import pytest

from core.experiments.datasets import make
from core.study.given import Given
from core.study.settings import KEYS, SettingsError, StudySettings, settings_of
from core.study.settings_text import MOST_BYTES, read_settings, written_settings

OWN = Given.of(make("gauss", 30, 0.1, 3), ("x1", "x2", "x1_x2"))
SEVERAL = (
    StudySettings(),
    StudySettings("hidden", "ReLU, tanh", (0.3, 1.0), (0.1,), "cross_entropy", 64, 0.9, 100, "moons", 50, 0.25, False),
    StudySettings("layers", "1 3", widths=(), hidden="sigmoid", init="he", scale=2.5, output_bias=-3.0),
    StudySettings("optimizer", batch_size=1, data="own", own=OWN),
)


@pytest.mark.parametrize("settings", SEVERAL)
def test_what_is_written_is_read_again_as_toml_and_as_json(settings):
    assert read_settings(written_settings(settings).encode()) == settings
    assert read_settings(json.dumps(settings.values()).encode()) == settings
    assert tomllib.loads(written_settings(settings)) == settings.values()


def test_what_is_left_out_has_its_default_and_an_empty_file_is_the_study_of_the_defaults():
    assert read_settings(b"") == StudySettings() and read_settings(b"seeds = 64") == StudySettings(seeds=64)
    assert read_settings(b"target = 1\netas = [3, 0.3, 3]") == StudySettings(target=1.0, etas=(0.3, 3.0))


def test_points_that_are_given_are_those_of_the_plan():
    plan, points = SEVERAL[-1].plan(), SEVERAL[-1].dataset()
    assert points is not None and (plan.base.n, plan.base.data, plan.base.output) == (30, "own", "sigmoid")
    assert plan.base.features == ("x1", "x2", "x1_x2") and Given.of(points, OWN.inputs) == OWN


def own(**changes):
    return {"data": "own", "own": OWN.values() | changes}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"seedz": 3}, "'seedz' is no setting of a study: did you mean “seeds”?"),
        ({"zzz": 3}, "the settings are compare, only, etas"),
        ({"seeds": 1}, "seeds is 1, but it must be a whole number from 2 to 256: change it, or leave it out."),
        ({"seeds": 10**400}, "but it must be a whole number from 2 to 256"),
        ({"seeds": True}, "seeds is True, but"),
        ({"epochs": 2.5}, "epochs is 2.5, but it must be a whole number from 1 to 1,000"),
        ({"noise": float("nan")}, "noise is nan, but it must be a number from 0 to 0.5"),
        ({"target": 10**400}, "but it must be a number from 0.01 to 1"),
        ({"widths": [8, 99]}, "widths is [8, 99], but it must be a list of at most 6 whole numbers, each from 1 to 32"),
        ({"widths": [8] * 9}, "widths is a list of 9, but"),
        ({"widths": [[8]]}, "widths is a list of 1, but"),
        ({"etas": [0]}, "etas is [0], but it must be a list of at most 8 numbers, each from 0.0001 to 100"),
        ({"hidden": "step"}, 'hidden is \'step\', but it must be one of "tanh", "sigmoid"'),
        ({"hidden": ["tanh"]}, "hidden is ['tanh'], but it must be one of"),
        ({"data": "plane"}, "data is 'plane', but it must be one of"),
        ({"fresh": 1}, "fresh is 1, but it must be true or false"),
        ({"only": "x" * 121}, "but it must be a text of at most 120 characters"),
        ({"only": "tanh"}, "only is 'tanh', but the methods of 'cost' are fixed: leave it out."),
        ({"compare": "hidden", "only": "tanh, step"}, "'step' is none of these: tanh, sigmoid"),
        ({"cost": "cross_entropy"}, "where costs are compared it names the quadratic one"),
        ({"data": "own"}, 'data = "own" and a table [own] belong together'),
        ({"own": OWN.values()}, 'data = "own" and a table [own] belong together'),
        ({"own": [1]}, "own is [1], but it must be a table with classes, inputs, x, y, and nothing else"),
        (own(classes=11), "own is a table, but it must be points of 2 to 10 classes"),
        (own(x=3), "a table whose x and y are lists"),
        (own(y=[0]), "and as many classes in y"),
        (own(y=[5] * 30), "points whose classes in y are whole numbers from 0 to 1"),
        (own(x=[[1.0]] * 30), "points of 2 to 10 numbers, none larger than 1,000,000"),
        (own(x=[[1.0, 10**400]] * 30), "points of 2 to 10 numbers"),
        (own(x=[[1.0, float("inf")]] * 30), "points of 2 to 10 numbers"),
        (own(x=[[1, 2]] * 29 + [[1, 2, 3]]), "points that all have equally many coordinates"),
        (own(inputs=["x3"]), "points with inputs, each once, of x1, x2"),
        (own(inputs=[["x1"]]), "points with inputs, each once"),
    ],
)
def test_what_is_no_setting_is_answered_with_what_is_needed(values, said):
    with pytest.raises(SettingsError) as error:
        settings_of(values)
    assert said in str(error.value) and str(error.value)[-1] in ".?" and len(str(error.value)) < 300


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "are no text in UTF-8"),
        (b"seeds == 3", "cannot be read: Invalid value"),
        (b'{"seeds": ', "cannot be read: Expecting value"),
        (b"seeds = " + b"[" * 5_000, "cannot be read"),
        (b'{"seeds": ' + b"[" * 5_000, "cannot be read"),
        (b"seeds = " + b"9" * 5_000, "cannot be read"),
        (b" " * (MOST_BYTES + 1), "have 1,000,001 bytes, and at most 1,000,000 are read"),
    ],
)
def test_what_is_no_text_of_settings_is_answered(data, said):
    with pytest.raises(SettingsError, match=said):
        read_settings(data)


def test_texts_with_random_damage_are_read_or_answered_with_a_sentence():
    said: list[str] = []
    rng, text = random.Random(0), written_settings(SEVERAL[-1]).encode()
    for _ in range(300):
        data = bytearray(text)
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            assert isinstance(read_settings(bytes(data)), StudySettings)
        except SettingsError as error:
            said.append(str(error))
    assert len(said) > 200 and all(each[-1] in ".?" and len(each) < 400 for each in said)


def test_every_setting_says_what_it_is_and_what_it_takes():
    text = written_settings(StudySettings())
    assert all(key.what and key.takes for key in KEYS.values())
    assert text.count("\n# ") == len(KEYS) and all(f"\n{name} = " in text for name in KEYS if name != "own")
