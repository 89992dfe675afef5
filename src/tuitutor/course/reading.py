"""Reads a YAML value as a value of a given type; what doesn't fit is reported in a sentence, with its line.

The YAML that is accepted follows from type hints: those of a Struct's fields, or of a function's parameters if the
YAML differs from the value made from it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from textwrap import shorten
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from tuitutor.course.bounds import Bound, InvalidCheck
from tuitutor.course.findings import Findings
from tuitutor.course.yamltree import Plain, YamlValue, as_list, mapped
from tuitutor.spelling import one_of, suggestion

_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}

Make = Callable[..., Any]


Misfits = list[tuple[int, str]]
"""What does not fit: lines, and what is wrong there."""


def read_entry(entry: YamlValue, hint: Any, findings: Findings, key: str = "") -> Any:
    """The entry as a value of the type `hint`; None if it doesn't fit. Each misfit is a problem, of `key` if given.

    `hint` is a scalar type, a `Literal`, a list, a tuple (a list in YAML; for strings it must not be empty, and one
    string will do), a dict with string keys, a Struct, or a union of these. A number is also a `Bound`. If `hint` is a
    function, the YAML is a mapping whose keys are its parameters, and the value is what it returns. If its parameter is
    positional-only, the YAML is that one's value, and what the function raises is raised.
    """
    whole = _keys(hint).whole if inspect.isroutine(hint) else None
    misfits: Misfits = []
    value = _read(entry, hint if whole is None else whole, misfits)
    for line, text in misfits:
        findings.add(line, f"in '{key}': {text}" if key else text)
    if misfits:
        return None
    return value if whole is None else hint(value)


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


def _read(entry: YamlValue, hint: Any, misfits: Misfits) -> Any:
    options = _options(hint)
    option = next((option for option in options if _suits(entry.plain, option)), None)
    if option is None:
        misfits.append((entry.line, f"found {found(entry)}; expected {_in_words(options)}"))
        return None
    if option is Bound and isinstance(entry.plain, int | float):
        return _make(entry, partial(Bound, entry.plain), misfits)
    if _is_form(option):
        return _mapping(entry, option, misfits)
    kind, parts = get_origin(option), get_args(option)
    if kind is dict:
        return {key: _read(item, parts[1], misfits) for key, item in entry.items.items()}
    if kind not in (list, tuple):
        return entry.plain
    items: list[Any] = [entry.plain]  # one string will do for several
    if isinstance(entry.plain, list):
        items = [_read(item, parts[0], misfits) for item in entry.items.values()]
    if kind is tuple and parts[0] is str and (not items or "" in items):
        misfits.append((entry.line, "found an empty name or list; leave the key out to check nothing"))
    return items if kind is list else tuple(items)


def _mapping(entry: YamlValue, make: Make, misfits: Misfits) -> Any:
    before = len(misfits)
    keys = _keys(make)
    given: dict[str, Any] = {}
    for key, item in entry.items.items():
        hint = keys.hints.get(key, keys.other)
        if hint is None:
            misfits.append((entry.key_lines[key], f"unknown key '{key}'; {suggestion(key, keys.hints)}"))
        else:
            given[key] = _read(item, hint, misfits)
    if len(misfits) > before:
        return None  # a missing key may be the misspelt one
    misfits += [(entry.line, f"the key '{name}' is missing") for name in keys.needed if name not in given]
    return _make(entry, partial(make, **given), misfits) if len(misfits) == before else None


def _make(entry: YamlValue, make: Make, misfits: Misfits) -> Any:
    try:
        return make()
    except InvalidCheck as unfit:
        misfits.append((entry.line, str(unfit)))
        return None


class _Keys(Struct, frozen=True):
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


@cache
def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


@cache  # `isroutine` asks a lot, and this is asked of every value
def _is_form(option: Any) -> bool:
    return (isinstance(option, type) and issubclass(option, Struct)) or inspect.isroutine(option)


def _suits(plain: Plain, option: Any) -> bool:
    if option is Bound:
        return isinstance(plain, dict) or _suits(plain, float)
    if _is_form(option):
        return isinstance(plain, dict)
    origin = get_origin(option)
    if origin is Literal:
        return any(plain is word or (isinstance(word, str) and plain == word) for word in get_args(option))
    if origin is tuple:
        return isinstance(plain, list) or (get_args(option)[0] is str and isinstance(plain, str))
    if isinstance(plain, bool):
        return option is bool
    return isinstance(plain, origin or (int | float if option is float else option))


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
    if option in _WORDS:
        return [_WORDS[option]]
    if _is_form(option):
        keys = _keys(option)
        mapping = f"a mapping with {one_of(keys.hints)}" if keys.other is None else "a mapping"
        return ["a number", mapping] if option is Bound else [mapping]
    kind = get_origin(option)
    texts = ["text"] if kind is tuple and get_args(option)[0] is str else []
    return [*texts, "a mapping" if kind is dict else "a list"]
