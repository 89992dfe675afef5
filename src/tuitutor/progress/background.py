"""A store for a front end that must never wait for a disk: a home directory on a network may hang for minutes.

One thread accesses the disk, in the order of the requests; their results are visible at once. It is a daemon thread, so
a disk that never answers cannot keep the program from ending.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from tuitutor.errors import TuitutorError
from tuitutor.progress.drafts import Saved
from tuitutor.progress.files import no_answer
from tuitutor.progress.journal import Entry
from tuitutor.progress.progress import Progress, merge
from tuitutor.progress.store import Store

if TYPE_CHECKING:
    from tuitutor.progress.attempt_record import PastAttempt

T = TypeVar("T")

PATIENCE = 1.0  # seconds that one access may take before the disk is reported as not answering


class _Snapshot(Struct, frozen=True):
    """The store after a job. `taken` counts the changes that it had received from us; `now` is its time."""

    progress: Progress
    problem: str
    missing: str
    unsaved: bool
    now: float
    taken: int

    @classmethod
    def of(cls, store: Store, taken: int) -> _Snapshot:
        """The store's current state."""
        return cls(store.known(), store.problem, store.missing, store.unsaved, store.now(), taken)


class BackgroundStore:
    """Belongs to one thread, and owns `store` from now on. Only `close` waits."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self.folder = store.folder
        self.draft_path, self.cell_path = store.draft_path, store.cell_path  # for these, nothing is looked at
        self._store = store
        self._clock = clock
        self._snapshot = _Snapshot.of(store, 0)
        self._latest = self._snapshot.now
        self._bug: Exception | None = None
        self._recorded: deque[tuple[int, Entry]] = deque()  # entries that the snapshot may lack, by number of change
        self._given = self._taken = 0  # changes
        self._began = math.inf  # when the thread began its current job
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: Thread | None = None

    # ---- looking

    @property
    def problem(self) -> str:
        """Why something is not saved at the moment, in one sentence; "" if all is, or soon will be."""
        if time.monotonic() - self._began > PATIENCE:
            return no_answer(self.folder)
        return self._seen().problem

    @property
    def missing(self) -> str:
        """Why some progress of other sessions is unknown, in one sentence; "" if all is known."""
        return self._seen().missing

    def now(self) -> float:
        """The time for a new entry: Unix seconds, but later than every known entry."""
        latest = max(self._latest, self._snapshot.now)
        self._latest = max(self._clock(), math.nextafter(latest, math.inf))
        return self._latest

    def progress(self) -> Progress:
        """The learner's progress, as far as it is known without looking at the disk."""
        snapshot = self._seen()
        while self._recorded and self._recorded[0][0] <= snapshot.taken:
            self._recorded.popleft()
        return merge((entry for _, entry in self._recorded), snapshot.progress) if self._recorded else snapshot.progress

    def _seen(self) -> _Snapshot:
        if self._bug is not None:
            raise self._bug
        return self._snapshot

    # ---- changing

    def record(self, entry: Entry) -> None:
        """Append the entry to this session's journal."""
        self._latest = max(self._latest, entry.at)
        self._recorded.append((self._given + 1, entry))
        self._change(lambda store: store.record(entry))

    def save(self, path: Path, text: str | None) -> Future[Saved]:
        """Save a draft (None removes it)."""
        return self._change(lambda store: store.save(path, text))

    def keep(self, attempt: PastAttempt) -> None:
        """Keep a graded attempt."""
        self._change(lambda store: store.keep(attempt))

    def _change(self, change: Callable[[Store], T]) -> Future[T]:
        self._given += 1

        def job(store: Store) -> T:
            result = change(store)
            self._taken += 1
            return result

        return self.submit(job)

    async def attempts_at(self, exercise: str) -> tuple[PastAttempt, ...]:
        """The saved attempts at an exercise, in order of time."""
        return await asyncio.wrap_future(self.submit(lambda store: store.attempts.read(exercise)))

    def flush(self) -> None:
        """Write everything that is waiting or has vanished from the disk; read other sessions' records."""

        def job(store: Store) -> None:
            store.flush()
            store.progress()

        self.submit(job)

    def submit(self, job: Callable[[Store], T]) -> Future[T]:
        """Run a job on the store, after all earlier ones. What it raises goes into the future.

        Cancelling the future does not cancel the job.
        """
        if self._thread is None:
            self._thread = Thread(target=self._work, name="store", daemon=True)
            self._thread.start()
            Thread(target=self._store.tidy, name="tidy", daemon=True).start()  # it may take long; nobody waits for it
        future: Future[T] = Future()
        self._jobs.put(lambda: self._do(job, future))
        return future

    # ---- leaving

    def close(self, seconds: float) -> str:
        """Write everything within `seconds`. Returns why something is not on the disk then, or "". Never raises."""
        if self._thread is not None:
            self.flush()
            self._jobs.put(None)
            self._thread.join(seconds)
            if self._thread.is_alive() and self._snapshot.taken < self._given:
                return no_answer(self.folder)
        return self._snapshot.problem if self._snapshot.unsaved else ""

    # ---- on the thread

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._began = time.monotonic()
            job()
            self._began = math.inf

    def _do(self, job: Callable[[Store], T], future: Future[T]) -> None:
        awaited = future.set_running_or_notify_cancel()
        try:
            result = job(self._store)
            self._snapshot = _Snapshot.of(self._store, self._taken)
        except Exception as error:
            if not isinstance(error, TuitutorError):
                self._bug = error  # raised when the front end next looks
            if awaited:
                future.set_exception(error)
        else:
            if awaited:
                future.set_result(result)
