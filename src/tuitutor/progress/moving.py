"""Exports a learner's state as one file, and imports it on another machine, merged with the state there.

It is a .tar.gz of these:

    tuitutor.json                                  the version of the format, and the digest of each other member
    <course>/journal.jsonl                         the entries of all sessions
    <course>/drafts/<label>.py, cells/<lesson>/<key>.py
    <course>/attempts/<label>/<seconds>-<session>.json
    playground/<name>.state                        named states of the playground

The names are the store's (`store`) and those of `states`. The whole file is checked before anything is written, and
each piece is written atomically; nothing is extracted. Nothing there is lost: entries that are found twice count once,
attempts have unique names, a draft that differs from the one there is put beside it, and a state gets another name.
"""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

import msgspec

from tuitutor import safe_read
from tuitutor.course.digest import digest
from tuitutor.errors import Remedy, StateError, UsageError
from tuitutor.progress import files
from tuitutor.progress.files import not_saved
from tuitutor.progress.journal import lines_worth_keeping
from tuitutor.progress.states import ENDING, FOLDER, States, read_state

FORMAT = 1
_MANIFEST = "tuitutor.json"
_JOURNAL = "journal.jsonl"
_STEM = r"[a-z0-9][a-z0-9_~-]{0,63}"
_DRAFT = re.compile(rf"(?P<stem>(?:drafts|cells/{_STEM})/{_STEM})(?P<beside>\.[a-z]+-\d+)?\.py")
_ATTEMPT = re.compile(rf"attempts/{_STEM}/[a-z0-9][a-z0-9_.~-]{{0,200}}\.json")
_STATE = re.compile(rf"{_STEM}{re.escape(ENDING)}")
_ALL = 256 << 20  # bytes, unpacked
_MANY = 50_000  # members
_DAMAGED = (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, OverflowError, RuntimeError)


@dataclass(slots=True)
class Moved:
    """Counts of a course's or the playground's state that was packed, or was new on arrival.

    `beside`: drafts that differ from those at the destination.
    """

    course: str
    entries: int = 0
    drafts: int = 0
    attempts: int = 0
    states: int = 0
    beside: list[Path] = field(default_factory=list)


class _Manifest(msgspec.Struct, frozen=True):
    """What such a file begins with: SHA-256 of the `files` by name. Unknown fields are ignored."""

    tuitutor: int
    files: dict[str, str] = {}


# ---- out ------------------------------------------------------------------------------------


def pack_state(root: Path, course_id: str | None = None) -> tuple[bytes, list[Moved]]:
    """The state of all courses under `root`, or of one course, as a tar.gz, and its contents.

    Raises StateError if anything cannot be read, since the file would look complete.
    """
    try:
        if course_id is not None:
            folders = [root / files.file_stem(course_id)]
        else:  # all that may be of courses, or of the playground
            found = sorted(path for path in root.iterdir() if path.is_dir()) if root.exists() else []
            folders = [path for path in found if re.fullmatch(_STEM, path.name)]
        members = {folder.name: dict(_members(folder)) for folder in folders}
    except OSError as error:
        raise StateError(f"{error.filename or root} cannot be read: {error.strerror or error}.") from None
    full = {course: parts for course, parts in members.items() if parts}
    named = {f"{course}/{name}": data for course, parts in full.items() for name, data in parts.items()}
    packed = _packed(named)
    if len(packed) > _ALL or len(named) >= _MANY:
        raise StateError(f"There is more in {root} than one file may hold; move each course alone.", Remedy.ONE_COURSE)
    return gzip.compress(packed, mtime=0), [_counted(course, parts) for course, parts in full.items()]


