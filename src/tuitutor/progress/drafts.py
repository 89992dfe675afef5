"""Drafts: plain files that the learner may edit by other means at any time, and that we therefore never trample."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from tuitutor.errors import StateError
from tuitutor.progress import files
from tuitutor.progress.problems import not_saved


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of a save. `problem` is "" or why it is not on the disk yet (it is tried again).

    `kept` is where another version went, if somebody else had changed the file since we last read or wrote it.
    """

    problem: str = ""
    kept: Path | None = None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A draft that could not be written; `text` None is one that could not be removed."""

    text: str | None
    problem: str


class Drafts:
    """Reads and writes drafts by path, and remembers what each looked like when it was last read or written."""

    def __init__(self) -> None:
        self._seen: dict[Path, bytes | None] = {}
        self._waiting: dict[Path, _Waiting] = {}
        self._kept: dict[Path, Path] = {}  # copies not told yet

    @property
    def problem(self) -> str:
        """Why some draft is not on the disk; "" when all are."""
        return next((waiting.problem for waiting in self._waiting.values()), "")

    def read(self, path: Path) -> str | None:
        """The draft: what waits to be saved, else what is on the disk, else None.

        Raises StateError for a file that is there but cannot be read or is not UTF-8.
        """
        if path in self._waiting:
            return self._waiting[path].text
        try:
            data = files.read_if_there(path)
        except OSError as error:
            raise StateError(f"{path}: cannot be read: {error.strerror or error}; make it readable") from None
        text = None if data is None else _decode(path, data)
        self._seen[path] = data
        return text

    def changed_outside(self, path: Path) -> bool:
        """Whether the file differs from what was last read or written. Does not count as reading it."""
        with contextlib.suppress(OSError):
            return files.read_if_there(path) != self._seen.get(path)
        return False

    def write(self, path: Path, text: str | None) -> Saved:
        """Save the text (None removes the draft). Never raises; on failure the text waits for `retry`."""
        problem = self._try(path, text)
        return Saved(problem, self._kept.pop(path, None))

    def retry(self) -> None:
        """Try to save again whatever waits."""
        for path, waiting in tuple(self._waiting.items()):
            self._try(path, waiting.text)

    def _try(self, path: Path, text: str | None) -> str:
        # a lone surrogate has no UTF-8 form; losing that one character beats losing the save
        data = None if text is None else text.encode("utf-8", "replace")
        try:
            self._put(path, data)
        except OSError as error:
            problem = not_saved(path, error)
            self._waiting[path] = _Waiting(text, problem)
            return problem
        self._waiting.pop(path, None)
        return ""

    def _put(self, path: Path, data: bytes | None) -> None:
        target = Path(os.path.realpath(path))  # a draft that is a link into somebody's repository stays one
        if files.read_if_there(target) != data:
            if data is None:
                self._keep_others(path, target, data)
                target.unlink(missing_ok=True)
            else:
                self._replace(path, target, data)
            files.sync_folder(target.parent)
        self._seen[path] = data

    def _replace(self, path: Path, target: Path, data: bytes) -> None:
        files.make_private(target.parent)
        temporary = files.write_beside(target, data)
        try:
            self._keep_others(path, target, data)
            temporary.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise

    def _keep_others(self, path: Path, target: Path, data: bytes | None) -> None:
        """Copy aside what is on the disk until it is a version of ours; nothing slow may follow before the rename."""
        while (disk := files.read_if_there(target)) is not None and disk not in (self._seen.get(path), data):
            self._kept[path] = files.keep_copy(path, disk)
            self._seen[path] = disk


def _decode(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StateError(f"{path}:{line}: not UTF-8 text; save the file as UTF-8 and try again") from None
