"""A learner's edition: what is in it follows from what learners may read, and from nothing else."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import small_course
from tests.authoring.released import SECRETS, write_secrets
from tests.shipped import shipped_course
from tuitutor.authoring.data_list import keep_list
from tuitutor.authoring.packaging import Wheel, wheel_of, write_wheel
from tuitutor.authoring.proofreading import flaws_in
from tuitutor.authoring.redaction import learners_text, without_comments
from tuitutor.authoring.release import learners_edition, require_same, write_edition
from tuitutor.course.choices import Question
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Cell, Course, Prose
from tuitutor.engine.answer_facts import facts_of_text, passed_answer
from tuitutor.engine.guidance import Refusal, ask_solution
from tuitutor.engine.outline import outline_of
from tuitutor.errors import CourseError, UsageError
from tuitutor.grading.judge import not_run
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.progress.progress import Progress
from tuitutor.progress.store import Store


def released(course: Path, to: Path, *solved: str) -> Path:
    """The learner's edition in a new folder; it shows what the course does."""
    read = load_course(course)
    write_edition(learners_edition(read, solved), to)
    require_same(read, to, solved)
    return to


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# ---- nothing can be worked out


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = tmp_path_factory.mktemp("edition")
    return contents(released(write_secrets(folder / "course"), folder / "made"))


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("comment", "% another thought"),
        ("remark", "# nothing"),
        ("answer", "15"),
        ("reason", "something else"),
        ("feedback", "Think again."),
        ("number", "641"),
        ("explanation", "No."),
        ("solution", "model = train(steps=778)\nmodel.fit()"),
        ("bound", "0.9"),
        ("samples", "99"),
        ("measured", "drift = 0.0"),
        ("limit", "5"),
        ("data", "return np.zeros((n, 3)), np.zeros(n)"),
        ("steps", "17"),
        ("further", "25"),
    ],
)
def test_two_courses_that_differ_only_in_a_secret_have_the_same_edition(
    edition: Mapping[str, bytes], tmp_path: Path, what: str, other: str
) -> None:
    course = write_secrets(tmp_path / "course", {what: other})
    assert load_course(course).all_problems == ()
    assert contents(released(course, tmp_path / "made")) == edition


