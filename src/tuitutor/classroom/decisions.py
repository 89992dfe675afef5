"""What people decided about a class: `decisions.toml`, in the folder with its verdicts.

    [[decision]]
    who = "ada"
    exercise = "xor"
    answer = "8f1c2e9a4b7d"     # the hash of the answer that it is about
    points = 5
    why = "The plot is right, and only its title is missing."

A table has one or more of the keys below; a later one replaces what an earlier one says of the same, and comments add
up. The file belongs to the teacher: we only add to its end, so their comments and their order stay.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from tuitutor.course.bounds import Unfit
from tuitutor.course.deadlines import UnknownZones, read_time, zone_called
from tuitutor.errors import StateError, UsageError
from tuitutor.progress import files
from tuitutor.spelling import one_of, suggestion

DECISIONS = "decisions.toml"
_LARGEST = 16 << 20  # bytes
_TABLE = "decision"
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*decision[ \t]*\]\][ \t]*(?:#.*)?$", re.MULTILINE)
_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)")
_MORE = 10_000.0  # points; nobody gives so many


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision. `who` is the learner's name in grades.csv, `answer` the hash of the answer, "" if it is about any.

    `points` are those of the exercise, or of its check `check`; `rubric` are those of each line of a check that a
    person reads. `until` is a deadline of the learner's own. A `request` for a regrade waits until it has a `reply`.
    Without an `exercise`, an excuse, an extension or a comment is about all of them. `line` is in the file.
    """

    who: str
    exercise: str = ""
    answer: str = ""
    check: str = ""
    points: float | None = None
    rubric: tuple[float, ...] = ()
    verdict: str = ""
    why: str = ""
    comment: str = ""
    excuse: bool = False
    until: str = ""
    request: str = ""
    reply: str = ""
    line: int = 0

    @property
    def of_answer(self) -> bool:
        """Whether it depends on what the learner wrote."""
        return self.of_mark or bool(self.comment or self.request)

    @property
    def of_mark(self) -> bool:
        """Whether it gives points or a verdict."""
        return self.points is not None or bool(self.rubric or self.verdict)

    @property
    def told(self) -> str:
        """What was decided, in a few words."""
        of = f" for '{self.check}'" if self.check else ""
        said = [
            f"{self.points:g} point{'' if self.points == 1 else 's'}{of}" if self.points is not None else "",
            f"rubric {', '.join(f'{each:g}' for each in self.rubric)}{of}" if self.rubric else "",
            self.verdict,
            "excused" if self.excuse else "",
            f"until {self.until}" if self.until else "",
            "comment" if self.comment else "",
            ("request with a reply" if self.reply else "request") if self.request else "",
        ]
        return ", ".join(filter(None, said))


_KEYS = tuple(name for name in Decision.__struct_fields__ if name != "line")
_KINDS = ("points", "rubric", "verdict", "comment", "excuse", "until", "request")
_TEXTS = ("who", "exercise", "answer", "check", "verdict", "why", "comment", "request", "reply")


