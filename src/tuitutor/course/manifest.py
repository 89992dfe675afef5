"""`data.json`: which files of a course its code may read, with their sizes and digests. It is machine-written.

It is JSON, which the standard library reads and writes, with one file a line, so that a change is one line in a diff.
"""

from __future__ import annotations

import ast
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tuitutor import safe_read
from tuitutor.course.checks import HiddenScore
from tuitutor.course.digest import digest
from tuitutor.course.findings import Findings
from tuitutor.course.folder import DATA, HIDDEN, MANIFEST_FILE
from tuitutor.course.model import CourseFile, Exercise, Lesson
from tuitutor.errors import CourseError

FILE_MB, ALL_MB, SENT_MB = 50, 500, 50
FILES = 2_000
"""The most of each: MB in one file, in all files, in all that are sent where no disk is shared, and files."""
_MB = 1_000_000
_LARGEST = 1 << 20  # bytes of the manifest
NOT_AS_LISTED = f"{{}} isn't the file that {MANIFEST_FILE} lists; put that one back, or have the list made anew."
_DEEPEST = 8  # folders
_NAME = re.compile(rf"({DATA}|{HIDDEN})(/[^/\x00-\x1f\x7f\\]{{1,200}}){{1,{_DEEPEST}}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20
_MODULE = ".py"


@dataclass(frozen=True, slots=True)
class Difference:
    """What is on disk and not as the manifest has it, by the files' names, each kind sorted."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def read_manifest(folder: Path, findings: Findings) -> tuple[CourseFile, ...]:
    """The files that a course's manifest lists, sorted; none if it has no manifest, or one that is wrong: a finding."""
    path = folder / MANIFEST_FILE
    if not os.path.lexists(path):
        return ()
    again = "remove it, and have it written again"
    try:
        listed = json.loads(safe_read.read(path, _LARGEST))
        files = tuple(sorted((_listed(name, entry) for name, entry in listed.items()), key=lambda each: each.name))
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        findings.add(1, f"cannot be used: {why}; {again}")
        return ()
    for text in _too_much(files):
        findings.add(1, text)
    return () if findings.problems else files


def _listed(name: str, entry: Any) -> CourseFile:
    if not is_name(name):
        raise ValueError(f"found the name {name[:80]!r}; expected one such as '{DATA}/rows.csv'")
    size, digest = entry.get("bytes"), entry.get("sha256")
    if type(size) is not int or size < 0 or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise ValueError(f"'{name}' has no 'bytes' and 'sha256'")
    return CourseFile(name, size, digest)


def is_name(name: str) -> bool:
    """Whether this is the path of a file in `data` or `hidden` that leads nowhere else, in plain characters."""
    return _NAME.fullmatch(name) is not None and not {".", ".."} & set(name.split("/")) and name.isprintable()


def written(files: Iterable[CourseFile]) -> str:
    """The manifest of these files, one a line."""
    lines = (
        f"  {json.dumps(each.name, ensure_ascii=False)}: {json.dumps({'bytes': each.size, 'sha256': each.sha256})}"
        for each in sorted(files, key=lambda each: each.name)
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


# ---- what is on disk


def sizes_on_disk(folder: Path, findings: Findings) -> dict[str, int]:
    """The files in `data` and `hidden` with their sizes in bytes, without reading any.

    What can't be there is a finding: links, devices, odd names, and too much.
    """
    found: dict[str, int] = {}
    for top in (DATA, HIDDEN):
        for name, status in _entries(folder, top):
            if isinstance(status, str):
                findings.add(1, f"found {name!r:.200}, {status}")
            elif not is_name(name):
                findings.add(1, f"found the name {name!r:.200}; use letters, digits and other printable characters")
            else:
                found[name] = status
            if len(found) > FILES:
                break
    for text in _too_much([CourseFile(name, size, "") for name, size in found.items()]):
        findings.add(1, text)
    return found


def _entries(folder: Path, name: str, depth: int = 0) -> Iterator[tuple[str, int | str]]:
    """Each file beneath a folder of the course with its size, or with what is wrong with it."""
    path = folder / name
    try:
        mode = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        yield name, f"which cannot be read: {error.strerror}"
        return
    if stat.S_ISLNK(mode.st_mode):
        yield name, "a link; put the file or folder itself there"
    elif stat.S_ISDIR(mode.st_mode):
        try:
            inside = sorted(each.name for each in path.iterdir()) if depth <= _DEEPEST else []
        except OSError as error:
            yield name, f"which cannot be listed: {error.strerror}"
            return
        for each in inside[: FILES + 1]:
            if not each.startswith(".") and each != "__pycache__":  # what editors, file managers and Python leave
                yield from _entries(folder, f"{name}/{each}", depth + 1)
    elif not stat.S_ISREG(mode.st_mode) or depth == 0:
        yield name, "which is no folder" if depth == 0 else "which is no regular file"
    else:
        yield name, mode.st_size


def _too_much(files: Sequence[CourseFile]) -> Iterator[str]:
    for each in files:
        if each.size > FILE_MB * _MB:
            yield f"'{each.name}' has {each.size / _MB:,.0f} MB; split it, the limit is {FILE_MB} MB a file"
    total = sum(each.size for each in files)
    if total > ALL_MB * _MB:
        yield f"all files have {total / _MB:,.0f} MB together; the limit is {ALL_MB} MB"
    if len(files) > FILES:
        yield f"found more than {FILES:,} files; pack them, such as into one .npz"


def digest_of(path: Path) -> tuple[int, str]:
    """A file's size in bytes and its SHA-256 digest. Raises OSError, also for what is no regular file."""
    import hashlib

    digest, size = hashlib.sha256(), 0
    with safe_read.open_regular(path) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            if size > FILE_MB * _MB:
                raise OSError(27, "it is too large", str(path))
    return size, digest.hexdigest()


def files_on_disk(folder: Path, names: Iterable[str]) -> tuple[CourseFile, ...]:
    """These files as they are now; each is read. Raises OSError."""
    return tuple(CourseFile(name, *digest_of(folder / name)) for name in names)


def changes_on_disk(listed: Sequence[CourseFile], found: Mapping[str, int], now: Mapping[str, str]) -> Difference:
    """What differs from the manifest: `found` has the sizes of what is on disk, `now` digests as far as they are known.

    A file of the same size whose digest isn't known counts as the same.
    """
    known = {each.name: each for each in listed}
    changed = [
        name
        for name, each in known.items()
        if name in found and (found[name] != each.size or now.get(name, each.sha256) != each.sha256)
    ]
    new, gone = found.keys() - known.keys(), known.keys() - found.keys()
    return Difference(tuple(sorted(new)), tuple(sorted(changed)), tuple(sorted(gone)))


def require_sizes(folder: Path, listed: Sequence[CourseFile]) -> None:
    """Return if each listed file has the size that the list says; none is read. Raises CourseError as below."""
    for each in listed:
        try:
            if (folder / each.name).lstat().st_size != each.size:
                raise CourseError(NOT_AS_LISTED.format(folder / each.name))
        except OSError as error:
            raise CourseError(f"{folder / each.name} cannot be read: {error.strerror or error}.") from None


def require_as_listed(folder: Path, listed: Sequence[CourseFile]) -> None:
    """Return if each listed file is what the list says; all are read. Raises CourseError with the first that isn't."""
    for each in listed:
        path = folder / each.name
        try:
            if path.is_symlink() or digest_of(path) != (each.size, each.sha256):
                raise CourseError(NOT_AS_LISTED.format(path))
        except OSError as error:
            raise CourseError(f"{path} cannot be read: {error.strerror or error}.") from None


# ---- what an exercise depends on


def with_files(lesson: Lesson, data_source: str, files: Sequence[CourseFile]) -> Lesson:
    """The lesson, with versions of its exercises that change when a file does that they, or their checks, may read.

    `data_source` is the text of data.py, which draws hidden data for some of them. Modules in `data` are code of the
    course, like setup cells, of which no version tells either.
    """
    files = [each for each in files if each.is_hidden or not each.name.endswith(_MODULE)]
    shown = [cell.source for cell in lesson.cells]
    shown += [text for each in lesson.exercises for text in (each.prose, each.starter, *each.hints)]
    texts = [*shown, *(each.solution for each in lesson.exercises)]
    hidden = [each for each in files if each.is_hidden]
    public = [each.sha256 for each in read_by(files, shown)]
    shared = read_by(files, texts)
    said = words_in_text("\n".join(texts)) if files else frozenset()

    def version(exercise: Exercise) -> str:
        measure = exercise.measure
        own = [] if measure is None else [measure.source]
        drawn = [check.kind.data for check in exercise.checks if isinstance(check.kind, HiddenScore)]
        if is_drawn := measure is not None or bool(drawn):
            words = " ".join([*own, *drawn, measure.data if measure is not None else ""])
            own.append(run_by(data_source, said | words_in_text(words)))
        named = {*shared, *read_by(files, own)}
        read = tuple(each for each in files if each in named)
        read += tuple(hidden) if is_drawn else ()
        return digest("\0".join((exercise.version, *(each.sha256 for each in read)))) if read else exercise.version

    def with_version(exercise: Exercise) -> Exercise:
        if exercise.released:  # its version was given to it
            return exercise
        variants = tuple(with_version(each) for each in exercise.variants)
        told = digest("\0".join((exercise.public_version, *public))) if public else exercise.public_version
        return replace(exercise, version=version(exercise), public_version=told, variants=variants)

    return replace(
        lesson, blocks=tuple(with_version(each) if isinstance(each, Exercise) else each for each in lesson.blocks)
    )


def run_by(source: str, words: Iterable[str]) -> str:
    """What code or prose with these words may run of a module: all of it but functions and classes that nothing names.

    So a function that is added for one exercise, with its file, changes no version of another.
    """
    parts, rest = _definitions(source)
    reached, waiting = dict[str, str](), [*words, *words_in_text(rest)]
    while waiting:
        if (name := waiting.pop()) in parts and name not in reached:
            reached[name] = parts[name]
            waiting += words_in_text(parts[name])
    return "\n".join([rest, *(reached[name] for name in sorted(reached))])


_WORD = re.compile(r"\w+")


@lru_cache(256)  # parts of data.py are asked for by many exercises
def words_in_text(text: str) -> frozenset[str]:
    """The words of code or prose."""
    return frozenset(_WORD.findall(text))


@lru_cache(4)  # asked for each exercise
def _definitions(source: str) -> tuple[dict[str, str], str]:
    """The text of each function and class of a module, and all else of it."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}, source
    lines, parts = source.split("\n"), dict[str, str]()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)]) - 1
            parts[node.name] = f"{parts.get(node.name, '')}\n" + "\n".join(lines[first : node.end_lineno])
            lines[first : node.end_lineno] = [""] * ((node.end_lineno or 0) - first)
    return parts, "\n".join(lines)


def read_by(files: Iterable[CourseFile], texts: Iterable[str]) -> tuple[CourseFile, ...]:
    """Those of the files in `data` that code or prose may read, by what it names: a file, or how its path begins.

    Rather one too many than too few: f"data/{name}.csv" and Path("data") name all of them.
    """
    # nearly no text has one of these; looking for a pattern takes far longer
    telling = [text for text in texts if any(begin in text for begin in _BEGINS)]
    named = [f"{DATA}/" if path[0] in "'\"" else path.rstrip(".") for text in telling for path in _PATHS.findall(text)]
    return tuple(each for each in files if not each.is_hidden and any(each.name.startswith(begin) for begin in named))


_PATHS = re.compile(rf"""(?<![\w/.-]){DATA}/[^\s'"`(){{}}\[\]<>*?,;:|]*|['"]{DATA}['"]""")


_BEGINS = (f"{DATA}/", f"{DATA}'", f'{DATA}"')


_IMPORTS = re.compile(rf"(?<=from ){DATA}(?:\.\w[.\w]*|(?= import ))|(?<=import ){DATA}\.\w[.\w]*")


def imported_by(files: Iterable[CourseFile], texts: Iterable[str]) -> tuple[CourseFile, ...]:
    """Those of the files in `data` that are modules which code may import; `from data import a` may be any of them."""
    named = tuple(each.replace(".", "/") for text in texts for each in _IMPORTS.findall(text))
    return tuple(each for each in files if each.name.endswith(_MODULE) and each.name.startswith(named))
