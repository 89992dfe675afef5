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

from tuitutor.errors import StateError, UsageError
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import files
from tuitutor.progress.verdicts import Run, Unread, Verdicts

RUN = Run("keras", 0, 7)
BAD = Unread("bob", "", "in/bob.pdf", "it is no answer.")


def clock(start: float = 100.0) -> Callable[[], float]:
    ticks = itertools.count(start)
    return lambda: next(ticks)


def document(**parts: Any) -> dict[str, Any]:
    base = {"tuitutor": 1, "kind": "grade", "who": "ada", "exercise": "xor", "key": "k1", "answer": "a1"}
    return {**base, "version": "v1", "verdict": "passed", "points": 3, "out_of": 3, "checks": [], **parts}


def test_a_fresh_process_finds_what_was_recorded(tmp_path: Path) -> None:
    Verdicts(tmp_path).record(document(verified=2, reported=3))
    Verdicts(tmp_path).record(document(who="bob", verdict="failed", points=1))
    found = Verdicts(tmp_path).marks
    assert [(mark.who, mark.verdict, mark.points) for mark in found] == [
        ("ada", Verdict.PASSED, 3),
        ("bob", Verdict.FAILED, 1),
    ]
    assert (found[0].verified, found[0].reported) == (2, 3)
    assert len(list((tmp_path / "verdicts").glob("*.jsonl"))) == 2


