"""Drafts: ours and the learner's other editor's; no version is ever lost."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tuitutor.errors import StateError
from tuitutor.progress import files
from tuitutor.progress.drafts import Drafts, Saved
from tuitutor.progress.files import keep_copy
from tuitutor.progress.store import Store

TEXTS = st.sampled_from(["", "a\n", "b\n", "c\n", "x = 'é'\r\n"])


@dataclass(frozen=True)
class Save:
    session: int
    text: str


@dataclass(frozen=True)
class Read:
    session: int


@dataclass(frozen=True)
class Drop:
    session: int


@dataclass(frozen=True)
class Take:
    session: int


@dataclass(frozen=True)
class EditOutside:
    text: str | None


SESSIONS = st.integers(0, 1)
STEPS = st.one_of(
    st.builds(Save, SESSIONS, TEXTS),
    st.builds(Read, SESSIONS),
    st.builds(Drop, SESSIONS),
    st.builds(Take, SESSIONS),
    st.builds(EditOutside, TEXTS | st.none()),
)


@pytest.mark.long
@settings(max_examples=150)
@example([Save(0, "a\n"), Drop(1), Save(0, ""), Save(1, "a\n"), Save(1, "")])
@example([Save(0, ""), Save(1, "a\n"), EditOutside("b\n"), Save(1, ""), Drop(1), Save(0, ""), Drop(1)])
@example([Drop(0), EditOutside(""), Drop(0), Save(1, ""), Save(0, "a\n"), EditOutside("a\n"), Save(1, ""), Save(0, "")])
@given(st.lists(STEPS, max_size=14))
def test_no_version_is_ever_lost(steps: list[Save | Read | Drop | Take | EditOutside]) -> None:
    with tempfile.TemporaryDirectory() as name, mock.patch.object(os, "fsync"):
        Model(Path(name) / "xor.py").play(steps)


class Model:
    """What two sessions and an outside editor did to one draft, and what must therefore be found.

    A version is `owed` to whoever wrote it until they, or somebody who had it before them, wrote another.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sessions = (Drafts(), Drafts())
        self.seen: list[str | None] = [None, None]
        self.owed: set[str] = set()

    def play(self, steps: list[Save | Read | Drop | Take | EditOutside]) -> None:
        for step in steps:
            match step:
                case Save(session, text):
                    self.save(session, text)
                case Drop(session):
                    self.save(session, None)
                case Read(session):
                    self.seen[session] = self.sessions[session].read(self.path)
                    assert self.seen[session] == on_disk(self.path)
                case Take(session):
                    self.take(session)
                case EditOutside(None):
                    self.path.unlink(missing_ok=True)
                case EditOutside(str(text)):
                    self.path.write_bytes(text.encode())
            assert self.owed <= {on_disk(path) for path in self.path.parent.iterdir()}
            assert not list(self.path.parent.glob(".*"))

    def take(self, session: int) -> None:
        """What the app does with news while nothing is unsaved."""
        news = self.sessions[session].news(self.path)
        disk = on_disk(self.path)
        assert news == (disk if disk != self.seen[session] else None) or (disk == "" and news is None)
        if news is not None:
            self.sessions[session].accept(self.path)
            self.seen[session] = news

    def save(self, session: int, text: str | None) -> None:
        before = on_disk(self.path)
        saved = self.sessions[session].write(self.path, text)
        assert saved.problem == ""
        assert on_disk(self.path) == text
        clashed = before not in (None, text, self.seen[session])
        assert clashed == (saved.kept is not None)
        if saved.kept is not None:
            assert before is not None
            assert on_disk(saved.kept) == before
            self.owed.add(before)
        self.seen[session] = text


def on_disk(path: Path) -> str | None:
    return path.read_bytes().decode() if path.exists() else None


