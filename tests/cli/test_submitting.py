from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.classroom.submissions.in_process import ReaderInProcess, recognise
from tests.cli.conftest import Cli
from tuitutor.classroom.submissions.finding import handed_in
from tuitutor.course.load import load_course
from tuitutor.grading.verdicts import Verdict

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LOGNAME", "ada")
    return folder


def draft(drafts: Path, text: str) -> None:
    drafts.mkdir(parents=True, exist_ok=True)
    (drafts / "how-many.py").write_text(text)


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as packed:
        return packed.namelist()


def test_a_pass_is_packed_and_said(cli: Cli, course: Path, drafts: Path, folder: Path) -> None:
    draft(drafts, "# answer: 15\n")
    cli("check", "how-many")
    result = cli("submit")
    assert (result.code, result.out) == (0, "ada.zip: 1 answer, 1 passed\n  how-many  passed\n")
    assert names(folder / "ada.zip") == ["tuitutor.json", "how-many.py"]
    read = load_course(course)
    submission = recognise(handed_in([Path("ada.zip")], ReaderInProcess(read)), read).submissions[0]
    assert (submission.who, submission.exercise, submission.answer) == ("ada", "how-many", "# answer: 15\n")
    assert submission.claim is not None
    assert submission.claim.verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("checked", "now", "standing"),
    [
        ("# answer: 9\n", "# answer: 9\n", "not passed yet"),
        ("# answer: 15\n", "# answer: 12\n", "changed since it passed; tuitutor check how-many grades it"),
        (None, "# answer: 12\n", "this version isn't graded yet; tuitutor check how-many grades it"),
    ],
)
def test_what_has_not_passed_is_said(cli: Cli, drafts: Path, checked: str | None, now: str, standing: str) -> None:
    if checked:
        draft(drafts, checked)
        cli("check", "how-many")
    draft(drafts, now)
    assert cli("submit").out == f"ada.zip: 1 answer, 0 passed\n  how-many  {standing}\n"


def test_a_draft_that_is_still_the_starter_is_no_answer(cli: Cli, drafts: Path, folder: Path) -> None:
    draft(drafts, "# answer:\n")
    nothing = cli("submit")
    assert (nothing.code, nothing.out) == (2, "")
    assert "There is no answer to any exercise yet" in nothing.err
    assert not list(folder.iterdir())
    draft(drafts, "# answer: 15\n")
    cli("check", "how-many")
    cli("reset", "how-many")
    assert cli("submit").out == "ada.zip: 1 answer, 1 passed\n  how-many  passed\n"
    with zipfile.ZipFile("ada.zip") as packed:
        assert packed.read("how-many.py") == b"# answer: 15\n"


def test_a_starter_that_is_left_out_beside_an_answer_is_named(cli: Cli, course: Path, drafts: Path) -> None:
    text = (course / "counts.md").read_text()
    start, end = text.index("```{exercise-start}"), text.index("```{solution-end}")
    again = text[start:end].replace("how-many", "again") + "```{solution-end}\n```\n"
    (course / "reading.md").write_text((course / "reading.md").read_text() + "\n" + again)
    draft(drafts, "# answer: 12\n")
    (drafts / "again.py").write_text("# answer:\n")
    result = cli("submit")
    assert result.out.startswith("ada.zip: 1 answer, 0 passed\n")
    assert result.err == "Not included: again, which is still the starter.\n"


def test_an_attempt_from_a_file_is_packed_where_there_is_no_draft(cli: Cli, folder: Path) -> None:
    for answer in (15, 9):
        (folder / "mine.py").write_text(f"# answer: {answer}\n")
        cli("check", "how-many", "mine.py")
    assert "1 answer, 1 passed" in cli("submit", "counts", "-o", "homework.zip").out
    with zipfile.ZipFile("homework.zip") as packed:
        assert packed.read("how-many.py") == b"# answer: 15\n"
        assert set(json.loads(packed.read("tuitutor.json"))["claims"]["how-many"]) == {"version", "verdict"}


def test_the_same_answers_make_the_same_zip(cli: Cli, drafts: Path, folder: Path) -> None:
    draft(drafts, "# answer: 15\n")
    cli("submit", "-o", "one.zip")
    cli("submit", "-o", "two.zip")
    assert (folder / "one.zip").read_bytes() == (folder / "two.zip").read_bytes()


def test_nothing_is_overwritten_unless_asked(cli: Cli, drafts: Path, folder: Path) -> None:
    draft(drafts, "# answer: 15\n")
    (folder / "ada.zip").write_text("mine")
    result = cli("submit")
    assert (result.code, result.out) == (2, "")
    assert "ada.zip already exists; replace it with --overwrite, or name another with -o FILE." in result.err
    assert (folder / "ada.zip").read_text() == "mine"
    assert cli("submit", "--overwrite").code == 0
    assert names(folder / "ada.zip") == ["tuitutor.json", "how-many.py"]
    assert [path.name for path in folder.iterdir()] == ["ada.zip"]


def test_where_it_cannot_be_written(cli: Cli, drafts: Path) -> None:
    draft(drafts, "# answer: 15\n")
    result = cli("submit", "-o", "none/ada.zip")
    assert (result.code, result.out) == (3, "")
    assert "none/ada.zip cannot be written: No such file" in result.err


def test_nothing_to_hand_in(cli: Cli, folder: Path) -> None:
    result = cli("submit")
    assert result.code == 2
    assert "There is no answer to any exercise yet, and no attempt; tuitutor next names" in result.err
    assert "no answer to 'reading'" in cli("submit", "reading").err
    assert "did you mean 'how-many'?" in cli("submit", "how-mani").err
    assert not list(folder.iterdir())