def test_a_line_that_is_torn_anywhere_costs_only_itself(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    for who in ("ada", "bob"):
        verdicts.record(document(who=who))
    (journal,) = (tmp_path / "verdicts").iterdir()
    whole = journal.read_bytes()
    second = whole.index(b"\n") + 1
    for cut in range(second, len(whole) - 1):
        journal.write_bytes(whole[:cut])
        assert [mark.who for mark in Verdicts(tmp_path).marks] == ["ada"]


def test_what_is_appended_after_a_torn_line_is_whole(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.record(document())
    (journal,) = (tmp_path / "verdicts").iterdir()
    with journal.open("ab") as torn:
        torn.write(b'{"kind": "gra')
    verdicts.record(document(who="bob"))
    assert [mark.who for mark in Verdicts(tmp_path).marks] == ["ada", "bob"]


def test_lines_of_a_newer_version_are_passed_over(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.record(document(colour="green"))
    verdicts.record(document(who="bob"))
    (journal,) = (tmp_path / "verdicts").iterdir()
    newer = [b'{"kind": "dance", "at": 1}', b'{"kind": "grade", "verdict": "waved"}', b"\xff\xfe", b"[" * 9000]
    journal.write_bytes(journal.read_bytes() + b"\n".join(newer) + b"\n")
    assert [mark.who for mark in Verdicts(tmp_path).marks] == ["ada", "bob"]


def test_the_latest_counts_even_where_the_clock_went_back(tmp_path: Path) -> None:
    Verdicts(tmp_path, clock(1000)).record(document(key="k1", points=1))
    Verdicts(tmp_path, clock(10)).record(document(key="k2", points=2))
    (mark,) = Verdicts(tmp_path).marks
    assert (mark.key, mark.points) == ("k2", 2)


def test_an_error_hides_no_verdict_of_the_same_key(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.record(document())
    verdicts.record(document(verdict="errored", points=0, trouble="the worker died"))
    assert [mark.verdict for mark in Verdicts(tmp_path).marks] == [Verdict.PASSED]
    verdicts.record(document(verdict="errored", key="k2", points=0))
    assert [mark.verdict for mark in Verdicts(tmp_path).marks] == [Verdict.ERRORED]


def test_what_gave_no_answer_is_forgotten_once_the_same_names_give_one(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.collect(["in", "more"], [BAD])
    verdicts.collect(["other"], [BAD])
    assert Verdicts(tmp_path).unread == [BAD]
    Verdicts(tmp_path).collect(["more", "in"], [])
    Verdicts(tmp_path).collect(["other"], [])
    assert Verdicts(tmp_path).unread == []


def test_what_is_the_same_as_before_is_not_written_again(tmp_path: Path) -> None:
    Verdicts(tmp_path).collect(["in"], [BAD])
    Verdicts(tmp_path).collect(["in"], [BAD])
    assert len(list((tmp_path / "verdicts").iterdir())) == 1


def test_the_first_run_gives_the_seeds(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "graded"
    assert Verdicts(folder).begun is None
    assert Verdicts(folder).begin(RUN, same_data=False) == RUN
    assert Verdicts(folder).begin(Run("keras", 0, 8), same_data=False) == RUN
    assert Verdicts(folder).begin(RUN, same_data=True) == RUN
    with pytest.raises(UsageError, match="--hidden-seed 7"):
        Verdicts(folder).begin(Run("keras", 0, 8), same_data=True)
    with pytest.raises(UsageError, match="the course 'keras'"):
        Verdicts(folder).begin(Run("other", 0, 7), same_data=False)
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
    old, new = ({"epochs": epochs, "series": {"loss": {"at": [1], "values": ["nan"]}}} for epochs in (1, 2))
    verdicts.record(document(key="k1", curves=old))
    verdicts.record(document(key="k2", curves=new))
    verdicts.record(document(key="k2", verdict="errored", curves=None))
    verdicts.record(document(who="bob", curves=old))
    verdicts.record(document(who="eve"))
    found = list(Verdicts(tmp_path).curves({"ada", "eve"}))
    assert [(who, exercise, curves.epochs) for who, exercise, curves in found] == [("ada", "xor", 2)]
    assert math.isnan(found[0][2].series["loss"].numbers[0])


def test_an_answer_found_in_another_file_has_the_verdict_and_the_curves_that_it_had(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    check = {"name": "hidden", "verdict": "failed", "why": "So.", "points": 0, "out_of": 1}
    advice = {"topic": "rate", "why": "It is high.", "try": "Less.", "line": 3}
    drawn = {"epochs": 1, "series": {}}
    verdicts.record(document(source="in/a.py", checks=[check], advice=[advice], curves=drawn, verified=2))
    (before,) = verdicts.marks
    verdicts.found_at(before, "in/b.py")
    (after,) = Verdicts(tmp_path).marks
    assert (after.source, after.advice[0].try_, after.advice[0].line) == ("in/b.py", "Less.", 3)
    assert msgspec.structs.replace(after, source="in/a.py", at=before.at) == before
    assert len(list(Verdicts(tmp_path).curves({"ada"}))) == 1


def test_when_something_was_last_found_out_of_each(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path, clock(1000))
    verdicts.record(document())
    verdicts.record(document(exercise="golf"))
    verdicts.record(document(who="bob"))
    verdicts.collect(["in"], [BAD])
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
    (path,) = (each for each in tmp_path.rglob("*") if each.is_file())
    assert path.parent.parent == folder / "answers"
    assert (path.name, path.read_text()) == ("xor.py", "print(2)\n")


def test_what_json_cannot_say_costs_no_verdict(tmp_path: Path) -> None:
    Verdicts(tmp_path).record(document(trouble="\ud800", seconds=float("nan")))
    (journal,) = (tmp_path / "verdicts").iterdir()
    assert json.loads(journal.read_text())["seconds"] == 0.0
    assert Verdicts(tmp_path).marks[0].trouble == "?"


@pytest.mark.ordinary_user
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StateError, match="Permission denied; fix that"):
        Verdicts(tmp_path / "graded").begin(RUN, same_data=False)


def test_why_an_answer_did_not_run_to_its_end(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    for who, line in (("ada", 7), ("bob", None)):
        verdicts.record(document(who=who, verdict="failed", error={"type": "NameError", "message": "no", "line": line}))
    found = {mark.who: mark.why for mark in Verdicts(tmp_path).marks}
    assert found == {"ada": "NameError: no (line 7)", "bob": "NameError: no"}
