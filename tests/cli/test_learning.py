"""The course at a prompt: what is said when something else is typed than was meant, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play, Result
from tests.cli.test_checking import draws, raises, trains
from tests.small_course import exercise, lesson

Learn = Callable[[str], Result]


@pytest.fixture
def learn(cli: Cli, play: Play, types: Callable[[str], None]) -> Learn:
    """Walks the small course, typing these lines, on a worker that trains whatever it is given."""

    def typing(lines: str) -> Result:
        play(trains)
        types(lines)
        result = cli("learn", "--plain")
        assert "\x1b" not in result.out + result.err
        return result

    return typing


def test_a_piece_a_line_names_what_can_be_typed(learn: Learn) -> None:
    out = learn("\n").out
    assert "Lesson 1 of 2: Counts. About 5 minutes." in out
    assert "Cell 1 of 2, which runs before all others:\nweights = 12\n" in out
    assert "enter: read on, r: run this cell, q: quit, ?: help > " in out
    assert "Before you count, look." in out


def test_a_cell_trains_in_few_words(learn: Learn) -> None:
    out = learn("\nr\n").out
    assert "Running cell 1 ..." in out
    assert "Running cell 2 ..." in out
    curves = "Loss became NaN in epoch 2, after 0.9; validation loss fell from 0.8 to 0.7 over 2 epochs."
    assert curves in " ".join(out.split())


def test_why_cells_that_have_run_run_again_is_said(learn: Learn) -> None:
    out = learn("\nr\nb\nt\nweights = 13\n.\n\nr\n").out
    assert out.count("Running cell 1 ...") == 2
    assert out.count("Cell 1 was edited, so the cells above run again from the top.\nRunning cell 1 ...") == 1


def test_a_figure_is_a_sentence(learn: Learn, cli: Cli, play: Play, types: Callable[[str], None]) -> None:
    play(draws)
    types("r\n")
    out = cli("learn", "--plain").out
    assert "Figure: Done; x from 0 to 1; y from 0 to 1; nothing drawn.\nDone in 1.0 s." in out
    assert "Begun" not in out


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("runn", "There is no command 'runn'; did you mean 'run'?"),
        ("zzz", "There is no command 'zzz'; ? lists what can be typed."),
        ("p", "No playground is linked here; tuitutor play --plain opens one."),
        ("h", "This is a cell, not an exercise; e goes to the next exercise."),
        ("l 9", "There is no lesson 9; lessons are 1 to 2."),
        ("l readng", "There is no lesson or exercise 'readng'; did you mean 'reading'?"),
        ("file", "file takes the name of a file, as in: file xor.py"),
        ("e\nfile -", "Standard input is where you type; name a file."),
        ("e\nfile no.py", "no.py cannot be read: No such file or directory."),
        ("l 2\nr", "There is no cell or exercise here; enter reads on, e goes to the next exercise."),
        ("l 2\ne", "This lesson has no exercise."),
        ("n\nn", "This is the last lesson."),
        ("e\n13", "Answer with one of these choices: 9, 12, 15."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(learn: Learn, typed: str, message: str) -> None:
    result = learn(f"{typed}\n")
    assert message in result.out
    assert result.out.endswith("> \nYour place and your answers are kept.\n")
    assert result.code == 0


def test_choices_that_are_numbers_are_meant_as_they_are(learn: Learn) -> None:
    out = learn("e\n15\n\n").out
    assert "Type one of these: 9, 12, 15." in out
    assert "Passed: 1 of 1 check, 0.0 s. enter reads on, s gives the solution." in out


def test_a_wrong_answer_after_a_pass_is_told_that_the_pass_stands(learn: Learn, cli: Cli) -> None:
    out = learn("e\n9\n15\n9\n").out
    assert out.count("Not passed") == 2
    assert out.count("You passed this exercise before, and that pass stands.") == 1
    assert "that pass stands" in cli("check", "how-many").out


def test_it_begins_again_where_it_was_left_even_in_the_app(learn: Learn) -> None:
    learn("\n\nq\n")
    out = learn("").out
    assert "You are where you left it, at piece 3 of 3." in out
    assert "Exercise: How many?" in out
    assert "Cell 1" not in out


def test_typed_code_takes_the_place_of_what_is_kept_beside(learn: Learn, home: Path) -> None:
    learn("t\nweights = 9\nx = 1\n.\n")
    (draft,) = home.rglob("*.py")
    assert draft.read_text() == "weights = 9\nx = 1\n"
    out = learn("t\n.\nt\nweights = 8\n.\nc\n").out
    assert "Nothing has changed." in out
    assert "1: weights = 8\n" in out
    assert draft.read_text() == "weights = 8\n"
    (copy,) = (path for path in home.rglob("*.py") if path != draft)
    assert copy.read_text() == "weights = 9\nx = 1\n"
    assert str(copy) in out


def test_code_that_is_being_typed_is_kept_when_the_input_ends(learn: Learn, home: Path) -> None:
    learn("t\nweights = 9\n")
    (draft,) = home.rglob("*.py")
    assert draft.read_text() == "weights = 9\n"


@pytest.mark.parametrize("typed", ["t", "w", "r"])
def test_a_question_wants_an_answer_and_no_code(
    learn: Learn, drafts: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    out = learn(f"e\n{typed}\n15\n").out
    assert out.count("Type one of these: 9, 12, 15.") == 2
    assert "# answer:" not in out
    assert "Passed: 1 of 1 check" in out
    assert (drafts / "how-many.py").read_text() == "# answer: 15"


def test_code_from_a_file_is_the_draft(learn: Learn, drafts: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("# answer: 15")
    out = learn(f"e\nfile {tmp_path / 'mine.py'}\nr\nstarter\n").out
    assert "Passed: 1 of 1 check" in out
    assert "The draft of 'how-many' is the starter again; what you had is in" in out
    assert (drafts / "how-many.py").read_text() == "# answer:"


def test_the_editor_has_the_draft(learn: Learn, drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "editor"
    interrupted = "kill -INT $PPID\n"  # as ctrl+c in an editor does, which must not end the walk
    script.write_text(f"#!/bin/sh\n{interrupted}echo '# answer: 15' > \"$1\"\n")
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    assert "Passed: 1 of 1 check" in learn("e\nw\nr\n").out


def test_ascii_where_it_is_asked_for(learn: Learn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUITUTOR_ASCII", "true")
    assert learn("\n\n\nl\n?\n").out.isascii()


def test_who_wants_it_always_has_it_without_a_flag(learn: Learn, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUITUTOR_PLAIN", "true")
    learn("")
    assert "in words. Type ? for help" in cli().out
    assert "**" not in cli("show", "counts").out


def test_learn_alone_opens_the_app(cli: Cli) -> None:
    assert "tuitutor learn --plain needs none" in cli("learn").err


def test_what_cannot_be_saved_is_graded_and_said(learn: Learn, home: Path) -> None:
    home.write_text("in the way")
    result = learn("\n\n15\na\na\n")
    out = " ".join(result.out.split())
    assert "Passed: 1 of 1 check" in out
    assert out.count("make the folder writable") == 3  # of the place, of the draft, and in the end
    assert "Your place and your answers are kept." not in out
    assert result.code == 3


@pytest.mark.parametrize(
    ("name", "first", "not_there"),
    [
        ("reading", "Read this.", "Before you count"),
        ("counts:2", "Cell 2 of 2:", "Before you count"),
        ("counts:counts", "Before you count", "Cell 2"),
        ("how-many", "Exercise: How many?", "Before you count"),
        ("counts:how-many", "Exercise: How many?", "Before you count"),
    ],
)
def test_it_opens_at_a_lesson_a_part_or_an_exercise(
    cli: Cli, types: Callable[[str], None], name: str, first: str, not_there: str
) -> None:
    types("")
    out = cli("learn", name, "--plain").out
    assert first in out
    assert not_there not in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("learn readin", "There is no lesson or exercise 'readin'; did you mean 'reading'?"),
        ("learn how-mny", "There is no lesson or exercise 'how-mny'; did you mean 'how-many'?"),
        ("learn counts:9", "There is no cell 9 in 'counts'; its cells are 1 to 2."),
        ("learn reading:1", "There is no cell 1 in 'reading'; it has no cells."),
        ("learn counts:how-mny", "There is no part in 'counts' called 'how-mny'; did you mean 'how-many'?"),
        ("counts", "'counts' is not a command but a lesson: tuitutor learn counts opens it."),
        ("how-many", "'how-many' is not a command but an exercise: tuitutor learn how-many opens it."),
        ("countss", "There is no command 'countss'; did you mean tuitutor learn counts?"),
        ("lern", "There is no command 'lern'; did you mean 'learn'?"),
        ("xyzzy", "There is no command 'xyzzy'; tuitutor --help lists all commands."),
    ],
)
def test_an_unknown_name_says_the_nearest(cli: Cli, words: str, message: str) -> None:
    result = cli(*words.split())
    assert result.code == 2
    assert message in result.err


def test_lines_are_put_in_order_by_their_numbers_after_the_last_hint(
    cli: Cli, play: Play, types: Callable[[str], None], course: Path, drafts: Path
) -> None:
    lines = "- params: {total: 20}\n```\n\n```yaml lines\n- units = 5\n- units = 6"
    work = exercise(
        "A net",
        "net",
        "Build it.",
        starter="model = None",
        checks=lines,
        hints=["Think."],
        solution="units = 4\nsize = units\nlast = size\nmodel = last",
        why="So.",
    )
    (course / "reading.md").write_text(lesson("Only text", "Net.", "Read this.", work))
    play(raises)
    types("l reading\ne\norder\nh\norder\n1 1\norder\n1 2 3\nq\n")
    out = cli("learn", "--plain").out
    message = " ".join(out.split())
    assert "Lines to order come after the last hint, where a solution has few lines; h: hint." in message
    assert "order: put a solution's lines in order; from then on the solution counts as seen." in message
    assert "Line 1 can only stand in one place; 1 is there twice." in message
    shown = out.partition("These lines make a solution, but two of them are wrong:")[2]
    listed = re.findall(r"^(\d): (.+)$", shown, re.M)
    assert len(listed) >= 6
    assert (drafts / "net.py").read_text() == "".join(f"{line}\n" for _, line in listed[:3])
    assert "Not passed" in message
