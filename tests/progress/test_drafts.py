"""Drafts: ours and the learner's other editor's; no version is ever lost."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
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
class EditOutside:
    text: str | None


SESSIONS = st.integers(0, 1)
STEPS = st.one_of(
    st.builds(Save, SESSIONS, TEXTS),
    st.builds(Read, SESSIONS),
    st.builds(Drop, SESSIONS),
    st.builds(EditOutside, TEXTS | st.none()),
)


@settings(max_examples=80)
@given(st.lists(STEPS, max_size=12))
def test_no_version_is_ever_lost(steps: list[Save | Read | Drop | EditOutside]) -> None:
    with tempfile.TemporaryDirectory() as name:
        Model(Path(name) / "xor.py").play(steps)


class Model:
    """What two sessions and an outside editor did to one draft, and what must therefore be found."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sessions = (Drafts(), Drafts())
        self.seen: list[str | None] = [None, None]
        self.kept: set[str] = set()

    def play(self, steps: list[Save | Read | Drop | EditOutside]) -> None:
        for step in steps:
            match step:
                case Save(session, text):
                    self.save(session, text)
                case Drop(session):
                    self.save(session, None)
                case Read(session):
                    self.seen[session] = self.sessions[session].read(self.path)
                    assert self.seen[session] == on_disk(self.path)
                case EditOutside(None):
                    self.path.unlink(missing_ok=True)
                case EditOutside(str(text)):
                    self.path.write_bytes(text.encode())
            copies = [on_disk(copy) for copy in self.path.parent.glob("xor.other-*.py")]
            assert len(copies) == len(self.kept)  # none is kept twice
            assert set(copies) == self.kept
            assert not list(self.path.parent.glob(".*"))

    def save(self, session: int, text: str | None) -> None:
        before = on_disk(self.path)
        assert self.sessions[session].changed_outside(self.path) == (before != self.seen[session])
        saved = self.sessions[session].write(self.path, text)
        assert saved.problem == ""
        assert on_disk(self.path) == text
        assert (saved.kept is not None) == (before not in (None, text, self.seen[session]))
        if saved.kept is not None:
            assert before is not None
            assert on_disk(saved.kept) == before
            self.kept.add(before)
        self.seen[session] = text


def on_disk(path: Path) -> str | None:
    return path.read_bytes().decode() if path.exists() else None


def test_a_draft_is_a_plain_file_at_a_stable_path(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    assert store.draft("xor") is None
    assert store.save_draft("xor", "model = 1\n") == Saved()
    assert store.draft_path("xor") == tmp_path / "course" / "drafts" / "xor.py"
    assert store.draft_path("xor").read_text() == "model = 1\n"


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


def test_polling_for_outside_edits_does_not_count_as_reading_them(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    store.save_draft("xor", "ours\n")
    assert not store.changed_outside("xor")
    store.draft_path("xor").write_text("theirs\n")
    assert store.changed_outside("xor")
    assert store.save_draft("xor", "ours, longer\n").kept is not None


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
    store.save_cell_draft("xor", "0a1b", "print(1)\n")
    assert Store.open(tmp_path, "course").cell_draft("xor", "0a1b") == "print(1)\n"
    assert store.cell_draft("first", "0a1b") is None
    store.drop_cell_draft("xor", "0a1b")
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
