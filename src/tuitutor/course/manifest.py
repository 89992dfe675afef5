"""`data.json`: the files that a course's code may read, with their sizes and digests. It is machine-written.

It is JSON with one file a line, so that a change is one line in a diff.
"""

from __future__ import annotations

import ast
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
"""Limits: MB in one file, in all files, in all files that are sent if no disk is shared, and the number of files."""
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
    """Names of files on disk that differ from the manifest, sorted."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def read_manifest(folder: Path, findings: Findings) -> tuple[CourseFile, ...]:
    """The files in a course's manifest, sorted; none if it has no manifest, or a wrong one, which is a finding."""
    path = folder / MANIFEST_FILE
    if not os.path.lexists(path):
        return ()
    again = "remove it, and have it written again"
    try:
        entries = json.loads(safe_read.read(path, _LARGEST))
        files = tuple(sorted((_listed(name, entry) for name, entry in entries.items()), key=lambda file: file.name))
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
    """Whether this is the path of a file in `data` or `hidden`, without `..` and in plain characters."""
    return _NAME.fullmatch(name) is not None and not {".", ".."} & set(name.split("/")) and name.isprintable()


def written(files: Iterable[CourseFile]) -> str:
    """The manifest of these files, one a line."""
    lines = (
        f"  {json.dumps(file.name, ensure_ascii=False)}: {json.dumps({'bytes': file.size, 'sha256': file.sha256})}"
        for file in sorted(files, key=lambda file: file.name)
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


# ---- files on disk


def sizes_on_disk(folder: Path, findings: Findings) -> dict[str, int]:
    """The files in `data` and `hidden` with their sizes in bytes, without reading any.

    Links, devices, odd names and too many or too large files are findings.
    """
    found: dict[str, int] = {}
    for top in (DATA, HIDDEN):
        for name, size in _entries(folder, top):
            if isinstance(size, str):
                findings.add(1, f"found {name!r:.200}, {size}")
            elif not is_name(name):
                findings.add(1, f"found the name {name!r:.200}; use letters, digits and other printable characters")
            else:
                found[name] = size
            if len(found) > FILES:
                break
    for text in _too_much([CourseFile(name, size, "") for name, size in found.items()]):
        findings.add(1, text)
    return found


def _entries(folder: Path, name: str, depth: int = 0) -> Iterator[tuple[str, int | str]]:
    """The files beneath a folder of the course with their sizes, or with a text that says what is wrong."""
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
            inside = sorted(child.name for child in path.iterdir()) if depth <= _DEEPEST else []
        except OSError as error:
            yield name, f"which cannot be listed: {error.strerror}"
            return
        for child in inside[: FILES + 1]:
            if not child.startswith(".") and child != "__pycache__":  # of editors, file managers and Python
                yield from _entries(folder, f"{name}/{child}", depth + 1)
    elif not stat.S_ISREG(mode.st_mode) or depth == 0:
        yield name, "which is no folder" if depth == 0 else "which is no regular file"
    else:
        yield name, mode.st_size


def _too_much(files: Sequence[CourseFile]) -> Iterator[str]:
    for file in files:
        if file.size > FILE_MB * _MB:
            yield f"'{file.name}' has {file.size / _MB:,.0f} MB; split it, the limit is {FILE_MB} MB a file"
    total = sum(file.size for file in files)
    if total > ALL_MB * _MB:
        yield f"all files have {total / _MB:,.0f} MB together; the limit is {ALL_MB} MB"
    if len(files) > FILES:
        yield f"found more than {FILES:,} files; pack them, such as into one .npz"


def digest_of(path: Path) -> tuple[int, str]:
    """A file's size in bytes and its SHA-256 digest. Raises OSError, also if it is no regular file."""
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
    """These files with their current sizes and digests; all are read. Raises OSError."""
    return tuple(CourseFile(name, *digest_of(folder / name)) for name in names)


def changes_on_disk(listed: Sequence[CourseFile], found: Mapping[str, int], now: Mapping[str, str]) -> Difference:
    """The difference from the manifest: `found` are the sizes of files on disk, `now` their digests, if known.

    A file of the same size and unknown digest counts as the same.
    """
    known = {file.name: file for file in listed}
    changed = [
        name
        for name, file in known.items()
        if name in found and (found[name] != file.size or now.get(name, file.sha256) != file.sha256)
    ]
    new, gone = found.keys() - known.keys(), known.keys() - found.keys()
    return Difference(tuple(sorted(new)), tuple(sorted(changed)), tuple(sorted(gone)))


def require_sizes(folder: Path, listed: Sequence[CourseFile]) -> None:
    """Return if all files have their sizes in the manifest; none is read. Otherwise raise CourseError."""
    _require(folder, listed, lambda path, file: path.lstat().st_size == file.size)


def require_as_listed(folder: Path, listed: Sequence[CourseFile]) -> None:
    """Return if all files are as in the manifest; all are read. Otherwise raise CourseError."""
    _require(folder, listed, lambda path, file: not path.is_symlink() and digest_of(path) == (file.size, file.sha256))


def _require(folder: Path, listed: Sequence[CourseFile], is_same: Callable[[Path, CourseFile], bool]) -> None:
    for file in listed:
        path = folder / file.name
        try:
            same = is_same(path, file)
        except OSError as error:
            raise CourseError(f"{path} cannot be read: {error.strerror or error}.") from None
        if not same:
            raise CourseError(NOT_AS_LISTED.format(path))


# ---- files that an exercise depends on


def with_files(lesson: Lesson, data_source: str, files: Sequence[CourseFile]) -> Lesson:
    """The lesson, with versions of its exercises that change with the files that they, or their checks, may read.

    `data_source` is the text of data.py, which draws hidden data for some of them. Modules in `data` are code of the
    course, like setup cells, so versions leave them out.
    """
    files = [file for file in files if file.is_hidden or not file.name.endswith(_MODULE)]
    shown = [cell.source for cell in lesson.cells]
    shown += [text for exercise in lesson.exercises for text in (exercise.prose, exercise.starter, *exercise.hints)]
    texts = [*shown, *(exercise.solution for exercise in lesson.exercises)]
    hidden = [file for file in files if file.is_hidden]
    public = [file.sha256 for file in read_by(files, shown)]
    shared = read_by(files, texts)
    words = words_in_text("\n".join(texts)) if files else frozenset()

    def version(exercise: Exercise) -> str:
        measure = exercise.measure
        own = [] if measure is None else [measure.source]
        drawn = [check.kind.data for check in exercise.checks if isinstance(check.kind, HiddenScore)]
        if is_drawn := measure is not None or bool(drawn):
            own_words = " ".join([*own, *drawn, measure.data if measure is not None else ""])
            own.append(run_by(data_source, words | words_in_text(own_words)))
        named = {*shared, *read_by(files, own)}
        read = [file for file in files if file in named] + (hidden if is_drawn else [])
        return digest("\0".join((exercise.version, *(file.sha256 for file in read)))) if read else exercise.version

    def with_version(exercise: Exercise) -> Exercise:
        if exercise.released:  # a release wrote its version
            return exercise
        variants = tuple(map(with_version, exercise.variants))
        for_learners = exercise.public_version
        if public:
            for_learners = digest("\0".join((for_learners, *public)))
        return replace(exercise, version=version(exercise), public_version=for_learners, variants=variants)

    return replace(
        lesson, blocks=tuple(with_version(block) if isinstance(block, Exercise) else block for block in lesson.blocks)
    )


def run_by(source: str, words: Iterable[str]) -> str:
    """The part of a module that code or prose with these words may run: all but functions and classes without a
    mention.

    So a new function for one exercise, with its file, changes no version of another.
    """
    parts, rest = _definitions(source)
    reached, waiting = dict[str, str](), [*words, *words_in_text(rest)]
    while waiting:
        if (name := waiting.pop()) in parts and name not in reached:
            reached[name] = parts[name]
            waiting += words_in_text(parts[name])
    return "\n".join([rest, *(reached[name] for name in sorted(reached))])


_WORD = re.compile(r"\w+")


@lru_cache(256)  # many exercises need parts of data.py
def words_in_text(text: str) -> frozenset[str]:
    """The words of code or prose."""
    return frozenset(_WORD.findall(text))


@lru_cache(4)  # called for all exercises
def _definitions(source: str) -> tuple[dict[str, str], str]:
    """The text of a module's functions and classes by name, and the rest of it."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}, source
    lines, parts = source.split("\n"), dict[str, str]()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
            parts[node.name] = f"{parts.get(node.name, '')}\n" + "\n".join(lines[first : node.end_lineno])
            lines[first : node.end_lineno] = [""] * ((node.end_lineno or 0) - first)
    return parts, "\n".join(lines)


_BEGINS = (f"{DATA}/", f"{DATA}'", f'{DATA}"')
_PATHS = re.compile(rf"""(?<![\w/.-]){DATA}/[^\s'"`(){{}}\[\]<>*?,;:|]*|['"]{DATA}['"]""")
_IMPORTS = re.compile(rf"(?<=from ){DATA}(?:\.\w[.\w]*|(?= import ))|(?<=import ){DATA}\.\w[.\w]*")


def read_by(files: Iterable[CourseFile], texts: Iterable[str]) -> tuple[CourseFile, ...]:
    """The files in `data` that code or prose may read, because it names them or the beginning of their path.

    Rather one too many than too few: f"data/{name}.csv" and Path("data") name all of them.
    """
    # hardly any text has one of these, and looking for a pattern takes far longer
    candidates = [text for text in texts if any(begin in text for begin in _BEGINS)]
    paths = [path for text in candidates for path in _PATHS.findall(text)]
    begins = tuple(f"{DATA}/" if path[0] in "'\"" else path.rstrip(".") for path in paths)
    return tuple(file for file in files if not file.is_hidden and file.name.startswith(begins))


def imported_by(files: Iterable[CourseFile], texts: Iterable[str]) -> tuple[CourseFile, ...]:
    """The modules in `data` that code may import; `from data import a` may be any of them."""
    begins = tuple(name.replace(".", "/") for text in texts for name in _IMPORTS.findall(text))
    return tuple(file for file in files if file.name.endswith(_MODULE) and file.name.startswith(begins))