def _packed(named: Mapping[str, bytes]) -> bytes:
    """A tar of these after their manifest; the same ones give the same bytes."""
    manifest = _Manifest(FORMAT, {name: sha256(data).hexdigest() for name, data in named.items()})
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as packed:
        for name, data in {_MANIFEST: msgspec.json.encode(manifest), **named}.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o600
            packed.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def _members(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A folder's files to move: the name below that of the folder in the tar, and the bytes."""
    if lines := _lines(folder / "journal"):
        yield _JOURNAL, b"".join(line + b"\n" for line in lines)
    paths = [path for part in ("drafts", "cells", "attempts") for path in (folder / part).rglob("*")]
    for path in sorted([*paths, *folder.glob(f"*{ENDING}")]):
        name = path.relative_to(folder).as_posix()
        if _is_member(folder.name, name) and path.is_file():
            data = files.read_if_there(path)
            if data is not None:
                yield name, data


def _is_member(course: str, name: str) -> bool:
    """Whether this is the name of a draft, an attempt, or a state."""
    return bool(_DRAFT.fullmatch(name) or _ATTEMPT.fullmatch(name) or (course == FOLDER and _STATE.fullmatch(name)))


def _lines(journals: Path) -> list[bytes]:
    """The lines of all journals that are worth keeping. Reads again if the journals are compacted meanwhile."""
    while True:
        paths = sorted(journals.glob("*.jsonl"))
        texts = [data for path in paths if path.is_file() and (data := files.read_if_there(path)) is not None]
        if sorted(journals.glob("*.jsonl")) == paths:
            return lines_worth_keeping(b"\n".join(texts))


def _counted(course: str, parts: dict[str, bytes]) -> Moved:
    drafts = sum(name.endswith(".py") for name in parts)
    attempts = sum(name.endswith(".json") for name in parts)
    states = sum(name.endswith(ENDING) for name in parts)
    return Moved(course, parts.get(_JOURNAL, b"").count(b"\n"), drafts, attempts, states)


# ---- in -------------------------------------------------------------------------------------


def unpack_state(path: Path, root: Path, course_id: str | None = None) -> list[Moved]:
    """Merge a file made by `pack_state`, or one of its courses, into the state under `root`. Returns the new contents.

    Raises UsageError for an unusable file, before anything is written; StateError if the disk refuses: then a part is
    written, and running it again adds the rest.
    """
    courses = _checked(path)
    if course_id is not None:
        stem = files.file_stem(course_id)
        if stem not in courses:
            has = ", ".join(f"'{course}'" for course in courses) or "none"
            raise UsageError(f"{path} has nothing from the course '{course_id}'; the courses in it are: {has}.")
        courses = {stem: courses[stem]}
    try:
        return [_merge(root / course, parts) for course, parts in courses.items()]
    except OSError as error:
        where = Path(error.filename) if error.filename else root
        raise StateError(f"{not_saved(where, error)}. Move it in again for the rest.") from None


def _unfit(what: str) -> UsageError:
    return UsageError(f"{what}; write it again, and copy all of it.", Remedy.MOVE)


def _checked(path: Path) -> dict[str, dict[str, bytes]]:
    """The members of such a file by course and name, after checking all of it. Raises UsageError."""
    members = _members_of(path)
    try:
        manifest = msgspec.json.decode(members.pop(_MANIFEST, b""), type=_Manifest)
    except (ValueError, RecursionError):
        raise _unfit(f"{path} was not written to move progress") from None
    if manifest.tuitutor != FORMAT:
        newer = f"{path} was written by a newer tuitutor (in format {manifest.tuitutor}, this one knows {FORMAT})"
        raise UsageError(f"{newer}; update tuitutor here, and move it in then.")
    if lacking := manifest.files.keys() - members.keys():
        raise _unfit(f"{path} lacks {min(lacking)!r}")
    courses: dict[str, dict[str, bytes]] = {}
    for member, data in members.items():
        course, _, name = member.partition("/")
        if not (re.fullmatch(_STEM, course) and (name == _JOURNAL or _is_member(course, name))):
            raise _unfit(f"{path} holds {member!r}, which tuitutor never writes")
        if manifest.files.get(member) != sha256(data).hexdigest() or (name.endswith(ENDING) and not _is_state(data)):
            raise _unfit(f"{path} is damaged at {member!r}")
        courses.setdefault(course, {})[name] = data
    return courses


def _members_of(path: Path) -> dict[str, bytes]:
    """All members by name. Raises UsageError, also if there are too many or they are too large."""
    try:
        stream = safe_read.open_regular(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    members: dict[str, bytes] = {}
    try:
        with stream, gzip.open(stream) as unzipped:
            data = unzipped.read(_ALL + 1)
        if len(data) > _ALL:
            raise _unfit(f"{path} has more than {_ALL >> 20} MiB unpacked, which is the limit")
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as packed:
            for entry in packed:
                if not entry.isreg() or entry.name in members:
                    raise _unfit(f"{path} holds {entry.name!r}, which tuitutor never writes")
                if len(members) == _MANY:
                    raise _unfit(f"{path} holds more files than tuitutor ever writes")
                members[entry.name] = data[entry.offset_data : entry.offset_data + entry.size]
    except _DAMAGED:
        raise _unfit(f"{path} was not written to move progress, or was cut off") from None
    return members


def _is_state(data: bytes) -> bool:
    try:
        read_state(data)
    except ValueError:
        return False
    return True


def _merge(folder: Path, parts: Mapping[str, bytes]) -> Moved:
    """Add what is new to a course's folder: drafts before copies of other versions."""
    moved = Moved(folder.name)
    files.make_private(folder)
    files.close_to_others(folder)
    drafts = {name: found for name in parts if (found := _DRAFT.fullmatch(name)) is not None}
    copies = {name for name, draft in drafts.items() if draft["beside"] is not None}
    for name in sorted(parts, key=lambda name: (name in copies, name)):
        data = parts[name]
        if name == _JOURNAL:
            moved.entries = _add_entries(folder / "journal", data)
        elif name in drafts:
            _add_draft(folder / f"{drafts[name]['stem']}.py", data, moved, copy=name in copies)
        elif name.endswith(ENDING):
            moved.states += States(folder).add(*read_state(data))
        else:
            moved.attempts += _add_attempt(folder / PurePosixPath(name), data)
    return moved


def _add_entries(journals: Path, data: bytes) -> int:
    """Put the lines that are not known yet into a new journal. Returns how many."""
    known = {line for path in journals.glob("*.jsonl") for line in (files.read_if_there(path) or b"").split(b"\n")}
    new = [line for line in data.split(b"\n") if line and line not in known]
    if new:
        text = b"".join(line + b"\n" for line in new)
        files.write_whole(journals / f"moved-{digest(text.decode('utf-8', 'replace'))}.jsonl", text)
        files.sync_folder(journals)
    return len(new)


def _add_draft(path: Path, data: bytes, moved: Moved, *, copy: bool) -> None:
    """Write a draft to its path, or beside it if the path has a different draft or this one is itself a `copy`."""
    files.make_private(path.parent)
    if not copy and files.read_if_there(path) is None:
        files.create_whole(path, data)
        moved.drafts += 1
    if files.read_if_there(path) != data:
        before = set(path.parent.iterdir())
        if (beside := files.keep_copy(path, data)) not in before:
            moved.beside.append(beside)
    files.sync_folder(path.parent)


def _add_attempt(path: Path, data: bytes) -> bool:
    """Put an attempt into its folder. Returns whether it was new."""
    known = files.read_if_there(path)
    if known is not None and known != data:  # names are unique, unless the file was damaged or edited
        path = path.with_name(f"{path.stem}-{digest(data.decode('utf-8', 'replace'))}.json")
        known = files.read_if_there(path)
    if known is None:
        files.create_whole(path, data)
        files.sync_folder(path.parent)
    return known is None
