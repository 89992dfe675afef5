"""A course's own files, as a worker gets them: where they are, or all of them in pieces if it doesn't see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tuitutor import safe_read
from tuitutor.course.findings import Findings
from tuitutor.course.folder import MANIFEST_FILE
from tuitutor.course.manifest import NOT_AS_LISTED, SENT_MB, read_manifest
from tuitutor.course.model import CourseFile
from tuitutor.errors import WorkerUnavailable

PIECE = 1 << 18  # bytes
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The files of the course in a `folder`. `listed` are those of its manifest, which has this `digest`."""

    folder: Path
    listed: tuple[CourseFile, ...] = ()
    digest: str = ""

    @classmethod
    def of(cls, folder: Path) -> OwnFiles:
        """Those of a course as they are now; none if its manifest can't be used."""
        folder = folder.absolute()
        findings = Findings(folder / MANIFEST_FILE)
        if not (listed := read_manifest(folder, findings)):
            return cls(folder)
        try:
            return cls(folder, listed, sha256(safe_read.read(folder / MANIFEST_FILE)).hexdigest())
        except OSError:
            return cls(folder)

    def told(self, asks: bool) -> Mapping[str, object]:
        """What a worker is told. `asks`: if it doesn't see them, it asks for them."""
        files = [(each.name, each.size, each.sha256) for each in self.listed]
        return {"folder": str(self.folder), "manifest": self.digest, "files": files, "asks": asks}

    @property
    def size(self) -> int:
        """Bytes of all of them together."""
        return sum(each.size for each in self.listed)

    def pieces(self, launcher: str) -> Iterator[bytes]:
        """All of them, one after another, for the worker that a launcher started elsewhere.

        Raises WorkerUnavailable for files that are too large to send, or that aren't those that are listed.
        """
        if self.size > SENT_MB * _MB:
            raise WorkerUnavailable(
                f"The machine that {launcher!r} leads to doesn't see {self.folder}, and the course's data is too much "
                f"to send: {self.size / _MB:,.0f} MB, where {SENT_MB} MB are the most; put the course into a folder "
                "that both machines see."
            )
        for each in self.listed:
            try:
                with safe_read.open_regular(self.folder / each.name) as file:
                    digest, size = sha256(), 0
                    while piece := file.read(min(PIECE, each.size - size)):
                        digest.update(piece)
                        size += len(piece)
                        yield piece
                    is_same = digest.hexdigest() == each.sha256 and not file.read(1)
            except OSError as error:
                raise WorkerUnavailable(
                    f"{self.folder / each.name} cannot be read: {error.strerror or error}."
                ) from None
            if not is_same:
                raise WorkerUnavailable(NOT_AS_LISTED.format(self.folder / each.name))
