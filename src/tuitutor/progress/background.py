"""A store for a front end that must never wait for a disk: a home directory on a network may hang for minutes.

All access to the disk is on one thread, in the order of the requests. What has been handed over is known at once. The
thread is a daemon, so a disk that never answers cannot keep the program from ending.
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
from tuitutor.progress.journal import Entry, encode_entry
from tuitutor.progress.progress import Progress, merge
from tuitutor.progress.rescue import Unsaved
from tuitutor.progress.store import Store

if TYPE_CHECKING:
    from tuitutor.progress.past import PastAttempt

T = TypeVar("T")

PATIENCE = 1.0  # seconds that one access may take before the disk is reported as not answering


class _Snapshot(Struct, frozen=True):
    """The store after a job. `recorded` counts the entries that it had received from us; `now` is its time."""

    progress: Progress
    problem: str
    missing: str
    unsaved: Unsaved
    now: float
    recorded: int

    @classmethod
    def of(cls, store: Store, recorded: int) -> _Snapshot:
        """The store's current state."""
        return cls(store.known(), store.problem, store.missing, store.unsaved, store.now(), recorded)


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
        self._recorded: deque[tuple[int, Entry]] = deque()  # entries, counted from 1, that the snapshot may lack
        self._given = 0
        self._taken = 0
        self._handed: dict[Path, str | None] = {}  # texts not yet saved
        self._kept: deque[PastAttempt] = deque()  # attempts not yet kept
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
        while self._recorded and self._recorded[0][0] <= snapshot.recorded:
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
        self._given += 1
        self._recorded.append((self._given, entry))

        def job(store: Store) -> None:
            store.record(entry)
            self._taken += 1

        self.submit(job)

    def save(self, path: Path, text: str | None) -> Future[Saved]:
        """Save a draft (None removes it)."""
        self._handed[path] = text

        def job(store: Store) -> Saved:
            saved = store.save(path, text)
            if self._handed.get(path) is text:
                del self._handed[path]  # from now on the store knows whether it is saved
            return saved

        return self.submit(job)

    def keep(self, kept: PastAttempt) -> None:
        """Keep a graded attempt."""
        self._kept.append(kept)

        def job(store: Store) -> None:
            store.keep(kept)
            self._kept.popleft()

        self.submit(job)

    async def attempts_at(self, exercise: str) -> tuple[PastAttempt, ...]:
        """The kept attempts at an exercise, in order of time."""
        return await asyncio.wrap_future(self.submit(lambda store: store.attempts.read(exercise)))

    def flush(self) -> None:
        """Write what is waiting or has vanished from the disk; read what other sessions recorded."""

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

    def close(self, seconds: float) -> tuple[Unsaved, str]:
        """Write everything within `seconds`. Returns what is not on the disk after that, and why. Never raises."""
        if self._thread is not None:
            self.flush()
            self._jobs.put(None)
            self._thread.join(seconds)
        unsaved = self._snapshot.unsaved
        if self._thread is None or not self._thread.is_alive():
            return unsaved, self._snapshot.problem
        from tuitutor.progress.past import encode_attempt

        handed = {path: text for path, text in self._handed.items() if text is not None}
        handed |= {self._store.attempts.path(kept): encode_attempt(kept).decode() for kept in tuple(self._kept)}
        lacking = b"".join(encode_entry(entry) for count, entry in self._recorded if count > self._snapshot.recorded)
        left = Unsaved({**unsaved.texts, **handed}, unsaved.journal, unsaved.entries + lacking)
        return left, no_answer(self.folder)

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