def test_what_learners_read_makes_another_edition(edition: Mapping[str, bytes], tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course", {"public": "another comment"})
    assert contents(released(course, tmp_path / "made")) != edition


def test_the_text_stays_as_it_is_but_for_what_is_cut_out(edition: Mapping[str, bytes]) -> None:
    assert sorted(edition) == ["lesson.md", "myst.yml"]
    assert edition["myst.yml"].decode() == (
        "version: 1\nproject:\n  id: secrets\n  title: A course with secrets\n  variant_seed: 5\n"
        "  toc:\n    - file: lesson.md\n"
    )
    text = edition["lesson.md"].decode()
    text = re.sub(r"(?m)^:version: .*", ":version: ...", text)
    assert text.startswith("---\ntitle: Secrets\nsummary: All of them.\nminutes: 5\n---\n\n# Secrets\n\nText with a")
    assert "0.5<!-- cell --> and more.\n" in text
    assert text.endswith("```{exercise-end}\n```\n\nThe end.\n")
    assert (
        "```{exercise-start} How many?\n:label: how-many\n:version: ...\n```\n\nHow many?\n\n```yaml checks\n"
        "- later: true\n  question: {choices: [9, 12, 15]}\n  name: 'count'\n  points: 2\n```\n\n"
        "```{hint}\nNot so few.\n```\n\n```{exercise-end}\n```\n\n```{exercise-start} How many steps?"
    ) in text
    assert "```yaml variants\nv1: ['1,000', '1,500']\n```\n" in text
    assert "- later: true\n  question: {}\n  name: 'Answer'\n```" in text
    assert (
        ":label: train-it\n:version: ...\n:class: wide\n```\n\nTrain it on `data`.\n\n```{code-cell} ipython3\n"
        ":tags: [starter]\n\nmodel = None\n```\n\n```yaml world\nlater: true\n```\n\n```yaml checks\n- trained: fit\n"
        "- later: true\n  name: 'hidden accuracy'\n- later: true\n  name: 'Variable drift'\n"
        "- params: {total: {at_most: 30}}\n  needs: ['hidden accuracy', 'What trained it']\n"
        "  feedback: 30 will do.\n```\n"
    ) in text


def test_solutions_of_a_lesson_come_with_answers_and_reasons_but_no_hidden_data(tmp_path: Path) -> None:
    made = released(write_secrets(tmp_path / "course"), tmp_path / "made", "lesson")
    text = (made / "lesson.md").read_text()
    for there in ("solution", "explanation", "reason"):
        assert SECRETS[there] in text
    for secret in ("comment", "remark", "bound", "samples", "measured", "limit"):
        assert SECRETS[secret] not in text
    [one, steps, train] = load_course(made).exercises
    assert isinstance(one.question, Question)
    assert one.question.answer == "12"
    assert [exercise.question.answer for exercise in steps.every if exercise.question] == ["16", "24"]
    assert [check.later for check in train.checks] == [False, True, True, False]
    before = load_course(tmp_path / "course")
    assert [exercise.version for exercise in (one, steps, train)] == [
        exercise.public_version for exercise in before.exercises
    ]


def test_a_table_with_nothing_left_in_it_is_cut_out(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course")
    lesson = course / "lesson.md"
    lesson.write_text(lesson.read_text().replace('rows: ["1,000", "1,500"]\n', ""))
    made = load_course(released(course, tmp_path / "made"))
    assert made.exercises[1].variants == ()
    assert made.exercises[1].version == load_course(course).exercises[1].variant(2).public_version
    assert "variants" not in (tmp_path / "made" / "lesson.md").read_text()


def test_what_builds_on_another_exercise_has_only_the_learners_own_answer(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course")
    lesson = course / "lesson.md"
    more = small_course.exercise(
        "Then",
        "then",
        "Go on.",
        starter="more = None",
        checks="- variable: {more: {equals: 1}}",
        hints=[],
        solution="more = 1",
        why="So.",
    )
    second = more.replace(":label: then", ":label: then\n:after: train-it")
    lesson.write_text(f"{lesson.read_text()}\n{second}\n")
    read = load_course(course)
    made = load_course(released(course, tmp_path / "made"))
    assert made.exercises[3].after == ("train-it",)
    assert made.exercises[3].version == read.exercises[3].public_version
    assert made.exercises[3].prose.endswith("*This builds on “Train it”: your answer to it runs first.*")
    train = made.exercises[2]
    waiting = Grade("train-it", train.version, Verdict.PENDING, ())
    own = PastAttempt(1, 2.0, "model = 5", waiting)
    failed = PastAttempt(2, 3.0, "model = 6", replace(waiting, verdict=Verdict.FAILED))
    assert passed_answer(train, [own, failed]) == "model = 5", "what is graded later counts as well as a pass"
    whole = read.exercises[2]
    before = PastAttempt(
        1, 1.0, "model = 4", Grade("train-it", whole.version, Verdict.PASSED, ()), public_version=whole.public_version
    )
    assert passed_answer(train, [before]) == "model = 4", "it was passed in the course that was released"


# ---- our own course


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Path]:
    folder = tmp_path_factory.mktemp("ours") / "made"
    return shipped_course(), released(default_folder(), folder)


@pytest.mark.spine
def test_nothing_secret_of_our_own_course_is_in_its_edition(ours: tuple[Course, Path], tmp_path: Path) -> None:
    course, made = ours
    write_wheel(tmp_path / "ours.whl", Wheel("ours", "1", "ours"), course.title, made)
    with zipfile.ZipFile(tmp_path / "ours.whl") as packed:
        texts = {*contents(made).values(), *(packed.read(name) for name in packed.namelist())}  # mostly the same
    public = "\n".join(data.decode(errors="replace") for data in texts)  # weights are no text
    shown = _shown(course)
    assert not [line for line in _lines(course.data_source) if line in public and line not in shown]
    for exercise in course.exercises:
        for variant in exercise.every:
            secrets = [variant.solution, variant.explanation, variant.measure.source if variant.measure else ""]
            secrets += [reason for _, reason in (variant.question.because if variant.question else ())]
            lines = {line for text in secrets for line in _lines(text)}
            assert not [line for line in lines if line in public and line not in shown], exercise.label
            if variant.question is not None:
                answer = re.escape(str(variant.question.answer))
                assert not re.search(rf"(answer|number): {answer}$", public, re.MULTILINE)


def _shown(course: Course) -> str:
    """What learners read and run."""
    shown: list[str] = []
    for lesson in course.lessons:
        shown += [block.source for block in lesson.blocks if isinstance(block, Cell)]
        shown += [block.text for block in lesson.blocks if isinstance(block, Prose)]
        shown += [
            text for exercise in lesson.exercises for v in exercise.every for text in (v.starter, v.prose, *v.hints)
        ]
    return "\n".join(shown)


def _lines(text: str) -> list[str]:
    """The lines that say something: not only brackets, an argument or two."""
    return [line.strip() for line in text.split("\n") if len(line.strip()) > 14]


@pytest.mark.long
def test_our_own_course_can_be_read_and_done_in_its_edition(ours: tuple[Course, Path], tmp_path: Path) -> None:
    course, made = ours
    edition = load_course(made)
    assert edition.all_problems == ()
    assert edition.released
    assert flaws_in(edition, edition.lessons) == ()
    assert [exercise.label for exercise in edition.exercises] == [exercise.label for exercise in course.exercises]
    assert [exercise.points for exercise in edition.exercises] == [exercise.points for exercise in course.exercises]
    store = Store.open(tmp_path, edition.id)
    for before, lesson in zip(course.lessons, edition.lessons, strict=True):
        assert [line.title for line in outline_of(lesson, Progress())] == [
            line.title for line in outline_of(before, Progress())
        ]
    for exercise in edition.exercises:
        assert isinstance(ask_solution(exercise, store), Refusal)
    assert any(not check.later for exercise in edition.exercises for check in exercise.checks)


@pytest.mark.long
def test_every_answer_to_a_question_has_the_same_result_in_an_edition(ours: tuple[Course, Path]) -> None:
    course, edition = ours[0], load_course(ours[1])
    questions = [
        (variant, variant.question)
        for exercise in edition.exercises
        for variant in exercise.every
        if variant.only_asks and variant.question is not None
    ]
    assert len(questions) > 15
    rights = {
        (variant.label, variant.drawn): variant.question.answer
        for one in course.exercises
        for variant in one.every
        if variant.question
    }
    for exercise, question in questions:
        results = []
        for answer in question.choices or (rights[exercise.label, exercise.drawn], "7", "1234.5"):
            written = facts_of_text(edition.lesson_of(exercise), exercise, f"# answer: {answer}\n")
            results.append(replace(not_run(exercise, Verdict.FAILED, written)[0], found=""))
        assert {result.verdict for result in results} == {Verdict.PENDING}
        assert len(set(map(repr, results))) == 1, exercise.label


# ---- which files


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"some bytes")


def test_only_what_lessons_show_is_copied(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course")
    lesson = course / "lesson.md"
    links = "![A curve](pictures/curve.png) [code](data.py) [notes](notes.ipynb) [own](#secrets) ![](pictures/link.png)"
    lesson.write_text(lesson.read_text().replace("# Secrets", f"{links}\n\n# Secrets", 1))
    put(course, "pictures/curve.png", "notes.ipynb", "LICENSE", "README.md", "__pycache__/data.cpython-311.pyc")
    put(course, ".git/config", "pictures/other.png", "hidden/test.csv", "data/rows.csv", "data/.cache/rows")
    put(course, "data/__pycache__/a.pyc")
    (course / "pictures" / "link.png").symlink_to(course / "data.py")
    keep_list(course)
    edition = learners_edition(load_course(course))
    assert sorted(edition.files) == [
        "LICENSE", "data.json", "data/rows.csv", "lesson.md", "myst.yml", "pictures/curve.png"
    ]  # fmt: skip
    assert list(json.loads(bytes(edition.files["data.json"]))) == ["data/rows.csv"]
    assert edition.remarks == [
        "lesson.md links to data.py, which isn't in a learner's edition.",
        "lesson.md links to notes.ipynb, which isn't in a learner's edition.",
        "lesson.md links to pictures/link.png, which isn't in a learner's edition.",
    ]


def test_a_list_of_data_says_nothing_of_what_is_hidden(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course", {"data": "return np.loadtxt('hidden/test.csv'), None"})
    lesson = course / "lesson.md"
    lesson.write_text(lesson.read_text().replace("Train it on `data`", "Train it on `data/rows.csv`"))
    put(course, "hidden/test.csv", "data/rows.csv")
    keep_list(course)
    first = contents(released(course, tmp_path / "first"))
    assert sorted(first) == ["data.json", "data/rows.csv", "lesson.md", "myst.yml"]
    (course / "hidden" / "test.csv").write_text("other bytes, and more")
    keep_list(course, again=True)
    assert contents(released(course, tmp_path / "second")) == first
    before = load_course(course).exercises[0]
    assert load_course(tmp_path / "second").exercises[0].version == before.public_version
    (course / "data" / "rows.csv").write_text("other bytes")
    with pytest.raises(CourseError, match=r"rows\.csv isn't the file that data\.json lists"):
        learners_edition(load_course(course))
    keep_list(course, again=True)
    assert load_course(course).exercises[0].public_version != before.public_version, "it is another task"


def test_data_that_only_a_secret_part_reads_is_refused(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course", {"data": "return np.loadtxt('data/test.csv'), None"})
    put(course, "data/test.csv")
    with pytest.raises(UsageError, match=r"Only data\.py reads data/test\.csv, .* move the file to hidden/"):
        learners_edition(load_course(course))
    lesson = course / "lesson.md"
    lesson.write_text(lesson.read_text().replace("The end.", "The end of `data/test.csv`."))
    assert "data/test.csv" in learners_edition(load_course(course)).files


def test_a_module_goes_along_unless_only_a_secret_part_imports_it(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course", {"data": "from data.helpers import rows\n    return rows(), None"})
    put(course, "data/__init__.py", "data/helpers.py")
    keep_list(course)
    with pytest.raises(UsageError, match=r"Only data\.py reads data/helpers\.py, .* move its code there"):
        learners_edition(load_course(course))
    lesson = course / "lesson.md"
    lesson.write_text(lesson.read_text().replace("The end.", "`from data.helpers import rows`"))
    assert {"data/__init__.py", "data/helpers.py"} < learners_edition(load_course(course)).files.keys()


def test_a_course_with_problems_or_that_is_an_edition_is_refused(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course")
    made = released(course, tmp_path / "made")
    with pytest.raises(UsageError, match="is a learner's edition already"):
        learners_edition(load_course(made))
    (course / "data.py").unlink()
    with pytest.raises(CourseError, match="a course with problems isn't released"):
        learners_edition(load_course(course))


def test_questions_that_tell_their_answers_are_named(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course")
    lesson = course / "lesson.md"
    text = lesson.read_text().replace("question: {number: 16}", "question: {choices: [8, 16, 20], answer: 16}")
    lesson.write_text(text)
    assert learners_edition(load_course(course)).remarks == [
        "In 'how-many-steps' only the right choice differs between variants; give others new values too."
    ]


# ---- text


def test_comments_go_and_what_looks_like_one_stays() -> None:
    yaml = "# first\na: 'x # y'  # last\n\nb: |\n  # text\n  more\n# then\nc: [1, # in\n  2]\nd: a#b\n"
    assert without_comments(yaml) == "a: 'x # y'\n\nb: |\n  # text\n  more\nc: [1,\n  2]\nd: a#b\n"


def test_comments_in_markdown_go_but_not_those_in_code(tmp_path: Path) -> None:
    text = (
        "---\ntitle: One\n---\n\n% gone\n(a-target)=\n# One\n\nWords <!-- gone --> and `<!-- code -->`.\n\n"
        "<!-- gone\nall of it -->\n\n````{note}\nInside\n\n% gone\n\n```python\n% stays\n```\n````\n\n+++ gone\n\n"
        "```python\n# stays\n%stays\n```\n"
    )
    path = tmp_path / "one.md"
    path.write_text(text)
    (tmp_path / "myst.yml").write_text("project:\n  id: one\n  title: One\n  toc:\n    - file: one.md\n")
    course = load_course(tmp_path)
    written = learners_text(text, course.lessons[0])
    assert "gone" not in written
    assert written.count("stays") == 3
    assert "`<!-- code -->`" in written
    assert "(a-target)=\n# One" in written


CHECKS = """\
- question:
    choices:
      - it's 9
      - "12"
    answer: it's 9
  points: 0.5
""", """\
[{question: {choices: [9, 12], answer: 12}, name: count}]
""", """\
- {question: {choices: [9, 12], answer: 12}, feedback: no}
""", """\
-   variable: {n: {equals: 5}}
    needs: accuracy
    feedback: |
      Set n.

      To 5.
-   accuracy: {data: noise, samples: 5, at_least: 0.5}
    best: false
-   accuracy:
      data: noise
      samples: 6

      at_least: 0.5
-   stdout: {matches: "a # b"}
    needs:
      - params
      - accuracy
-   params: {total: 3}
    best: true
"""  # fmt: skip


@pytest.mark.parametrize("checks", CHECKS)
@pytest.mark.parametrize("opening", [":label: train-it", "---\nlabel: train-it\n---"])
def test_however_a_list_is_written_the_rest_of_it_is_asked_as_before(tmp_path: Path, checks: str, opening: str) -> None:
    course = write_secrets(tmp_path / "course")
    lesson = course / "lesson.md"
    head, _, rest = lesson.read_text().partition("- trained: fit")
    head = head.replace(":label: train-it\n:class: wide", opening)
    lesson.write_text(head + checks + rest[rest.index("```") :])
    assert load_course(course).all_problems == ()
    made = load_course(released(course, tmp_path / "made"))
    assert [check.later for check in made.exercises[2].checks].count(True) == (2 if "stdout" in checks else 1)


ITEM = """\
```yaml recall
id: rows
ask: How many rows are {{n}} halves? # {secret}
variants: {{n: [10, 12]}}
number: n / 2
place: '#secrets'
```

"""


def test_items_come_back_in_an_edition(tmp_path: Path) -> None:
    made = []
    for secret in ("half", "right"):
        course = write_secrets(tmp_path / secret)
        lesson = course / "lesson.md"
        lesson.write_text(
            lesson.read_text().replace("```{exercise-start}", f"{ITEM.format(secret=secret)}```{{exercise-start}}", 1)
        )
        made.append(released(course, tmp_path / f"{secret}-made"))
    assert contents(made[0]) == contents(made[1])
    ours, theirs = (load_course(folder).lessons[0].items for folder in (tmp_path / "half", made[0]))
    assert [item.version for item in ours] == [item.version for item in theirs]
    [rows] = theirs
    assert rows.place == "secrets"
    assert [asking.question.answer for asking in rows.askings] == ["5", "6"]


def test_line_ends_stay(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "course")
    lesson = course / "lesson.md"
    lesson.write_bytes(lesson.read_bytes().replace(b"\n", b"\r\n"))
    data = (released(course, tmp_path / "made") / "lesson.md").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 50


# ---- packages


def test_a_wheel_is_called_as_the_project_says_or_after_the_course(tmp_path: Path) -> None:
    course = write_secrets(tmp_path / "src" / "secrets")
    assert wheel_of(course, "Se-crets", "2026.1.2").file == "se_crets-2026.1.2-py3-none-any.whl"
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "my-course"\nversion = "1.4"\n[project.entry-points."tuitutor.courses"]\nx = "secrets"\n'
    )
    assert wheel_of(course, "secrets", "2026.1.2") == Wheel("my-course", "1.4", "x")


def test_the_same_files_make_the_same_wheel_whenever_they_were_written(tmp_path: Path) -> None:
    made = released(write_secrets(tmp_path / "course"), tmp_path / "made")
    write_wheel(tmp_path / "a.whl", Wheel("my-course", "1", "mine"), "Mine", made)
    (made / "lesson.md").touch()
    write_wheel(tmp_path / "b.whl", Wheel("my-course", "1", "mine"), "Mine", made)
    assert (tmp_path / "a.whl").read_bytes() == (tmp_path / "b.whl").read_bytes()
