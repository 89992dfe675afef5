"""Crashes of tuitutor itself: the details go to a file, and one sentence to the user."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path

from tuitutor.config.version import installed_version
from tuitutor.progress.files import close_to_others, make_private

KEPT = 20  # logs; the oldest are deleted


def write_log(error: BaseException | str, folder: Path) -> Path | None:
    """Write a crash log to `folder`, or to the temporary folder if that fails; its path, or None if both fail.

    `error` is an exception, or the text of an exception in another of our processes.
    """
    name = time.strftime("crash-%Y%m%d-%H%M%S-")
    with suppress(OSError):
        make_private(folder)
        close_to_others(folder)
        for path in sorted(folder.glob("crash-*.log"))[: -KEPT + 1]:
            path.unlink(missing_ok=True)
        return _write(error, folder, name)
    with suppress(OSError):
        return _write(error, Path(tempfile.gettempdir()), f"tuitutor-{name}")
    return None


def _write(error: BaseException | str, folder: Path, prefix: str) -> Path:
    system = f"Python {platform.python_version()}, {platform.platform()}"
    story = error if isinstance(error, str) else "".join(traceback.format_exception(error))
    # never into a file that somebody else put there, and readable only by its owner
    descriptor, path = tempfile.mkstemp(".log", prefix, folder)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"tuitutor {installed_version()}, {system}\nargv: {sys.argv}\n\n{story}")
    return Path(path)


def where(log: Path | None) -> str:
    """The end of a sentence about a crash: where its details are."""
    return f"the details are in {log}" if log else "its details could not be written anywhere"
