"""Changes one setting in a TOML file and nothing else: comments, order and all other lines stay."""

from __future__ import annotations

import json
import re
import tomllib

from tuitutor.errors import ConfigError


def literal(value: object, typed: str) -> str:
    """A setting's value in TOML. A path `typed` with "~" stays so: it means the same wherever the file is."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}" if value == float(f"{value:g}") else repr(value)
        case None:
            return _quoted("auto")
        case _:
            return _quoted(typed if typed.startswith("~") else str(value))


def with_setting(document: str, name: str, value: str | None) -> str:
    """The document with this literal as the setting's value, or without the setting if `value` is None.

    Raises ConfigError if it's unclear which line to change, as with a value of several lines.
    """
    wanted = tomllib.loads(document)
    if value is None:
        wanted.pop(name, None)
    else:
        wanted[name] = tomllib.loads(f"{name} = {value}")[name]
    for changed in _candidates(document, name, value):
        try:
            if tomllib.loads(changed) == wanted:
                return changed
        except tomllib.TOMLDecodeError:
            pass
    raise ConfigError(f"The line of '{name}' can't be changed from here; change it in the file.")


def _candidates(document: str, name: str, value: str | None) -> list[str]:
    """The candidates: the document with one line changed, for each line that may set it, or with a new last line."""
    lines = document.splitlines(keepends=True)
    line_of = re.compile(rf"""\s*(?:{name}|"{name}"|'{name}')\s*=""")
    found = []
    for at, line in enumerate(lines):
        if line_of.match(line):
            new = "" if value is None else f"{name} = {value}{_after_value(line)}"
            found.append("".join([*lines[:at], new, *lines[at + 1 :]]))
    if not found:
        gap = "" if not document or document.endswith("\n") else "\n"
        found.append(document if value is None else f"{document}{gap}{name} = {value}\n")
    return found


def _after_value(line: str) -> str:
    """What follows the value: a comment with the blanks before it, and the end of the line."""
    body = line.rstrip("\r\n")
    for hash_ in (match.start() for match in re.finditer("#", body)):
        try:
            tomllib.loads(body[:hash_])
        except tomllib.TOMLDecodeError:
            continue  # this "#" is within the value
        return line[len(body[:hash_].rstrip()) :]
    return line[len(body) :]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
