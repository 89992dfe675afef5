"""The store as sessions use it: several at once, over days, killed at any moment."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.stores import Clock, attempted, journals
from tuitutor import safe_read
from tuitutor.errors import StateError
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import files, sessions
from tuitutor.progress.drafts import Drafts
from tuitutor.progress.files import file_stem
from tuitutor.progress.journal import HintShown, Opened, Scrolled, encode_entry
from tuitutor.progress.progress import Place
from tuitutor.progress.store import Store


def test_looking_leaves_no_trace(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "data", "course")
    assert store.draft("xor") is None
    assert store.progress().opened == frozenset()
    store.flush()
    assert store.problem == ""
    assert list(tmp_path.iterdir()) == []


def test_the_first_time_is_before_anything_was_recorded_in_any_course(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    assert store.is_first
    attempted(store, "failed")
    assert not store.is_first
    assert not Store.open(tmp_path, "other").is_first


def test_sessions_at_once_see_each_other(tmp_path: Path) -> None:
    one, two = Store.open(tmp_path, "course"), Store.open(tmp_path, "course")
    attempted(one, "failed")
    attempted(two, "passed")
    attempted(one, "failed")
    for store in (one, two, Store.open(tmp_path, "course")):
        found = store.progress().exercise("xor")
        assert (found.attempts, found.passed, found.last_verdict) == (3, True, Verdict.FAILED)
    assert len(journals(one)) == 2


def test_courses_with_the_same_label_do_not_meet(tmp_path: Path) -> None:
    attempted(Store.open(tmp_path, "course"), "passed")
    assert not Store.open(tmp_path, "other").progress().exercise("xor").passed


@pytest.mark.long
@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["passed", "failed"]), st.floats(0, 4e9)), min_size=1, max_size=8
    )
)
def test_no_attempt_is_lost_whatever_the_sessions_clocks_say(steps: list[tuple[int, str, float]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        clock = Clock()
        stores = [Store.open(Path(name), "course", clock=clock) for _ in range(3)]
        for number, (session, verdict, clock.time) in enumerate(steps, 1):
            stores[session].progress()
            attempted(stores[session], verdict)
            found = Store.open(Path(name), "course", clock=clock).progress().exercise("xor")
            assert found.attempts == number
            assert found.passed == any(verdict == "passed" for _, verdict, _ in steps[:number])
            assert found.last_verdict is Verdict(verdict)


def test_a_clock_that_went_back_does_not_reorder(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course", clock=Clock(5000.0))
    store.record(Opened("first", store.now()))
    later = Store.open(tmp_path, "course", clock=Clock(10.0))
    later.record(Opened("xor", later.now()))
    assert Store.open(tmp_path, "course").progress().last_lesson == "xor"
    assert later.now() > 5000.0


def test_a_clock_that_was_once_far_ahead_hides_nothing_that_comes_after(tmp_path: Path) -> None:
    wrong = Store.open(tmp_path, "course", clock=Clock(4e9))
    wrong.record(Opened("first", wrong.now()))
    wrong.record(Scrolled("xor", 1, "", wrong.now()))
    for lesson in ("xor", "first", "xor"):
        right = Store.open(tmp_path, "course", clock=Clock(2e9))
        right.record(Opened(lesson, right.now()))
        right.record(Scrolled("xor", 7, lesson, right.now()))
        right.flush()
        found = Store.open(tmp_path, "course").progress()
        assert (found.last_lesson, found.places["xor"]) == (lesson, Place(7, lesson))


def test_an_entry_that_stands_twice_counts_once(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    attempted(store, "failed")
    attempted(store, "failed")
    [journal] = (store.folder / "journal").iterdir()
    shutil.copy(journal, journal.with_name("copied-1-00.jsonl"))
    assert Store.open(tmp_path, "course").progress().exercise("xor").attempts == 2


def test_what_only_looks_like_a_journal_is_left_alone(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    attempted(store, "passed")
    folder = store.folder / "journal"
    (folder / "folder.jsonl").mkdir()
    os.mkfifo(folder / "pipe.jsonl")  # reading it would never end
    (folder / "empty.jsonl").write_text("")
    (folder / "dangling.jsonl").symlink_to("nowhere")
    fresh = Store.open(tmp_path, "course")
    assert (fresh.problem, fresh.missing, fresh.progress().exercise("xor").attempts) == ("", "", 1)


def test_all_that_was_known_of_other_sessions_outlives_the_folder(tmp_path: Path) -> None:
    attempted(Store.open(tmp_path, "course"), "passed")
    store = Store.open(tmp_path, "course")
    store.record(Opened("xor", store.now()))
    shutil.rmtree(store.folder)
    store.flush()
    found = Store.open(tmp_path, "course").progress()
    assert (found.opened, found.exercise("xor").passed, found.exercise("xor").attempts) == (frozenset({"xor"}), True, 1)


def test_a_folder_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    folder.chmod(0o775)
    Store.open(tmp_path, "course")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_unknown_lines_of_other_sessions_are_left_as_they_are(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    attempted(store, "passed")
    newer = store.folder / "journal" / "zebra-1-ff.jsonl"
    newer.write_bytes(b'{"is":"Certified","at":1}\n\xff\xfe\n{"is":"Opened","lesson":"xor","at":1}\n{"is":"Att')
    before = newer.read_bytes()
    fresh = Store.open(tmp_path, "course")
    attempted(fresh, "failed")
    assert fresh.progress().opened == {"xor"}
    assert fresh.progress().exercise("xor").passed
    assert newer.read_bytes() == before


def test_a_folder_that_was_removed_is_made_again_with_all_that_was_said(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    attempted(store, "passed")
    shutil.rmtree(store.folder)
    attempted(store, "failed")
    assert store.problem == ""
    found = Store.open(tmp_path, "course").progress().exercise("xor")
    assert (found.attempts, found.passed) == (2, True)


def test_a_file_in_the_folders_place_is_said_until_it_goes(tmp_path: Path) -> None:
    root = tmp_path / "data"
    root.write_text("")
    store = Store.open(root, "course")
    assert "Not a directory" in store.problem
    assert store.draft("xor") is None
    attempted(store, "passed")
    assert store.save_draft("xor", "x\n").problem
    assert store.progress().exercise("xor").passed
    root.unlink()
    assert store.save_draft("first", "y\n").problem == ""  # any save that works takes the rest along
    assert store.problem == ""
    fresh = Store.open(root, "course")
    assert fresh.draft("xor") == "x\n"
    assert fresh.progress().exercise("xor").passed


@pytest.mark.parametrize("name", ["..", "../x", "/etc/passwd", "a/b", "", ".", "Xor", "x" * 300, "a\0b", "é", "\ud800"])
def test_names_from_course_files_stay_inside_the_folder(name: str, tmp_path: Path) -> None:
    store = Store.open(tmp_path, name)
    assert store.folder.parent == tmp_path
    assert store.draft_path(name).parent == store.folder / "drafts"
    assert store.save_draft(name, "x\n").problem == ""
    assert store.save(store.cell_path(name, name), "y\n").problem == ""
    assert Store.open(tmp_path, name).draft(name) == "x\n"


@given(st.text(max_size=80), st.text(max_size=80))
def test_two_names_never_share_a_file_even_where_case_is_ignored(one: str, two: str) -> None:
    assert (file_stem(one).lower() == file_stem(two).lower()) == (one == two)
    assert file_stem(one) == file_stem(one).lower()
    assert 0 < len(file_stem(one)) <= 64


KILLED = """
import sys
from pathlib import Path
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import Attempted
from tuitutor.progress.store import Store
store = Store.open(Path(sys.argv[1]), "course")
for n in range(1, 100_000):
    saved = store.save_draft("xor", f"{n}\\n" * 20_000)
    store.record(Attempted("xor", Verdict.PASSED, 1.0, 1.0, "v1", 0.1, store.now()))
    assert saved.problem == store.problem == ""
    print(n, flush=True)
