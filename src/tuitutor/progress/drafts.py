"""Drafts: plain files that the learner may also edit elsewhere, so we overwrite no version that we haven't read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from msgspec import Struct

from tuitutor.errors import StateError
from tuitutor.progress import files
from tuitutor.progress.files import not_saved

_LARGEST = 8 << 20  # bytes of a draft


class Saved(Struct, frozen=True):
    """The outcome of a save. `problem` is "" or why it is not on the disk yet (it will be tried again).

    `kept` is the copy of another version, if something else had changed the file since we last read or wrote it.
    """

    problem: str = ""
    kept: Path | None = None


class _Known(Struct):
    """What we know about a draft: its bytes as last read or written (`seen`), and somebody else's that are `news`.

    Some editors remove or empty the file for a moment before they write it, so a draft counts as gone (`missed`) or
    empty (`blank`) only when this is seen a second time.

    `problem` is "" or why `waiting` (None: a removal) is not on the disk; `kept` is what the next save reports.
    """

    seen: bytes | None = None
    news: bytes | None = None
    missed: bool = False
    blank: bool = False
    problem: str = ""
    waiting: str | None = None
    kept: Path | None = None


class Drafts:
    """Reads and writes drafts by path, and remembers what each looked like when it was last read or written."""

    def __init__(self) -> None:
        self._known: dict[Path, _Known] = {}

    @property
    def problem(self) -> str:
        """Why a draft is not on the disk; "" if all are."""
        return next((known.problem for known in self._known.values() if known.problem), "")

    def read(self, path: Path) -> str | None:
        """The draft: the text waiting to be saved, else the one on the disk, else None.

        Raises StateError for a file that exists but cannot be read or is not UTF-8.
        """
        known = self._of(path)
        if known.problem:
            return known.waiting
        try:
            data = files.read_if_there(path, _LARGEST)
        except OSError as error:
            raise StateError(f"{path} cannot be read: {error.strerror or error}; make it readable.") from None
        text = None if data is None else _decode(path, data)
        known.seen = data
        return text

    def news(self, path: Path) -> str | None:
        """What somebody else wrote since the draft was last read or written; None if nobody did, or if it isn't text.

        This does not count as reading it: until `accept`, a save keeps a copy of that version.
        """
        known = self._of(path)
        known.news = None
        if not known.problem:
            with contextlib.suppress(OSError, StateError):
                data = files.read_if_there(path, _LARGEST)
                was_blank, known.blank = known.blank, data == b""
                if data not in (None, known.seen) and (data or was_blank):
                    text = _decode(path, data)
                    known.news = data
                    return text
        return None

    def accept(self, *paths: Path) -> None:
        """The learner now sees what `news` returned of these, so a save may replace it."""
        for known in map(self._of, paths):
            if known.news is not None:
                known.seen = known.news

    def write(self, path: Path, text: str | None) -> Saved:
        """Save the text (None removes the draft). Never raises; on failure the text waits for `retry`."""
        self._try(path, text)
        known = self._of(path)
        kept, known.kept = known.kept, None
        return Saved(known.problem, kept)

    def put(self, path: Path, text: str) -> Saved:
        """Save like `write`, but keep a copy of the old version even if it is known."""
        self._of(path).seen = None
        return self.write(path, text)

    def retry(self) -> None:
        """Try again to save what is waiting."""
        for path, known in tuple(self._known.items()):
            if known.problem:
                self._try(path, known.waiting)

    def restore(self, always: Path) -> None:
        """Rewrite drafts that vanished with their folder, or from the folder `always`: at the second call in a row.

        Elsewhere a missing draft was removed by another session.
        """
        for path, known in tuple(self._known.items()):
            if known.seen is None or known.problem:
                continue
            missing = not os.path.lexists(path if path.parent == always else path.parent)
            if missing and known.missed:
                self._try(path, known.seen.decode("utf-8", "replace"))
            known.missed = missing and not known.missed

    def _of(self, path: Path) -> _Known:
        return self._known.setdefault(path, _Known())

    def _try(self, path: Path, text: str | None) -> None:
        known = self._of(path)
        # a lone surrogate can't be encoded in UTF-8; losing that one character is better than losing the save
        data = None if text is None else text.encode("utf-8", "replace")
        try:
            self._put(path, data)
        except OSError as error:
            known.problem, known.waiting = not_saved(path, error), text
        else:
            known.problem, known.waiting = "", None

    def _put(self, path: Path, data: bytes | None) -> None:
        target = Path(os.path.realpath(path))  # a draft that is a link into a repository stays a link
        if files.read_if_there(target, _LARGEST) != data:
            if data is None:
                self._keep_others(path, target, data)
                target.unlink(missing_ok=True)
            else:
                self._replace(path, target, data)
            files.sync_folder(target.parent)
        self._of(path).seen = data

    def _replace(self, path: Path, target: Path, data: bytes) -> None:
        temporary = files.write_beside(target, data)
        try:
            self._keep_others(path, target, data)
            files.swap(temporary, target)
            try:
                self._keep_other(path, files.read_if_there(temporary), data)  # one that came since we last looked
            except OSError:
                files.swap(temporary, target)  # where there is no room for a copy, it stays where it was
                raise
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()

    def _keep_others(self, path: Path, target: Path, data: bytes | None) -> None:
        """Copy others' versions until the version on the disk is ours. Nothing slow may come before the rename."""
        while self._keep_other(path, files.read_if_there(target, _LARGEST), data):
            pass

    def _keep_other(self, path: Path, disk: bytes | None, data: bytes | None) -> bool:
        """Copy the file on the disk if it is somebody else's version. Returns whether it is."""
        known = self._of(path)
        if disk in (None, known.seen, data):
            return False
        assert disk is not None
        known.kept = files.keep_copy(path, disk)
        known.seen = disk
        return True


def _decode(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StateError(f"{path}:{line}: not UTF-8 text; save the file as UTF-8 and try again.") from None
