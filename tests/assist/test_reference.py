"""The reference is kept by version; what is not as it was written is as if it were not there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tuitutor.assist.reference import (
    MODULES,
    Reference,
    keep_reference,
    kept_in,
    latest,
    load_reference,
    read_reference,
)
from tuitutor.errors import WorkerLost
from tuitutor.protocol.events import ChildEnded, Described, Event
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.protocol.requests import Describe, Request, Start, Stop
from tuitutor.workers.scripted import READY, ScriptedLauncher
from tuitutor.workers.worker import Worker

REFERENCE = Reference(
    {"keras": (NameFacts("Input", ("shape=None",), "An input.", {"shape": "Its shape."}),)}, {"a": ("b",)}
)


def test_what_was_kept_is_loaded(tmp_path: Path) -> None:
    file = kept_in(tmp_path / "cache", READY)
    assert load_reference(file) is None
    keep_reference(file, REFERENCE)
    assert load_reference(file) == REFERENCE
    assert latest(file.parent) == file
    assert list(file.parent.iterdir()) == [file]  # and nothing is left beside it


@pytest.mark.parametrize(
    "other", [{"keras": "3.3.0"}, {"numpy": "1.26"}, {"backend": "tensorflow 2.16"}, {"python": "3.10.1"}]
)
def test_other_versions_are_kept_apart(tmp_path: Path, other: dict[str, str]) -> None:
    assert kept_in(tmp_path, replace(READY, **other)) != kept_in(tmp_path, READY)  # type: ignore[arg-type]


def test_the_latest_is_the_one_that_was_kept_last(tmp_path: Path) -> None:
    assert latest(tmp_path / "nowhere") is None
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / kept_in(tmp_path, READY).name).symlink_to("nowhere")
    assert latest(tmp_path / "gone") is None
    first, second = (kept_in(tmp_path, replace(READY, keras=version)) for version in ("3.4", "3.3"))
    for file, at in ((first, 1.0), (second, 2.0)):
        keep_reference(file, REFERENCE)
        os.utime(file, (at, at))
    assert latest(tmp_path) == second


@pytest.mark.parametrize(
    "damaged", [b"", b"{}", b"\xff", b"{}[", b"[1]", b'{"names":{"keras":[{"name":3}]}}', b'{"names":{"keras":[{"na']
)
def test_a_damaged_file_counts_for_nothing(tmp_path: Path, damaged: bytes) -> None:
    file = tmp_path / "reference.json"
    file.write_bytes(damaged)
    assert load_reference(file) is None


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    keep_reference(kept_in(tmp_path / "cache", READY), REFERENCE)
    assert latest(tmp_path / "cache") is None


def describing(request: Request) -> Iterable[Event]:
    if isinstance(request, Describe) and request.module != "keras.ops" and request.after < 2:
        yield Described(request.child, request.run, (NameFacts(f"{request.after}_in_{request.module}"),), ("word",))
    elif isinstance(request, Describe):
        yield Described(request.child, request.run)  # an old Keras has no such module
    elif isinstance(request, Stop):
        yield ChildEnded(request.child, "stopped")


async def test_it_is_read_in_a_child_of_its_own_that_is_not_the_warm_one() -> None:
    launcher = ScriptedLauncher(describing)
    worker = Worker(launcher)
    reference = await read_reference(worker)
    assert set(reference.names) == set(MODULES) - {"keras.ops"}
    assert [each.name for each in reference.names["keras"]] == ["0_in_keras", "1_in_keras"]  # it comes in pieces
    requests = launcher.connections[0].requests
    assert [request.warm for request in requests if isinstance(request, Start)] == [False]
    assert isinstance(requests[-1], Stop)
    await worker.close()


async def test_half_of_it_is_none() -> None:
    def ends(request: Request) -> Iterable[Event]:
        if isinstance(request, Describe) and request.module == "keras.layers":
            yield ChildEnded(request.child, "memory")
        else:
            yield from describing(request)

    worker = Worker(ScriptedLauncher(ends))
    with pytest.raises(WorkerLost):
        await read_reference(worker)
    await worker.close()