"""
FRESH = """
import json, sys
from pathlib import Path
from tuitutor.progress.store import Store
store = Store.open(Path(sys.argv[1]), "course")
found = store.progress().exercise("xor")
print(json.dumps([store.draft("xor"), found.attempts, found.passed]))
"""


@pytest.mark.parametrize("acknowledged", [1, 7])
def test_what_was_acknowledged_survives_a_kill(acknowledged: int, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, tmp_path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < acknowledged:
            pass
        writer.kill()
    fresh = subprocess.run([sys.executable, "-c", FRESH, tmp_path], stdout=subprocess.PIPE, check=True, text=True)
    draft, attempts, passed = json.loads(fresh.stdout)
    lines = set(draft.splitlines())
    assert len(lines) == 1  # one whole version, the one acknowledged last or one that was on its way
    assert len(draft.splitlines()) == 20_000
    assert int(lines.pop()) >= acknowledged
    assert attempts >= acknowledged
    assert passed


def test_the_store_is_light() -> None:
    heavy = "import sys, tuitutor.progress.store; print({'textual', 'numpy', 'keras', 'tensorflow'} & {*sys.modules})"
    found = subprocess.run([sys.executable, "-c", heavy], stdout=subprocess.PIPE, check=True, text=True)
    assert found.stdout.strip() == "set()"


def test_a_journal_is_named_after_host_and_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Node7.cluster.example")
    names = {sessions.session_name() for _ in range(2)}
    assert len(names) == 2
    assert all(re.fullmatch(rf"node7-{os.getpid()}-[0-9a-f]{{8}}\.jsonl", name) for name in names)


def test_a_session_writes_only_what_is_its_own(tmp_path: Path) -> None:
    attempted(Store.open(tmp_path, "course"), "passed")
    store = Store.open(tmp_path, "course")
    assert not store.unsaved
    for number in (1, 2):
        store.record(HintShown("xor", number, store.now()))
    own = journals(store)[store._sessions.path.name]
    assert [line["is"] for line in own] == ["HintShown", "HintShown"]


def test_all_that_the_disk_refused_is_unsaved(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    with mock.patch.object(files, "append", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        for number in (1, 2):
            store.record(HintShown("xor", number, store.now()))
        assert store.unsaved
        assert "No space left on device" in store.problem
    store.flush()
    assert (store.problem, store.unsaved) == ("", False)
    assert len(next(iter(journals(store).values()))) == 2


def test_journals_that_cannot_be_read_are_said_and_what_is_known_of_them_stays(tmp_path: Path) -> None:
    other, store = Store.open(tmp_path, "course"), Store.open(tmp_path, "course")
    attempted(other, "passed")
    assert store.progress().exercise("xor").passed
    attempted(other, "failed")
    refusal = PermissionError(errno.EACCES, "Permission denied")
    with mock.patch.object(safe_read, "read", side_effect=refusal):
        assert store.progress().exercise("xor").attempts == 1
    path = next((store.folder / "journal").iterdir())
    assert store.missing == f"Some progress is missing: {path} cannot be read: Permission denied; make it readable."
    with mock.patch.object(os, "scandir", side_effect=refusal):
        assert store.progress().exercise("xor").attempts == 1
    assert f"Some progress is missing: {path.parent} cannot be read: Permission denied" in store.missing
    with mock.patch.object(safe_read, "read", side_effect=FileNotFoundError):
        store.progress()
    assert store.missing == ""
    assert store.progress().exercise("xor").attempts == 2


def test_a_journal_is_read_again_when_it_changed_and_only_then(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    journal = tmp_path / "course" / "journal" / "other-1-0.jsonl"
    journal.parent.mkdir(parents=True)
    for modified, lessons in ((3, "ab"), (2, "a"), (1, "c")):
        journal.write_bytes(b"".join(encode_entry(Opened(lesson, 1.0)) for lesson in lessons))
        os.utime(journal, ns=(0, modified))
        assert store.progress().opened == set(lessons)
        with mock.patch.object(safe_read, "read", side_effect=AssertionError):
            assert store.progress().opened == set(lessons)


def test_what_is_stamped_earlier_counts_as_earlier(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    store.record(Opened("later", 20.0))
    store.record(Opened("earlier", 10.0))
    assert store.known().last_lesson == "later"
    store.record(Opened("at once", 20.0))
    assert store.known().last_lesson == "at once"
    assert store.known().opened == {"later", "earlier", "at once"}


def test_what_others_recorded_is_not_lost_between_two_looks(tmp_path: Path) -> None:
    other, store = Store.open(tmp_path, "course"), Store.open(tmp_path, "course")
    other.record(Opened("theirs", other.now()))
    store.progress()
    store.record(Opened("ours", store.now()))
    assert store.known().opened == {"theirs", "ours"}


def test_a_record_that_reaches_the_disk_takes_drafts_along_that_did_not(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    full = OSError(errno.ENOSPC, "No space left on device")
    with mock.patch.object(files, "write_beside", side_effect=full):
        assert store.save_draft("xor", "1\n").problem
    with mock.patch.object(files, "append", side_effect=full), mock.patch.object(Drafts, "retry") as retry:
        store.record(HintShown("xor", 1, store.now()))
        assert not retry.called  # the disk is still full
    store.record(HintShown("xor", 2, store.now()))
    assert (store.problem, store.draft_path("xor").read_text()) == ("", "1\n")
    with mock.patch.object(Drafts, "retry") as retry:
        store.record(HintShown("xor", 3, store.now()))
        assert not retry.called


def test_what_is_to_be_shown_to_others_is_written_or_it_is_said_why_not(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    path = store.share("xor", 3, ".md", "a pass \udc80")
    assert (path.name, path.read_text()) == ("xor-3.md", "a pass ?")
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("a file in the folder's place")
    with pytest.raises(StateError, match="shared"):
        store.share("xor", 3, ".md", "a pass")
