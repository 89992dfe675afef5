"""Messages <-> JSON lines: one object per line, tagged with the message's class name under "is".

JSON has no NaN or infinity, and a diverging loss is exactly what a learner must see, so a non-finite float travels
as {"$float": "nan"}. Decoding is strict: an unknown tag, a missing or unknown field or a wrong type is a
`ProtocolError`, so that a forged or torn line can never become a fact.
"""

from __future__ import annotations

import dataclasses
import json
import math
import typing
from functools import cache
from typing import Any, Literal, Union

from tuitutor.errors import ProtocolError
from tuitutor.protocol import events, requests

MAX_LINE = 1 << 20  # bytes, the newline included
_MOST_DIGITS = 400  # of an integer; a longer one overflows a float, and a Python without a digit limit parses it slowly
_TOLD = 200  # characters of an error message, which may quote the line

Message = Union[requests.Request, events.Event]
_hints = cache(typing.get_type_hints)
_CLASSES: dict[str, type] = {
    cls.__name__: cls for union in (requests.Request, events.Event) for cls in typing.get_args(union)
}


def encode(message: Message) -> bytes:
    """One line of ASCII, newline included. Raises ProtocolError if it is longer than MAX_LINE or can't be encoded."""
    name = type(message).__name__
    try:
        body = {"is": name, **_to_json(message)}
        line = json.dumps(body, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"
    except (ValueError, RecursionError) as error:  # an integer of more digits than Python prints, say
        raise ProtocolError(f"a {name} message that cannot be written: {error}"[:_TOLD]) from None
    if len(line) > MAX_LINE:
        raise ProtocolError(f"a {name} message of {len(line)} bytes; {MAX_LINE} is the most")
    return line


def decode(line: bytes) -> Message:
    """The message in a line. Raises ProtocolError, and no other error, if the line is not a valid message."""
    if len(line) > MAX_LINE:
        raise ProtocolError(f"a line of {len(line)} bytes; {MAX_LINE} is the most")
    try:
        body = json.loads(line, parse_constant=_refuse, parse_int=_int)
        if not isinstance(body, dict):
            raise ProtocolError("not a JSON object")
        tag = body.pop("is", None)
        cls = _CLASSES.get(tag) if isinstance(tag, str) else None
        if cls is None:
            raise ProtocolError(f"unknown message {str(tag)[:60]!r}")
        message: Message = _from_json(cls, body, str(tag))
        return message
    except ProtocolError as error:
        raise ProtocolError(str(error)[:_TOLD]) from None
    except (ValueError, OverflowError, RecursionError) as error:
        raise ProtocolError(f"not a JSON line: {error}"[:_TOLD]) from None


def _int(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"an integer of {len(digits)} digits")
    return int(digits)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _to_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": repr(value)}
    if isinstance(value, dict):
        return {str(key): _to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_to_json(item) for item in value]
    return value


def _from_json(kind: Any, value: Any, where: str) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is Union:
        return _one_of(args, value, where)
    if origin is Literal:
        if type(value) is not str or value not in args:
            raise _misfit(kind, value, where)
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise _misfit(kind, value, where)
        kinds = [args[0]] * len(value) if args[-1] is Ellipsis else args
        if len(kinds) != len(value):
            raise _misfit(kind, value, where)
        return tuple(_from_json(each, item, where) for each, item in zip(kinds, value, strict=True))
    if origin is dict:
        if not isinstance(value, dict):
            raise _misfit(kind, value, where)
        return {key: _from_json(args[1], item, f"{where}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return _dataclass(typing.cast(type, kind), value, where)
    if kind is float:
        return _float(value, where)
    if type(value) is not kind and not (kind is type(None) and value is None):
        raise _misfit(kind, value, where)
    return value


def _one_of(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    for kind in kinds:
        if kind is float and type(value) is int:
            continue  # an int in a union with float stays an int
        try:
            return _from_json(kind, value, where)
        except ProtocolError:
            continue
    if float in kinds:
        return _float(value, where)
    raise _misfit(Union[kinds], value, where)


def _dataclass(cls: type, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _misfit(cls, value, where)
    hints = _hints(cls)
    if unknown := value.keys() - hints.keys():
        raise ProtocolError(f"{where}: unknown field {sorted(unknown)[0]!r}")
    parts = {key: _from_json(hints[key], item, f"{where}.{key}") for key, item in value.items()}
    try:
        return cls(**parts)
    except TypeError as error:
        raise ProtocolError(f"{where}: {error}") from None


def _float(value: Any, where: str) -> float:
    if isinstance(value, dict) and value.keys() == {"$float"} and value["$float"] in ("nan", "inf", "-inf"):
        return float(value["$float"])
    if type(value) in (int, float):
        return float(value)
    raise _misfit(float, value, where)


def _misfit(kind: Any, value: Any, where: str) -> ProtocolError:
    return ProtocolError(f"{where}: {str(value)[:60]!r} is not a {getattr(kind, '__name__', kind)}")
