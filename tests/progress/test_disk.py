"""How state reaches the disk, to the letter: whose it is, when it is there for good, and what a refusal leaves."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from tuitutor.progress import files
from tuitutor.progress.drafts import Drafts, Saved
from tuitutor.progress.files import file_stem
from tuitutor.progress.journal import Opened, decode_entries, encode_entry
from tuitutor.progress.store import Store


@pytest.fixture(autouse=True)
def open_mask() -> Iterator[None]:
    """What is private has to be made so, whatever the user's mask would allow."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class Syncs:
    """Which inodes were put on the disk, in order."""

    def __init__(self) -> None:
        self.inodes: list[int] = []
        self._sync = os.fsync

    def __call__(self, descriptor: int) -> None:
        self._sync(descriptor)
        self.inodes.append(os.fstat(descriptor).st_ino)


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch) -> Syncs:
    syncs = Syncs()
    monkeypatch.setattr(os, "fsync", syncs)
    return syncs


# ---- files ----------------------------------------------------------------------------------


def test_folders_that_are_made_are_ours_alone_and_those_above_stay_as_they_are(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    files.make_private(tmp_path / "a" / "b")
    assert [mode(path) for path in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")] == [0o755, 0o700, 0o700]
    files.make_private(tmp_path / "a" / "b")
    with mock.patch.object(Path, "exists", return_value=False):  # another session makes it at the same moment
        files.make_private(tmp_path / "a" / "b")


@pytest.mark.parametrize(
    ("before", "after"),
    [(0o701, 0o700), (0o702, 0o700), (0o704, 0o700), (0o710, 0o700), (0o720, 0o700), (0o740, 0o700), (0o500, 0o500)],
)
def test_a_folder_is_closed_to_others_and_otherwise_left_as_it_is(before: int, after: int, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(before)
    files.close_to_others(folder)
    assert mode(folder) == after
    files.close_to_others(tmp_path / "none")


def test_a_stamp_is_of_whatever_is_there_and_waits_for_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("abc")
    found = (tmp_path / "file").stat()
    assert files.stamp(tmp_path / "file") == (found.st_ino, 3, found.st_mtime_ns)
    assert files.stamp(tmp_path / "pipe") is not None
    for missing in (tmp_path / "none", tmp_path / "file" / "below"):
        assert files.stamp(missing) is None
        assert files.read_if_there(missing) is None
    assert files.read_if_there(tmp_path / "file") == b"abc"


def test_what_is_written_beside_is_hidden_private_and_on_the_disk(tmp_path: Path, syncs: Syncs) -> None:
    one, two = (files.write_beside(tmp_path / "xor.py", b"text") for _ in range(2))
    assert re.fullmatch(r"\.xor\.py\.[0-9a-f]{8}\.tmp", one.name)
    assert one != two
    assert (one.read_bytes(), mode(one), one.parent) == (b"text", 0o600, tmp_path)
    assert syncs.inodes == [one.stat().st_ino, two.stat().st_ino]


def test_only_what_was_left_half_written_before_is_swept(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    old, now = tmp_path / "below" / ".xor.py.00c0ffee.tmp", tmp_path / ".xor.py.00c0ffee.tmp"
    short, long = tmp_path / ".xor.py.0c0ffee.tmp", tmp_path / ".xor.py.000c0ffee.tmp.tmp"
    for path, modified in ((old, 99.0), (now, 100.0), (short, 1.0), (long, 1.0)):
        path.write_text("")
        os.utime(path, (modified, modified))
    files.sweep(tmp_path, 100.0)
    assert [path.exists() for path in (old, now, short, long)] == [False, True, True, True]


def test_a_copy_is_kept_once_and_a_new_one_is_new(tmp_path: Path) -> None:
    path = tmp_path / "xor.py"
    names = [keep(path, data).name for keep, data in ((files.keep_copy, b"a"), (files.keep_copy, b"b"))]
    assert names == ["xor.other-1.py", "xor.other-2.py"]
    assert files.keep_copy(path, b"b").name == "xor.other-2.py"
    (tmp_path / "xor.other-3.py").mkdir()
    assert files.keep_copy(path, b"c").name == "xor.other-4.py"
    assert mode(tmp_path / "xor.other-1.py") == 0o600


def test_a_renamed_file_is_on_the_disk_with_its_folder(tmp_path: Path, syncs: Syncs) -> None:
    files.sync_folder(tmp_path)
    assert syncs.inodes == [tmp_path.stat().st_ino]
    (tmp_path / "file").touch()
    files.sync_folder(tmp_path / "file")
    files.sync_folder(tmp_path / "none")
    assert len(syncs.inodes) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, b"new\n"),
        (b"", b"new\n"),
        (b"\n", b"\nnew\n"),
        (b"x", b"x\nnew\n"),
        (b"x\ny", b"x\ny\nnew\n"),
        (b"x\t", b"x\t\nnew\n"),
        (b"x\n", b"x\nnew\n"),
    ],
)
def test_what_is_appended_stands_on_a_line_of_its_own(
    before: bytes | None, after: bytes, tmp_path: Path, syncs: Syncs
) -> None:
    path = tmp_path / "journal.jsonl"
    if before is not None:
        path.write_bytes(before)
        path.chmod(0o600)
    files.append(path, b"new\n")
    assert (path.read_bytes(), mode(path)) == (after, 0o600)
    assert syncs.inodes == [path.stat().st_ino]


def test_what_the_disk_takes_in_pieces_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data)[:3]))
    files.append(tmp_path / "journal.jsonl", b"0123456789\n")
    assert (tmp_path / "journal.jsonl").read_bytes() == b"0123456789\n"


