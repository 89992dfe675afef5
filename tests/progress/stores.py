"""What the tests of the store put in it, see in it, and have for a clock."""

from __future__ import annotations

import json

from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.progress.journal import Attempted
from tuitutor.progress.store import Store


class Clock:
    """A clock that stands where it is put."""

    def __init__(self, time: float = 1000.0) -> None:
        self.time = time

    def __call__(self) -> float:
        return self.time


def attempted(store: Store, verdict: str, label: str = "xor") -> None:
    store.record(Attempted(label, Verdict(verdict), 1.0, 2.0, "v1", 0.5, store.now()))


def kept(at: float, code: str, label: str = "xor") -> PastAttempt:
    result = CheckResult("two outputs", Verdict.FAILED, 0, 1)
    return PastAttempt(1, at, code, Grade(label, "v1", Verdict.FAILED, (result,)))


def journals(store: Store) -> dict[str, list[dict[str, object]]]:
    files = sorted((store.folder / "journal").iterdir())
    return {file.name: [json.loads(line) for line in file.read_text().splitlines()] for file in files}
