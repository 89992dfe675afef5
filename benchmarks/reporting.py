"""What reports of a large course cost, beside only decoding its journals: simulated verdicts, nothing is trained."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.costs import Cost, cost
from benchmarks.measurement import Measurement, alternate
from tuitutor.classroom.class_verdicts import Mark
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Provenance, Verdict

VERDICTS, JOURNALS, LEARNERS, EXERCISES = 1_000_000, 1_000, 10_000, 40  # each answer is graded two or three times
DRAWN = 800  # verdicts of a class whose curves are drawn
DECODE = """\
import sys
from pathlib import Path
import msgspec
from tuitutor.classroom.class_verdicts import FilesRead, Mark, Renamed, Submitted
decode = msgspec.json.Decoder(Mark | FilesRead | Submitted | Renamed).decode
for path in Path(sys.argv[1]).glob("verdicts/*.jsonl"):
    with path.open("rb") as lines:
        for line in lines:
            decode(line)
"""


def measure(rounds: int) -> Iterator[Measurement]:
    """The reports of a million verdicts, in many journals and in one."""
    with TemporaryDirectory(prefix="tuitutor-bench-") as name:
        many, one = simulated(Path(name) / "many"), simulated(Path(name) / "one", journals=1)
        turns = lambda: report(many), lambda: report(one), lambda: decoded(many)
        reports, single, decoding = alternate(rounds, *turns, warm=False)
    what = f"reports of {VERDICTS:,} verdicts in {JOURNALS:,} journals"
    against = "decoding the same lines"
    yield Measurement(f"{what}, CPU", "s", cpu(reports), cpu(decoding), against, bar=12.0)
    peaks = tuple(each.peak_mb for each in reports), tuple(each.peak_mb for each in single)
    yield Measurement("the same, memory", "MB", *peaks, "the same in one journal", bar=1.05)
    with TemporaryDirectory(prefix="tuitutor-bench-") as name:
        folders = [
            simulated(Path(name) / str(drawn), DRAWN, 1, DRAWN // EXERCISES, drawn=drawn) for drawn in (True, False)
        ]
        drawn, plain = alternate(rounds, *(lambda folder=folder: report(folder) for folder in folders))
    values = tuple(1000 * (on.cpu_s - off.cpu_s) / DRAWN for on, off in zip(drawn, plain, strict=True))
    yield Measurement("drawing an answer's curves for feedback, CPU", "ms", values)


def cpu(costs: tuple[Cost, ...]) -> tuple[float, ...]:
    """CPU seconds."""
    return tuple(each.cpu_s for each in costs)


def report(folder: Path) -> Cost:
    """The cost of all reports, of which none is there."""
    shutil.rmtree(folder / "feedback", ignore_errors=True)
    return cost([[sys.executable, "-m", "tuitutor", "report", str(folder)]])


def decoded(folder: Path) -> Cost:
    """The cost of reading and decoding each line of the journals."""
    return cost([[sys.executable, "-c", DECODE, str(folder)]])


# ---- simulated verdicts


def simulated(
    folder: Path, verdicts: int = VERDICTS, journals: int = JOURNALS, learners: int = LEARNERS, *, drawn: bool = False
) -> Path:
    """A folder as `grade -o` leaves it, without reports."""
    (folder / "verdicts").mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps({"course": "simulated", "seed": 0, "hidden_seed": 1}))
    lines = _lines(verdicts, learners, drawn=drawn)
    for number in range(journals):
        with (folder / "verdicts" / f"node{number:04}-1-aa.jsonl").open("wb") as journal:
            journal.writelines(islice(lines, verdicts // journals))
    return folder


def _lines(verdicts: int, learners: int, *, drawn: bool) -> Iterator[bytes]:
    """Learners hand in one exercise after another, and then again; of four one does not pass at first."""
    encode = msgspec.json.Encoder().encode
    for number in range(verdicts):
        time, (exercise, learner) = number // (learners * EXERCISES), divmod(number, learners)
        mark = _mark(f"learner{learner:05}", exercise % EXERCISES, number, passed=time > 0 or number % 4 > 0)
        beside = {"exercise": mark.exercise, "curves": _curves(number) if drawn else None}
        yield encode({**msgspec.to_builtins(mark), **beside}) + b"\n"


def _mark(who: str, exercise: int, number: int, *, passed: bool) -> Mark:
    score = 0.93 + number % 7 / 1000 + (0.05 if passed else 0.0)
    checks = [
        _check("two outputs", "(…, 2)", "(None, 2)", 1.0),
        _check("built from layers", "layers only", "Dense, Dense, Dense", 1.0),
        _check("parameters", "trainable 20 to 1,000", f"trainable {200 + number % 100}", 1.0),
        _check("trained", "found by training", "so", 1.0),
        _check("hidden accuracy", "at least 0.95", f"{score:.4f} on 4,000 hidden samples", 3.0, passed=passed),
    ]
    advice = Advice("underfit", "The loss still falls at the end.", "Train longer.", 7)
    grade = Grade(
        exercise=f"exercise-{exercise:02}",
        version="3dedb1ab794b",
        verdict=Verdict.PASSED if passed else Verdict.FAILED,
        results=tuple(checks),
        advice=() if passed else (advice,),
        seconds=3 + number % 11 / 10,
        provenance=Provenance.VERIFIED,
        hidden_seed=1,
    )
    points = 7.0 if passed else 4.0
    return Mark(
        *(who, f"{number:012x}", f"{number:012x}", grade, 1_795_000_000.0 + number / 100, points, points),
        source=f"/class/{who}/exercise-{exercise:02}.py",
    )


def _check(name: str, expected: str, found: str, points: float, *, passed: bool = True) -> CheckResult:
    verdict, earned = (Verdict.PASSED, points) if passed else (Verdict.FAILED, 0.0)
    why = "" if passed else "Does the loss still fall at the end? Then train longer, or faster."
    return CheckResult(name, verdict, earned, points, expected, found, why, Provenance.VERIFIED)


def _curves(number: int) -> dict[str, object]:
    at = [float(epoch) for epoch in range(1, 21)]
    values = {
        name: {"at": at, "values": [round(scale / (epoch + number % 5), 6) for epoch in at]}
        for name, scale in (("loss", 0.6), ("val_loss", 0.7), ("accuracy", 0.9), ("val_accuracy", 0.8))
    }
    return {"epochs": 20, "series": values, "validation": True, "epoch": 20, "epochs_run": 20, "done": True}
