"""The store behind its thread: at once known, in order on the disk, and never waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest

from tests.waiting import wait_until
from tuitutor.progress import background, files
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import HintShown, Opened, decode
from tuitutor.progress.store import Store


@contextmanager
def hung_disk(*names: str) -> Iterator[None]:
    """Whoever writes waits until the block ends."""
    over = threading.Event()

    def behind(write: object) -> object:
        def waiting(*arguments: object) -> object:
            over.wait()
            return write(*arguments)  # type: ignore[operator]

        return waiting

    with mock.patch.multiple(files, **{name: behind(getattr(files, name)) for name in names}):
        try:
            yield
        finally:
            over.set()


def open_store(root: Path) -> BackgroundStore:
    return BackgroundStore(Store.open(root, "course"))


def test_what_is_recorded_is_known_at_once_and_on_the_disk_after_closing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with hung_disk("append"):
        store.record(HintShown("xor", 1, store.now()))
        store.record(HintShown("xor", 2, store.now()))
        assert store.progress().exercise("xor").hints == 2
        assert not list(tmp_path.glob("course/journal/*"))
    unsaved, problem = store.close(5.0)
    assert (bool(unsaved), problem) == (False, "")
    assert Store.open(tmp_path, "course").progress().exercise("xor").hints == 2


def test_what_other_sessions_record_comes_with_a_flush(tmp_path: Path) -> None:
    store, other = open_store(tmp_path), Store.open(tmp_path, "course")
    other.record(Opened("xor", other.now()))
    store.flush()
    assert wait_until(lambda: store.progress().opened == {"xor"}, 5)
    assert store.now() > other.now() - 1
    store.close(5.0)


def test_a_disk_that_hangs_is_said_and_leaving_is_not_kept_waiting(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    path = store.draft_path("xor")
    with hung_disk("write_beside", "append"), mock.patch.object(background, "PATIENCE", 0.05):
        store.save(path, "first\n")
        assert wait_until(lambda: "does not answer" in store.problem, 5)
        store.save(path, "second\n")
        store.record(HintShown("xor", 1, store.now()))
        unsaved, problem = store.close(0.1)
        assert unsaved.drafts == {path: "second\n"}
        assert [type(entry) for entry in decode(unsaved.entries)] == [HintShown]
        assert "does not answer" in problem
    assert store.close(5.0)[0].drafts == {}
    assert path.read_text() == "second\n"


def test_a_save_that_nobody_waits_for_any_more_is_still_made(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with hung_disk("write_beside"):
        store.save(store.draft_path("first"), "1\n")
        store.save(store.draft_path("xor"), "2\n").cancel()
    store.close(5.0)
    assert store.draft_path("xor").read_text() == "2\n"


def test_what_the_disk_refused_is_unsaved_until_it_takes_it(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("a file where the folder should be")
    store = open_store(tmp_path)
    path = store.draft_path("xor")
    assert "not saved" in store.save(path, "text\n").result(5).problem
    store.record(HintShown("xor", 1, store.now()))
    assert wait_until(lambda: decode(store._snapshot.unsaved.entries), 5)
    (tmp_path / "course").unlink()
    unsaved, problem = store.close(5.0)
    assert (bool(unsaved), problem, path.read_text()) == (False, "", "text\n")


def test_a_bug_on_the_thread_surfaces(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with mock.patch.object(Store, "record", side_effect=ZeroDivisionError):
        store.record(HintShown("xor", 1, store.now()))
        with pytest.raises(ZeroDivisionError):
            wait_until(lambda: store.problem and False, 5)
    store.close(5.0)


def test_a_disk_may_take_a_second_before_it_is_said_not_to_answer(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    began = time.monotonic()
    with hung_disk("write_beside"):
        with mock.patch.object(background, "time", SimpleNamespace(monotonic=lambda: began)):
            store.save(store.draft_path("xor"), "text\n")
            assert wait_until(lambda: store._began == began, 5)
        for waited, said in ((0.9, ""), (1.1, "does not answer")):
            with mock.patch.object(background, "time", SimpleNamespace(monotonic=lambda now=began + waited: now)):
                assert said in store.problem
                assert bool(said) == bool(store.problem)
    store.close(5.0)
