"""A crash of our own: the whole story goes to a file, one sentence to the user."""

from __future__ import annotations

import platform
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tuitutor.cli.version import installed_version


def write_log(error: BaseException, folder: Path) -> Path | None:
    """Write a crash log into `folder`, or into the temporary folder where that fails; None where both do."""
    name = time.strftime("crash-%Y%m%d-%H%M%S.log")
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = place / name
            path.write_text(_story(error), encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        return path
    return None


def sentence(error: BaseException, log: Path | None) -> str:
    """What to tell the user about a crash."""
    where = f"the details are in {log}" if log else "and its details could not be written anywhere"
    return f"tuitutor broke, which is its own fault ({type(error).__name__}); {where}."


def _story(error: BaseException) -> str:
    system = f"Python {platform.python_version()}, {platform.platform()}"
    head = f"tuitutor {installed_version()}, {system}\nargv: {sys.argv}\n\n"
    return head + "".join(traceback.format_exception(error))
