"""The last resort: what could not be saved when the program ends goes to another disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct


class Unsaved(Struct, frozen=True):
    """Drafts and attempts by path, and the lines that `journal` lacks."""

    texts: Mapping[Path, str]
    journal: Path
    entries: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.texts or self.entries)


def rescue(unsaved: Unsaved, problem: str) -> Iterator[str]:
    """Copy everything into new private temporary folders. Yields the lines to show to the learner.

    If that fails too, the drafts themselves are shown.
    """
    contents = {path: text.encode("utf-8", "replace") for path, text in unsaved.texts.items()}
    if unsaved.entries:
        contents[unsaved.journal] = unsaved.entries
    yield problem
    for path, data in contents.items():
        copy = _copy(path.name, data)
        if copy is not None:
            yield f"What could not be written to {path} is in {copy}; copy it there when that works again."
        elif path.suffix == ".py":
            yield f"No copy of {path} could be kept anywhere; this is what it should hold:\n{data.decode()}"


def _copy(name: str, data: bytes) -> Path | None:
    with suppress(OSError):
        copy = Path(tempfile.mkdtemp(prefix="tuitutor-")) / name
        copy.touch(0o600)
        if copy.write_bytes(data) == len(data):
            return copy
    return None
