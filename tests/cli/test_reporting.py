"""What goes back to a class, through the command line: feedback, and marks in the teacher's own list."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tuitutor.classroom.class_verdicts import Verdicts
from tuitutor.progress.attempt_record import PastCurves, PastSeries

GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,How many? (7)\r\n"
    '"    Points Possible",,,,,10\r\n'
    '"Lovelace, Ada",101,,ada,Monday,\r\n'
    '"Babbage, Bob",102,,bob,Monday,\r\n'
    '"Turing, Cy",103,,cy,Monday,\r\n'
)


@pytest.fixture(autouse=True)
def graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> Path:
    """The folder `out` with the verdicts on two answers, as Canvas's download had them."""
    monkeypatch.chdir(tmp_path)
    hand_in("lovelaceada_101_8_how-many.py", 15)
    hand_in("babbagebob_102_9_how-many.py", 9)
    cli("grade", "in", "-o", "out")
    return Path("out")


def hand_in(name: str, answer: int) -> None:
    Path("in").mkdir(exist_ok=True)
    Path("in", name).write_text(f"# answer: {answer}\n")


def feedback(folder: Path) -> dict[str, str]:
    with zipfile.ZipFile(folder / "feedback.zip") as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_each_learner_gets_feedback_under_the_name_of_their_download(graded: Path) -> None:
    texts = feedback(graded)
    assert list(texts) == ["babbagebob_102_9_how-many.py.md", "lovelaceada_101_8_how-many.py.md"]
    assert "## `how-many`: not passed, 0 of 2 points" in texts["babbagebob_102_9_how-many.py.md"]
    assert Path("out/feedback/lovelaceada_101.md").read_text() == texts["lovelaceada_101_8_how-many.py.md"]


@pytest.mark.spine
def test_only_what_changed_is_written_again(cli: Cli, graded: Path) -> None:
    ada, bob = Path("out/feedback/lovelaceada_101.md"), Path("out/feedback/babbagebob_102.md")
    before = ada.stat().st_ino, bob.stat().st_ino
    cli("report", "out")
    assert (ada.stat().st_ino, bob.stat().st_ino) == before
    hand_in("babbagebob_102_9_how-many.py", 15)
    cli("grade", "in", "-o", "out")
    assert ada.stat().st_ino == before[0]
    assert "passed, 2 of 2 points" in bob.read_text()
    ada.unlink()
    cli("report", "out")
    assert feedback(graded)["lovelaceada_101_8_how-many.py.md"] == ada.read_text()


@pytest.mark.long
def test_the_same_answer_handed_in_again_has_its_new_name(cli: Cli, graded: Path) -> None:
    Path("in/babbagebob_102_9_how-many.py").unlink()
    hand_in("babbagebob_102_33_how-many-1.py", 9)
    assert cli("grade", "in", "-o", "out").out.count("\n") == 1  # nothing is graded again
    assert "babbagebob_102_33_how-many-1.py.md" in feedback(graded)
    assert [mark.who for mark in Verdicts(graded).marks] == ["babbagebob_102", "lovelaceada_101"]


@pytest.mark.long
def test_who_gave_no_answer_is_told_too(cli: Cli, graded: Path) -> None:
    Path("in/turingcy_103_4_how-many.py").write_text("\n")
    cli("grade", "in", "-o", "out")
    assert "the answer is empty" in feedback(graded)["turingcy_103_4_how-many.py.md"]
    assert "in/turingcy_103_4_how-many.py: the answer is empty" in cli("report", "out").err


@pytest.mark.long
def test_the_last_training_is_drawn(cli: Cli, graded: Path) -> None:
    verdicts = Verdicts(graded)
    mark = verdicts.marks[0]
    loss = PastSeries.of((1, 2, 3), (0.7, 0.5, 0.25))
    drawn = PastCurves(epochs=3, series={"loss": loss}, epoch=3, epochs_run=3)
    verdicts.record(mark, drawn)
    cli("report", "out")
    texts = Path("out/feedback/babbagebob_102.md").read_text()
    assert "The last training:\n\n    loss  0.25" in texts
    assert "The last training" not in Path("out/feedback/lovelaceada_101.md").read_text()


