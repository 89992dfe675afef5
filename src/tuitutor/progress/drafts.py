"""Drafts: plain files that the learner may also edit elsewhere, so we never overwrite a version that we didn't see."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tuitutor.errors import StateError
from tuitutor.progress import files
from tuitutor.progress.files import not_saved

_LARGEST = 8 << 20  # bytes of a draft


class Saved(Struct, frozen=True):
    """The outcome of a save. `problem` is "" or why it is not on the disk yet (it will be tried again).

    `kept` is the copy of another version, if something else had changed the file since we last read or wrote it.
    `apart` is where this draft is saved from now on, because something else keeps writing the file as well.
    """

    problem: str = ""
    kept: Path | None = None
    apart: Path | None = None


class _Known(Struct):
    """What we know about a draft: its bytes as last read or written, and the stamp until somebody else writes the file.

    `clashes` counts saves that found a version that we had not seen. At the second we write to `apart`: otherwise
    two sessions that both keep typing would copy each other's text at every save.

    Some editors remove or empty the file for a moment before they write it, so a draft counts as gone (`missed`) or
    empty (`blank`) only when this is seen a second time.

    `problem` is "" or why `waiting` (None: a removal) is not on the disk; `told` is what the next save reports.
    """

    seen: bytes | None = None
    stamp: files.Stamp | None = None
    clashes: int = 0
    apart: Path | None = None
    missed: bool = False
    blank: files.Stamp | None = None
    news: tuple[files.Stamp | None, bytes] | None = None
    problem: str = ""
    waiting: str | None = None
    told: Saved = Saved()


class Drafts:
    """Reads and writes drafts by path, and remembers what each looked like when it was last read or written."""

    def __init__(self) -> None:
        self._known: dict[Path, _Known] = {}

    @property
    def problem(self) -> str:
        """Why a draft is not on the disk; "" if all are."""
        return next((known.problem for known in self._known.values() if known.problem), "")

    @property
    def waiting(self) -> Mapping[Path, str]:
        """The texts that could not be written, by path."""
        return {path: known.waiting for path, known in self._known.items() if known.waiting is not None}

    def read(self, path: Path) -> str | None:
        """The draft: the text waiting to be saved, else the one on the disk, else None.

        Raises StateError for a file that exists but cannot be read or is not UTF-8.
        """
        known = self._of(path)
        if known.problem:
            return known.waiting
        target = known.apart or path
        try:
            stamp = files.stamp(target)
            data = files.read_if_there(target, _LARGEST)
        except OSError as error:
            raise StateError(f"{path} cannot be read: {error.strerror or error}; make it readable.") from None
        text = None if data is None else _decode(path, data)
        known.seen, known.stamp, known.clashes = data, stamp, 0
        return text

    def news(self, path: Path) -> str | None:
        """What somebody else wrote since the draft was last read or written; None if nobody did, or if it isn't text.

        This does not count as reading it: until `accept`, a save keeps a copy of that version.
        """
        known = self._of(path)
        if known.apart is not None or known.problem:
            return None
        known.news = self._look(path, known)
        with contextlib.suppress(StateError):
            return None if known.news is None else _decode(path, known.news[1])
        return None

    def _look(self, path: Path, known: _Known) -> tuple[files.Stamp | None, bytes] | None:
        with contextlib.suppress(OSError):
            stamp = files.stamp(path)
            if stamp == known.stamp:
                return None
            data = files.read_if_there(path, _LARGEST)
            if data == known.seen:
                known.stamp = stamp
            elif data or (data is not None and stamp == known.blank):
                return stamp, data
            known.blank = stamp
        return None

    def accept(self, *paths: Path) -> None:
        """The learner now sees what `news` returned of these, so a save may replace it."""
        for known in map(self._of, paths):
            if known.news is not None:
                (known.stamp, known.seen), known.clashes = known.news, 0

    def write(self, path: Path, text: str | None) -> Saved:
        """Save the text (None removes the draft). Never raises; on failure the text waits for `retry`."""
        self._try(path, text)
        known = self._of(path)
        saved, known.told = replace(known.told, problem=known.problem), Saved()
        return saved

    def put(self, path: Path, text: str) -> Saved:
        """Save like `write`, but keep a copy of the old version even if it is known."""
        known = self._of(path)
        known.seen, known.clashes = None, 0
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
            target = known.apart or path
            missing = not os.path.lexists(target if path.parent == always else target.parent)
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
        known = self._of(path)
        target = known.apart or Path(os.path.realpath(path))  # a draft that is a link into a repository stays a link
        stamp = files.stamp(target)
        disk = files.read_if_there(target, _LARGEST)
        if disk == data:
            known.stamp = stamp
        elif data is None:
            self._keep_others(path, target, data)
            target.unlink(missing_ok=True)
            known.stamp = None
        elif known.clashes and disk not in (None, known.seen):
            known.apart = files.keep_copy(path, data, apart=True)
            known.stamp = files.stamp(known.apart)
            known.told = Saved(apart=known.apart)
        else:
            self._replace(path, target, data)
        if disk != data:
            files.sync_folder(target.parent)
        known.seen = data

    def _replace(self, path: Path, target: Path, data: bytes) -> None:
        temporary = files.write_beside(target, data)
        try:
            stamp = files.stamp(temporary)  # not after the rename, when somebody else may have written the file
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
        self._of(path).stamp = stamp

    def _keep_others(self, path: Path, target: Path, data: bytes | None) -> None:
        """Copy others' versions until the one on the disk is ours. Nothing slow may come before the rename."""
        while self._keep_other(path, files.read_if_there(target, _LARGEST), data):
            pass

    def _keep_other(self, path: Path, disk: bytes | None, data: bytes | None) -> bool:
        """Copy what is or was on the disk if that is somebody else's version; whether it is."""
        known = self._of(path)
        if disk in (None, known.seen, data):
            return False
        assert disk is not None
        known.told = Saved(kept=files.keep_copy(path, disk))
        known.seen = disk
        known.clashes += 1
        return True


def _decode(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StateError(f"{path}:{line}: not UTF-8 text; save the file as UTF-8 and try again.") from None
