from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.progress.store import Store


def test_list_names_chapters_lessons_and_exercises_with_progress(cli: Cli, course: Path) -> None:
    result = cli("list")
    assert result.code == 0
    assert result.out.splitlines() == [
        f"A small course, in {course}",
        "",
        "1 Counting",
        "  counts   Counts  (5 min, new)",
        "             exercise how-many: not tried yet",
        "  reading  Only text  (new)",
    ]


def test_list_shows_what_was_tried_and_passed(cli: Cli, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 9\n")
    cli("check", "how-many", str(answer))
    listing = cli("list").out
    assert "not passed, 1 attempt" in listing
    assert "Counts  (5 min, new)" in listing
    answer.write_text("# answer: 15\n")
    cli("check", "how-many", str(answer))
    listing = cli("list").out
    assert "exercise how-many: passed\n" in listing
    assert "Counts  (5 min, done)" in listing
    assert "Only text  (new)" in listing


def test_show_lists_the_attempts_that_were_kept(cli: Cli, tmp_path: Path) -> None:
    result = cli("show", "--attempts", "how-many")
    assert (result.code, result.out) == (0, "")
    assert "tuitutor check how-many makes one" in result.err
    answer = tmp_path / "answer.py"
    for text in ("# answer: 9\n", "# answer: 15\n"):
        answer.write_text(text)
        cli("check", "how-many", str(answer))
    first, second, _, title, *changed = cli("show", "--attempts", "how-many").out.splitlines()
    assert (first.split()[0], first.split()[2:]) == ("1", ["✗", "0", "of", "1", "check"])
    assert (second.split()[0], second.split()[2:]) == ("2", ["✓", "1", "of", "1", "check", "+1"])
    assert title == "Changed from attempt 1 to 2:"
    assert changed == ["… line 1", "-# answer: 9", "+# answer: 15"]


def test_attempts_are_shown_in_what_the_terminal_can_draw(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(home, "small")
    grade = Grade("how-many", "v1", Verdict.FAILED, (CheckResult("count", Verdict.FAILED, 0.5, 2.0),))
    for number in (1, 2):
        store.keep(PastAttempt(number, store.now(), f"model = Dense({number}{'0' * 100})", grade))
    lines = cli("show", "--attempts", "how-many", "--ascii").out.splitlines()
    assert lines[3] == "Changed from attempt 1 to 2:"
    assert all(line.isascii() and len(line) <= 80 for line in lines)
    monkeypatch.setenv("TUITUTOR_PLAIN", "1")
    words = cli("show", "--attempts", "how-many").out
    assert "not passed: 0 of 1 check" in words
    assert f"added: model = Dense(2{'0' * 100})\n" in words


def test_list_as_json_is_one_object_and_nothing_else(cli: Cli) -> None:
    document = cli("list", "--json").document
    assert (document["kind"], document["id"], document["total"]) == ("course", "small", 1)


def test_show_prints_a_lesson_with_its_cells_and_exercise(cli: Cli) -> None:
    out = cli("show", "counts").out
    assert out.count("# Counts") == 1
    assert "Cell 2 (`tuitutor run counts:2`)" in out
    assert "## Exercise: How many?" in out
    assert "- count" in out


def test_show_of_an_exercise_leaves_the_lesson_out(cli: Cli, drafts: Path) -> None:
    out = cli("show", "how-many").out
    assert out.startswith("## Exercise: How many?")
    assert "Before you count" not in out
    assert str(drafts / "how-many.py") in out


def test_show_never_tells_the_answer(cli: Cli) -> None:
    assert "Three times five" not in cli("show", "counts").out


def test_next_names_the_exercise_on_stdout_and_the_rest_on_stderr(cli: Cli) -> None:
    result = cli("next")
    assert result.out == "how-many\n"
    assert "tuitutor show counts" in result.err


def test_next_when_all_is_passed(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "answer.py").write_text("# answer: 15\n")
    cli("check", "how-many", str(tmp_path / "answer.py"))
    result = cli("next")
    assert (result.code, result.out, result.err) == (0, "", "Every exercise is passed.\n")
    assert cli("next", "--json").document["exercise"] is None


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("show", "count"), "There is no lesson or exercise 'count'; did you mean 'counts'?"),
        (("check", "how-may"), "There is no exercise 'how-may'; did you mean 'how-many'?"),
        (("check", "qqqqqq"), "There is no exercise 'qqqqqq'; tuitutor list names them all."),
        (("check", "counts"), "'counts' is a lesson; its exercise is 'how-many'."),
        (("hint", "reading"), "'reading' is a lesson; it has no exercise."),
        (("chek", "how-many"), "There is no command 'chek'; did you mean 'check'?"),
    ],
)
def test_an_unknown_name_gets_the_nearest_one(cli: Cli, args: tuple[str, ...], sentence: str) -> None:
    result = cli(*args)
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err


def test_a_broken_lesson_is_listed_as_broken_and_its_exercise_is_not_offered(cli: Cli, course: Path) -> None:
    lesson = course / "counts.md"
    lesson.write_text(lesson.read_text().replace("question:", "qestion:"))
    listed = cli("list").out
    assert "broken: tuitutor lint says why" in listed
    assert "how-many" not in listed
    document = cli("list", "--json").document
    assert (document["total"], document["chapters"][0]["lessons"][0]["exercises"]) == (0, [])
    assert cli("check", "how-mny").err.count("did you mean") == 0
    following = cli("next")
    assert (following.code, following.out) == (2, "")
    assert following.err == "No exercise can be offered, because the lessons are broken; tuitutor lint says why.\n"
    following = cli("next", "--json")
    assert (following.code, following.document["exercise"]) == (2, None)
    for args in (("check", "counts"), ("check", "how-many"), ("show", "-e", "how-many")):
        result = cli(*args)
        assert result.code == 2
        assert "counts.md:" in result.err


def test_a_lesson_in_place_of_an_exercise_gets_the_names_of_all_its_exercises(cli: Cli, course: Path) -> None:
    lesson = course / "counts.md"
    whole = lesson.read_text()
    lesson.write_text(whole + whole[whole.index("```{exercise-start}") :].replace("how-many", "how-few"))
    assert "'counts' is a lesson; its exercises are 'how-many', 'how-few'." in cli("check", "counts").err


def test_no_course_at_all(cli: Cli, tmp_path: Path) -> None:
    result = cli("--course", str(tmp_path / "nowhere"), "list")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"tuitutor: There is no folder {tmp_path / 'nowhere'}; a course is a folder with a myst.yml and its lessons.\n"
    )


def test_the_global_flags_may_stand_after_the_command(cli: Cli, tmp_path: Path) -> None:
    assert cli("list", "--course", str(tmp_path / "nowhere")).code == 2


def test_show_says_where_the_answer_to_a_question_goes(cli: Cli) -> None:
    out = " ".join(cli("show", "how-many").out.split())
    assert "Write your answer after # answer: in it." in out.replace("`", "")
