"""A course's own files for a worker: their folder, or all of them in pieces if the worker doesn't see it."""

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
    """The files of the course in a `folder`. `listed` are in its manifest, which has the SHA-256 digest `digest`."""

    folder: Path
    listed: tuple[CourseFile, ...] = ()
    digest: str = ""

    @classmethod
    def of(cls, folder: Path) -> OwnFiles:
        """Return the files of a course as they are now; none if its manifest can't be used."""
        folder = folder.absolute()
        findings = Findings(folder / MANIFEST_FILE)
        if not (listed := read_manifest(folder, findings)):
            return cls(folder)
        try:
            return cls(folder, listed, sha256(safe_read.read(folder / MANIFEST_FILE)).hexdigest())
        except OSError:
            return cls(folder)

    def arguments(self, asks: bool) -> Mapping[str, object]:
        """Return a worker's arguments. `asks`: it requests the files if it doesn't see them."""
        files = [(file.name, file.size, file.sha256) for file in self.listed]
        return {"folder": str(self.folder), "manifest": self.digest, "files": files, "asks": asks}

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.listed)

    def pieces(self, launcher: str) -> Iterator[bytes]:
        """Yield the content of all files, one after another, for a worker elsewhere, behind a launcher.

        Raises WorkerUnavailable for files that are too large to send, or differ from the manifest.
        """
        if self.size > SENT_MB * _MB:
            raise WorkerUnavailable(
                f"The machine that {launcher!r} leads to doesn't see {self.folder}, and the course's data is too much "
                f"to send: {self.size / _MB:,.0f} MB, where {SENT_MB} MB are the most; put the course into a folder "
                "that both machines see."
            )
        for listed in self.listed:
            path = self.folder / listed.name
            try:
                with safe_read.open_regular(path) as file:
                    digest, left = sha256(), listed.size
                    while piece := file.read(min(PIECE, left)):
                        digest.update(piece)
                        left -= len(piece)
                        yield piece
                    is_same = digest.hexdigest() == listed.sha256 and not file.read(1)
            except OSError as error:
                raise WorkerUnavailable(f"{path} cannot be read: {error.strerror or error}.") from None
            if not is_same:
                raise WorkerUnavailable(NOT_AS_LISTED.format(path))
