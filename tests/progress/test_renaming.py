"""An exercise that was renamed: what was kept is found under its new label, and stays for an edition with the old."""

from __future__ import annotations

import os
from pathlib import Path

from tests.progress.stores import Clock, attempted, journals, kept
from tuitutor.progress.journal import HintShown, PartsRead, Scrolled
from tuitutor.progress.progress import Place
from tuitutor.progress.store import Store

RENAMED = {"xor": "odd", "odder": "odd"}  # the first name, and the next one


def test_progress_drafts_and_attempts_follow_the_new_label(tmp_path: Path) -> None:
    before = Store.open(tmp_path, "course", clock=Clock())
    attempted(before, "passed")
    before.record(HintShown("xor", 2, before.now()))
    before.record(Scrolled("lesson", 3, "exercise:xor", before.now(), "exercise:xor", "xor"))
    before.record(PartsRead("lesson", ("below:exercise:xor-2", "exercise:xor", "cell:5"), before.now()))
    attempt = kept(1.5, "model = 1")
    before.keep(attempt)
    before.save_draft("xor", "model = 2")
    os.utime(before.draft_path("xor"), (500, 500))
    after = Store.open(tmp_path, "course", renamed=RENAMED)
    done = after.progress().exercise("odd")
    assert (done.passed, done.attempts, done.hints) == (True, 1, 2)
    assert after.progress().exercise("xor").attempts == 0
    assert after.progress().places["lesson"] == Place(3, "exercise:odd", "exercise:odd", "odd")
    assert after.progress().read["lesson"] == {"below:exercise:xor-2", "exercise:odd", "cell:5"}
    [found] = after.attempts.read("odd")
    assert (found.code, found.grade.exercise) == ("model = 1", "odd")
    assert after.draft("odd") == "model = 2"
    assert after.draft_path("odd").stat().st_mtime == 500, "when it was written is handed in with it"


def test_an_edition_with_the_old_label_keeps_working_beside_it(tmp_path: Path) -> None:
    old = Store.open(tmp_path, "course")
    old.save_draft("xor", "model = 1")
    old.keep(kept(1.0, "model = 1"))
    new = Store.open(tmp_path, "course", renamed=RENAMED)
    new.save_draft("odd", "model = 2")
    attempted(new, "passed", "odd")
    new.keep(kept(2.0, "model = 2", "odd"))
    again = Store.open(tmp_path, "course")
    assert again.draft("xor") == "model = 1"
    assert not again.progress().exercise("xor").passed
    assert [each.code for each in again.attempts.read("xor")] == ["model = 1"]
    assert [each.code for each in Store.open(tmp_path, "course", renamed=RENAMED).attempts.read("odd")] == [
        "model = 1",
        "model = 2",
    ]


def test_a_draft_is_taken_over_once_and_the_latest_name_first(tmp_path: Path) -> None:
    old = Store.open(tmp_path, "course")
    old.save_draft("xor", "oldest")
    old.save_draft("odder", "newer")
    new = Store.open(tmp_path, "course", renamed=RENAMED)
    assert new.draft("odd") == "newer"
    new.save(new.draft_path("odd"), None)
    old.save_draft("xor", "oldest")
    assert Store.open(tmp_path, "course", renamed={"odder": "odd"}).draft("odd") is None


def test_without_anything_to_take_over_looking_leaves_no_trace(tmp_path: Path) -> None:
    Store.open(tmp_path / "data", "course", renamed=RENAMED).progress()
    assert list(tmp_path.iterdir()) == []
    attempted(Store.open(tmp_path, "course"), "failed")
    store = Store.open(tmp_path, "course", renamed=RENAMED)
    assert len(journals(store)) == 1
