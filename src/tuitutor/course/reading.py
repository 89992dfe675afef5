"""Reads a YAML value as a value of a given type; what doesn't fit is reported in a sentence, with its line.

The YAML that is accepted follows from type hints: those of a Struct's fields, or of a function's parameters if the
YAML differs from the value made from it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from textwrap import shorten
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from tuitutor.course.bounds import Bound, Unfit
from tuitutor.course.yamltree import Plain, YamlValue, as_list, mapped
from tuitutor.spelling import one_of, suggestion

_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}

Make = Callable[..., Any]


class Misfit(ValueError):
    """A YAML value that does not fit, at `line`. `others` are the other misfits of the same read."""

    def __init__(self, line: int, text: str, others: Sequence[Misfit] = ()) -> None:
        super().__init__(text)
        self.line = line
        self.others = others


def read_entry(entry: YamlValue, hint: Any) -> Any:
    """The entry as a value of the type `hint`. Raises `Misfit`.

    `hint` is a scalar type, a `Literal`, a list, a tuple (a list in YAML; for strings it must not be empty, and one
    string will do), a dict with string keys, a Struct, or a union of these. A number is also a `Bound`. If `hint` is a
    function, the YAML is a mapping whose keys are its parameters, and the value is what it returns. If its parameter is
    positional-only, the YAML is that one's value, and what the function raises is raised.
    """
    if (whole := _keys(hint).whole if inspect.isroutine(hint) else None) is not None:
        return hint(read_entry(entry, whole))
    misfits: list[Misfit] = []
    value = _read(entry, hint, misfits)
    if misfits:
        first, *first.others = misfits
        raise first
    return value


def found(entry: YamlValue) -> str:
    """What an entry is, in a few words."""
    match entry.plain:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case None if not entry.text:
            return "nothing"
        case _:
            return f"'{shorten(entry.text, 40, placeholder='…')}'"


def as_strings(entry: YamlValue) -> YamlValue:
    """The entry with its scalars as strings, as they are in the file: 9, no and 0.50."""
    if not entry.items and not isinstance(entry.plain, dict | list):
        return YamlValue(entry.text, entry.line, entry.text)
    items = {key: as_strings(item) for key, item in entry.items.items()}
    if isinstance(entry.plain, list):
        return as_list(items.values(), entry.line)
    return mapped(items, entry.line, entry.key_lines)


def _read(entry: YamlValue, hint: Any, misfits: list[Misfit]) -> Any:
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    option = next((option for option in options if _suits(entry.plain, option)), None)
    if option is None:
        misfits.append(Misfit(entry.line, f"found {found(entry)}; expected {_in_words(options)}"))
        return None
    if option is Bound and isinstance(entry.plain, int | float):
        return _made(entry, partial(Bound, entry.plain), misfits)
    if _is_form(option):
        return _mapping(entry, option, misfits)
    kind, parts = get_origin(option), get_args(option)
    if kind is tuple:
        return _names(entry, misfits) if parts[0] is str else tuple(_items(entry, parts[0], misfits))
    if kind is list:
        return _items(entry, parts[0], misfits)
    if kind is dict:
        return {key: _read(item, parts[1], misfits) for key, item in entry.items.items()}
    return entry.plain


def _items(entry: YamlValue, hint: Any, misfits: list[Misfit]) -> list[Any]:
    return [_read(item, hint, misfits) for item in entry.items.values()]


def _names(entry: YamlValue, misfits: list[Misfit]) -> tuple[str, ...]:
    names = _items(entry, str, misfits) if isinstance(entry.plain, list) else [entry.plain]
    if not names or "" in names:
        misfits.append(Misfit(entry.line, "found an empty name or list; leave the key out to check nothing"))
    return tuple(names)


def _mapping(entry: YamlValue, make: Make, misfits: list[Misfit]) -> Any:
    before = len(misfits)
    keys = _keys(make)
    given: dict[str, Any] = {}
    for key, item in entry.items.items():
        hint = keys.hints.get(key, keys.other)
        if hint is None:
            misfits.append(Misfit(entry.key_lines[key], f"unknown key '{key}'; {suggestion(key, keys.hints)}"))
        else:
            given[key] = _read(item, hint, misfits)
    if len(misfits) > before:
        return None  # a missing key may be the misspelt one
    misfits += [Misfit(entry.line, f"the key '{name}' is missing") for name in keys.needed if name not in given]
    return _made(entry, partial(make, **given), misfits) if len(misfits) == before else None


def _made(entry: YamlValue, make: Make, misfits: list[Misfit]) -> Any:
    try:
        return make()
    except Unfit as unfit:
        misfits.append(Misfit(entry.line, str(unfit)))
        return None


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys that a mapping may have (the parameters of what is made from it), and those that it needs.

    `other` is the type hint for any further key; None if there may be none. `whole` is that of the whole value; None
    if it is a mapping.
    """

    hints: Mapping[str, Any]
    other: Any
    needed: tuple[str, ...]
    whole: Any


@cache
def _keys(make: Make) -> _Keys:
    hints, parameters = get_type_hints(make), inspect.signature(make).parameters.values()
    named = [each for each in parameters if each.kind is not each.VAR_KEYWORD]
    other = next((hints[each.name] for each in parameters if each.kind is each.VAR_KEYWORD), None)
    whole = next((hints[each.name] for each in parameters if each.kind is each.POSITIONAL_ONLY), None)
    needed = tuple(each.name for each in named if each.default is each.empty)
    return _Keys({each.name: hints[each.name] for each in named}, other, needed, whole)


def _is_form(option: Any) -> bool:
    return (isinstance(option, type) and issubclass(option, Struct)) or inspect.isroutine(option)


def _suits(plain: Plain, option: Any) -> bool:
    if option is Bound:
        return isinstance(plain, dict) or _suits(plain, float)
    if _is_form(option):
        return isinstance(plain, dict)
    match get_origin(option):
        case None:
            return _is_scalar(plain, option)
        case origin if origin is Literal:
            return any(plain is word or (isinstance(word, str) and plain == word) for word in get_args(option))
        case origin if origin is tuple:
            return isinstance(plain, list) or (get_args(option)[0] is str and isinstance(plain, str))
        case origin:
            return isinstance(plain, origin)


def _is_scalar(plain: Plain, option: Any) -> bool:
    if isinstance(plain, bool):
        return option is bool
    return isinstance(plain, int | float if option is float else option)


def _in_words(options: Sequence[Any]) -> str:
    if any(get_origin(option) is Literal for option in options):
        literals = [literal for option in options for literal in get_args(option)]
        return one_of(str(each).lower() if isinstance(each, bool) else each for each in literals)
    scalars_first = sorted(options, key=lambda option: option not in _WORDS)
    words = dict.fromkeys(word for option in scalars_first for word in _words(option))
    if float in options:
        words.pop("a whole number", None)
    return " or ".join(words)


def _words(option: Any) -> list[str]:
    if option is NoneType:
        return []
    if option is Bound:
        return ["a number", _mapping_in_words(option)]
    if option in _WORDS:
        return [_WORDS[option]]
    if _is_form(option):
        return [_mapping_in_words(option)]
    kind = get_origin(option)
    texts = ["text"] if kind is tuple and get_args(option)[0] is str else []
    return [*texts, "a mapping" if kind is dict else "a list"]


def _mapping_in_words(make: Make) -> str:
    keys = _keys(make)
    return f"a mapping with {one_of(keys.hints)}" if keys.other is None else "a mapping"
