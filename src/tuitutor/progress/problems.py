"""Messages for the learner when the disk refuses."""

from __future__ import annotations

import errno
import os
from pathlib import Path

MEANWHILE = "meanwhile it is kept in memory and tried again"
"""Only the app adds this to these sentences: a command that ends at once keeps nothing and does not try again."""


def not_saved(path: Path, error: OSError) -> str:
    """One sentence: what was not saved, why, and what to do."""
    return f"not saved: {path}: {error.strerror or error}{_remedy(error.errno)}"


def no_answer(folder: Path) -> str:
    """`not_saved` for a disk that does not answer."""
    return f"not saved: {folder}: does not answer"


def not_writable(folder: Path) -> str:
    """`not_saved` in advance, if a folder (or the nearest existing one above it) is not writable; else ""."""
    try:
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
    except OSError as error:
        return not_saved(folder, error)
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return ""
    code = errno.EACCES if nearest.is_dir() else errno.ENOTDIR
    return not_saved(nearest, OSError(code, os.strerror(code)))


def _remedy(code: int | None) -> str:
    match code:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return "; free some space"
        case errno.EACCES | errno.EPERM | errno.EROFS | errno.ENOTDIR:
            return "; make the folder writable or set TUITUTOR_DATA_DIR to one that is"
        case _:
            return ""
