"""Real files, folders and zips, good and hostile."""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
import struct
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.classroom.submissions.conftest import tree, zipped
from tests.classroom.submissions.in_process import ReaderInProcess, recognise
from tuitutor.classroom.submissions.finding import handed_in, paths_of
from tuitutor.classroom.submissions.found import Collected, FileSlice, SubmittedFile
from tuitutor.classroom.submissions.zips import Bounds, unpack
from tuitutor.course.model import Course
from tuitutor.errors import UsageError

MIB = 1024 * 1024
LOW = Bounds(inner=4 * MIB, free=MIB, total=64 * MIB)


def collect(course: Course, *names: Path | str, exercise: str = "", bounds: Bounds | None = None) -> Collected:
    bounds = bounds or Bounds()
    reader = ReaderInProcess(course, bounds)
    return recognise(handed_in(paths_of([str(name) for name in names]), reader, bounds), course, exercise, reader)


def who(collected: Collected) -> Sequence[tuple[str, str]]:
    assert not collected.unread
    return [(submission.who, submission.exercise) for submission in collected.submissions]


ANSWERS = {"ada/xor.py": "a = 1", "ada/golf-1.py": "a = 1", "bob/xor.py": "a = 2"}
ROWS = [("ada", "golf-1"), ("ada", "xor"), ("bob", "xor")]


def test_a_folder_its_parts_and_a_zip_of_it_are_the_same(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree(tmp_path / "all", ANSWERS)
    assert who(collect(course, folder)) == ROWS
    assert who(collect(course, folder / "ada", folder / "bob")) == ROWS
    assert who(collect(course, f"{folder}/*")) == ROWS
    assert who(collect(course, folder, folder / "ada" / "xor.py")) == ROWS
    assert who(collect(course, *folder.glob("*/*.py"))) == ROWS
    (tmp_path / "class.zip").write_bytes(zipped(ANSWERS))
    assert who(collect(course, tmp_path / "class.zip")) == ROWS
    monkeypatch.chdir(folder)
    assert who(collect(course, ".")) == ROWS
    monkeypatch.chdir(folder / "ada")
    assert who(collect(course, "xor.py")) == [("ada", "xor")]


def test_zips_in_a_zip(course: Course, tmp_path: Path) -> None:
    canvas = {f"lovelaceada_{n}_9_w.zip": zipped({"xor.py": f"a = {n}"}) for n in (3, 4)}
    (tmp_path / "submissions.zip").write_bytes(zipped(canvas))
    collected = collect(course, tmp_path / "submissions.zip")
    assert who(collected) == [("lovelaceada_3", "xor"), ("lovelaceada_4", "xor")]
    assert [submission.answer for submission in collected.submissions] == ["a = 3", "a = 4"]
    assert collected.submissions[0].source.endswith("submissions.zip/lovelaceada_3_9_w.zip/xor.py")


def test_zips_of_learners_are_theirs_however_they_are_named(course: Course, tmp_path: Path) -> None:
    tree(tmp_path, {f"lovelaceada_{n}_9_w.zip": zipped({"xor.py": "a = 1"}) for n in (3, 4)})
    rows = [("lovelaceada_3", "xor"), ("lovelaceada_4", "xor")]
    assert who(collect(course, f"{tmp_path}/*.zip")) == rows
    assert who(collect(course, tmp_path)) == rows


def test_what_is_no_answer_is_nobodys_where_no_folder_is_named(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"ada/report.pdf": "x", "ada.pdf": "x"})
    report, alone = folder / "ada" / "report.pdf", folder / "ada.pdf"
    assert [(file.who, file.source) for file in collect(course, report, alone).unread] == [
        ("", str(alone)),
        ("", str(report)),
    ]
    assert [(file.who, file.source) for file in collect(course, report).unread] == [("", str(report))]
    assert [file.who for file in collect(course, folder).unread] == ["", "ada"]


def test_what_cannot_be_an_answer_is_named_wherever_it_lies(course: Course, tmp_path: Path) -> None:
    others = ("notes.txt", "ada/notes.txt", "ada/data.csv", "bob/Thumbs.db", "cy/report.pdf")
    collected = collect(course, tree(tmp_path / "all", {**ANSWERS, **dict.fromkeys(others, "x")}))
    assert [(submission.who, submission.exercise) for submission in collected.submissions] == ROWS
    named = [(file.who, file.source.removeprefix(f"{tmp_path / 'all'}/")) for file in collected.unread]
    assert named == [("", "notes.txt"), ("ada", "ada/data.csv"), ("ada", "ada/notes.txt"), ("cy", "cy/report.pdf")]
    assert [file.path for file in collected.unread][3] == str(tmp_path / "all/cy/report.pdf")


