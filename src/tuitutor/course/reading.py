"""Reads YAML as values of Python types; a misfit is reported in a sentence, with its line.

The form of the YAML follows from type hints: of a Struct's fields or, if the YAML has another form, of a function's
parameters.
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
from tuitutor.course.yamltree import Plain, YamlValue, as_list, mapped, read_yaml
from tuitutor.spelling import one_of, suggestion

_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}

Make = Callable[..., Any]


Misfits = list[tuple[int, str]]
"""Lines, and why the value there doesn't fit."""


def read_mapping(text: str, first_line: int, findings: Findings, expected: str, at: int) -> YamlValue | None:
    """The mapping that YAML from `first_line` on has; None if it is anything else: a problem in the line `at`."""
    before = len(findings.problems)
    root = read_yaml(text, first_line, findings)
    if len(findings.problems) > before:
        return None
    if root is None or not isinstance(root.plain, dict):
        findings.add(at, f"found {'nothing' if root is None else found(root)}; expected {expected}")
        return None
    return root


def read_entry(entry: YamlValue, hint: Any, findings: Findings, key: str = "") -> Any:
    """The entry as a value of the type `hint`; None if it doesn't fit. Misfits are problems, with the `key` if any.

    `hint` is a scalar type, a `Literal`, a list, a tuple (a list in YAML; for strings it must not be empty, and a
    single string will do), a dict with string keys, a Struct, or a union of these. A number is also a `Bound`. If
    `hint` is a function, the YAML is a mapping with its parameters as keys, and the function returns the value. If it
    has a positional-only parameter, the YAML is this argument, and the function may raise.
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
    """A few words for an entry."""
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
    items: list[Any] = [entry.plain]  # a single string
    if isinstance(entry.plain, list):
        items = [_read(item, parts[0], misfits) for item in entry.items.values()]
    if kind is tuple and parts[0] is str and (not items or "" in items):
        misfits.append((entry.line, "found an empty name or list; leave the key out to check nothing"))
    return items if kind is list else tuple(items)


def _mapping(entry: YamlValue, make: Make, misfits: Misfits) -> Any:
    before = len(misfits)
    keys = _keys(make)
    arguments: dict[str, Any] = {}
    for key, item in entry.items.items():
        hint = keys.hints.get(key, keys.other)
        if hint is None:
            misfits.append((entry.key_lines[key], f"unknown key '{key}'; {suggestion(key, keys.hints)}"))
        else:
            arguments[key] = _read(item, hint, misfits)
    if len(misfits) > before:
        return None  # a missing key may be the misspelt one
    misfits += [(entry.line, f"the key '{name}' is missing") for name in keys.needed if name not in arguments]
    return _make(entry, partial(make, **arguments), misfits) if len(misfits) == before else None


def _make(entry: YamlValue, make: Make, misfits: Misfits) -> Any:
    try:
        return make()
    except InvalidCheck as unfit:
        misfits.append((entry.line, str(unfit)))
        return None


class _Keys(Struct, frozen=True):
    """The type hints of a mapping's keys, and the keys that it needs.

    `other` is the type hint of any further key; None if there may be none. `whole` is the type hint of the whole value;
    None if it is a mapping.
    """

    hints: Mapping[str, Any]
    other: Any
    needed: tuple[str, ...]
    whole: Any


@cache
def _keys(make: Make) -> _Keys:
    hints, parameters = get_type_hints(make), inspect.signature(make).parameters.values()
    named = [key for key in parameters if key.kind is not key.VAR_KEYWORD]
    other = next((hints[key.name] for key in parameters if key.kind is key.VAR_KEYWORD), None)
    whole = next((hints[key.name] for key in parameters if key.kind is key.POSITIONAL_ONLY), None)
    needed = tuple(key.name for key in named if key.default is key.empty)
    return _Keys({key.name: hints[key.name] for key in named}, other, needed, whole)


@cache
def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


@cache  # `isroutine` is slow, and every value needs it
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
        return one_of(str(word).lower() if isinstance(word, bool) else word for word in literals)
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
