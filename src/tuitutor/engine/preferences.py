"""All settings with where they come from, and changing one in the user's file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tuitutor.config.settings import ABOUT, About, Settings, parsed
from tuitutor.config.values import Given, from_home
from tuitutor.config.writing import literal, with_setting
from tuitutor.errors import ConfigError, StateError
from tuitutor.progress import files


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting as people see it: its value as they would type it, where it comes from, and what it is about.

    `fixed` says why it can't be changed in the file now, "" if it can. `in_file`: its value is the one in that file.
    """

    name: str
    value: str
    origin: str
    about: About
    fixed: str = ""
    in_file: bool = False


class Preferences:
    """The settings in use, and the user's `file`; `reload` reads all sources again."""

    def __init__(self, settings: Settings, file: Path, home: str, reload: Callable[[], Settings]) -> None:
        self.settings, self.file = settings, file
        self._home, self._reload = home, reload

    @property
    def where(self) -> str:
        """The path of the user's file, as people write it."""
        return from_home(self.file, self._home)

    def listed(self) -> tuple[Preference, ...]:
        """All settings, as the sources had them when they were last read."""
        found = []
        for name, about in ABOUT.items():
            origin, value = self.settings.origins.get(name, "default"), _as_typed(getattr(self.settings, name), about)
            in_file = origin == str(self.file)
            shown = "your file" if in_file else origin.removeprefix("environment ").removeprefix("flag ")
            found.append(Preference(name, value, shown, about, _why_fixed(origin), in_file))
        return tuple(found)

    def change(self, name: str, typed: str) -> None:
        """Put what was typed into the user's file, or take the setting out of it for "".

        `settings` are then read again from all sources. Raises ConfigError for an invalid value or file, StateError if
        the file can't be written.
        """
        value = None
        if typed:
            value = literal(parsed(name, Given(typed, Path(), self._home, is_text=True), str(self.file)), typed)
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


def _why_fixed(origin: str) -> str:
    kind, _, name = origin.partition(" ")
    match kind:
        case "environment":
            return f"{name} in your environment sets it; unset that to change it here."
        case "flag":
            return f"{name} sets it for this session; leave that out to change it here."
        case _:
            return ""