class FullDisk:
    """Takes so many bytes."""

    def __init__(self, room: int) -> None:
        self.room, self._write = room, os.write

    def __call__(self, descriptor: int, data: bytes) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = self._write(descriptor, bytes(data)[: self.room])
        self.room -= taken
        return taken


def test_a_full_disk_leaves_old_bytes_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = tmp_path / "journal.jsonl"
    journal.write_bytes(b"x\ny")
    monkeypatch.setattr(os, "write", FullDisk(2))
    with pytest.raises(OSError, match="No space"):
        files.append(journal, b"new\n")
    assert journal.read_bytes() == b"x\ny"
    monkeypatch.setattr(os, "write", FullDisk(2))
    with pytest.raises(OSError, match="No space"):
        files.write_beside(tmp_path / "xor.py", b"text")
    assert list(tmp_path.iterdir()) == [journal]


# ---- drafts ---------------------------------------------------------------------------------


def test_a_saved_draft_is_on_the_disk_with_its_folder_and_saving_it_again_costs_nothing(
    tmp_path: Path, syncs: Syncs
) -> None:
    path, drafts = tmp_path / "drafts" / "xor.py", Drafts()
    drafts.write(path, "1\n")
    assert syncs.inodes == [path.stat().st_ino, path.parent.stat().st_ino]
    drafts.write(path, "1\n")
    assert len(syncs.inodes) == 2
    drafts.write(path, None)
    assert syncs.inodes[2:] == [path.parent.stat().st_ino]
    drafts.write(path, None)
    assert len(syncs.inodes) == 3


def test_a_draft_that_somebody_removes_at_the_same_moment_is_removed(tmp_path: Path) -> None:
    path, drafts, read = tmp_path / "xor.py", Drafts(), files.read_if_there
    drafts.write(path, "1\n")

    def read_and_lose(target: Path, most: int) -> bytes | None:
        data = read(target, most)
        target.unlink(missing_ok=True)
        return data

    with mock.patch.object(files, "read_if_there", read_and_lose):
        assert drafts.write(path, None) == Saved()


