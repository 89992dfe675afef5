"""Playground states on disk: the last state, and states saved under a name."""

from __future__ import annotations

import itertools
from pathlib import Path

from tuitutor import safe_read
from tuitutor.errors import StateError, UsageError
from tuitutor.progress import files

FOLDER = "playground"
"""Where they are kept, beside the courses."""

ENDING = ".state"
_LAST = "last.txt"
_LONGEST = 60  # characters of a name
_LARGEST = 1 << 20  # bytes of a file


class States:
    """States as one-line texts, one file each; no folder is created before a state is saved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self) -> tuple[str, str]:
        """The last state and its history; "" for either that is missing or can't be read."""
        state, _, past = self._read(self._folder / _LAST)[1].partition("\n")
        return state, past

    def keep_last(self, state: str, past: str = "") -> None:
        """Keep the last state and its history. Raises StateError."""
        self._write(self._folder / _LAST, f"\n{state}\n{past}\n")

    def named(self, name: str) -> str:
        """The state of this name. Raises UsageError if there is none."""
        state = self._read(self._file(name))[1]
        if not state:
            known = f"there are {', '.join(self.names())}." if self.names() else "n saves one."
            raise UsageError(f"There is no state '{name[:_LONGEST]}'; {known}")
        return state

    def save(self, name: str, state: str) -> None:
        """Save a state under a name, replacing any state of that name. Raises UsageError, StateError."""
        if not _is_name(name):
            raise UsageError(f"A name has 1 to {_LONGEST} characters.")
        self._write(self._file(name), f"{name}\n{state}\n")

    def add(self, name: str, state: str) -> bool:
        """Save a state that was moved here as `name`, or as "name 2", "name 3" ... if another state has the name.

        Returns whether it is new here. Raises StateError.
        """
        for number in itertools.count(1):
            suffix = f" {number}" if number > 1 else ""
            free = name[: _LONGEST - len(suffix)] + suffix
            if not self._file(free).exists():
                self.save(free, state)
                return True
            if self._read(self._file(free))[1] == state:
                return False
        raise AssertionError

    def names(self) -> list[str]:
        """All names."""
        try:
            found = [self._read(path)[0] for path in sorted(self._folder.glob(f"*{ENDING}"))]
        except OSError:
            return []
        return [name for name in found if name]

    def write_program(self, code: str) -> Path:
        """Write a program to a new file. Returns its path. Raises StateError."""
        for number in itertools.count(1):
            path = self._folder / f"network-{number}.py"
            if not path.exists():
                self._write(path, code)
                return path
        raise AssertionError

    def _file(self, name: str) -> Path:
        return self._folder / f"{files.file_stem(name)}{ENDING}"

    def _read(self, path: Path) -> tuple[str, str]:
        """The name and the state in a file; "" and "" if it can't be read."""
        try:
            name, _, state = safe_read.text_of_file(path, _LARGEST).partition("\n")
        except (OSError, UnicodeDecodeError):
            return "", ""
        return name, state.strip()

    def _write(self, path: Path, text: str) -> None:
        try:
            files.write_whole(path, text.encode())
        except OSError as error:
            raise StateError(f"{path} cannot be written: {error.strerror or error}.") from None


def read_state(data: bytes) -> tuple[str, str]:
    """The name and the state in the file of a named state. Raises ValueError if it is damaged."""
    name, _, state = data.decode().partition("\n")
    if not _is_name(name) or not state.strip():
        raise ValueError
    return name, state.strip()


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST and name.isprintable()
