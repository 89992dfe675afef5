"""What a class gained: handed in with `submit --gain`, judged by the teacher's edition, and told without names."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import COUNTS, READING, Cli
from tests.small_course import write_course
from tuitutor.course.load import load_course
from tuitutor.engine.gain import answer_form, items_left
from tuitutor.progress.journal import Form
from tuitutor.progress.store import Store

ITEM = """
```yaml recall
id: sum-{0}
ask: "{{n}} and {0}?"
variants: {{n: [3, 4]}}
number: n + {0}
gain: true
```
"""


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    items = "".join(ITEM.format(number) for number in (1, 2))
    counts = COUNTS.replace("```{exercise-start}", f"{items}\n```{{exercise-start}}", 1)
    return write_course(tmp_path / "course", {"Counting": {"counts.md": counts, "reading.md": READING}})


class Learner:
    """Somebody with a machine of their own."""

    def __init__(self, cli: Cli, course: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cli, self.course, self.home, self.monkeypatch = cli, load_course(course), home, monkeypatch

    def take(self, form: Form, *right: bool) -> None:
        store = Store.open(self.home, self.course.id)
        items = items_left(self.course, store.progress(), form, self.home.name)
        for posed, is_right in zip(items, right, strict=True):
            answer_form(posed, posed.question.answer if is_right else "77", form, store)
        store.flush()

    def submit(self, answer: str = "", *more: str) -> str:
        if answer:
            drafts = self.home / self.course.id / "drafts"
            drafts.mkdir(parents=True, exist_ok=True)
            (drafts / "how-many.py").write_text(answer)
        with self.monkeypatch.context() as own:
            own.setenv("TUITUTOR_DATA_DIR", str(self.home))
            result = self.cli("submit", "--gain", "--overwrite", "-o", f"in/{self.home.name}.zip", *more)
        assert result.code == 0, result.err
        return result.out + result.err


@pytest.fixture
def ada(cli: Cli, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    return Learner(cli, course, tmp_path / "ada", monkeypatch)


@pytest.fixture
def bob(cli: Cli, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    return Learner(cli, course, tmp_path / "bob", monkeypatch)


def section(title: str) -> list[str]:
    text = Path("out/class.md").read_text().split(f"## {title}\n\n")[1]
    return text.split("\n\n")[0].splitlines()[2:]


@pytest.mark.long
def test_a_class_has_a_mean_gain_and_each_question_its_shares(cli: Cli, ada: Learner, bob: Learner) -> None:
    ada.take("before", False, False)
    ada.take("after", True, True)
    bob.take("before", False, True)
    bob.take("after", True, True)
    told = ada.submit("# answer: 15\n")
    assert "  2 questions answered before the course\n  2 questions answered after the course\n" in told
    bob.submit()  # who has done no exercise
    result = cli("grade", "in", "-o", "out")
    assert (result.code, "1 passed" in result.out) == (0, True)
    assert section("Gain") == ["| 2 | 25% | 100% | +75% (−100% to +100%) | 100% |"]  # two are too few
    assert [row.split(" | ")[:3] for row in section("Questions")] == [
        ["| sum-1", "0%", "100%"],
        ["| sum-2", "50%", "100%"],
    ]
    document = json.loads(Path("out/grades.json").read_text())
    assert (document["gain"]["learners"], document["gain"]["gain"], len(document["items"])) == (2, 0.75, 2)
    page = Path("out/class.html").read_text()
    assert '<h2 id="gain">Gain</h2>' in page


@pytest.mark.long
def test_what_is_handed_in_later_counts_and_what_one_says_of_oneself_never(cli: Cli, ada: Learner) -> None:
    ada.take("before", True, False)
    ada.submit("# answer: 15\n")
    path = Path("in/ada.zip")
    with zipfile.ZipFile(path) as packed:
        manifest = json.loads(packed.read("tuitutor.json"))
    for told in manifest["gain"]:
        told["right"] = True
    manifest["gain"] += [{**manifest["gain"][0], "item": "unknown"}, {**manifest["gain"][0], "version": "other"}]
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("tuitutor.json", json.dumps(manifest))
    assert cli("grade", "in", "-o", "out").code == 0
    assert [row.split(" | ")[:3] for row in section("Questions")] == [["| sum-1", "100%", ""], ["| sum-2", "0%", ""]]
    assert "## Gain" not in Path("out/class.md").read_text()  # nobody has both forms
    ada.take("after", True, True)
    ada.submit()
    assert cli("grade", "in", "-o", "out").code == 0
    assert section("Gain") == ["| 1 | 50% | 100% | +50% | 100% |"]


@pytest.mark.long
def test_nothing_of_it_is_handed_in_unless_asked(cli: Cli, ada: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Not included: the questions that measure gain" in ada.submit("# answer: 15\n")
    ada.take("before", True, True)
    monkeypatch.setenv("TUITUTOR_DATA_DIR", str(ada.home))
    assert cli("submit", "--overwrite", "-o", "in/ada.zip").code == 0
    with zipfile.ZipFile("in/ada.zip") as packed:
        assert json.loads(packed.read("tuitutor.json"))["gain"] == []
    assert cli("grade", "in", "-o", "out").code == 0
    text = Path("out/class.md").read_text()
    assert "## Questions" not in text
    assert "## Gain" not in text
