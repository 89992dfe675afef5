"""A YAML entry to a form, with msgspec's complaints put into sentences that know their line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import shorten
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from tuitutor.course.forms import BoundLike, CurveForm, HistoryForm
from tuitutor.course.yamltree import Entry, Plain
from tuitutor.spelling import one_of, suggestion

T = TypeVar("T")

_COMPLAINT = re.compile(r"(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.*)`")
_EXPECTED = re.compile(r"Expected `(.*?)`")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}


class Misfit(ValueError):
    """A YAML value that is not of the form wanted; `line` is where. `others` are more of its kind beside it."""

    def __init__(self, line: int, text: str, others: Sequence[Misfit] = ()) -> None:
        super().__init__(text)
        self.line = line
        self.others = others


def convert(entry: Entry, form: type[T], wrap: str = "") -> T:
    """The entry as a `form`; with `wrap`, as the form's one field of that name. Raises `Misfit`."""
    root = Entry({wrap: entry.plain}, entry.line, items={wrap: entry}) if wrap else entry
    return _convert(root, form, root.plain)


def convert_texts(entry: Entry, form: type[T]) -> T:
    """Like `convert`, but with every scalar as it was written: 9, no and 0.50 are texts."""
    return _convert(entry, form, as_written(entry))


def convert_history(entry: Entry) -> HistoryForm:
    """The `history` check: curves by any name, and `gap`. Raises `Misfit`."""
    if not isinstance(entry.plain, dict):
        raise Misfit(entry.line, f"found {found(entry)}; expected curves, such as {{val_loss: {{falls: true}}}}")
    items = {str(name): item for name, item in entry.items.items()}
    gap = items.pop("gap", None)
    curves = {name: convert(item, CurveForm) for name, item in items.items()}
    return HistoryForm(curves, {} if gap is None else convert(gap, dict[str, BoundLike]))


def as_written(entry: Entry) -> Plain:
    """The entry with its scalars as texts."""
    if isinstance(entry.plain, dict):
        return {str(key): as_written(item) for key, item in entry.items.items()}
    if isinstance(entry.plain, list):
        return [as_written(item) for item in entry.items.values()]
    return entry.text


def found(entry: Entry) -> str:
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


def _convert(root: Entry, form: type[T], plain: Plain) -> T:
    try:
        return msgspec.convert(plain, form)
    except msgspec.ValidationError as error:
        raise _misfit(root, form, str(error)) from None


def _misfit(root: Entry, form: Any, complaint: str) -> Misfit:
    parts = _COMPLAINT.fullmatch(complaint)
    what, path = (parts["what"], parts["path"] or "$") if parts else (complaint, "$")
    entry, struct = _walk(root, form, path)
    if unknown := _UNKNOWN.fullmatch(what):
        return _unknown(entry, _fields(struct), unknown[1])
    if missing := _MISSING.fullmatch(what):
        return Misfit(entry.line, f"the key '{missing[1]}' is missing")
    if words := _literals(form):
        return Misfit(entry.line, f"found {found(entry)}; expected {one_of(words)}")
    if expected := _EXPECTED.match(what):
        return Misfit(entry.line, f"found {found(entry)}; expected {_in_words(expected[1], struct)}")
    return Misfit(entry.line, f"found {found(entry)}; {what[0].lower()}{what[1:]}")


def _unknown(entry: Entry, fields: tuple[str, ...], first: str) -> Misfit:
    """The unknown key that was complained of, and all others beside it."""
    keys = dict.fromkeys([first, *(key for key in entry.key_lines if key not in fields)])
    misfits = [
        Misfit(entry.key_lines.get(key, entry.line), f"unknown key '{key}'; {suggestion(key, fields)}") for key in keys
    ]
    misfits[0].others = misfits[1:]
    return misfits[0]


def _walk(entry: Entry, form: Any, path: str) -> tuple[Entry, type[Struct] | None]:
    """The entry at msgspec's path, and the struct that stands there."""
    hint: Any = form
    for name, index in _STEP.findall(path):
        if index == "...":  # some value of a mapping
            hint = _value(hint)
            entry = next((item for item in entry.items.values() if not _fits(item, hint)), entry)
            continue
        step = name or int(index)
        if step not in entry.items:
            break
        entry = entry.items[step]
        struct = _struct(hint)
        hint = get_type_hints(struct).get(name, Any) if struct and name else hint
    return entry, _struct(hint)


def _fits(entry: Entry, form: Any) -> bool:
    try:
        msgspec.convert(entry.plain, form)
    except msgspec.ValidationError:
        return False
    return True


def _value(hint: Any) -> Any:
    """What a type has as values of a mapping: its own, or those of one of its members."""
    if get_origin(hint) is dict:
        return get_args(hint)[1]
    return next((value for part in get_args(hint) if (value := _value(part)) is not Any), Any)


def _struct(hint: Any) -> type[Struct] | None:
    """The struct in a type: itself, or one of its members."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return hint
    return next((struct for part in get_args(hint) if (struct := _struct(part)) is not None), None)


def _literals(form: Any) -> list[str]:
    """The only words that a form allows."""
    hints = get_type_hints(form).values() if _struct(form) is form else ()
    return [str(word) for hint in hints if get_origin(hint) is Literal for word in get_args(hint)]


def _fields(struct: type[Struct] | None) -> tuple[str, ...]:
    return struct.__struct_fields__ if struct else ()


def _in_words(types: str, struct: type[Struct] | None) -> str:
    names = [name.strip() for name in types.split("|")]
    if "float" in names and "int" in names:
        names.remove("int")
    words = [_WORDS.get(name, name) for name in names if name != "null"]
    text = " or ".join(words)
    return f"{text} with {one_of(_fields(struct))}" if struct and "object" in names else text
