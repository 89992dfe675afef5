"""Keras's folder, as each run has it: one to write in, with links to what this user or the site fetched before."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Optional
from urllib.parse import urlsplit

SETTINGS = "keras.json"
FETCHED = ("datasets", "models")  # where Keras keeps data sets, and weights
FOLDER = ".fetched"  # in a run's own folder; as ".keras" it would be among its saved models, "*.keras"
_MOST_LINKS = 1_000  # they count among a run's files


def lay_out_keras(scratch: Path, sources: Iterable[str]) -> None:
    """Make the folder in a run's own, with links to what the `sources` have; of two of a name, to the first's.

    Raises OSError.
    """
    home, left = scratch / FOLDER, _MOST_LINKS
    home.mkdir(mode=0o700)
    for kind in FETCHED:
        (home / kind).mkdir(mode=0o700)
    for source in sources:
        for kind in FETCHED:
            for entry in _entries(Path(source, kind)):
                if left and not os.path.lexists(home / kind / entry.name):
                    (home / kind / entry.name).symlink_to(entry.path)
                    left -= 1
        if Path(source, SETTINGS).is_file() and not os.path.lexists(
            home / SETTINGS
        ):  # read by a Keras that starts cold
            (home / SETTINGS).symlink_to(Path(source, SETTINGS))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)
    return []


def use_keras_home(scratch: Path) -> None:
    """Have Keras use the folder in a run's own, also where it is imported already."""
    os.environ["KERAS_HOME"] = str(scratch / FOLDER)
    config: Any = sys.modules.get("keras.src.backend.config")
    files: Any = sys.modules.get("keras.src.utils.file_utils")
    if hasattr(config, "_KERAS_DIR"):
        config._KERAS_DIR = os.environ["KERAS_HOME"]
    if hasattr(files, "extract_archive"):
        extract: Any = files.extract_archive

        def extract_archive(file_path: Any, path: Any = ".", *options: Any, **named: Any) -> Any:
            """Keras extracts an archive each time that it is asked for; what is there for all runs stays as it is."""
            there = Path(path).is_symlink() and Path(path).is_dir()
            return there or extract(file_path, path, *options, **named)

        files.extract_archive = extract_archive


def wanted_from_network(trace: Optional[TracebackType]) -> tuple[str, str, str]:
    """What Keras wanted to download when an exception was raised: the file's name, and what to ask for to get it.

    That is a data set's name, a network's or an address; for the last, also under which name Keras looks for it, if
    that isn't the address's own. All are empty if it wasn't Keras.
    """
    name = asked = save_as = ""
    while trace is not None:
        frame, trace = trace.tb_frame, trace.tb_next
        module, function, found = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name, frame.f_locals
        what, _, of = module.removeprefix("keras.src.").partition(".")
        if not asked and what == "datasets":
            asked = of
        elif not asked and what == "applications" and hasattr(sys.modules.get("keras.applications"), function):
            asked = function
        if module.startswith("keras.") and function == "get_file":
            origin = found.get("origin")
            target = found.get("download_target") or found.get("fname") or origin
            if isinstance(origin, str) and isinstance(target, str):
                name, kind = Path(target).name, Path(target).parent.name
                if not asked and (kind in FETCHED[1:] or name != Path(urlsplit(origin).path).name):
                    save_as = f"{kind}/{name}" if kind in FETCHED[1:] else name
                asked = asked or origin
    return (name, asked, save_as) if name else ("", "", "")