@pytest.mark.parametrize("where", ["ada/golf-1.pdf", "golf-1/ada.pdf"])
def test_what_cannot_be_an_answer_is_of_the_exercise_that_it_names(course: Course, tmp_path: Path, where: str) -> None:
    both = {"ada/xor.py": "a = 1", "golf-1/bob.py": "a = 1", where: "x"}
    collected = collect(course, tree(tmp_path / "all", both))
    assert [(submission.who, submission.exercise) for submission in collected.submissions] == [
        ("ada", "xor"),
        ("bob", "golf-1"),
    ]
    assert [(file.who, file.exercise) for file in collected.unread] == [("ada", "golf-1")]


def test_a_folder_of_dots_is_a_folder(course: Course, tmp_path: Path) -> None:
    assert who(collect(course, tree(tmp_path / "all", {".../xor.py": "a = 1"}))) == [("...", "xor")]
    (tmp_path / "class.zip").write_bytes(zipped({".../xor.py": "a = 1"}))
    assert who(collect(course, tmp_path / "class.zip")) == [("...", "xor")]


def test_the_teachers_own_zip_is_no_learner_whatever_its_name(course: Course, tmp_path: Path) -> None:
    (tmp_path / "course_2026_1_xor.zip").write_bytes(zipped(ANSWERS))
    assert who(collect(course, tmp_path / "course_2026_1_xor.zip")) == ROWS


def test_what_programs_leave_behind_is_passed_over(course: Course, tmp_path: Path) -> None:
    clutter = ("__MACOSX/ada/._xor.py", ".DS_Store", "ada/.ipynb_checkpoints/xor.py", "ada/__pycache__/xor.py")
    files = {**ANSWERS, **dict.fromkeys(clutter, "junk")}
    (tmp_path / "class.zip").write_bytes(zipped(files))
    assert who(collect(course, tmp_path / "class.zip")) == ROWS
    assert who(collect(course, tree(tmp_path / "all", files))) == ROWS


def test_a_name_that_stands_for_nothing(course: Course, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is nothing at '.*\.zip'; name a file"):
        paths_of([f"{tmp_path}/*.zip"])


def one_problem(course: Course, path: Path, bounds: Bounds | None = None) -> str:
    collected = collect(course, path, bounds=bounds)
    assert not collected.submissions
    [unread] = collected.unread
    assert unread.source.startswith(str(path))
    return unread.problem


@pytest.mark.parametrize("name", ["../xor.py", "ada/../../xor.py", "/etc/xor.py", "C:\\ada\\xor.py", "..\\xor.py"])
def test_a_path_out_of_the_zip_is_told_and_not_read(course: Course, tmp_path: Path, name: str) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(zipped({name: "a = 1"}))
    assert "leads out of the zip" in one_problem(course, path)


def test_a_link_in_a_zip_is_told_and_not_followed(course: Course, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("ada/xor.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "it is a link" in one_problem(course, tmp_path / "class.zip")


@pytest.mark.parametrize("target", ["secret.py", "secret"])
def test_a_link_in_a_folder_is_told_and_not_followed(course: Course, tmp_path: Path, target: str) -> None:
    tree(tmp_path, {"secret.py": "a = 1", "secret/xor.py": "a = 1"})
    folder = tree(tmp_path / "all", {"ada/.keep": ""})
    (folder / "ada" / "xor.py").symlink_to(tmp_path / target)
    assert "it is a link" in one_problem(course, folder)


def test_a_link_is_followed_when_asked_for_but_not_in_a_circle(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"ada/.keep": ""})
    tree(tmp_path, {"secret/xor.py": "a = 1"})
    (folder / "ada" / "work").symlink_to(tmp_path / "secret")
    (folder / "ada" / "again").symlink_to(folder)
    collected = recognise(handed_in([folder], ReaderInProcess(course), follow=True), course)
    assert [submission.source for submission in collected.submissions] == [f"{folder}/ada/work/xor.py"]
    assert ["too deep" in file.problem for file in collected.unread] == [True]


@pytest.mark.parametrize("named", ["ada/xor.py", "ada", "link/xor.py", "link"])
def test_a_named_link_is_told_and_not_followed(
    course: Course, tmp_path: Path, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path, {"real/xor.py": "a = 1"})
    (tmp_path / "all").mkdir()
    (tmp_path / "all/ada").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path / "all")
    Path("link").symlink_to("ada")
    for path in (Path(named), Path(named).absolute()):
        assert "it is a link" in one_problem(course, path)


def test_a_folder_that_becomes_a_link_while_it_is_read_is_not_entered(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree(tmp_path / "all", {"ada/xor.py": "a = 1", "ada/xor.pdf": ""})
    tree(tmp_path, {"secret/xor.py": "a = 2"})
    listed = os.listdir

    def swap(at: int) -> list[str]:
        names = listed(at)
        if "ada" in names:
            (folder / "ada").rename(tmp_path / "before")
            (folder / "ada").symlink_to(tmp_path / "secret")
        return names

    monkeypatch.setattr(os, "listdir", swap)
    assert "it is a link" in one_problem(course, folder)


def test_a_tree_may_be_deeper_than_python_calls(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"ada/xor.py": "a = 1"})
    (folder / "bob" / "/".join("d" * 500)).mkdir(parents=True)
    collected = collect(course, folder)
    assert [submission.who for submission in collected.submissions] == ["ada"]
    assert ["too deep" in file.problem for file in collected.unread] == [True]


def test_what_cannot_be_opened_is_told(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"ada/.keep": ""})
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(folder / "ada" / "xor.py"))
        assert "it cannot be read (No such device or address)" in one_problem(course, folder)
        assert "it cannot be read (No such device or address)" in one_problem(course, folder / "ada" / "xor.py")


