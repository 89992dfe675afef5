"""Exports a learner's state as one file, and imports it on another machine, merged with the state there.

    tuitutor.json                                  what the file is, and the version of its format
    <course>/journal.jsonl                         the entries of all sessions
    <course>/drafts/<label>.py, cells/<lesson>/<key>.py
    <course>/attempts/<label>/<seconds>-<session>.json
    playground/<name>.state                        named states of the playground

The names are the store's (`store`) and those of `states`. The whole file is checked before anything is written, and
each piece is written atomically. Nothing there is lost: entries that are found twice count once, attempts have unique
names, a draft that differs from the one there is put beside it, and a state gets another name.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import msgspec

from tuitutor import regular
from tuitutor.course.digest import digest
from tuitutor.errors import Breach, Remedy, StateError, UsageError
from tuitutor.progress import files
from tuitutor.progress.files import not_saved
from tuitutor.progress.journal import lines_worth_keeping
from tuitutor.progress.past import LARGEST
from tuitutor.progress.states import ENDING, FOLDER, States, read_state
from tuitutor.workers.limited import LimitedSubprocess, MiB, RequestLimits
from tuitutor.zip_format import DAMAGED, METHODS, index_size

FORMAT = 1
_MANIFEST = "tuitutor.json"
_JOURNAL = "journal.jsonl"
_STEM = r"[a-z0-9][a-z0-9_~-]{0,63}"
_BESIDE = r"\.(?:other|apart)-\d+"
_DRAFT = re.compile(rf"(?P<stem>(?:drafts|cells/{_STEM})/{_STEM})(?P<beside>{_BESIDE})?\.py")
_ATTEMPT = re.compile(rf"attempts/{_STEM}/[a-z0-9][a-z0-9_.~-]{{0,200}}\.json")
_STATE = re.compile(rf"{_STEM}{re.escape(ENDING)}")
# bytes of a member, by the end of its name; our own are far smaller
_MOST = {_JOURNAL: 256 * MiB, ".py": 8 * MiB, ".json": LARGEST, ENDING: MiB}
_LIMITS = RequestLimits(cpu_s=120, wall_s=300)  # a file of years is checked as a whole
_INDEX = 4 * MiB  # bytes of a zip's index: some 30,000 files
_ALL = 1 << 30  # bytes of all members, unpacked


@dataclass(slots=True)
class Moved:
    """What was packed of a course or of the playground, or what was new on arrival.

    `beside` are drafts that differ from the ones there.
    """

    course: str
    entries: int = 0
    drafts: int = 0
    attempts: int = 0
    states: int = 0
    beside: list[Path] = field(default_factory=list)


class _Manifest(msgspec.Struct, frozen=True):
    """Marks a zip as such a file. Unknown fields are ignored."""

    tuitutor: int = FORMAT
    kind: str = "move"


# ---- out ------------------------------------------------------------------------------------


def pack_state(root: Path, course_id: str | None = None) -> tuple[bytes, list[Moved]]:
    """The state of all courses under `root`, or of one, as a zip, and what is in it.

    Raises StateError if anything cannot be read, since a part would look like the whole.
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
    named = [(f"{course}/{name}", data, 0.0) for course, parts in full.items() for name, data in parts.items()]
    packed = files.zipped([(_MANIFEST, msgspec.json.encode(_Manifest()) + b"\n", 0.0), *named])
    return packed, [_counted(course, parts) for course, parts in full.items()]


