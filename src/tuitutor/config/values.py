"""One given value -> what Settings holds. A parser raises ValueError with what it wants, as in "a path"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

THEMES = ("dark", "light", "high-contrast", "16")
_MOST = 1_000_000.0
_LEAST_MEMORY = 2.5  # GiB; a first fit of TensorFlow 2.21 takes 2.22 of address space, and dies in 2.0
_BOOLS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Given:
    """A value as somebody gave it. Relative paths start at `base`, "~" at `home`.

    `is_text` says that it came as text (the environment), so that "300" may be a number.
    """

    value: object
    base: Path
    home: str
    is_text: bool = False


Parser = Callable[[Given], object]


def text(given: Given) -> str:
    """Any string."""
    if not isinstance(given.value, str):
        raise ValueError("text")
    return given.value


def path(given: Given) -> Path:
    """An absolute path; it need not exist."""
    if not isinstance(given.value, str | Path) or not str(given.value) or "\0" in str(given.value):
        raise ValueError("a path")
    words = str(given.value)
    if given.home and (words == "~" or words.startswith("~/")):
        words = given.home + words[1:]
    return (given.base / words).absolute()


def program(given: Given) -> str:
    """The path of a program, or its bare name to be found on PATH."""
    try:
        where = path(given)
    except ValueError:
        raise ValueError("the path of a Python") from None
    words = str(given.value)
    return str(where) if "/" in words or words.startswith("~") else words


def theme(given: Given) -> str:
    """One of THEMES."""
    name = str(given.value)  # 16 is a number in TOML
    if isinstance(given.value, bool) or name not in THEMES:
        raise ValueError(f"one of {', '.join(THEMES)}")
    return name


def tristate(given: Given) -> bool | None:
    """true, false, or "auto" (None)."""
    value = given.value
    if given.is_text and isinstance(value, str):
        value = _BOOLS.get(value.lower(), value.lower())
    if value == "auto":
        return None
    if not isinstance(value, bool):
        raise ValueError("true, false or auto")
    return value


def positive(given: Given) -> float:
    """A number in (0, 1,000,000]."""
    return _number(given, lambda number: 0 < number <= _MOST, "a number above 0 and at most 1,000,000")


def memory(given: Given) -> float:
    """GiB of address space, at most 1,000,000, and enough for Keras to start."""
    wanted = f"a number from {_LEAST_MEMORY} to 1,000,000, since Keras does not start in less memory"
    return _number(given, lambda number: _LEAST_MEMORY <= number <= _MOST, wanted)


def not_negative(given: Given) -> float:
    """A number in [0, 1,000,000]."""
    return _number(given, lambda number: 0 <= number <= _MOST, "a number from 0 to 1,000,000")


def count(given: Given) -> int:
    """A whole number in [1, 1,000,000]."""
    wanted = "a whole number from 1 to 1,000,000"
    return int(_number(given, lambda number: 1 <= number <= _MOST and number.is_integer(), wanted))


def niceness(given: Given) -> int:
    """A whole number in [0, 19]."""
    return int(_number(given, lambda number: number in range(20), "a whole number from 0 to 19"))


def _number(given: Given, fits: Callable[[float], bool], wanted: str) -> float:
    value = given.value
    if isinstance(value, bool) or not isinstance(value, (int, float, str) if given.is_text else (int, float)):
        raise ValueError(wanted)
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise ValueError(wanted) from None
    if not fits(number):
        raise ValueError(wanted)
    return number
