"""A path -> the lessons in it, whatever their format."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tuitutor import regular
from tuitutor.authoring.exchange.blocks import Imported
from tuitutor.authoring.exchange.compose import compose
from tuitutor.authoring.exchange.export import is_export, read_export
from tuitutor.authoring.exchange.html import PictureFinder
from tuitutor.authoring.exchange.jupyter import lesson_of, open_notebook
from tuitutor.authoring.exchange.sandpaper import episode
from tuitutor.authoring.exchange.splitting import relink
from tuitutor.classroom.submissions.texts import LARGEST_NOTEBOOK, decode_answer, most_bytes
from tuitutor.course.findings import Findings, safe_name
from tuitutor.course.yamltree import read_yaml
from tuitutor.errors import Breach, UsageError
from tuitutor.workers.apart import Apart, CallLimits, Told

_LIMITS = CallLimits(cpu_s=120)  # a lesson of many episodes is read as a whole


class _Header(msgspec.Struct):
    """What is told of a lesson. Its text and the contents of its files follow as data, with these sizes."""

    title: str
    id: str
    remarks: tuple[tuple[int, str], ...]
    text: int
    files: dict[str, int]


def read_lessons(place: Path) -> tuple[str, list[Imported]]:
    """The title for all lessons ("" for a file), and the lessons in a file or folder.

    They may be by anybody, so they are read in a process with limits. Raises UsageError.
    """
    title, lessons = "", list[Imported]()
    parts: list[bytes] = []
    try:
        with Apart(limits=_LIMITS) as apart:
            for message, _ in apart.ask(_tell_lessons, place, keep=parts.append):
                header, data = msgspec.json.decode(message, type=_Header), io.BytesIO(b"".join(parts))
                parts.clear()
                title, text = header.title, data.read(header.text).decode()
                files = {name: data.read(size) for name, size in header.files.items()}
                lessons.append(Imported(header.id, text, header.remarks, files))
    except Breach as breach:
        raise UsageError(f"{place}: {breach}") from None
    return title, lessons


def _tell_lessons(_: object, place: Path) -> Iterator[Told]:
    title, lessons = _read_folder(place) if place.is_dir() else ("", read_file(place))
    for each in relink(lessons):
        text = _encoded(each.text)
        remarks = tuple((line, _encoded(said).decode()) for line, said in each.remarks)
        sizes = {name: len(data) for name, data in each.files.items()}
        header = _Header(_encoded(title).decode(), each.id, remarks, len(text), sizes)
        yield msgspec.json.encode(header), b"".join([text, *each.files.values()])


def _encoded(text: str) -> bytes:
    """The text in UTF-8; a notebook may hold what no encoding can."""
    return text.encode("utf-8", "replace")


def read_file(path: Path) -> list[Imported]:
    """The lesson from a file, or its parts. Raises UsageError, with the file's name."""
    try:
        match path.suffix.lower():
            case ".ipynb" | ".py" as suffix:
                found = open_notebook(read_source(path), script=suffix == ".py")
                pictures = PictureFinder(path.parent, id_of(path))
                return [read_export(found, pictures)] if is_export(found) else compose(lesson_of(found, pictures))
            case ".md":
                return _read_episode(path, path.parent.parent, [])
            case ".rmd":
                raise UsageError("it is R Markdown; a lesson's cells are Python.")
            case _:
                raise UsageError("it cannot be imported; .ipynb, .py, .md and a Carpentries lesson's folder can.")
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _read_episode(path: Path, root: Path, episodes: list[str]) -> list[Imported]:
    """An episode of the lesson in the folder `root`, which may have a links.md that all episodes share."""
    links = root / "links.md"
    shared = read_source(links) if links.is_file() and links.stat().st_size else ""
    return compose(episode(read_source(path), PictureFinder(path.parent, id_of(path)), shared, episodes))


def _read_folder(root: Path) -> tuple[str, list[Imported]]:
    """The episodes of a lesson, in the order in its config.yaml, or else by name."""
    place, folder = root / "config.yaml", root / "episodes"
    try:
        entry = read_yaml(read_source(place), 1, Findings(place)) if place.is_file() else None
    except UsageError as error:
        raise UsageError(f"{place}: {error}") from None
    config = entry.plain if entry is not None and isinstance(entry.plain, dict) else {}
    named = config.get("episodes")
    names = [str(name) for name in named] if isinstance(named, list) and named else []
    paths = [folder / name for name in names] or sorted([*folder.glob("*.md"), *folder.glob("*.Rmd")])
    if not paths:
        raise UsageError(f"{root} isn't a Carpentries lesson: there is no episode in {folder}.")
    lessons: list[Imported] = []
    for path in paths:
        try:
            if path.suffix.lower() != ".md":
                raise UsageError("it isn't a .md file; a lesson is Markdown with Python cells.")
            lessons += _read_episode(path, root, [each.stem for each in paths])
        except UsageError as error:
            raise UsageError(f"{path}: {error}") from None
    title = config.get("title")
    return title if isinstance(title, str) else "", lessons


def id_of(path: Path) -> str:
    """The id of the lesson from a file. Raises UsageError if the file's name has no usable character."""
    name = safe_name(path.stem)
    if not name:
        raise UsageError("its name has no letter or digit to name the lesson by; rename it.")
    return name


def read_source(path: Path) -> str:
    """The file's text. Raises UsageError, a sentence without the file's name, if it is not text or too large."""
    most = most_bytes(path.name)
    try:
        with regular.open_regular(path) as file:
            size, data = os.fstat(file.fileno()).st_size, file.read(most + 1)
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror or error}.") from None
    if len(data) > most:
        hint = "clear its outputs in Jupyter and save it again" if most == LARGEST_NOTEBOOK else "split it"
        raise UsageError(f"it has {size / 1e6:.0f} MB, and the limit is {most / 1e6:.1f}; {hint}.")
    if not data.strip():
        raise UsageError("it is empty.")
    return decode_answer(data, path.name)
