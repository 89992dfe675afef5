"""The store behind its thread: at once known, in order on the disk, and never waited for."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from tests.waiting import wait_until
from tuitutor.errors import StateError
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import background, files
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import Attempted, HintShown, Opened
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

    patches: dict[str, Any] = {name: behind(getattr(files, name)) for name in names}
    with mock.patch.multiple(files, **patches):
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
    assert store.close(30.0) == ""
    assert Store.open(tmp_path, "course").progress().exercise("xor").hints == 2


def test_what_other_sessions_record_comes_with_a_flush(tmp_path: Path) -> None:
    store, other = open_store(tmp_path), Store.open(tmp_path, "course")
    other.record(Opened("xor", other.now()))
    store.flush()
    assert wait_until(lambda: store.progress().opened == {"xor"}, 30)
    assert store.now() > other.now() - 1
    store.close(30.0)


def test_a_disk_that_hangs_is_said_and_leaving_is_not_kept_waiting(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    path = store.draft_path("xor")
    with hung_disk("write_beside", "append"), mock.patch.object(background, "PATIENCE", 0.05):
        store.save(path, "first\n")
        assert wait_until(lambda: "does not answer" in store.problem, 30)
        store.save(path, "second\n")
        store.record(HintShown("xor", 1, store.now()))
        assert "does not answer" in store.close(0.1)
    assert store.close(30.0) == ""
    assert path.read_text() == "second\n"


def test_a_text_that_waits_behind_an_older_one_is_unsaved_until_it_is_on_the_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    path, over, save = store.draft_path("xor"), threading.Event(), Store.save
    later = threading.Event()

    def hangs_at_the_second(self: Store, path: Path, text: str | None) -> object:
        (later if text == "second\n" else over).wait()
        return save(self, path, text)

    with mock.patch.object(Store, "save", hangs_at_the_second):
        first = store.save(path, "first\n")
        store.save(path, "second\n")
        over.set()
        first.result(30)
        assert "does not answer" in store.close(0.1)
        later.set()
        assert store.close(30.0) == ""
    assert path.read_text() == "second\n"


def test_a_save_that_nobody_waits_for_any_more_is_still_made(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with hung_disk("write_beside"):
        store.save(store.draft_path("first"), "1\n")
        store.save(store.draft_path("xor"), "2\n").cancel()
    store.close(30.0)
    assert store.draft_path("xor").read_text() == "2\n"


def test_what_the_disk_refused_is_unsaved_until_it_takes_it(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("a file where the folder should be")
    store = open_store(tmp_path)
    path = store.draft_path("xor")
    assert "not saved" in store.save(path, "text\n").result(30).problem
    store.record(HintShown("xor", 1, store.now()))
    assert wait_until(partial(has_taken, store, 2), 30)
    assert store._snapshot.unsaved
    (tmp_path / "course").unlink()
    assert (store.close(30.0), path.read_text()) == ("", "text\n")


def test_what_the_disk_refuses_to_the_end_is_said(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("a file where the folder should be")
    store = open_store(tmp_path)
    store.save(store.draft_path("xor"), "text\n")
    assert store.close(30.0).startswith("not saved: ")


def test_a_bug_on_the_thread_surfaces(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with mock.patch.object(Store, "record", side_effect=ZeroDivisionError):
        store.record(HintShown("xor", 1, store.now()))
        with pytest.raises(ZeroDivisionError):
            wait_until(lambda: store.problem and False, 30)
    store.close(30.0)


def test_a_disk_may_take_a_second_before_it_is_said_not_to_answer(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    began = time.monotonic()
    with hung_disk("write_beside"):
        with mock.patch.object(background, "time", SimpleNamespace(monotonic=lambda: began)):
            store.save(store.draft_path("xor"), "text\n")
            assert wait_until(lambda: store._began == began, 30)
        for waited, said in ((0.9, ""), (1.1, "does not answer")):
            with mock.patch.object(background, "time", SimpleNamespace(monotonic=lambda now=began + waited: now)):
                assert said in store.problem
                assert bool(said) == bool(store.problem)
    store.close(30.0)


def has_taken(store: BackgroundStore, number: int) -> bool:
    return store._snapshot.taken == number


def attempted(store: BackgroundStore) -> None:
    store.record(Attempted("xor", Verdict.FAILED, 1.0, 2.0, "v1", 0.5, store.now()))


def test_an_attempt_counts_once_before_and_after_it_is_on_the_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for number in (1, 2, 3):
        with hung_disk("append"):
            attempted(store)
            assert store.progress().exercise("xor").attempts == number
        assert wait_until(partial(has_taken, store, number), 30)
        assert store.progress().exercise("xor").attempts == number
    store.close(30.0)


def test_a_disk_that_hangs_when_all_is_saved_is_no_loss(tmp_path: Path) -> None:
    store, over = open_store(tmp_path), threading.Event()
    store.save(store.draft_path("xor"), "1\n").result(30)
    store.submit(lambda behind: over.wait())
    assert store.close(0.1) == ""
    over.set()
    assert store.close(30.0) == ""


def test_what_a_job_raises_is_in_its_future_and_the_next_one_is_done(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    path = store.draft_path("xor")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff")
    with pytest.raises(StateError, match="not UTF-8"):
        store.submit(lambda behind: behind.read(path)).result(30)
    with hung_disk("write_beside"):
        store.save(store.draft_path("first"), "1\n")
        store.submit(lambda behind: behind.read(path)).cancel()
    assert store.save(path, "2\n").result(30).problem == ""
    assert store.problem == ""
    store.close(30.0)


def test_nothing_is_started_for_one_who_only_looks(tmp_path: Path) -> None:
    before = threading.active_count()
    store = open_store(tmp_path)
    assert (store.problem, store.missing, store.progress().opened) == ("", "", frozenset())
    assert store.close(30.0) == ""
    assert threading.active_count() == before


HUNG = """
import sys, threading
from pathlib import Path
from tuitutor.progress import files, store
from tuitutor.progress.background import BackgroundStore
setattr({"files": files, "Store": store.Store}[sys.argv[2]], sys.argv[3], lambda *_: threading.Event().wait())
behind = BackgroundStore(store.Store.open(Path(sys.argv[1]), "course"))
behind.save(behind.draft_path("xor"), "text")
print(behind.close(float(sys.argv[4])))
"""


@pytest.mark.parametrize(("owner", "name", "seconds"), [("files", "write_beside", "0.1"), ("Store", "tidy", "30")])
def test_a_disk_that_never_answers_cannot_keep_the_program_from_ending(
    owner: str, name: str, seconds: str, tmp_path: Path
) -> None:
    program = [sys.executable, "-c", HUNG, str(tmp_path), owner, name, seconds]
    ended = subprocess.run(program, stdout=subprocess.PIPE, timeout=60)
    assert ended.returncode == 0
    assert (b"does not answer" in ended.stdout) == (owner == "files")


def test_time_goes_on_though_the_clock_does_not(tmp_path: Path) -> None:
    store = BackgroundStore(Store.open(tmp_path, "course", clock=lambda: 5.0), clock=lambda: 5.0)
    first, second = store.now(), store.now()
    assert 5.0 < first < second < 5.1
    store.record(HintShown("xor", 1, 9.0))
    assert store.now() > 9.0
    store.close(30.0)