def _members(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A folder's files to move: the name below the folder's in the zip, and the bytes."""
    if lines := _lines(folder / "journal"):
        yield _JOURNAL, b"".join(line + b"\n" for line in lines)
    paths = [path for part in ("drafts", "cells", "attempts") for path in (folder / part).rglob("*")]
    for path in sorted([*paths, *folder.glob(f"*{ENDING}")]):
        name = path.relative_to(folder).as_posix()
        # larger ones are never read
        if _is_member(folder.name, name) and path.is_file() and path.stat().st_size <= _most(name):
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
    """Merge a file made by `pack_state`, or one course of it, into the state under `root`. Returns what was new.

    Raises UsageError for an unusable file, before anything is written; StateError if the disk refuses. What was written
    before that stays, and running it again adds the rest.
    """
    with LimitedSubprocess(limits=_LIMITS) as subprocess:
        try:
            courses: list[str] = subprocess.request(list[str], _courses_in, path)
            if course_id is not None:
                wanted = files.file_stem(course_id)
                if wanted not in courses:
                    has = ", ".join(f"'{course}'" for course in courses) or "none"
                    raise UsageError(f"{path} has nothing from the course '{course_id}'; the courses in it are: {has}.")
                courses = [wanted]
            return [_merge(subprocess, path, root, course) for course in courses]
        except Breach as breach:
            raise UsageError(f"{path}: {breach}") from None
        except OSError as error:
            where = Path(error.filename) if error.filename else root
            raise StateError(f"{not_saved(where, error)}. Move it in again for the rest.") from None


# ---- what looks into the file, in a process of its own


def _unfit(what: str) -> UsageError:
    return UsageError(f"{what}; write it again, and copy all of it.", Remedy.MOVE)


def _courses_in(_: object, path: Path) -> list[str]:
    """The courses in the file, after all of it was checked. Raises UsageError."""
    with _opened(path) as packed:
        return list(_checked(packed, path))


def _members_of(_: object, kept: int, path: Path, course: str) -> list[tuple[str, int]]:
    """The names and sizes of a course's members, which are kept in a file: drafts before copies of other versions.

    Raises UsageError, and StateError if the disk is full.
    """
    try:
        with _opened(path) as packed, open(kept, "wb", closefd=False) as stream:
            names = _names(packed, path)[course].keys()
            copies = {name for name in names if (draft := _DRAFT.fullmatch(name)) is not None and draft["beside"]}
            in_order = (*sorted(names - copies), *sorted(copies))
            return [(name, stream.write(_read(packed, f"{course}/{name}", path))) for name in in_order]
    except OSError as error:
        said = f"{tempfile.gettempdir()} has no room for it ({error.strerror}); set TMPDIR to a folder that has."
        raise StateError(said) from None


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        stream = regular.open_regular(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    with stream:
        try:
            if index_size(stream) > _INDEX:
                raise _unfit(f"{path} holds more files than tuitutor ever writes")
            packed = zipfile.ZipFile(stream)
        except DAMAGED:
            raise _unfit(f"{path} isn't a zip file, or was cut off") from None
        yield packed


def _checked(packed: zipfile.ZipFile, path: Path) -> dict[str, dict[str, None]]:
    """The names of the members by course, after checking the whole file. Raises UsageError."""
    courses, size = _names(packed, path), 0
    for course, names in courses.items():
        for name in names:
            data = _read(packed, f"{course}/{name}", path)
            if (size := size + len(data)) > _ALL:
                raise _unfit(f"{path} has more than {_ALL >> 30} GiB unpacked, which is the limit")
            if name.endswith(ENDING):
                try:
                    read_state(data)
                except ValueError:
                    raise _unfit(f"{path} is damaged at {f'{course}/{name}'!r}") from None
    return courses


def _names(packed: zipfile.ZipFile, path: Path) -> dict[str, dict[str, None]]:
    """The names of the members by course. Raises UsageError if one is none of ours."""
    other = f"{path} was not written to move progress"
    if _MANIFEST not in packed.namelist():
        raise _unfit(other)
    try:
        manifest = msgspec.json.decode(_read(packed, _MANIFEST, path), type=_Manifest)
    except (ValueError, RecursionError):
        raise _unfit(f"{other}, or its {_MANIFEST} is damaged") from None
    if manifest.kind != "move":
        raise _unfit(f"{other}: its kind is '{manifest.kind}'")
    if manifest.tuitutor != FORMAT:
        newer = f"{path} was written by a newer tuitutor (in format {manifest.tuitutor}, this one knows {FORMAT})"
        raise UsageError(f"{newer}; update tuitutor here, and move it in then.")
    courses: dict[str, dict[str, None]] = {}
    for info in packed.infolist():
        if info.filename == _MANIFEST or info.is_dir():
            continue
        course, _, name = info.filename.partition("/")
        known = name == _JOURNAL or _is_member(course, name)
        if not (known and re.fullmatch(_STEM, course)) or name in courses.get(course, ()):
            raise _unfit(f"{path} holds {info.filename!r}, which tuitutor never writes")
        courses.setdefault(course, {})[name] = None
    return courses


def _read(packed: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """A member's bytes. Raises UsageError if it is damaged or too large."""
    most = _most(name)
    try:
        with packed.open(name) as member:
            info = packed.getinfo(name)
            if info.compress_type not in METHODS or info.comment:  # a damaged length makes other members a comment
                raise zipfile.BadZipFile
            data = member.read(most + 1)
    except (*DAMAGED, KeyError):
        raise _unfit(f"{path} is damaged at {name!r}") from None
    if len(data) > most:
        raise _unfit(f"{path} holds {name!r}, which is larger than tuitutor ever writes")
    return data


def _most(name: str) -> int:
    return next(most for ending, most in _MOST.items() if name.endswith(ending))


def _merge(subprocess: LimitedSubprocess, path: Path, root: Path, course: str) -> Moved:
    moved, folder = Moved(course), root / course
    files.make_private(folder)
    files.close_to_others(folder)
    with tempfile.TemporaryFile() as kept:
        members = subprocess.request(list[tuple[str, int]], _members_of, path, course, files=(kept.fileno(),))
        kept.seek(0)  # the subprocess has moved it on
        for name, size in members:
            data = kept.read(size)
            if name == _JOURNAL:
                moved.entries = _add_entries(folder / "journal", data)
            elif (draft := _DRAFT.fullmatch(name)) is not None:
                _add_draft(folder / f"{draft['stem']}.py", data, moved, copy=draft["beside"] is not None)
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
    """Write a draft to its path; or beside that, if there is a different one or it is itself a `copy`."""
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
