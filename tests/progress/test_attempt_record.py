"""Attempts that are kept: all of a grade comes back, few enough stay, and no disk or file can break it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.progress.refusals import file_size_limit
from tests.progress.test_background import hung_disk
from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Provenance, Row, Verdict
from tuitutor.progress import attempt_record
from tuitutor.progress.attempt_record import PastAttempt, PastCurves, PastSeries, decode_attempt, encode_attempt
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.store import Store
from tuitutor.protocol.facts import LayerFacts, ModelFacts
from tuitutor.protocol.raised import ErrorInfo, Frame

CHECK = CheckResult(
    "accuracy",
    Verdict.FAILED,
    0.5,
    2.0,
    "≥ 0.95",
    "0.71",
    "More.",
    Provenance.VERIFIED,
    (Row("a", "1", "2", False),),
    3.0,
)
FULL = Grade(
    exercise="xor",
    version="v1",
    verdict=Verdict.FAILED,
    results=(CHECK,),
    error=ErrorInfo("ValueError", "bad \x1b[2J é", (Frame("xor.py", 2, "<module>", "fit"),)),
    stopped="It took too long.",
    problem="Ours.",
    advice=(Advice("rate", (), "It jumps.", "Take less.", 3),),
    seconds=1.5,
    provenance=Provenance.REPORTED,
    world=9,
    hidden_seed=7,
    unverified="a Lambda",
    variant=Variant(2, 3),
)
MODEL = ModelFacts(
    "Sequential", True, (LayerFacts("d", "Dense", True, 9, 9, (None, 3), {"units": 3, "k": (1, 2)}),), 9, 9, None, None
)
CURVES = PastCurves(3, {"loss": PastSeries.of((1.0, 2.0, 3.0), (0.123456789, float("nan"), float("-inf")))})


def attempt(store: Store | BackgroundStore, passed: bool = False, count: float = 9, code: str = "x") -> PastAttempt:
    verdict = Verdict.PASSED if passed else Verdict.FAILED
    check = CheckResult("count", verdict, float(passed), 1.0, count=count)
    kept = PastAttempt(1, store.now(), code, Grade("xor", "v1", verdict, (check,)))
    store.keep(kept)
    return kept


def test_all_of_a_grade_comes_back_in_another_process(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    code = "a = 'é\ud800'\n"
    store.keep(PastAttempt(4, 12.5, code, FULL, bests=("fewer",), model=MODEL, curves=CURVES))
    reader = (
        "import sys; from pathlib import Path; from tuitutor.progress.store import Store\n"
        "[kept] = Store.open(Path(sys.argv[1]), 'course').attempts.read('xor')\n"
        "print(ascii((kept.number, kept.at, kept.code, kept.grade, kept.bests, kept.model)))\n"
        "print(kept.curves.series['loss'].at, kept.curves.series['loss'].numbers)"
    )
    done = subprocess.run([sys.executable, "-c", reader, str(tmp_path)], capture_output=True, text=True, check=True)
    told, curves = done.stdout.splitlines()
    assert told == ascii((4, 12.5, "a = 'é?'\n", FULL, ("fewer",), MODEL))
    assert curves == "(1.0, 2.0, 3.0) (0.123457, nan, -inf)"


def test_a_grade_and_what_is_kept_beside_it_share_no_name() -> None:
    """They stand in one object on the disk."""
    assert not {*Grade.__struct_fields__} & {*PastAttempt.__struct_fields__}
    assert all(getattr(FULL, name) for name in Grade.__struct_fields__)  # so that the test above sees each


def test_an_attempt_of_the_first_version_opens() -> None:
    written = (
        b'{"number":3,"at":1720000000.5,"code":"x = 1","exercise":"xor","version":"v1","verdict":"failed","results":['
        b'{"name":"hidden","verdict":"failed","points":0.5,"out_of":3.0,"expected":"at least 0.95","found":"0.71",'
        b'"why":"","provenance":"verified","rows":[],"count":null,"bound":null,"value":null,"rubric":["says why"]}],'
        b'"advice":[{"topic":"rate","why":"It jumps.","try_":"Take less.","line":3}],'
        b'"seconds":2.5,"bests":["fewer"],"ran_in":"Python 3.13"}'
    )
    kept = decode_attempt(written)
    assert kept is not None
    assert (kept.number, kept.grade.verdict, kept.grade.points, kept.grade.seconds) == (3, Verdict.FAILED, 0.5, 2.5)
    assert (kept.bests, kept.ran_in, kept.grade.exercise) == (("fewer",), "Python 3.13", "xor")
    before = json.loads(written)
    del before["results"][0]["rubric"]  # which was kept once
    before["advice"][0]["changes"] = []  # which wasn't said yet
    assert {**json.loads(encode_attempt(kept)), "output": None} == {**before, "output": None}


def test_looking_leaves_no_trace_and_sessions_and_exercises_do_not_mix(tmp_path: Path) -> None:
    one, two = Store.open(tmp_path, "course"), Store.open(tmp_path, "course")
    assert one.attempts.read("xor") == ()
    assert list(tmp_path.iterdir()) == []
    first, second, third = attempt(one), attempt(two), attempt(one)
    assert one.attempts.read("xor") == two.attempts.read("xor") == (first, second, third)
    assert one.attempts.read("golf") == ()


def test_the_latest_thirty_the_best_and_those_that_passed_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt_record, "PASSES", 2)
    store = Store.open(tmp_path, "course")
    failed = attempt(store)
    best = attempt(store, passed=True, count=3)
    passes = [attempt(store, passed=True) for _ in range(3)]
    recent = [attempt(store) for _ in range(30)]
    left = Store.open(tmp_path, "course").attempts.read("xor")
    assert left == (best, *passes[1:], *recent)
    assert failed not in left


def test_the_best_of_those_that_failed_stays(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    half = CheckResult("a", Verdict.FAILED, 0.5, 1.0)
    best = PastAttempt(1, store.now(), "x", Grade("xor", "v1", Verdict.FAILED, (half,)))
    store.keep(best)
    recent = [attempt(store) for _ in range(31)][1:]
    assert store.attempts.read("xor") == (best, *recent)


def test_what_is_damaged_foreign_or_no_file_is_passed_over(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    kept = attempt(store)
    folder = store.folder / "attempts" / "xor"
    [whole] = (path.read_bytes() for path in folder.iterdir())
    (folder / "torn.json").write_bytes(whole[:-9])
    (folder / "deep.json").write_bytes(b"[" * 100_000)
    (folder / "other.json").write_bytes(json.dumps({**json.loads(whole), "exercise": "golf"}).encode())
    (folder / "odd.json").write_bytes(json.dumps({**json.loads(whole), "number": "x"}).encode())
    (folder / "newer.json").write_bytes(json.dumps({**json.loads(whole), "at": 0.0, "mood": "good"}).encode())
    (folder / "large.json").write_bytes(whole + b" " * attempt_record.LARGEST)
    (folder / "copy.txt").write_bytes(json.dumps({**json.loads(whole), "at": 1.0}).encode())
    (folder / "folder.json").mkdir()
    os.mkfifo(folder / "pipe.json")
    assert [each.at for each in store.attempts.read("xor")] == [0.0, kept.at]


def test_an_attempt_of_any_size_is_kept_small_or_not_at_all() -> None:
    many = PastCurves(3, {f"m{n}": PastSeries.of(range(100), range(100)) for n in range(1000)})
    small = decode_attempt(encode_attempt(PastAttempt(1, 1.0, "x", FULL, model=MODEL, curves=many)))
    assert small is not None
    assert (small.curves, small.model, small.grade) == (None, None, FULL)
    assert encode_attempt(PastAttempt(1, 1.0, "x" * attempt_record.LARGEST, FULL)) == b""


def test_a_full_disk_is_said_costs_nothing_else_and_is_tried_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    with file_size_limit(100):
        kept = attempt(store)
        assert "free some space" in store.problem
        assert store.attempts.read("xor") == (kept,)
        assert store.unsaved
        store.save_draft("xor", "x\n")
    assert Store.open(tmp_path, "course").attempts.read("xor") == ()
    store.flush()
    assert store.problem == ""
    assert Store.open(tmp_path, "course").attempts.read("xor") == (kept,)
    assert not store.unsaved


def test_a_disk_that_hangs_keeps_nobody_waiting(tmp_path: Path) -> None:
    store = BackgroundStore(Store.open(tmp_path, "course"))
    with hung_disk("write_beside"):
        first, second = attempt(store), attempt(store)
        assert "does not answer" in store.close(0.1)
    assert store.close(30.0) == ""
    assert Store.open(tmp_path, "course").attempts.read("xor") == (first, second)
