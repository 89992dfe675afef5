"""Landlock's rules for reading: Python with its packages and libraries, but none of the user's other files."""

from __future__ import annotations

import os

# ruff: noqa: PTH110, PTH112, PTH113 - pathlib raises for a path below a folder that may not be entered
import pwd
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.metadata import distributions
from pathlib import Path

from tuitutor.worker.run_directory import FETCHED, SETTINGS
from tuitutor.worker.walls import landlock

# What every program may read: the system's programs and settings, and facts about its CPUs.
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/sys/devices/system", "/sys/fs/cgroup")
_STORES = ("/nix/store", "/gnu/store")  # a program's libraries are scattered over these
_OF_A_PREFIX = ("bin", "lib", "lib64", "include", "share")
_MODULES = (".py", ".pyc", ".so")
_COURSES = "tuitutor.courses"  # the group of entry points of courses


def readable_rules(course: str = "", keras_homes: Iterable[str] = ()) -> list[tuple[str, int]]:
    """Return Landlock's rules for a child of this process, based on its import paths and loaded libraries.

    Nothing in the folder `course` may be read, wherever it lies; in `keras_homes`, only the files fetched by Keras.
    """
    imports = {path for path in _existing(sys.path) if not _holds_home(path)}
    named = {*_SYSTEM, sys.executable}
    for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix):
        named |= {str(Path(prefix, name)) for name in _OF_A_PREFIX} if _holds_home(prefix) else {prefix}
    named |= {str(Path(keras, name)) for keras in keras_homes for name in (SETTINGS, *FETCHED)}
    for folder in imports:
        if _is_mixed(folder):
            named.update(_entries(folder, lambda path: path.suffix in _MODULES or os.path.isfile(path / "__init__.py")))
        else:
            named.add(folder)
    for folder in _existing(_library_folders()):
        named |= set(_entries(folder, lambda path: ".so" in path.suffixes)) if _is_mixed(folder) else {folder}
    roots = _existing(named) - {"/"}
    roots |= {store for store in _STORES if any(path.startswith(store) for path in roots)}
    topmost = sorted(path for path in roots if roots.isdisjoint(map(str, Path(path).parents)))
    hidden = _existing(str(Path(path, name)) for name in _courses() for path in imports)
    hidden |= _existing([course]) - roots  # a lesson in Python's own folder must not close that
    rules = [rule for root in topmost for rule in landlock.reading_except(root, hidden)]
    folders = [path for path in imports if os.path.isdir(path)]  # the others are zip files
    return [*rules, *((path, landlock.LISTING) for path in folders)]  # Python looks for modules by listing


def _existing(paths: Iterable[str]) -> set[str]:
    return {os.path.realpath(path) for path in paths if path and os.path.exists(path)}


def _holds_home(folder: str) -> bool:
    homes = [os.environ.get("HOME", "")]
    with suppress(KeyError):  # a user unknown to the system
        homes.append(pwd.getpwuid(os.getuid()).pw_dir)
    return any(Path(home).is_relative_to(folder) for home in _existing(homes))


def _is_mixed(folder: str) -> bool:
    """Whether the user's own files may lie beside a program's: not where pip installs, nor if somebody else owns it."""
    if not os.path.isdir(folder) or _holds_home(folder):
        return os.path.isdir(folder)
    installed = Path(folder).name in ("site-packages", "dist-packages") or any(Path(folder).glob("*.dist-info"))
    return Path(folder).stat().st_uid == os.getuid() and not installed


def _entries(folder: str, condition: Callable[[Path], bool]) -> list[str]:
    entries: list[Path] = []
    with suppress(OSError):
        entries += Path(folder).iterdir()
    return [str(path) for path in entries if condition(path)]


def _library_folders() -> set[str]:
    folders = set(os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep))
    with suppress(OSError):
        for line in os.fsdecode(Path("/proc/self/maps").read_bytes()).split("\n"):
            path = line.partition("/")[2]
            if ".so" in path and not path.endswith("(deleted)"):
                folders.add(str(Path("/" + path).parent))
    return folders


def _courses() -> set[str]:
    """Return the relative paths of installed courses, tuitutor's own included, beneath a folder of Python's imports."""
    found = {"tuitutor"}
    for distribution in distributions():
        with suppress(Exception):  # damaged metadata of another package
            if _COURSES not in (distribution.read_text("entry_points.txt") or ""):
                continue
            for point in distribution.entry_points:
                if point.group == _COURSES:  # "package.inner:attribute", from the outermost package on
                    names = point.value.partition(":")[0].replace(" ", "").split(".")
                    found.add("/".join(name for name in names if name.isidentifier()))
    return found
