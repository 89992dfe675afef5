"""All settings with where they come from, and changing one in the user's file and nothing else there."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tuitutor.config.settings import ABOUT, About, Settings, parsed
from tuitutor.config.values import RawSetting, from_home
from tuitutor.errors import ConfigError, StateError
from tuitutor.progress import files


def literal(value: object, typed: str) -> str:
    """A setting's value in TOML. A path `typed` with "~" stays so: it means the same wherever the file is."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}" if value == float(f"{value:g}") else repr(value)
        case None:
            text = "auto"
        case _:
            text = typed if typed.startswith("~") else str(value)
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_setting(document: str, name: str, value: str | None) -> str:
    """The document with this literal as the setting's value, or without the setting if `value` is None.

    Raises ConfigError if it's unclear which line to change, as with a value of several lines.
    """
    settings = tomllib.loads(document)
    if value is None:
        settings.pop(name, None)
    else:
        settings[name] = tomllib.loads(f"{name} = {value}")[name]
    lines = document.splitlines(keepends=True)
    line_of = re.compile(rf"""\s*(?:{name}|"{name}"|'{name}')\s*=""")
    found = []  # the document with one line changed, for each line that may set it, or else with a new last line
    for at, line in enumerate(lines):
        if line_of.match(line):
            new = "" if value is None else f"{name} = {value}{_after_value(line)}"
            found.append("".join([*lines[:at], new, *lines[at + 1 :]]))
    if not found:
        gap = "" if not document or document.endswith("\n") else "\n"
        found.append(document if value is None else f"{document}{gap}{name} = {value}\n")
    for changed in found:
        try:
            if tomllib.loads(changed) == settings:
                return changed
        except tomllib.TOMLDecodeError:
            pass
    raise ConfigError(f"The line of '{name}' can't be changed from here; change it in the file.")


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


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting for people: its value as they would type it, its source, and its description.

    `fixed`: why it can't be changed in the user's file now, or "". `in_file`: its value comes from that file.
    """

    name: str
    value: str
    origin: str
    about: About
    fixed: str = ""
    in_file: bool = False


class Preferences:
    """The settings in use, and the user's `file`, `where` for people; `reload` reads all sources again."""

    def __init__(self, settings: Settings, file: Path, home: str, reload: Callable[[], Settings]) -> None:
        self.settings, self.file = settings, file
        self._home, self._reload = home, reload
        self.where = from_home(file, home)

    def listed(self) -> tuple[Preference, ...]:
        """All settings, as the sources had them when they were last read."""
        found = []
        for name, about in ABOUT.items():
            origin, fixed = self.settings.origins.get(name, "default"), ""
            in_file, (kind, _, source) = origin == str(self.file), origin.partition(" ")
            if kind == "environment":
                fixed = f"{source} in your environment sets it; unset that to change it here."
            elif kind == "flag":
                fixed = f"{source} sets it for this session; leave that out to change it here."
            shown = "your file" if in_file else source if fixed else origin
            found.append(Preference(name, _as_typed(getattr(self.settings, name), about), shown, about, fixed, in_file))
        return tuple(found)

    def change(self, name: str, typed: str) -> None:
        """Put what was typed into the user's file, or take the setting out of it for "".

        `settings` are then read again from all sources. Raises ConfigError for an invalid value or file, StateError if
        the file can't be written.
        """
        value = None
        if typed:
            value = literal(parsed(name, RawSetting(typed, Path(), self._home, is_text=True), str(self.file)), typed)
        try:
            document = (files.read_if_there(self.file) or b"").decode("utf-8")
            changed = with_setting(document, name, value)
            if changed != document and self.file.exists():
                files.replace_text(self.file, changed)
            elif changed != document:
                files.write_whole(self.file, changed.encode("utf-8"))
        except OSError as error:
            raise StateError(f"{self.file} cannot be written: {error.strerror or error}.") from None
        except ValueError as error:  # somebody is editing it just now
            raise ConfigError(f"{self.file}: not TOML: {error}.") from None
        self.settings = self._reload()


def _as_typed(value: object, about: About) -> str:
    match value:
        case None | bool():
            return about.choices[value is True] if about.choices else ""  # the first one is "auto" or "no"
        case float():
            return f"{value:g}"
        case _:
            return str(value)