def test_a_draft_that_waits_has_no_news(tmp_path: Path) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    with mock.patch.object(files, "write_beside", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        assert "No space" in drafts.write(path, "ours\n").problem
    path.write_text("theirs\n")
    assert drafts.news(path) is None
    assert drafts.read(path) == "ours\n"


def test_a_draft_that_could_not_be_removed_is_no_text_that_waits(tmp_path: Path) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    drafts.write(path, "ours\n")
    with mock.patch.object(Path, "unlink", side_effect=PermissionError(errno.EACCES, "Permission denied")):
        assert "Permission denied" in drafts.write(path, None).problem
    assert drafts.read(path) is None
    assert "Permission denied" in drafts.problem
    drafts.retry()
    assert (drafts.problem, path.exists()) == ("", False)


def test_a_draft_that_was_read_or_accepted_counts_as_seen(tmp_path: Path) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    drafts.write(path, "ours\n")
    path.write_text("theirs 1\n")
    assert drafts.write(path, "ours 1\n").kept == tmp_path / "xor.other-1.py"
    assert drafts.read(path) == "ours 1\n"
    path.write_text("theirs 2\n")
    assert drafts.write(path, "ours 2\n").kept == tmp_path / "xor.other-2.py"
    path.write_text("theirs 3\n")
    assert drafts.news(path) == "theirs 3\n"
    drafts.accept(path)
    assert drafts.write(path, "ours 3\n").kept is None


def test_what_somebody_else_wrote_is_told_once(tmp_path: Path) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    path.write_text("theirs\n")
    assert drafts.write(path, "ours\n").kept is not None
    assert drafts.write(path, "ours, longer\n") == Saved()


def test_a_vanished_draft_is_written_again_at_the_second_look_and_not_before(tmp_path: Path) -> None:
    always, drafts = tmp_path / "drafts", Drafts()
    never, gone, cell = always / "never.py", always / "gone.py", tmp_path / "cells" / "a.py"
    assert drafts.read(never) is None
    drafts.write(gone, "1\n")
    drafts.write(cell, "2\n")
    drafts.restore(always)
    for path in (gone, cell):
        path.unlink()
    drafts.restore(always)
    assert not gone.exists()
    drafts.restore(always)
    assert gone.read_text() == "1\n"
    assert not cell.exists()
    assert not never.exists()
    gone.unlink()
    drafts.restore(always)
    assert not gone.exists()
    drafts.restore(always)
    assert gone.exists()


def test_a_byte_that_is_no_text_is_told_by_its_line(tmp_path: Path) -> None:
    for data, line in ((b"\xff", 1), (b"\n\xff", 2), (b"\n\n\xff\n", 3), (b"a\nb\xff\n", 2)):
        (tmp_path / "xor.py").write_bytes(data)
        with pytest.raises(Exception, match=rf"xor\.py:{line}: not UTF-8"):
            Drafts().read(tmp_path / "xor.py")


def test_nothing_half_written_is_left_where_the_draft_cannot_be_put_in_place(tmp_path: Path) -> None:
    path, drafts = tmp_path / "xor.py", Drafts()
    drafts.write(path, "1\n")
    broken = OSError(errno.EIO, "Input/output error")
    with (
        mock.patch.object(files, "_exchange", side_effect=broken),
        mock.patch.object(Path, "replace", side_effect=broken),
    ):
        assert "Input/output error" in drafts.write(path, "2\n").problem
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "1\n"


# ---- names, journals, zips ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x", "xor", "x" * 64, "0_a-b"])
def test_a_plain_name_is_its_own(name: str) -> None:
    assert file_stem(name) == name


@pytest.mark.parametrize(
    ("name", "stump"),
    [("x" * 65, "x" * 40), ("Two Words!", "two-words"), ("_x", "x"), ("", "unnamed"), ("é", "unnamed"), ("a~b", "a-b")],
)
def test_any_other_name_has_a_stump_and_a_hash(name: str, stump: str) -> None:
    assert file_stem(name) == f"{stump}~{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def test_what_a_journal_says_of_a_line_that_is_torn_in_the_middle() -> None:
    lines = encode_entry(Opened("a", 1.0)) + b'{"is":"Op\n' + encode_entry(Opened("b", 2.0))
    assert decode_entries(lines) == (Opened("a", 1.0), Opened("b", 2.0))


def test_what_was_left_half_written_goes_after_an_hour(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course", clock=lambda: 10_000.0)
    store.save_draft("xor", "1\n")
    old, new = (store.draft_path("xor").with_name(f".xor.py.{number:08x}.tmp") for number in (1, 2))
    for path, age in ((old, 3_601.0), (new, 3_599.0)):
        path.touch()
        os.utime(path, (10_000.0 - age, 10_000.0 - age))
    store.tidy()
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize(
    ("at", "year"),
    [(0.0, 1980), (-1e18, 1980), (4_354_700_000.0, 2107), (4_354_800_000.0, 1980), (1e18, 1980), (float("nan"), 1980)],
)
def test_a_zip_has_only_times_that_zips_can_have(at: float, year: int) -> None:
    [member] = zipfile.ZipFile(io.BytesIO(files.zipped([("a", b"x", at)]))).infolist()
    assert member.date_time[0] == year
