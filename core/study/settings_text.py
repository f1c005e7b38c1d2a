"""The settings of a study as a text: TOML, which people write, and JSON, which is read too."""

import json
import tomllib
from collections.abc import Iterator
from typing import Any, cast

from core.study.settings import KEYS, SettingsError, StudySettings, settings_of

MOST_BYTES = 1_000_000
"""Bytes of a settings file at most: a thousand points of ten coordinates take a quarter of it."""
WRITTEN = "Write it as TOML, a line for each setting, such as seeds = 32."


def read_settings(data: bytes) -> StudySettings:
    """Return the settings in the bytes of a file, of TOML, or of JSON if it begins with a brace.

    Raises SettingsError, with a sentence, for anything else, and as `settings_of` does.
    """
    if len(data) > MOST_BYTES:
        raise SettingsError(f"These settings have {len(data):,} bytes, and at most {MOST_BYTES:,} are read.")
    try:
        text = data.decode("utf-8-sig")
        found: Any = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SettingsError(f"These settings are no text in UTF-8. {WRITTEN}") from error
    except (ValueError, RecursionError) as error:
        why = str(error)[:120].rstrip(".") or "nested too deeply"
        raise SettingsError(f"These settings cannot be read: {why}. {WRITTEN}") from error
    return settings_of(cast(dict[str, Any], found))


def written_settings(settings: StudySettings) -> str:
    """Return the settings as TOML, each with what it is and which values it takes."""
    return "\n".join(_lines(settings.values())) + "\n"


def _lines(values: dict[str, Any]) -> Iterator[str]:
    yield '# A study of the lesson "Fair comparison". What is left out has the value with which the lesson opens.'
    yield "# Train it with: python -m studies NAME-OF-THIS-FILE"
    for name, value in values.items():
        if name != "own":
            yield f"\n# {_sentence(KEYS[name].what)} {_sentence(KEYS[name].takes)}\n{name} = {_written(value)}"
    if "own" in values:
        yield f"\n# {_sentence(KEYS['own'].what)}\n[own]"
        yield from (f"{name} = {_written(value)}" for name, value in values["own"].items())


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _written(value: Any) -> str:
    """Write a value; texts, numbers and lists are the same in JSON and in TOML."""
    return json.dumps(value, ensure_ascii=False)
