"""A course's folder: the names of its files, and where the lessons that come with tuitutor are."""

from __future__ import annotations

from pathlib import Path

FILE = "myst.yml"
DATA_FILE = "data.py"
MANIFEST_FILE = "data.json"
DATA, HIDDEN = "data", "hidden"  # folders: for all code, and only for code of the course that grades


def is_there(path: Path) -> bool:
    """Whether there is a file at the path. Never raises, however odd the path is."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a folder without permission, a name that is too long
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder at the path. Never raises."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_outside(path: Path, folder: Path) -> bool:
    """Whether the path, or a link on its way, leads out of the folder. Never raises."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # circular links, a name that is too long
        return False


def default_folder() -> Path:
    """The lessons that come with tuitutor: in the installed package, or in the repository of an editable install."""
    package = Path(__file__).parents[1]
    installed = package / "lessons"
    return installed if (installed / FILE).is_file() else package.parents[1] / "lessons"


def is_bundled(folder: Path) -> bool:
    """Whether these are the lessons that come with tuitutor."""
    return folder.resolve() == default_folder().resolve()


def is_installed(folder: Path) -> bool:
    """Whether the folder is in the installed package, where an update replaces it."""
    return folder.resolve().is_relative_to(Path(__file__).resolve().parents[1])
