"""A path -> the lessons that it holds, whichever of the forms it has."""

from __future__ import annotations

import re
from pathlib import Path

from tuitutor.authoring.exchange.compose import Imported, compose
from tuitutor.authoring.exchange.export import is_export, returned
from tuitutor.authoring.exchange.html import Pictures
from tuitutor.authoring.exchange.jupyter import lesson_of, open_notebook
from tuitutor.course.findings import SAFE_NAME
from tuitutor.errors import UsageError
from tuitutor.submissions.texts import LARGEST_NOTEBOOK, decoded

_LARGEST_TEXT = 512 * 1024  # bytes of a script or an episode


def read_lessons(place: Path) -> tuple[str, list[Imported]]:
    """The title of a whole lesson of the Carpentries, "" for a file; and the lessons. Raises UsageError."""
    return "", [read_file(place)]


def read_file(path: Path) -> Imported:
    """The lesson that a file becomes. Raises UsageError with its name."""
    suffix = path.suffix.lower()
    if suffix not in (".ipynb", ".py"):
        raise UsageError(
            f"{path} cannot be imported; it takes .ipynb, .py, .md and the folder of a Carpentries lesson."
        )
    try:
        found = open_notebook(read_source(path), script=suffix == ".py")
        pictures = Pictures(path.parent, id_of(path))
        return returned(found, pictures) if is_export(found) else compose(lesson_of(found, pictures))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def id_of(path: Path) -> str:
    """The name of the lesson that a file becomes. Raises UsageError where nothing of the file's can be in it."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem).strip("-_")
    if not SAFE_NAME.fullmatch(name):
        raise UsageError("its name has no letter or digit for the lesson's; give it another.")
    return name


def read_source(path: Path) -> str:
    """The file's text. Raises UsageError, a sentence without the name, for what is no text or too much."""
    most = LARGEST_NOTEBOOK if path.suffix.lower() == ".ipynb" else _LARGEST_TEXT
    try:
        size = path.stat().st_size
        if size > most:
            hint = "clear its outputs in Jupyter and save it again" if most == LARGEST_NOTEBOOK else "split it"
            raise UsageError(f"it has {size / 1e6:.0f} MB, and {most / 1e6:.1f} are the most; {hint}.")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror or error}.") from None
    if not data.strip():
        raise UsageError("it is empty.")
    return decoded(data, path.name)
