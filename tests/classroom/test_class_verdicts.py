"""A class's verdicts on the disk, read by whoever did not write them."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.classroom.reports import marks
from tests.classroom.reports.marks import raised
from tuitutor.classroom.class_verdicts import ClassRun, Mark, Received, Ungradable, Verdicts
from tuitutor.course.model import Variant
from tuitutor.errors import StateError, UsageError
from tuitutor.grading.verdicts import Advice, Verdict
from tuitutor.progress import files
from tuitutor.progress.attempt_record import PastCurves, PastSeries

RUN = ClassRun("keras", 0, 7)
BAD = Ungradable("bob", "", "in/bob.pdf", "it is no answer.")


def clock(start: float = 100.0) -> Callable[[], float]:
    ticks = itertools.count(start)
    return lambda: next(ticks)


def mark(who: str = "ada", exercise: str = "xor", verdict: str = "passed", points: float = 3, **parts: Any) -> Mark:
    beside = {name: parts.pop(name) for name in ("key", "answer", "source", "verified", "reported") if name in parts}
    made = marks.mark(who, exercise, Verdict(verdict), points, out_of=3, **parts)
    return msgspec.structs.replace(made, **beside)


def test_a_fresh_process_finds_what_was_recorded(tmp_path: Path) -> None:
    Verdicts(tmp_path).record(mark(verified=2, reported=3))
    Verdicts(tmp_path).record(mark(who="bob", verdict="failed", points=1))
    found = Verdicts(tmp_path).marks
    assert [(mark.who, mark.grade.verdict, mark.grade.points) for mark in found] == [
        ("ada", Verdict.PASSED, 3),
        ("bob", Verdict.FAILED, 1),
    ]
    assert (found[0].verified, found[0].reported) == (2, 3)
    assert len(list((tmp_path / "verdicts").glob("*.jsonl"))) == 2


def test_a_line_that_is_torn_anywhere_costs_only_itself(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    for who in ("ada", "bob"):
        verdicts.record(mark(who=who))
    (journal,) = (tmp_path / "verdicts").iterdir()
    whole = journal.read_bytes()
    second = whole.index(b"\n") + 1
    for cut in range(second, len(whole) - 1):
        journal.write_bytes(whole[:cut])
        assert [mark.who for mark in Verdicts(tmp_path).marks] == ["ada"]


def test_what_is_appended_after_a_torn_line_is_whole(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.record(mark())
    (journal,) = (tmp_path / "verdicts").iterdir()
    with journal.open("ab") as torn:
        torn.write(b'{"kind": "gra')
    verdicts.record(mark(who="bob"))
    assert [mark.who for mark in Verdicts(tmp_path).marks] == ["ada", "bob"]


def test_lines_of_a_newer_version_are_passed_over(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.record(mark())
    verdicts.record(mark(who="bob"))
    (journal,) = (tmp_path / "verdicts").iterdir()
    green = json.dumps({**json.loads(journal.read_text().splitlines()[0]), "colour": "green", "who": "cem"}).encode()
    newer = [green, b'{"kind": "dance", "at": 1}', b'{"kind": "grade", "verdict": "waved"}', b"\xff\xfe", b"[" * 9000]
    newer += [b"[]", b"7", b'{"kind": "grade", "checks": 3}', b'{"kind": "grade", "error": "x"}', b'{"advice": [1]}']
    journal.write_bytes(journal.read_bytes() + b"\n".join(newer) + b"\n")
    assert [mark.who for mark in Verdicts(tmp_path).marks] == ["ada", "bob", "cem"]


def test_marks_of_the_first_version_open(tmp_path: Path) -> None:
    """They were the documents of `--json`, with the learner beside."""
    (tmp_path / "verdicts").mkdir()
    (tmp_path / "verdicts" / "old-1-aa.jsonl").write_text(
        '{"tuitutor":1,"kind":"grade","exercise":"xor","version":"v1","verdict":"failed","points":1.5,"out_of":3.0,'
        '"seconds":2.5,"error":{"type":"NameError","message":"no","line":3,"frames":[{"file":"answer.py","line":3,'
        '"function":"<module>","text":"x"}]},"stopped":"","trouble":"","provenance":"reported","unverified":"",'
        '"hidden_seed":7,"world":2,"variant":{"number":2,"of":3},"checks":[{"name":"hidden","verdict":"failed",'
        '"points":1.5,"out_of":3.0,"expected":"at least 0.95","found":"0.7","why":"So.","provenance":"reported",'
        '"rows":[{"label":"a","expected":"b","found":"c","agrees":false}],"count":12.0}],"advice":[{"topic":"rate",'
        '"why":"High.","try":"Less.","line":3}],"who":"ada","key":"k1","answer":"a1","source":"in/ada.py",'
        '"verified":0.0,"reported":1.5,"curves":{"epochs":4,"series":{}},"at":100.0}\n'
    )
    verdicts = Verdicts(tmp_path)
    (old,) = verdicts.marks
    assert (old.who, old.key, old.answer, old.source, old.at) == ("ada", "k1", "a1", "in/ada.py", 100.0)
    assert (old.verified, old.reported, old.grade.points, old.grade.out_of) == (0.0, 1.5, 1.5, 3.0)
    assert (old.grade.version, old.grade.why, old.grade.variant) == ("v1", "NameError: no (line 3)", Variant(2, 3))
    assert old.grade.advice == (Advice("rate", (), "High.", "Less.", 3),)
    assert (old.grade.results[0].rows[0].label, old.grade.results[0].count) == ("a", 12.0)
    assert [curves.epochs for _, _, curves in verdicts.curves({"ada"})] == [4]
    verdicts.record(msgspec.structs.replace(old, source="in/b.py"))  # writes it as marks are written now
    (new,) = Verdicts(tmp_path).marks
    assert msgspec.structs.replace(new, source="in/ada.py", at=100.0) == old


def test_the_latest_counts_even_where_the_clock_went_back(tmp_path: Path) -> None:
    Verdicts(tmp_path, clock(1000)).record(mark(key="k1", points=1))
    Verdicts(tmp_path, clock(10)).record(mark(key="k2", points=2))
    (latest,) = Verdicts(tmp_path).marks
    assert (latest.key, latest.grade.points) == ("k2", 2)


def test_an_error_hides_no_verdict_of_the_same_key(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.record(mark())
    verdicts.record(mark(verdict="errored", points=0, problem="the worker died"))
    assert [mark.grade.verdict for mark in Verdicts(tmp_path).marks] == [Verdict.PASSED]
    verdicts.record(mark(verdict="errored", key="k2", points=0))
    assert [mark.grade.verdict for mark in Verdicts(tmp_path).marks] == [Verdict.ERRORED]


def test_what_gave_no_answer_is_forgotten_once_the_same_names_give_one(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.collect(["in", "more"], [], [BAD])
    verdicts.collect(["other"], [], [BAD])
    assert Verdicts(tmp_path).unread == [BAD]
    Verdicts(tmp_path).collect(["more", "in"], [], [])
    Verdicts(tmp_path).collect(["other"], [], [])
    assert Verdicts(tmp_path).unread == []


def test_what_is_the_same_as_before_is_not_written_again(tmp_path: Path) -> None:
    Verdicts(tmp_path).collect(["in"], [], [BAD])
    Verdicts(tmp_path).collect(["in"], [], [BAD])
    assert len(list((tmp_path / "verdicts").iterdir())) == 1


def test_what_was_handed_in_waits_until_it_is_graded(tmp_path: Path) -> None:
    first, second = Received("ada", "xor", "a", "in/ada.py"), Received("bob", "xor", "b", "in/bob.py")
    verdicts = Verdicts(tmp_path)
    verdicts.record(mark(key="older", answer="a"))
    verdicts.collect(["in"], [first, second], [])
    assert (verdicts.waiting, Verdicts(tmp_path).waiting) == ([second], [second])
    verdicts.record(mark(who="bob", answer="b"))
    assert verdicts.waiting == []
    handed_in_again = Received("ada", "xor", "a2", "in/ada.py")
    verdicts.collect(["in"], [handed_in_again, second], [])
    assert Verdicts(tmp_path).waiting == [handed_in_again]
    verdicts.record(mark(answer="a2"))
    assert Verdicts(tmp_path).waiting == []
    verdicts.record(mark(answer="a"))  # the teacher went back to an older folder
    assert Verdicts(tmp_path).waiting == []


def test_answers_that_were_graded_are_counted_each_once(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    for answer, verdict in (("one", "failed"), ("one", "failed"), ("two", "errored"), ("two", "passed")):
        verdicts.record(mark(answer=answer, key=answer, verdict=verdict))
    verdicts.record(mark(who="bob"))
    assert Verdicts(tmp_path).attempts == verdicts.attempts == {("ada", "xor"): 2, ("bob", "xor"): 1}


def test_the_variant_that_an_answer_is_right_for_and_its_text_are_kept(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.keep_answer("ada", "xor", "é = 4\n")
    verdicts.record(msgspec.structs.replace(mark(), right_for=Variant(2, 3)))
    (found,) = Verdicts(tmp_path).marks
    assert found.right_for == Variant(2, 3)
    assert (tmp_path / "answers/ada/xor.py").read_text(encoding="utf-8") == "é = 4\n"


def test_what_was_made_for_another_version_is_known_from_what_was_handed_in_last(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    for who in ("ada", "bob"):
        verdicts.record(mark(who, answer="one"))
    for other in (True, False):
        verdicts.collect(["in"], [Received("ada", "xor", "one", "in/ada.zip", other_version=other)], [])
        assert [mark.other_version for mark in Verdicts(tmp_path).marks] == [other, False]
    verdicts.collect(["in"], [Received("bob", "xor", "two", "in/bob.zip", other_version=True)], [])
    assert [mark.other_version for mark in Verdicts(tmp_path).marks] == [False, False], "another answer"


def test_what_is_no_longer_kept_is_passed_over(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    waits = marks.mark("ada", "xor", Verdict.FAILED, 1, marks.check("Text", Verdict.PENDING))
    verdicts.record(msgspec.structs.replace(waits, answer="one"))
    (journal,) = (tmp_path / "verdicts").iterdir()
    entry = json.loads(journal.read_text())
    entry["grade"]["results"][0]["rubric"] = ["says why"]
    received = {"who": "ada", "exercise": "xor", "answer": "one", "source": "in/ada.zip", "modified": 7.5}
    collected = {"kind": "collected", "names": ["in"], "unread": [], "at": 1.0}
    lines = [entry, {**collected, "received": [{**received, "other_version": True}]}]
    journal.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    (found,) = Verdicts(tmp_path).marks
    assert (found.verdict, found.grade.points, found.other_version) == (Verdict.PENDING, 1, True)


def test_the_first_run_gives_the_seeds(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "graded"
    assert Verdicts(folder).begun is None
    assert Verdicts(folder).begin(RUN, same_data=False) == RUN
    assert Verdicts(folder).begin(ClassRun("keras", 0, 8), same_data=False) == RUN
    assert Verdicts(folder).begin(RUN, same_data=True) == RUN
    with pytest.raises(UsageError, match="the hidden seed 7"):
        Verdicts(folder).begin(ClassRun("keras", 0, 8), same_data=True)
    with pytest.raises(UsageError, match="the course 'keras'"):
        Verdicts(folder).begin(ClassRun("other", 0, 7), same_data=False)
    assert folder.stat().st_mode & 0o077 == 0
    assert [path.name for path in folder.iterdir()] == ["run.json"]


def test_of_two_that_begin_at_once_one_gives_the_seeds(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    files.create_whole(path, b"first")
    files.create_whole(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_run_is_said(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(StateError, match=r"run\.json is damaged"):
        Verdicts(tmp_path).begin(RUN, same_data=False)


def test_the_curves_of_what_counts_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    old, new = (PastCurves(epochs, {"loss": PastSeries.of([1], [math.nan])}) for epochs in (1, 2))
    verdicts.record(mark(key="k1"), old)
    verdicts.record(mark(key="k2"), new)
    verdicts.record(mark(key="k2", verdict="errored"))
    verdicts.record(mark(who="bob"), old)
    verdicts.record(mark(who="eve"))
    found = list(Verdicts(tmp_path).curves({"ada", "eve"}))
    assert [(who, exercise, curves.epochs) for who, exercise, curves in found] == [("ada", "xor", 2)]
    assert math.isnan(found[0][2].series["loss"].numbers[0])


def test_an_answer_found_in_another_file_has_the_verdict_and_the_curves_that_it_had(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    advice = Advice("rate", (), "It is high.", "Less.", 3)
    verdicts.record(mark(source="in/a.py", verdict="failed", advice=(advice,), verified=2), PastCurves(1, {}))
    (before,) = verdicts.marks
    verdicts.record(msgspec.structs.replace(before, source="in/b.py"))
    (after,) = Verdicts(tmp_path).marks
    assert (after.source, after.grade.advice) == ("in/b.py", (advice,))
    assert msgspec.structs.replace(after, source="in/a.py", at=before.at) == before
    assert len(list(Verdicts(tmp_path).curves({"ada"}))) == 1


def test_when_something_was_last_found_out_of_each(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path, clock(1000))
    verdicts.record(mark())
    verdicts.record(mark(exercise="golf"))
    verdicts.record(mark(who="bob"))
    verdicts.collect(["in"], [], [BAD])
    assert verdicts.latest() == {"ada": 1001, "bob": 1003}


def test_a_report_may_be_as_of_a_time(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    assert verdicts.written("feedback/ada.md") is None
    verdicts.write("feedback/ada.md", "text", 1_700_000_000.25)
    assert verdicts.written("feedback/ada.md") == 1_700_000_000.25
    assert verdicts.read("feedback/ada.md") == "text"
    with pytest.raises(StateError, match=r"bob\.md: No such file"):
        verdicts.read("feedback/bob.md")


@pytest.mark.parametrize("who", ["../../etc", "a/b", "..", "Ada Lovelace", "\x1b[2J", "x" * 300, "ada"])
def test_an_answer_lies_in_the_folder_whoever_wrote_it(tmp_path: Path, who: str) -> None:
    folder = tmp_path / "graded"
    Verdicts(folder).keep_answer(who, "xor", "print(1)\n")
    Verdicts(folder).keep_answer(who, "xor", "print(2)\n")
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert path.parent.parent == folder / "answers"
    assert (path.name, path.read_text()) == ("xor.py", "print(2)\n")


def test_what_json_cannot_say_costs_no_verdict(tmp_path: Path) -> None:
    Verdicts(tmp_path).record(mark(problem="\ud800", seconds=float("nan")))
    (journal,) = (tmp_path / "verdicts").iterdir()
    assert json.loads(journal.read_text())["grade"]["seconds"] == 0.0
    assert Verdicts(tmp_path).marks[0].grade.problem == "?"


@pytest.mark.ordinary_user
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StateError, match="Permission denied; fix that"):
        Verdicts(tmp_path / "graded").begin(RUN, same_data=False)


def test_why_an_answer_did_not_run_to_its_end(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    for who, line in (("ada", 7), ("bob", None)):
        verdicts.record(mark(who=who, verdict="failed", error=raised("NameError", "no", line)))
    found = {mark.who: mark.grade.why for mark in Verdicts(tmp_path).marks}
    assert found == {"ada": "NameError: no (line 7)", "bob": "NameError: no"}


def test_marks_follow_an_exercise_that_was_renamed(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path, clock())
    verdicts.record(mark(key="k", answer="a"), PastCurves(4, {"loss": PastSeries.of([1, 2], [3, 4])}, False))
    verdicts.record(mark(who="bob", exercise="golf"))
    verdicts.keep_answer("ada", "xor", "model = 1\n")
    verdicts.collect(["in"], [Received("ada", "xor", "a", "in/ada.zip"), Received("eve", "xor", "b", "in/eve.zip")], [])
    verdicts.follow({"xor": "odd", "never": "golf"})
    verdicts.follow({"xor": "odd", "never": "golf"})
    found = Verdicts(tmp_path)
    assert [(mark.who, mark.exercise, mark.grade.points) for mark in found.marks] == [
        ("ada", "odd", 3),
        ("bob", "golf", 3),
    ]
    assert [(who, label) for who, label, _ in found.curves({"ada"})] == [("ada", "odd")]
    assert [answer.who for answer in found.waiting] == ["eve"]
    assert (tmp_path / "answers/ada/odd.py").read_text() == "model = 1\n"
    assert not (tmp_path / "answers/ada/xor.py").exists()
    journals = (tmp_path / "verdicts").glob("*.jsonl")
    assert sum(line.count('"renamed"') for path in journals for line in path.read_text().splitlines()) == 1


def test_a_mark_whose_advice_did_not_say_what_it_changes_opens(tmp_path: Path) -> None:
    advice = Advice("rate", (), "High.", "Less.", 3)
    verdicts = Verdicts(tmp_path)
    verdicts.record(mark("ada", "xor", "failed", 0, advice=(advice,)))
    (journal,) = (tmp_path / "verdicts").glob("*.jsonl")
    journal.write_bytes(journal.read_bytes().replace(b'"changes":[],', b""))
    assert [each.grade.advice for each in Verdicts(tmp_path).marks] == [(advice,)]