def test_a_draft_is_a_plain_file_at_a_stable_path(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    assert store.draft("xor") is None
    assert store.save_draft("xor", "model = 1\n") == Saved()
    assert store.draft_path("xor") == tmp_path / "course" / "drafts" / "xor.py"
    assert store.draft_path("xor").read_text() == "model = 1\n"


def test_a_long_draft_is_one_too(tmp_path: Path) -> None:
    long = "model = 1\n" * 50_000
    first, second = Store.open(tmp_path, "course"), Store.open(tmp_path, "course")
    assert first.save_draft("xor", long) == Saved()
    assert second.draft("xor") == long
    assert first.save_draft("xor", f"{long}# more\n") == Saved()
    assert second.drafts.news(second.draft_path("xor")) == f"{long}# more\n"


def test_a_draft_of_yesterday_that_was_never_read_is_not_trampled(tmp_path: Path) -> None:
    Store.open(tmp_path, "course").save_draft("xor", "yesterday\n")
    saved = Store.open(tmp_path, "course").save_draft("xor", "today\n")
    assert saved.kept == tmp_path / "course" / "drafts" / "xor.other-1.py"
    assert saved.kept.read_text() == "yesterday\n"


def test_an_edit_that_arrives_while_another_is_being_kept_is_kept_too(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    path = store.draft_path("xor")
    store.save_draft("xor", "ours\n")
    path.write_text("theirs\n")

    def keep_slowly(draft: Path, data: bytes) -> Path:
        if data == b"theirs\n":
            draft.write_text("theirs, again\n")
        return keep_copy(draft, data)

    with mock.patch.object(files, "keep_copy", keep_slowly):
        store.save_draft("xor", "ours, longer\n")
    assert path.read_text() == "ours, longer\n"
    copies = {copy.read_text() for copy in path.parent.glob("xor.other-*.py")}
    assert copies == {"theirs\n", "theirs, again\n"}


def test_news_do_not_count_as_read_until_they_are_accepted(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    path = store.draft_path("xor")
    store.save(path, "ours\n")
    assert store.drafts.news(path) is None
    path.write_text("theirs\n")
    assert store.drafts.news(path) == store.drafts.news(path) == "theirs\n"
    store.drafts.accept(path)
    assert store.drafts.news(path) is None
    assert store.save(path, "ours, on top of theirs\n").kept is None
    path.write_text("theirs again\n")
    assert store.drafts.news(path) == "theirs again\n"
    assert store.save(path, "ours, longer\n").kept is not None


def test_an_editor_may_take_a_draft_away_or_empty_it_before_it_writes(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    path = store.draft_path("xor")
    store.save(path, "ours\n")
    path.unlink()
    store.flush()
    assert not path.exists()
    path.write_text("")
    assert store.drafts.news(path) is None
    path.write_text("theirs\n")
    assert store.drafts.news(path) == "theirs\n"
    store.drafts.accept(path)
    path.write_text("")
    assert [store.drafts.news(path), store.drafts.news(path)] == [None, ""]


def test_what_another_editor_wrote_between_news_and_acceptance_is_news_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    path = store.draft_path("xor")
    store.save(path, "ours\n")
    path.write_text("theirs\n")
    assert store.drafts.news(path) == "theirs\n"
    path.write_text("theirs, longer\n")
    store.drafts.accept(path)
    assert store.drafts.news(path) == "theirs, longer\n"


def test_two_sessions_that_go_on_typing_keep_every_version(tmp_path: Path) -> None:
    one, two = Store.open(tmp_path, "course"), Store.open(tmp_path, "course")
    typed = [(store, f"{name}{n}\n") for n in range(10) for store, name in ((one, "a"), (two, "b"))]
    for store, text in typed:
        store.save_draft("xor", text)
    assert one.draft("xor") == two.draft("xor") == "b9\n"
    assert {path.read_text() for path in one.draft_path("xor").parent.iterdir()} == {text for _, text in typed}


def test_drafts_that_vanished_with_their_folder_are_written_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    store.save_draft("xor", "x\n")
    store.save_draft("first", "y\n")
    store.save(store.cell_path("xor", "0a"), "z\n")
    shutil.rmtree(store.folder)
    store.flush()
    store.flush()
    fresh = Store.open(tmp_path, "course")
    assert (fresh.draft("xor"), fresh.draft("first"), fresh.cell_draft("xor", "0a")) == ("x\n", "y\n", "z\n")


def test_a_cell_that_another_session_dropped_stays_dropped(tmp_path: Path) -> None:
    one, two = Store.open(tmp_path, "course"), Store.open(tmp_path, "course")
    one.save(one.cell_path("xor", "0a"), "x\n")
    assert two.cell_draft("xor", "0a") == "x\n"
    two.save(two.cell_path("xor", "0a"), None)
    one.flush()
    one.flush()
    assert Store.open(tmp_path, "course").cell_draft("xor", "0a") is None


def test_what_a_kill_left_half_written_is_swept_once_it_is_old(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    store.save_draft("xor", "x\n")
    folder = store.draft_path("xor").parent
    old, new, foreign = folder / ".xor.py.00c0ffee.tmp", folder / ".xor.py.0badcafe.tmp", folder / ".xor.py.swp.tmp"
    for path in (old, new, foreign):
        path.write_text("")
    for path in (old, foreign):
        os.utime(path, (1.0, 1.0))
    store.tidy()
    assert {path.name for path in folder.iterdir()} == {"xor.py", new.name, foreign.name}


def test_a_draft_that_is_a_link_stays_one(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    store.save_draft("xor", "1\n")
    repository = tmp_path / "repository.py"
    store.draft_path("xor").replace(repository)
    store.draft_path("xor").symlink_to(repository)
    store.save_draft("xor", "2\n")
    assert store.draft_path("xor").is_symlink()
    assert repository.read_text() == "2\n"


def test_a_draft_that_is_not_utf8_names_file_and_line_and_is_kept(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    path = store.draft_path("xor")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x = 1\ny = '\xe9'\n")
    with pytest.raises(StateError, match=r"xor\.py:2: not UTF-8"):
        store.draft("xor")
    kept = store.save_draft("xor", "x = 1\n").kept
    assert kept is not None
    assert kept.read_bytes() == b"x = 1\ny = '\xe9'\n"


def test_a_byte_order_mark_is_not_part_of_the_draft(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    store.save_draft("xor", "\ufeffx = 1\n")
    assert store.draft("xor") == "x = 1\n"


def test_a_lone_surrogate_does_not_stop_a_save(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    assert store.save_draft("xor", "x = '\ud800'\n") == Saved()
    assert store.draft("xor") == "x = '?'\n"


def test_a_cell_draft_can_be_dropped(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    store.save(store.cell_path("xor", "0a1b"), "print(1)\n")
    assert Store.open(tmp_path, "course").cell_draft("xor", "0a1b") == "print(1)\n"
    assert store.cell_draft("first", "0a1b") is None
    store.save(store.cell_path("xor", "0a1b"), None)
    assert store.cell_draft("xor", "0a1b") is None
    assert Store.open(tmp_path, "course").cell_draft("xor", "0a1b") is None


def test_a_folder_in_a_drafts_place_is_said_and_the_text_waits(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    path = store.draft_path("xor")
    path.mkdir(parents=True)
    with pytest.raises(StateError, match="cannot be read"):
        store.draft("xor")
    assert str(path) in store.save_draft("xor", "x\n").problem
    assert store.problem
    assert store.draft("xor") == "x\n"
    path.rmdir()
    store.flush()
    assert store.problem == ""
    assert path.read_text() == "x\n"


@contextmanager
def meddled(function: str, text: str) -> Iterator[None]:
    """Somebody else saves a text as `xor.py` right before `files` does this."""
    real = getattr(files, function)

    def late(new: Path, path: Path) -> None:
        path.with_name(".theirs").write_text(text)
        path.with_name(".theirs").replace(path)
        real(new, path)

    with mock.patch.object(files, function, late):
        yield


@pytest.mark.parametrize("function", ["swap", "_exchange"])
@pytest.mark.parametrize("seen", ["", "old\n"])
def test_a_version_that_comes_at_the_last_moment_is_kept(tmp_path: Path, function: str, seen: str) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    if seen:
        drafts.write(path, seen)
    with meddled(function, "theirs\n"):
        saved = drafts.write(path, "mine\n")
    assert path.read_text() == "mine\n"
    assert saved.kept is not None
    assert saved.kept.read_text() == "theirs\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["xor.other-1.py", "xor.py"]


def test_a_version_that_comes_just_when_the_file_is_made_is_kept(tmp_path: Path) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    link = Path.hardlink_to

    def late(at: Path, target: Path) -> None:
        if at == path:
            path.write_text("theirs\n")
        link(at, target)

    with mock.patch.object(Path, "hardlink_to", late):
        saved = drafts.write(path, "mine\n")
    assert path.read_text() == "mine\n"
    assert saved.kept is not None
    assert saved.kept.read_text() == "theirs\n"


def test_a_version_that_comes_at_the_last_moment_stays_where_there_is_no_room_for_a_copy(tmp_path: Path) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    drafts.write(path, "old\n")
    no_room = mock.patch.object(files, "keep_copy", side_effect=OSError(28, "No space left on device"))
    with meddled("swap", "theirs\n"), no_room:
        assert "free some space" in drafts.write(path, "mine\n").problem
    assert path.read_text() == "theirs\n"
    assert drafts.read(path) == "mine\n"


def test_a_file_system_that_cannot_swap_files_gets_the_draft_anyway(tmp_path: Path) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    drafts.write(path, "old\n")
    with mock.patch.object(files, "_exchange", side_effect=OSError(22, "Invalid argument")):
        assert drafts.write(path, "mine\n") == Saved()
    assert [each.read_text() for each in tmp_path.iterdir()] == ["mine\n"]
