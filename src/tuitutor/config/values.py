"""Parsers of settings: a raw value -> the value in Settings, or a ValueError with the expected value ("a path")."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

THEMES = ("dark", "light", "high-contrast", "16")
Glyphs = Literal["full", "plain", "ascii"]
"""Unicode, only the characters of code page 437, or ASCII."""
GLYPHS: tuple[Glyphs, ...] = get_args(Glyphs)
Maps = Literal["colours", "shapes"]
_MOST = 1_000_000.0
_LONGEST_NAME = 100
_LONGEST_PATH = 4_096  # bytes; Linux opens no longer one
_LEAST_MEMORY = 2.5  # GiB; the first fit in TensorFlow 2.21 takes 2.22 of address space, and crashes with 2.0
_BOOLS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class RawSetting(Struct, frozen=True):
    """A value from a file, the environment or a flag. Relative paths start at `base`, "~" at `home`.

    `is_text`: it is text, from the environment or a flag, so "300" may be a number.
    """

    value: object
    base: Path
    home: str
    is_text: bool = False


Parser = Callable[[RawSetting], object]


def command(raw: RawSetting) -> str:
    """A command that a shell could split into words; "" means no command."""
    if not isinstance(raw.value, str):
        raise ValueError("text")
    try:
        shlex.split(raw.value)
    except ValueError:
        raise ValueError("a command in which every quote is closed") from None
    return raw.value


def path(raw: RawSetting) -> Path:
    """An absolute path; it need not exist."""
    words = str(raw.value) if isinstance(raw.value, str | Path) else ""
    if not words or "\0" in words or len(os.fsencode(words)) >= _LONGEST_PATH:
        raise ValueError("a path")
    if raw.home and (words == "~" or words.startswith("~/")):
        words = raw.home + words[1:]
    return (raw.base / words).absolute()


def name(raw: RawSetting) -> str:
    """A person's name."""
    text = raw.value.strip() if isinstance(raw.value, str) else ""
    if not 0 < len(text) <= _LONGEST_NAME or not text.isprintable():
        raise ValueError(f"a name, of at most {_LONGEST_NAME} characters")
    return text


def key_names(raw: RawSetting) -> tuple[str, ...]:
    """Names of keys, as one text with commas between them or as a list; the app checks the names."""
    expected = 'a key, as in "ctrl+e", or a list of keys'
    match raw.value:
        case str(text):
            keys = [text] if text.strip() == "," else text.split(",")
        case list(keys):
            pass
        case _:
            raise ValueError(expected)
    if not keys or not all(isinstance(key, str) and key.strip() for key in keys):
        raise ValueError(expected)
    return tuple(key.strip() for key in keys)


def program(raw: RawSetting) -> str:
    """The path of a program, or its bare name to be found on PATH."""
    try:
        where = path(raw)
    except ValueError:
        raise ValueError("the path of a Python") from None
    words = str(raw.value)
    return str(where) if "/" in words or words.startswith("~") else words


def theme(raw: RawSetting) -> str | None:
    """One of THEMES, or "auto" (None)."""
    if raw.value == "auto":
        return None
    name = str(raw.value)  # 16 is a number in TOML
    if isinstance(raw.value, bool) or name not in THEMES:
        raise ValueError(f"one of {', '.join(THEMES)} or auto")
    return name


def glyphs(raw: RawSetting) -> Glyphs | None:
    """One of GLYPHS, or "auto" (None)."""
    if raw.value == "auto":
        return None
    for name in GLYPHS:
        if raw.value == name:
            return name
    raise ValueError(f"one of {', '.join(GLYPHS)} or auto")


def maps(raw: RawSetting) -> Maps:
    """How maps tell classes apart."""
    for name in get_args(Maps):
        if raw.value == name:
            return name  # type: ignore[no-any-return]
    raise ValueError(f"one of {', '.join(get_args(Maps))}")


def flag(raw: RawSetting) -> bool:
    """true or false."""
    value = raw.value
    if raw.is_text and isinstance(value, str):
        value = _BOOLS.get(value.lower())
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _number(expected: str, fits: Callable[[float], bool]) -> Callable[[RawSetting], float]:
    """A parser for numbers that `fits` accepts; `expected` is the text of its error."""

    def parse(raw: RawSetting) -> float:
        value = raw.value
        if isinstance(value, bool) or not isinstance(value, (int, float, str) if raw.is_text else (int, float)):
            raise ValueError(expected)
        try:
            number = float(value)
        except (ValueError, OverflowError):
            raise ValueError(expected) from None
        if not fits(number):
            raise ValueError(expected)
        return number

    return parse


positive = _number("a number above 0 and at most 1,000,000", lambda number: 0 < number <= _MOST)
not_negative = _number("a number from 0 to 1,000,000", lambda number: 0 <= number <= _MOST)
memory = _number(  # GiB of address space
    f"a number from {_LEAST_MEMORY} to 1,000,000, since Keras does not start in less memory",
    lambda number: _LEAST_MEMORY <= number <= _MOST,
)


def whole(low: int, high: int) -> Callable[[RawSetting], int]:
    """A parser for whole numbers from `low` to `high`."""
    fits = _number(f"a whole number from {low} to {high:,}", lambda n: low <= n <= high and n.is_integer())
    return lambda raw: int(fits(raw))


CHOICES: Mapping[Parser, tuple[str, ...]] = {
    theme: ("auto", *THEMES),
    glyphs: ("auto", *GLYPHS),
    maps: get_args(Maps),
    flag: ("no", "yes"),
}
"""The values of parsers that take only a few, as they are typed."""


def from_home(path: Path, home: str) -> str:
    """A path as people write it, with "~" for their home; "": there is none."""
    return f"~/{path.relative_to(home)}" if home and path.is_relative_to(home) else str(path)