def decisions_in(folder: Path) -> tuple[Decision, ...]:
    """Those of the file in this folder; none if there is none. Raises UsageError, StateError."""
    path = folder / DECISIONS
    try:
        return read_decisions((files.read_if_there(path, _LARGEST) or b"").decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{path}:{line}: this is not UTF-8; save it as that.") from None
    except OSError as error:
        raise StateError(f"{path}: {error.strerror or error}") from None


def add_decision(folder: Path, decision: Decision) -> None:
    """Add one to the end of the file. Raises StateError."""
    path = folder / DECISIONS
    try:
        before = files.read_if_there(path, _LARGEST) or b""
        gap = b"" if not before.strip() else b"\n" if before.endswith(b"\n") else b"\n\n"
        told = [f"{key} = {_toml(getattr(decision, key))}" for key in _KEYS if _has(decision, key)]
        files.write_whole(path, before + gap + "\n".join(["[[decision]]", *told, ""]).encode())
    except OSError as error:
        raise StateError(f"{path}: {error.strerror or error}") from None


def read_decisions(text: str, name: str = DECISIONS) -> tuple[Decision, ...]:
    """The decisions, in their order. Raises UsageError, a sentence that begins with `name` and the line."""
    text = text.replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
        raise UsageError(f"{name}:{line}: {_PLACE.sub('', str(error)).rstrip('.')}.") from None
    for key in document:
        if key != _TABLE:
            raise UsageError(f"{name}:{_line_of(text, key)}: unknown key '{key}'; expected tables '[[decision]]'.")
    tables = document.get(_TABLE, [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise UsageError(f"{name}:{_line_of(text, _TABLE)}: expected tables '[[decision]]'.")
    parts = list(_parts(text))
    if len(parts) != len(tables):  # they are written in another way, so only their file is known
        parts = [(1, "")] * len(tables)
    return tuple(_read_table(name, *part, table) for part, table in zip(parts, tables, strict=True))


def require_whole(decision: Decision) -> None:
    """Return if it says all that it has to. Raises UsageError, a sentence without a place."""
    if decision.reply and not decision.request:
        raise UsageError("the key 'request' is missing; 'reply' answers it.")
    if not any(_has(decision, kind) for kind in _KINDS):
        raise UsageError(f"this decides nothing; give {one_of(_KINDS)}.")
    if not decision.who:
        raise UsageError("the key 'who' is missing; it is a name in grades.csv.")
    needs_exercise = [kind for kind in ("points", "rubric", "verdict", "request") if _has(decision, kind)]
    if needs_exercise and not decision.exercise:
        raise UsageError(f"the key 'exercise' is missing; '{needs_exercise[0]}' is about one exercise.")
    if decision.until:
        try:
            _, zone = read_time(decision.until)
            if zone:
                zone_called(zone)
        except UnknownZones:
            pass  # which is said where it is needed
        except Unfit as unfit:
            raise UsageError(f"in 'until': {unfit}.") from None
    if decision.verdict not in ("", "passed", "failed"):
        raise UsageError(f"found the verdict '{decision.verdict}'; expected 'passed' or 'failed'.")
    if decision.verdict == "failed" and decision.points is None:
        raise UsageError("the key 'points' is missing; a verdict 'failed' doesn't say how many are left.")
    if decision.check and (decision.verdict or not (decision.rubric or decision.points is not None)):
        raise UsageError("'check' goes with 'points' or 'rubric', for that check alone.")
    if (decision.verdict or (decision.points is not None and not decision.check)) and not decision.why:
        raise UsageError("the key 'why' is missing; the learner is told.")
    if decision.points is not None and decision.rubric:
        raise UsageError("found 'points' and 'rubric'; keep one of them.")
    if any(not 0 <= each <= _MORE for each in (decision.points or 0.0, *decision.rubric)):
        raise UsageError("points are 0 or more.")


_NOBODY = Decision("")


def _has(decision: Decision, kind: str) -> bool:
    return bool(getattr(decision, kind) != getattr(_NOBODY, kind))


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return f"[{', '.join(f'{each:g}' for each in value)}]"
        case float() | int():
            return f"{value:g}"
        case _:
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")  # also a string in TOML


# ---- places in the file


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Each table's text, and its first line. What looks like a header may be a line of a longer string."""
    starts = [found.start() for found in _HEADER.finditer(text)]
    begun = None
    for start, end in pairwise([*starts, len(text)]):
        begun = start if begun is None else begun
        part = text[begun:end]
        try:
            tomllib.loads(part)
        except tomllib.TOMLDecodeError:
            continue
        yield text.count("\n", 0, begun) + 1, part
        begun = None


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"^[ \t]*\[*[ \t]*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _read_table(name: str, first: int, text: str, table: Mapping[str, Any]) -> Decision:
    """The decision of a table, whose text begins in the line `first` of the file."""
    fields: dict[str, Any] = {"who": ""}
    line = first
    try:
        for key, value in table.items():
            line = first + _line_of(text, key) - 1
            fields[key] = _read_value(key, value)
        line = first
        decision = Decision(**fields, line=first)
        require_whole(decision)
    except UsageError as error:
        raise UsageError(f"{name}:{line}: {error}") from None
    return decision


def _read_value(key: str, value: object) -> Any:
    if key not in _KEYS:
        raise UsageError(f"unknown key '{key}'; {suggestion(key, _KEYS)}")
    if key in _TEXTS and isinstance(value, str):
        return value.strip()
    if key == "excuse" and value is True:
        return True
    if key == "points" and _is_number(value):
        return value
    if key == "rubric" and isinstance(value, list) and value and all(map(_is_number, value)):
        return tuple(value)
    if key == "until" and isinstance(value, datetime.date | str):  # a datetime is a date, too
        return str(value).strip()
    expected = {
        "excuse": "true",
        "points": "a number",
        "rubric": "a number for each line, such as [2, 1]",
        "until": "a time, such as 2026-12-05 23:59:00",
    }.get(key, "text in quotes")
    raise UsageError(f"in '{key}': expected {expected}.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value