def test_what_is_no_file_does_not_hang_or_end_the_reading(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"bob/xor.py": "a = 1", "ada/.keep": ""})
    os.mkfifo(folder / "ada" / "xor.py")
    collected = collect(course, folder)
    assert [submission.who for submission in collected.submissions] == ["bob"]
    assert "isn't an ordinary file" in collected.unread[0].problem


@pytest.mark.parametrize("size", [MIB, 2 * MIB])
def test_a_bomb_is_found_while_it_is_read(course: Course, tmp_path: Path, size: int) -> None:
    """Its header says that it is small."""
    data = bytearray(zipped({"ada/xor.py": b"#" * size}))
    for signature, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<L", data, data.index(signature) + offset, 10)
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    assert one_problem(course, path)


@pytest.mark.spine
def test_many_that_are_small_each_are_a_bomb_too(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(zipped({f"ada{n:03}/xor.py": b"#" * 400_000 for n in range(40)}))
    collected = collect(course, path, bounds=Bounds(ratio=50, free=MIB))
    assert [file.problem for file in collected.unread if "as a zip bomb does" in file.problem]
    assert len(collected.submissions) < 10
    assert len(collect(course, path).submissions) == 40


def test_a_bomb_of_one_learner_takes_nothing_from_the_others(course: Course, tmp_path: Path) -> None:
    bomb = zipped({"deep.zip": zipped({f"{n}/xor.py": b"#" * 400_000 for n in range(30)})})
    files = {f"al_{n}_9_w.zip": zipped({"xor.py": "a = 1"}) if n % 2 else bomb for n in range(6)}
    path = tmp_path / "class.zip"
    path.write_bytes(zipped(files))
    collected = collect(course, path, bounds=Bounds(ratio=50, free=MIB))
    assert {"al_1", "al_3", "al_5"} <= {submission.who for submission in collected.submissions}
    assert {file.who for file in collected.unread} == {"al_0", "al_2", "al_4"}


def test_many_zips_in_a_zip_are_a_bomb_too(course: Course, tmp_path: Path) -> None:
    many = zipped({f"{n}.zip": zipped({"xor.py": b"#" * 400_000}) for n in range(5)})
    path = tmp_path / "class.zip"
    path.write_bytes(zipped({"al_1_9_w.zip": many, "al_2_9_w.zip": zipped({"xor.py": "a = 1"})}))
    collected = collect(course, path, bounds=Bounds(ratio=50, free=MIB))
    assert {(file.who, "as a zip bomb does" in file.problem) for file in collected.unread} == {("al_1", True)}
    assert [submission.who for submission in collected.submissions] == ["al_1", "al_2"]
    assert not collect(course, path).unread


def test_a_large_zip_may_unpack_to_more_than_a_small_one(course: Course, tmp_path: Path) -> None:
    text = Random(1).randbytes(100_000).hex()  # which is packed to half its size and a little more
    (tmp_path / "class.zip").write_bytes(zipped({"ada/xor.py": f"# {text}"}))
    assert who(collect(course, tmp_path / "class.zip", bounds=Bounds(free=1000, ratio=3))) == [("ada", "xor")]
    assert "as a zip bomb does" in one_problem(course, tmp_path / "class.zip", Bounds(free=1000, ratio=1))
    assert "as a zip bomb does" in one_problem(course, tmp_path / "class.zip", Bounds(total=1000))


def test_a_zip_holds_so_many_files_with_those_in_zips_in_it(course: Course, tmp_path: Path) -> None:
    inner = zipped({"xor.py": "a = 2", "golf-1.py": "a = 2"})
    (tmp_path / "class.zip").write_bytes(zipped({**ANSWERS, "al_1_9_w.zip": inner}))
    assert len(collect(course, tmp_path / "class.zip", bounds=Bounds(files=5)).submissions) == 5
    collected = collect(course, tmp_path / "class.zip", bounds=Bounds(files=4))
    assert [file.problem for file in collected.unread] == [
        "it holds too many files, more than 4; pack only the answers."
    ]
    assert len(collected.submissions) == 4
    assert "more than 3;" in one_problem(course, tmp_path / "class.zip", Bounds(files=3))


def test_a_path_has_a_length_that_people_give(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(zipped({f"{'x' * 1_993}/xor.py": "a = 1", "ada/xor.py": "a = 1"}))
    assert len(collect(course, path).submissions) == 2
    path.write_bytes(zipped({f"{'x' * 1_994}/xor.py": "a = 1", "ada/xor.py": "a = 1"}))
    collected = collect(course, path)
    assert [submission.who for submission in collected.submissions] == ["ada"]
    assert ["far too long" in file.problem for file in collected.unread] == [True]


def in_64_bits(data: bytes, index: int | None = None) -> bytes:
    """A zip in the format for large ones, whatever its size; `index` is what it says of the size of its index."""
    end = data.index(b"PK\5\6")
    count, size, offset = struct.unpack_from("<HLL", data, end + 10)
    size = index or size
    record = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    last = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:end] + record + locator + last


def test_a_zip_in_the_format_for_large_ones(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(in_64_bits(zipped(ANSWERS)))
    assert who(collect(course, path)) == ROWS
    assert "too many files" in one_problem(course, path, Bounds(index=50))
    path.write_bytes(in_64_bits(zipped(ANSWERS), index=1 << 40))
    assert "too many files" in one_problem(course, path)
    path.write_bytes(in_64_bits(zipped(ANSWERS)).replace(b"PK\6\6", b"PK\6\5"))
    assert "cannot be read as a zip" in one_problem(course, path)


def test_a_remark_behind_a_zip_is_none_of_its_files(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = b"x" * 65_535
        archive.writestr("ada/xor.py", "a = 1")
    assert who(collect(course, path)) == [("ada", "xor")]


def test_zips_in_zips_in_zips_have_an_end(course: Course, tmp_path: Path) -> None:
    allowed = zipped({"c.zip": zipped({"b.zip": zipped({"ada/xor.py": "a = 1"})})})
    (tmp_path / "class.zip").write_bytes(allowed)
    assert [submission.answer for submission in collect(course, tmp_path / "class.zip").submissions] == ["a = 1"]
    (tmp_path / "class.zip").write_bytes(zipped({"d.zip": allowed}))
    assert "in too many other zips" in one_problem(course, tmp_path / "class.zip")
    data = zipped({"xor.py": "a = 1"})
    for n in range(5):
        data = zipped({f"{n}.zip": data})
    (tmp_path / "class.zip").write_bytes(data)
    assert "in too many other zips" in one_problem(course, tmp_path / "class.zip")


def test_an_index_that_would_fill_the_memory_is_not_read(course: Course, tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(zipped(dict.fromkeys((f"{n}/xor.py" for n in range(300)), "a = 1")))
    assert "too many files" in one_problem(course, tmp_path / "class.zip", Bounds(index=10_000))


def test_encrypted_members_are_told_each(course: Course, tmp_path: Path) -> None:
    data = bytearray(zipped({"ada/xor.py": "a = 1"}, zipfile.ZIP_STORED))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(signature) + offset] |= 1
    (tmp_path / "class.zip").write_bytes(data)
    collected = collect(course, tmp_path / "class.zip")
    [unread] = collected.unread
    assert (unread.who, unread.exercise) == ("ada", "xor")
    assert "the zip has to be packed without a password" in unread.problem


def test_another_packing_is_told(course: Course, tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(zipped({"ada/xor.py": "a = 1"}, zipfile.ZIP_LZMA))
    assert "ordinary zip" in one_problem(course, tmp_path / "class.zip")


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip", zipped(ANSWERS)[:-30], b"PK\6\7" + b"\0" * 16 + b"PK\5\6" * 9])
def test_what_is_no_zip(course: Course, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "class.zip").write_bytes(data)
    assert "cannot be read as a zip" in one_problem(course, tmp_path / "class.zip")


def test_a_damaged_member_leaves_the_others(course: Course, tmp_path: Path) -> None:
    data = bytearray(zipped({"ada/xor.py": "a = 123456", "bob/xor.py": "a = 1"}, zipfile.ZIP_STORED))
    data[data.index(b"123456")] ^= 1
    (tmp_path / "class.zip").write_bytes(data)
    collected = collect(course, tmp_path / "class.zip")
    assert [submission.who for submission in collected.submissions] == ["bob"]
    assert [(file.who, "damaged" in file.problem) for file in collected.unread] == [("ada", True)]


@pytest.mark.parametrize("stored", ["Zoë".encode(), "Zoë".encode("cp437")])
def test_names_that_are_not_marked_as_utf8(course: Course, tmp_path: Path, stored: bytes) -> None:
    """As macOS writes them, and as DOS did."""
    data = zipped({"Zo__/xor.py"[: 2 + len(stored) - 2] + "/xor.py": "a = 1"})
    data = data.replace(b"Zo" + b"_" * (len(stored) - 2), stored)
    (tmp_path / "class.zip").write_bytes(data)
    assert who(collect(course, tmp_path / "class.zip")) == [("Zoë", "xor")]


def test_names_with_control_characters_in_a_zip(course: Course, tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(zipped({"\x1b[2Jada/xor.py": "a = 1", "\x1b]0;bob\x07/../xor.py": "a = 1"}))
    collected = collect(course, tmp_path / "class.zip")
    assert len(collected.submissions) == len(collected.unread) == 1
    assert all((submission.who + submission.source).isprintable() for submission in collected.submissions)
    assert all((file.who + file.source).isprintable() for file in collected.unread)


def test_times_in_a_zip_say_what_is_newest(course: Course, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name, year in (("xor.py", 2020), ("xor.ipynb", 2021), ("XOR.py", 1980)):
            text = f"a = {year}"
            cells = json.dumps({"cells": [{"cell_type": "code", "source": text}]})
            stored = zipfile.ZipInfo(f"ada/{name}", (year, 5, 1, 12, 0, 0))
            archive.writestr(stored, cells if name == "xor.ipynb" else text)
    submissions = collect(course, tmp_path / "class.zip").submissions
    assert [submission.answer for submission in submissions] == ["a = 2021\n"]


def test_a_large_file_is_not_read_to_its_end(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"ada/xor.py": ""})
    os.truncate(folder / "ada" / "xor.py", 512 * MIB)
    before = bytes_read()
    assert "more than 512 KiB" in one_problem(course, folder)
    assert bytes_read() - before < MIB


def test_a_piece_of_a_file_is_no_more_than_that(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"0123456789")
    with (tmp_path / "file").open("r+b") as file:
        piece = FileSlice(file.fileno(), 3, 4)
        assert piece.read() == b"3456"
        file.truncate(5)  # as a learner may who still works in that folder
        assert piece.read() == b"34"


def bytes_read() -> int:
    """How many bytes this process has read, by the kernel's account."""
    return int(Path("/proc/self/io").read_text().split()[1])


def test_an_answer_may_be_as_large_as_is_said(course: Course, tmp_path: Path) -> None:
    files = {"ada/xor.py": b"#" * (512 * 1024)}
    assert who(collect(course, tree(tmp_path / "all", files))) == [("ada", "xor")]
    (tmp_path / "class.zip").write_bytes(zipped(files))
    assert who(collect(course, tmp_path / "class.zip")) == [("ada", "xor")]


@pytest.mark.parametrize(("name", "problem"), [("w.zip", "too large for a zip of answers"), ("xor.py", "than 512 KiB")])
def test_what_is_too_large_in_a_zip_is_told_for_what_it_is(
    course: Course, tmp_path: Path, name: str, problem: str
) -> None:
    (tmp_path / "class.zip").write_bytes(zipped({f"ada/{name}": b"#" * 600_000}))
    assert problem in one_problem(course, tmp_path / "class.zip", Bounds(inner=500_000))


@pytest.mark.ordinary_user
def test_what_may_not_be_read_is_told(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", ANSWERS)
    (folder / "ada" / "xor.py").chmod(0)
    (folder / "bob").chmod(0)
    collected = collect(course, folder)
    (folder / "bob").chmod(0o700)
    assert [submission.exercise for submission in collected.submissions] == ["golf-1"]
    assert [file.who for file in collected.unread] == ["ada", "bob"]
    assert all("make it readable" in file.problem for file in collected.unread)


@pytest.mark.ordinary_user
def test_what_lies_in_a_folder_that_may_be_listed_but_not_entered_is_told(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {**ANSWERS, "bob/old/golf-1.py": "a = 1"})
    (folder / "bob").chmod(0o600)
    collected = collect(course, folder)
    (folder / "bob").chmod(0o700)
    assert [submission.who for submission in collected.submissions] == ["ada", "ada"]
    assert [file.source.removeprefix(f"{folder}/") for file in collected.unread] == ["bob/old", "bob/xor.py"]
    assert all("(Permission denied); make it readable" in file.problem for file in collected.unread)


def test_a_file_that_its_server_has_lost_is_told(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_: int) -> os.stat_result:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    folder = tree(tmp_path / "all", {"ada/xor.py": "a = 1"})
    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", lost)
        problem = one_problem(course, folder)
    assert problem == "it cannot be read (Stale file handle); it has to be copied again."


NESTED = zipped({"ada/xor.py": "a = 1", "b_1_2_w.zip": zipped({"xor.py": "a = 2"}), "Zoë/xor.py": "a = 3"})


@example([(360, 0)], 0, b"")  # entries that overlap
@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(NESTED) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(NESTED)),
    st.binary(max_size=4),
)
@pytest.mark.long
def test_whatever_is_wrong_with_a_zip_is_told(
    course: Course, changes: Sequence[tuple[int, int]], cut: int, added: bytes
) -> None:
    data = bytearray(NESTED)
    for at, byte in changes:
        data[at] = byte
    for damaged in (bytes(data), bytes(data[:cut]) + added + bytes(data[cut:])):
        zip_ = SubmittedFile(("class.zip",), data=damaged, below=0, source="class.zip")
        collected = recognise(unpack(zip_, ReaderInProcess(course, LOW).members, LOW), course)
        assert all(file.problem.endswith(".") for file in collected.unread)


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "TGZ", "tar.xz", "tar.bz2", "tar.zst", "7z", "rar"])
def test_an_archive_that_is_no_zip_is_told_wherever_it_lies(course: Course, tmp_path: Path, ending: str) -> None:
    name = f"xor.{ending}"
    folder = tree(tmp_path / "all", {f"ada/{name}": "x", "bob/xor.py": "a = 1", f"cy.{ending}": "x"})
    (folder / "dee.zip").write_bytes(zipped({name: "x"}))
    moodle = f"Eve_7_assignsubmission_file_/{name}"
    (folder / "class.zip").write_bytes(zipped({moodle: "x"}))
    collected = collect(course, folder)
    assert [submission.who for submission in collected.submissions] == ["bob"]
    unread = {(file.who, file.exercise) for file in collected.unread}
    assert unread == {("ada", "xor"), ("cy", ""), ("dee", "xor"), ("Eve_7", "xor")}
    assert {file.problem for file in collected.unread} == {
        "it is an archive that isn't a zip; it has to be packed as a zip."
    }
    assert "isn't a zip" in one_problem(course, folder / "ada" / name)


def test_only_a_name_that_ends_so_is_an_archive(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"ada/xor.py": "a = 1", "ada/data.csv.gz": "x", "ada/tar": "x", "ada/rar.txt": "x"})
    assert not [file for file in collect(course, folder).unread if "archive" in file.problem]