@pytest.mark.spine
def test_a_roster_is_filled_in_beside_the_reports_and_left_as_it_is(cli: Cli) -> None:
    Path("gradebook.csv").write_bytes(GRADEBOOK.encode())
    done = cli("report", "out", "--roster", "gradebook.csv")
    assert done.code == 0
    assert done.out.splitlines()[1:] == ["2 marks filled in: out/reports/gradebook.csv"]
    assert done.err.splitlines() == ["how-many in 'How many? (7)'", "no answer: Turing, Cy"]
    assert Path("gradebook.csv").read_bytes().decode() == GRADEBOOK
    expected = GRADEBOOK.replace("ada,Monday,", "ada,Monday,10").replace("bob,Monday,", "bob,Monday,0")
    assert Path("out/reports/gradebook.csv").read_bytes().decode() == expected


def test_who_is_not_in_the_roster_is_told(cli: Cli) -> None:
    Path("class.csv").write_text("login,week 3\nlovelaceada_101,\n")
    done = cli("report", "out", "--roster", "class.csv", "--who", "login", "--column", "Week 3")
    assert (done.code, Path("out/reports/class.csv").read_text()) == (1, "login,week 3\nlovelaceada_101,2\n")
    assert "not in the list: babbagebob_102" in done.err


@pytest.mark.long
def test_what_waits_to_be_graded_keeps_its_mark_and_is_counted(cli: Cli) -> None:
    hand_in("turingcy_103_4_how-many.py", 15)
    hand_in("babbagebob_102_10_how-many.py", 15)
    left = cli("grade", "in", "-o", "out", "--shard", "1/4")  # lovelace's, which is graded
    before = GRADEBOOK.replace("bob,Monday,", "bob,Monday,7").replace("cy,Monday,", "cy,Monday,8")
    Path("gradebook.csv").write_bytes(before.encode())
    done = cli("report", "out", "--roster", "gradebook.csv")
    assert "1 of 3 answers are graded." in done.out, (left.out, done.out)
    assert "1 of 3 answers are graded." in Path("out/class.md").read_text()
    expected = before.replace("ada,Monday,", "ada,Monday,10")
    assert Path("out/reports/gradebook.csv").read_bytes().decode() == expected
    assert "not graded yet, so left as it was: Babbage, Bob" in done.err


def test_a_list_that_nobody_is_in_is_an_error_that_says_what_was_compared(cli: Cli) -> None:
    Path("class.csv").write_text("login,name,how-many\nada,Ada,\nbob,Bob,\n")
    done = cli("report", "out", "--roster", "class.csv", "--who", "login")
    assert (done.code, Path("out/reports").exists()) == (2, False)
    message = "of 'babbagebob_102', 'lovelaceada_101', nobody is in its columns 'login' ('ada', 'bob')"
    assert message in done.err
    assert done.err.endswith("say which column has these names (--who COLUMN).\n")


def test_the_highest_mark_may_be_said(cli: Cli) -> None:
    Path("class.csv").write_text("login,how-many\nlovelaceada_101,\n")
    cli("report", "out", "--roster", "class.csv", "--who", "login", "--out-of", "50")
    assert Path("out/reports/class.csv").read_text() == "login,how-many\nlovelaceada_101,50\n"


@pytest.mark.long
def test_what_does_not_fit_is_refused_with_the_name_of_the_file(cli: Cli) -> None:
    Path("class.csv").write_text("name,mark\nada,\n")
    refused = cli("report", "out", "--roster", "class.csv")
    assert (refused.code, Path("out/reports").exists()) == (2, False)
    assert "class.csv: it is neither Canvas's nor Moodle's" in refused.err
    assert refused.err.endswith("say which column names the learners (--who COLUMN).\n")
    assert "none.csv: No such file or directory" in cli("report", "out", "--roster", "none.csv").err
    assert "name it: --roster FILE" in cli("report", "out", "--who", "name").err


@pytest.mark.long
def test_its_own_list_is_not_overwritten(cli: Cli) -> None:
    Path("gradebook.csv").write_bytes(GRADEBOOK.encode())
    cli("report", "out", "--roster", "gradebook.csv")
    again = cli("report", "out", "--roster", "out/reports/gradebook.csv")
    assert again.code == 2
    assert "was written by this command; give it your original list." in again.err


def test_files_that_are_no_longer_read_are_left_alone(cli: Cli, graded: Path) -> None:
    before = (graded / "grades.csv").read_text()
    others = {name: graded / name for name in ("decisions.toml", "times.csv", "deadlines.json", "pseudonyms.csv")}
    for path in others.values():
        path.write_text("[[decision")
    assert cli("report", "out").code == 0
    assert (graded / "grades.csv").read_text() == before
    assert {path.read_text() for path in others.values()} == {"[[decision"}
