"""Whose a file is and what it answers, by its path."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classroom.submissions.in_process import recognise
from tuitutor.classroom.submissions.found import Claim, Collected, SubmittedFile, text_of
from tuitutor.classroom.submissions.layouts import Download, download
from tuitutor.classroom.submissions.recognise import MOST_LEARNERS
from tuitutor.classroom.submissions.texts import decode_answer
from tuitutor.course.model import Course
from tuitutor.errors import Remedy
from tuitutor.grading.verdicts import Verdict

ABOVE = ("home", "teacher", "collected")


def found(path: str, modified: float = 0.0, text: str = "a = 1\n") -> SubmittedFile:
    parts = tuple(path.split("/"))
    return SubmittedFile((*ABOVE, *parts), modified, text.encode(), below=len(parts), source=path)


def rows(collected: Collected) -> list[tuple[str, str]]:
    assert not collected.unread
    return [(submission.who, submission.exercise) for submission in collected.submissions]


@pytest.mark.parametrize(
    ("path", "who", "exercise"),
    [
        ("ada/xor.py", "ada", "xor"),
        ("ada/XOR.py", "ada", "xor"),
        ("ada/xor (1).py", "ada", "xor"),
        ("ada/xor(1).py", "ada", "xor"),
        ("ada/xor - Kopie.py", "ada", "xor"),
        ("ada/golf-1 - Copy (2).py", "ada", "golf-1"),
        ("ada/golf_1.py", "ada", "golf-1"),
        ("ada/Golf 1.py", "ada", "golf-1"),
        ("ada/alone in it.py", "ada", "alone-in-it"),
        ("golf_1/ada.py", "ada", "golf-1"),
        ("golf-1/xor - ada.py", "xor - ada", "golf-1"),
        ("ada/xor/xor.py", "ada", "xor"),
        ("ada/alone.py", "ada", "alone-in-it"),
        ("xor/ada.py", "ada", "xor"),
        ("golf-1/ada.py", "ada", "golf-1"),
        ("ada.zip/xor.py", "ada", "xor"),
        ("ada.zip/work/xor.py", "ada", "xor"),
        ("ada/answers.zip/xor.py", "ada", "xor"),
        ("ada/answers.zip/golf-1/answer.py", "ada", "golf-1"),
        ("xor/ada.zip/answer.py", "ada", "xor"),
        ("xor.py", "collected", "xor"),
        ("submitted/ada/ps1/xor.py", "ada", "xor"),
        ("course/submitted/ada/ps1/parts/xor.py", "ada", "xor"),
        ("lovelaceada_340_2084_xor.py", "lovelaceada_340", "xor"),
        ("lovelaceada_LATE_340_2084_xor-2.py", "lovelaceada_340", "xor"),
        ("lovelaceada_340_2084_golf-1.py", "lovelaceada_340", "golf-1"),
        ("lovelaceada_340_2084_golf-1-3.py", "lovelaceada_340", "golf-1"),
        ("lovelaceada_340_2084_work.zip/xor.py", "lovelaceada_340", "xor"),
        ("anon_4fx2Z_2084_xor.py", "anon_4fx2Z", "xor"),
        ("Ada Lovelace_812_assignsubmission_file_/xor.py", "Ada Lovelace_812", "xor"),
        ("Ada Lovelace_812_assignsubmission_file/xor.py", "Ada Lovelace_812", "xor"),
        ("Ada Lovelace_812_assignsubmission_file_xor.py", "Ada Lovelace_812", "xor"),
        ("Ada Lovelace_812_assignsubmission_file_/w.zip/deep/xor.py", "Ada Lovelace_812", "xor"),
        ("Ada Lovelace_812_assignsubmission_file_/golf-1/answer.py", "Ada Lovelace_812", "golf-1"),
        ("lovelaceada_340_2084_work.zip/golf-1/answer.py", "lovelaceada_340", "golf-1"),
        ("submitted/ada/ps1/golf-1/answer.py", "ada", "golf-1"),
        ("submitted/ada/golf-1/answer.py", "ada", "golf-1"),
    ],
)
def test_a_layout_that_is_understood(course: Course, path: str, who: str, exercise: str) -> None:
    assert rows(recognise([found(path)], course)) == [(who, exercise)]
    if path.split("/")[0] not in ("xor.py", "ada.zip"):  # which are named by the folder that they lie in
        assert rows(recognise([found(f"week/{path}")], course)) == [(who, exercise)]


@pytest.mark.parametrize(
    ("path", "who"),
    [("ada.py", "ada"), ("ada/answer.py", "ada"), ("ada/answers.zip/answer.py", "ada"), ("ada_5_6_hw.py", "ada_5")],
)
def test_the_teacher_names_the_exercise(course: Course, path: str, who: str) -> None:
    assert rows(recognise([found(path)], course, "xor")) == [(who, "xor")]
    collected = recognise([found(path)], course)
    assert not collected.submissions
    [unread] = collected.unread
    assert (unread.who, unread.source) == (who, path)
    assert unread.remedy == Remedy.WHICH_EXERCISE


def test_a_name_that_says_the_exercise_is_right_whatever_the_teacher_names(course: Course) -> None:
    assert rows(recognise([found("ada/golf-1.py")], course, "xor")) == [("ada", "golf-1")]


def test_a_misspelt_exercise_gets_the_nearest(course: Course) -> None:
    [unread] = recognise([found("ada/golf1.py")], course).unread
    assert "did you mean 'golf-1'?" in unread.problem


def unused(collected: Collected) -> dict[str, str]:
    assert {file.who for file in collected.unread} <= {submission.who for submission in collected.submissions}
    return {file.source: file.problem for file in collected.unread}


def test_the_exact_name_counts_then_the_newest_and_the_others_are_named(course: Course) -> None:
    files = [found("ada/xor.py", 20.0, "a = 2"), found("ada/xor (1).py", 30.0, "a = 3"), found("ada/xor.md", 10.0)]
    files[2] = SubmittedFile(files[2].parts, 10.0, b"```{code-cell} ipython3\na = 1\n```\n", 2, "ada/xor.md")
    collected = recognise([*files, found("ada/xor - Kopie.py", 40.0, "a = 2")], course)
    [submission] = collected.submissions
    assert (submission.answer, submission.source) == ("a = 2", "ada/xor.py")
    assert unused(collected) == {
        f"ada/{name}": "it isn't used, since xor.py is the answer to 'xor'." for name in ("xor (1).py", "xor.md")
    }, "and nothing is said of an equal copy"


@pytest.mark.parametrize(
    ("label", "names"), [("xor", ("xor (1).py", "xor - Copy.py")), ("golf-1", ("golf_1.py", "golf 1.py"))]
)
def test_different_copies_without_the_exact_name_are_all_named(
    course: Course, label: str, names: tuple[str, str]
) -> None:
    files = [found(f"ada/{name}", text=f"a = {number}") for number, name in enumerate(names)]
    collected = recognise(files, course)
    assert not collected.submissions
    assert {(file.who, file.exercise) for file in collected.unread} == {("ada", label)}
    first, second = sorted(names)
    assert all(file.problem.startswith(f"{first} and {second} are different answers") for file in collected.unread)
    alike = [replace(file, data=b"a = 1") for file in files]
    assert len(recognise(alike, course).submissions) == 1


def test_canvas_says_by_its_numbers_what_is_newest(course: Course) -> None:
    files = [found("al_5_100_xor.py", 9.0, "old"), found("al_LATE_5_200_xor-1.py", 1.0, "new")]
    collected = recognise(files, course)
    assert [submission.answer for submission in collected.submissions] == ["new"]
    assert [*unused(collected)] == ["al_5_100_xor.py"]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a/ada/xor.py", "b/ada/xor.py"], ["a/ada", "b/ada"]),
        (["a/ada/xor.py", "b/ada/golf-1.py"], ["a/ada", "b/ada"]),
        (["a/xor/ada.py", "b/xor/ada.py"], ["a/ada", "b/ada"]),
        (["c/submitted/ada/p/xor.py", "d/submitted/ada/p/xor.py"], ["c/submitted/ada", "d/submitted/ada"]),
        (["submitted/week/ada/xor.py", "submitted/week/bob/xor.py"], ["week/ada", "week/bob"]),
        (["al_5_1_xor.py", "al_6_1_xor.py"], ["al_5", "al_6"]),
        (["a.zip/ada/xor.py", "a.zip/bob/golf-1.py"], ["a/ada", "a/bob"]),
        (["s/ada.zip/xor.py", "s/bob.zip/golf-1.py"], ["ada", "bob"]),
    ],
)
def test_learners_of_one_name_stay_separate(course: Course, paths: list[str], names: list[str]) -> None:
    assert [submission.who for submission in recognise(map(found, paths), course).submissions] == names


ZIP_AND_FILE = ["ada/xor.py", "ada/answers.zip/golf-1.py"]


def test_a_folders_only_zip_is_its_learners_as_the_files_beside_it_are(course: Course) -> None:
    assert rows(recognise(map(found, ZIP_AND_FILE), course)) == [("ada", "golf-1"), ("ada", "xor")]
    deeper = ["ada/xor.py", "ada/answers.zip/week3/golf-1.py"]
    assert rows(recognise(map(found, deeper), course)) == [("ada", "golf-1"), ("ada", "xor")]
    assert rows(recognise(map(found, ["ada/golf-1.py", "ada/answer.py"]), course, "xor")) == [
        ("ada", "golf-1"),
        ("ada", "xor"),
    ]


def test_the_newest_counts_of_a_folders_files_and_its_zips(course: Course) -> None:
    files = [found("ada/xor.py", 1.0, "old"), found("ada/answers.zip/xor.py", 2.0, "new")]
    for order in (files, files[::-1]):
        collected = recognise(order, course)
        [submission] = collected.submissions
        assert (submission.who, submission.answer) == ("ada", "new")
        assert unused(collected) == {"ada/xor.py": "it isn't used, since a newer one is the answer to 'xor'."}


def test_what_is_unreadable_in_a_folders_zip_is_its_learners(course: Course) -> None:
    files = [found("ada/xor.py"), replace(found("ada/answers.zip/golf-1.py"), data=b"\xff")]
    for order in (files, [replace(files[1], data=b"a = 1"), replace(files[0], data=b"\xff")]):
        collected = recognise(order, course)
        [submission], [unread] = collected.submissions, collected.unread
        assert (submission.who, unread.who) == ("ada", "ada")


def test_several_zips_in_a_folder_are_several_learners_whatever_is_beside_them(course: Course) -> None:
    collected = recognise(map(found, [*ZIP_AND_FILE, "ada/bob.zip/golf-1.py"]), course)
    assert rows(collected) == [("ada", "xor"), ("ada/answers", "golf-1"), ("ada/bob", "golf-1")]


def test_zips_in_the_only_folder_are_called_like_their_learners(course: Course) -> None:
    paths = ["zips/ada.zip/xor.py", "zips/bob.zip/mine/golf-1.py", "zips/bob.zip/xor.py", "zips/eve.zip/eve/xor.py"]
    assert rows(recognise(map(found, paths), course)) == [
        ("ada", "xor"),
        ("bob", "xor"),
        ("bob/mine", "golf-1"),  # whose, if it is somebody else's, only a person can tell
        ("eve", "xor"),
    ]
    beside = ["zips/ada.zip/xor.py", "zips/bob.zip/xor.py", "bob/golf-1.py"]  # the folder may be a learner's, too
    assert rows(recognise(map(found, beside), course)) == [("bob", "golf-1"), ("zips/ada", "xor"), ("zips/bob", "xor")]
    one = ["ada/answers.zip/xor.py"]
    assert rows(recognise(map(found, one), course)) == [("ada", "xor")]


def test_the_assignments_of_one_learner_are_one_row_each_exercise(course: Course) -> None:
    paths = ["submitted/ada/ps1/xor.py", "submitted/ada/ps1/xor (1).py", "submitted/ada/ps2/golf-1.py"]
    assert rows(recognise(map(found, paths), course)) == [("ada", "golf-1"), ("ada", "xor")]


def test_a_number_that_is_no_learners_name_already(course: Course) -> None:
    paths = ["\x01/xor.py", "\x02/xor.py", "\ufffd (2)/xor.py", "\x03/xor.py"]
    names = [submission.who for submission in recognise(map(found, paths), course).submissions]
    assert len(set(names)) == 4
    assert {"\ufffd", "\ufffd (2)", "\ufffd (3)"} < set(names)


@pytest.mark.parametrize("digits", [20, 5000])
def test_very_long_numbers_in_names(course: Course, digits: int) -> None:
    number = "1" * digits
    paths = [f"al_5_{number}_xor.py", f"al_5_6_xor-{number}.py", f"a_{number}_assignsubmission_file_/xor.py"]
    files = [found(path, text=f"a = {number}") for number, path in enumerate(paths)]
    collected = recognise(files, course)
    assert len(collected.submissions) + len(collected.unread) == 3


def test_one_learner_whose_name_is_written_in_two_ways(course: Course) -> None:
    """macOS writes accents as letters of their own."""
    collected = recognise([found("an\u0303a/xor.py"), found("a\xf1a/golf-1.py")], course)
    assert rows(collected) == [("a\xf1a", "golf-1"), ("a\xf1a", "xor")]


def test_a_learner_cannot_hand_in_for_another_of_the_same_system(course: Course) -> None:
    files = [found("mal_1_5_w.zip/bob_2_9999_xor.py", 99.0, "forged"), found("bob_2_7_xor.py", 1.0, "true")]
    submissions = {submission.who: submission.answer for submission in recognise(files, course, "xor").submissions}
    assert submissions == {"mal_1": "forged", "bob_2": "true"}


def test_a_learner_cannot_hand_in_for_another_by_a_folder(course: Course) -> None:
    files = [found("mal.zip/bob/xor.py", 99.0, "forged"), found("bob.zip/xor.py", 1.0, "true")]
    assert {submission.who: submission.answer for submission in recognise(files, course).submissions} == {
        "mal": "forged",
        "bob": "true",
    }


def test_what_is_no_answer_is_told(course: Course) -> None:
    files = [found("ada/xor.py"), found("ada/report.pdf"), found("bob/report.pdf"), found("grades.csv")]
    unread = recognise(files, course).unread
    rows = [("", "grades.csv"), ("ada", "ada/report.pdf"), ("bob", "bob/report.pdf")]
    assert [(file.who, file.source) for file in unread] == rows
    assert all("hand in a .py file, or a notebook" in file.problem for file in unread)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the answer is empty; write one"),
        (b"\xef\xbb\xbf \r\n", "the answer is empty; write one"),
        (b"a = 1\nb = '\xe9'\n", "byte 0xe9 in line 2 is not UTF-8; save the file as UTF-8"),
        (b"#" * 600_000, "more than 512 KiB"),
    ],
)
def test_a_file_without_an_answer_is_a_row(course: Course, data: bytes, sentence: str) -> None:
    file = SubmittedFile(("all", "ada", "xor.py"), 0.0, data, 2, "ada/xor.py")
    [unread] = recognise([file], course).unread
    assert (unread.who, unread.exercise, unread.source) == ("ada", "xor", "ada/xor.py")
    assert unread.problem.startswith(sentence)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(course: Course) -> None:
    file = SubmittedFile(("all", "ada", "xor.py"), 0.0, b"\xef\xbb\xbfa = 1\r\nb = 2\r\n", 2)
    assert recognise([file], course).submissions[0].answer == "a = 1\nb = 2\n"


def test_no_name_commands_a_terminal(course: Course) -> None:
    files = [found("\x1b[2Jada/xor.py"), found("\x1b]0;x\x07/b\x9bob.py"), found("\u202eeve\udce9/report.pdf")]
    collected = recognise(files, course)
    names = [submission.who + submission.source for submission in collected.submissions]
    names += [file.who + file.source for file in collected.unread]
    assert len(names) == 3
    assert all(map(str.isprintable, names))


words = st.sampled_from(["ada", "bob", "xor", "golf-1", "both", "submitted", "a.zip", "b.ZIP", ".."]) | st.text(
    st.characters(exclude_characters="/"), min_size=1, max_size=6
)
stems = st.sampled_from(["xor", "ada", "golf-1", "xor-1", "x_1_2_xor", "B C_7_assignsubmission_file_"]) | words
endings = st.sampled_from([".py", ".ipynb", ".md", ".pdf", "", ".PY"])
paths = st.tuples(st.lists(words, max_size=4), st.builds(str.__add__, stems, endings))
datas = st.sampled_from([b"a = 1", b"", b"\xff", b'{"cells": [{"cell_type": "code", "source": "a"}]}', b"{", b"[]"])
files = st.builds(
    lambda path, modified, data, below: SubmittedFile(("all", *path[0], path[1]), modified, data, below),
    paths,
    st.floats(0, 1e9),
    datas | st.binary(max_size=20),
    st.integers(0, 6),
)
quick = settings(max_examples=150, deadline=None)


@quick
@given(st.lists(files, max_size=8), st.sampled_from(["", "xor"]))
@pytest.mark.long
def test_nobodys_file_vanishes(course: Course, handed_in: list[SubmittedFile], exercise: str) -> None:
    """Whatever the names and bytes, each file is an answer or a row that says why."""
    collected = recognise(handed_in, course, exercise)
    sources = {submission.source for submission in collected.submissions} | {file.source for file in collected.unread}
    texts = {text_of(submission.answer).strip() for submission in collected.submissions}
    for file in handed_in:
        source = "".join(char if char.isprintable() else "\ufffd" for char in "/".join(file.parts))
        assert source in sources or decode_answer(file.bytes, "").strip() in texts  # as an equal one


@quick
@given(st.lists(files, max_size=8), st.randoms())
@pytest.mark.long
def test_the_order_of_reading_does_not_matter(course: Course, handed_in: list[SubmittedFile], random: object) -> None:
    shuffled = list(handed_in)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    unique = {file.parts: file for file in handed_in}
    if len(unique) == len(handed_in):
        assert recognise(shuffled, course) == recognise(handed_in, course)


@quick
@given(st.lists(files, max_size=8))
@pytest.mark.long
def test_a_row_is_one_learners_and_text_is_what_was_handed_in(course: Course, handed_in: list[SubmittedFile]) -> None:
    collected = recognise(handed_in, course)
    keys = [(submission.who, submission.exercise) for submission in collected.submissions]
    assert len(keys) == len(set(keys))
    assert all(
        submission.exercise in {"xor", "golf-1", "alone-in-it"} and text_of(submission.answer).strip()
        for submission in collected.submissions
    )
    assert all(file.problem.endswith(".") and "\n" not in file.problem for file in collected.unread)


@pytest.mark.parametrize(
    ("path", "system", "id_", "name"),
    [
        ("lovelaceada_LATE_1_2_xor-3.py", "canvas", "1", "lovelaceada_LATE_1_2_xor-3.py"),
        ("anon_x7Yz_2_xor.py", "canvas", "x7Yz", "anon_x7Yz_2_xor.py"),
        ("lovelaceada_1_2_ada.zip/work/xor.py", "canvas", "1", "lovelaceada_1_2_ada.zip"),
        ("Ada L_47_assignsubmission_file_/a/xor.py", "moodle", "47", "Ada L_47_assignsubmission_file_/"),
        ("Ada L_47_assignsubmission_file/xor.py", "moodle", "47", "Ada L_47_assignsubmission_file/"),
        ("Ada L_47_assignsubmission_file_xor.py", "moodle", "47", "Ada L_47_assignsubmission_file_xor.py"),
    ],
)
def test_the_name_of_a_download_is_known_again(course: Course, path: str, system: str, id_: str, name: str) -> None:
    (submission,) = recognise([found(f"all.zip/{path}")], course).submissions
    assert download(submission.who, ["other/xor.py", submission.source]) == Download(system, id_, name)


@pytest.mark.parametrize("path", ["{}_assignsubmission_file_/xor.py", "{}_9_xor.py"])
def test_a_download_of_somebody_else_is_not_theirs(path: str) -> None:
    sources = [path.format(who) for who in ("ada_1", "bob_2", "cy_3")]
    found = download("bob_2", sources)
    assert found is not None
    assert found.id == "2"
    assert download("dee_4", sources) is None
    assert download("aa_4", sources) is None


def test_what_a_teacher_named_is_no_download(course: Course) -> None:
    for path in ("team_1/xor.py", "ada_1_2_x/bob/xor.py"):
        (submission,) = recognise([found(path)], course).submissions
        assert download(submission.who, [submission.source]) is None


@pytest.mark.parametrize(
    ("beside", "planted", "who"),
    [
        ("Bob_2_assignsubmission_file_/xor.py", "plain.zip/Ada_1_assignsubmission_file_/xor.py", "plain/Ada_1"),
        ("Bob_2_assignsubmission_file_/xor.py", "more/Ada_1_assignsubmission_file_/xor.py", "more/Ada_1"),
        ("Bob_2_assignsubmission_file_/xor.py", "plain.zip/a/b.zip/Ada_1_assignsubmission_file_xor.py", "plain/Ada_1"),
        ("bob_2_7_xor.py", "plain.zip/ada_1_9_xor.py", "plain/ada_1"),
        ("submitted/bob/ps1/xor.py", "plain.zip/submitted/ada/ps1/xor.py", "plain/ada"),
    ],
)
def test_what_a_system_seems_to_name_in_a_zip_beside_its_own_names_is_a_row_of_its_own(
    course: Course, beside: str, planted: str, who: str
) -> None:
    true = beside.replace("Bob_2", "Ada_1").replace("bob_2", "ada_1").replace("bob", "ada")
    files = [found(beside), found(true), found(planted, modified=9e9, text="a = 2\n")]
    for order in (files, files[::-1]):
        collected = recognise(order, course)
        assert len(collected.submissions) == 3
        assert [submission.answer for submission in collected.submissions if submission.source == true] == ["a = 1\n"]
        assert [submission.who for submission in collected.submissions if submission.source == planted] == [who]
        assert not collected.unread


def test_all_that_a_system_seems_to_name_in_one_zip_is_one_row_each(course: Course) -> None:
    inner = "plain.zip/{}/Ada_1_assignsubmission_file_/{}.py"
    paths = ["Bob_2_assignsubmission_file_/xor.py", inner.format("a", "xor"), inner.format("b", "golf-1")]
    assert rows(recognise(map(found, paths), course)) == [
        ("Bob_2", "xor"),
        ("plain/Ada_1", "golf-1"),
        ("plain/Ada_1", "xor"),
    ]
    beside = [paths[0], paths[1], paths[1].replace(".zip", "")]
    assert len(recognise(map(found, beside), course).submissions) == 3


def test_a_name_that_a_system_gave_overrides_the_names_within_it(course: Course) -> None:
    inner = "Ada_1_assignsubmission_file_/w.zip/Bob_2_assignsubmission_file_/xor.py"
    assert rows(recognise([found(inner), found("Bob_2_assignsubmission_file_/xor.py")], course)) == [
        ("Ada_1", "xor"),
        ("Bob_2", "xor"),
    ]


def test_several_downloads_in_one_folder_are_one_class(course: Course) -> None:
    files = [f"week{week}.zip/{who}_assignsubmission_file_/{what}.py" for week, who, what in WEEKS]
    assert rows(recognise(map(found, files), course)) == [("Ada_1", "golf-1"), ("Ada_1", "xor"), ("Bob_2", "xor")]


WEEKS = [(1, "Ada_1", "xor"), (1, "Bob_2", "xor"), (2, "Ada_1", "golf-1")]


def test_files_of_other_kinds_belong_to_the_learner_whom_their_own_name_names(course: Course) -> None:
    files = ["in.zip/grace_LATE_12_502_report.pdf", "in.zip/alan_13_503_shape-net.docx", "in.zip/ada_14_504_xor.py"]
    collected = recognise(map(found, files), course)
    assert [submission.who for submission in collected.submissions] == ["ada_14"]
    assert [(file.who, file.source) for file in collected.unread] == [("alan_13", files[1]), ("grace_12", files[0])]


@pytest.mark.parametrize("files", [["ana/two-hidden.py", "ana/xor.py"], ["two-hidden.py", "xor.py"]])
def test_a_file_that_names_no_exercise_belongs_to_the_learner_of_the_others_in_its_folder(
    course: Course, files: list[str]
) -> None:
    collected = recognise(map(found, files), course)
    who = "ana" if "ana/" in files[0] else "collected"
    assert [(submission.who, submission.source) for submission in collected.submissions] == [(who, files[1])]
    assert [(file.who, file.source) for file in collected.unread] == [(who, files[0])]


@pytest.mark.long
def test_a_zip_has_files_of_so_many_learners_and_the_rest_of_it_is_one_row(course: Course) -> None:
    names = [f"{number:04}/xor.py" for number in range(MOST_LEARNERS + 2)]
    names += ["0000/golf-1.py", "9999/xor.zip/answer.py"]
    files = [
        SubmittedFile(
            (*ABOVE, "a", "class.zip", *name.split("/")), 0.0, b"a = 1", name.count("/") + 1, f"a/class.zip/{name}"
        )
        for name in names
    ]
    files.append(SubmittedFile((*ABOVE, "a", "later", "xor.py"), 0.0, b"a = 1", 2, "a/later/xor.py"))
    collected = recognise(files, course)
    learners = [f"{number:04}" for number in range(MOST_LEARNERS)]
    assert [submission.who for submission in collected.submissions if submission.exercise == "xor"] == [
        *learners,
        "later",
    ]
    assert [submission.who for submission in collected.submissions if submission.exercise == "golf-1"] == ["0000"]
    assert [(file.who, file.exercise, file.source) for file in collected.unread] == [("class", "", "a/class.zip")]
    assert "has files of more than 5,000 learners" in collected.unread[0].problem


def test_what_an_answer_claims_is_that_of_the_manifest_beside_it(course: Course) -> None:
    claimed = b'{"course": "small", "claims": {"xor": {"version": "2.0", "verdict": "passed"}}}'
    files = [found("ada.zip/xor.py"), found("ada.zip/golf-1.py"), found("bob.zip/xor.py"), found("cy.zip/xor.py")]
    for who, problem in (("ada", ""), ("bob", "it is damaged.")):
        parts = (*ABOVE, f"{who}.zip", "tuitutor.json")
        files.append(SubmittedFile(parts, data=claimed, below=2, source=f"{who}.zip/tuitutor.json", problem=problem))
    collected = recognise(files, course)
    assert [(submission.who, submission.exercise, submission.claim) for submission in collected.submissions] == [
        ("ada", "golf-1", None),
        ("ada", "xor", Claim("2.0", Verdict.PASSED)),
        ("bob", "xor", None),
        ("cy", "xor", None),
    ]
    assert [file.source for file in collected.unread] == ["bob.zip/tuitutor.json"]
