"""What was measured of the corpus, kept for tests of the coach, which so train nothing.

`facts.xz` has what came of each program, `said.txt` the topics of the advice on it. `make coach ARGS=--keep` writes
both, and runs only programs that are new or have changed; after a change of what is measured, delete the first.
"""

from __future__ import annotations

import lzma
from pathlib import Path

import msgspec

from tests.faults.corpus import Program
from tests.faults.figures import Said
from tests.faults.running import Ran
from tuitutor.course.digest import digest

FACTS, SAID = (Path(__file__).with_name(name) for name in ("facts.xz", "said.txt"))

Key = tuple[str, str, str]
"""The group of a program, its name, and the digest of its text and of what runs before it."""


def key_of(program: Program) -> Key:
    return program.group, program.name, digest("\0".join((*program.setup, program.text)))


def read_kept(path: Path) -> dict[Key, Ran]:
    """What a file has kept; nothing if there is none."""
    data = lzma.decompress(path.read_bytes()) if path.exists() else msgspec.msgpack.encode([])
    return dict(msgspec.msgpack.decode(data, type=list[tuple[Key, Ran]]))


def write_kept(path: Path, found: dict[Key, Ran]) -> None:
    path.write_bytes(lzma.compress(msgspec.msgpack.encode(sorted(found.items(), key=lambda each: each[0]))))


def told(said: Said) -> str:
    """A program and the topics of what is said of it, in a line."""
    topics = " ".join(each.topic for each in said.advice) or "-"
    return f"{said.program.group} {said.program.name}: {topics}"
