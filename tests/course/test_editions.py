"""What an edition writes into a lesson, and which checks need a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lesson_texts import CHECKS, FRONT, SOLUTION, STARTER, complaints, exercise, parse
from tuitutor.course.editions import needs_secret
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.worlds import world_of

MEASURE = "```{code-cell} ipython3\n:tags: [measure, skip-execution]\n%s\na = 1\n```\n"
EACH = """\
- question: {number: 3}
- accuracy: {data: xor3, samples: 10, at_least: 0.5}
- error: {data: xor3, samples: 10, metric: mse, at_most: 0.5}
- variable: {a: {equals: 1}}
- variable: {b: {equals: 1}}
- stdout: {matches: a}
- source: {calls: [fit]}
- params: {total: 3}
- fit: {epochs: 3}
"""


def opened(*options: str) -> str:
    return FRONT + exercise().replace(":label: net\n", "\n".join([":label: net", *options, ""]))


@pytest.mark.parametrize(
    ("measure", "secret"),
    [
        ("", "question accuracy error"),
        (MEASURE % "", "question accuracy error variable"),
        (MEASURE % ":model: keras.Model(x, y)", "question accuracy error variable params fit"),
    ],
)
def test_which_checks_need_a_secret(measure: str, secret: str) -> None:
    [found] = parse(FRONT + exercise(f"{STARTER}{measure}```yaml checks\n{EACH}```\n") + SOLUTION).exercises
    needing = [check.kind.key for check in found.checks if needs_secret(check, found.measure)]
    assert " ".join(needing) == secret


def test_a_version_that_was_given_stands_and_no_solution_is_missed() -> None:
    [found] = parse(opened(":version: 0123456789ab")).exercises
    assert complaints(opened(":version: 0123456789ab")) == []
    assert (found.version, found.public_version, found.released) == ("0123456789ab", "0123456789ab", True)
    [own] = parse(FRONT + exercise() + SOLUTION).exercises
    assert (own.public_version, own.released) == (own.version, False), "there is no secret in it"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":version: 12", "found the version '12'; only a release has one, so take it out"),
        (":version: 0123456789ab 0123456789ac", ""),
        (":was: a/b", "found the former label 'a/b'; use letters, digits, '-' and '_' only"),
        (":was: net", "found the former label 'net', which is the label itself"),
        (":wass: old", "unknown option ':wass:'; did you mean ':was:'?"),
    ],
)
def test_options_that_are_wrong_are_problems(option: str, message: str) -> None:
    found = [text for _, text in complaints(opened(option) + SOLUTION)]
    assert found == ([message] if message else [])


def test_a_world_that_only_another_edition_knows_is_one_to_be_told_of() -> None:
    body = f"{STARTER}```yaml world\nlater: true\n```\n{CHECKS}"
    [found] = parse(FRONT + exercise(body) + SOLUTION).exercises
    assert (found.world, found.other_data) == ((), True)


# ---- former labels


def course(folder: Path, *lessons: str) -> Course:
    folder.mkdir()
    toc = "".join(f"    - file: l{number}.md\n" for number in range(len(lessons)))
    (folder / "myst.yml").write_text(f"project:\n  id: one\n  title: One\n  toc:\n{toc}")
    for number, text in enumerate(lessons):
        (folder / f"l{number}.md").write_text(FRONT + text)
    return load_course(folder)


def labelled(label: str, *was: str) -> str:
    solution = SOLUTION.replace("{solution-start} net", f"{{solution-start}} {label}")
    option = f":was: {', '.join(was)}\n" if was else ""
    return exercise(label=label).replace(f":label: {label}\n", f":label: {label}\n{option}") + solution


def test_what_is_drawn_by_an_exercises_name_stays_when_it_is_renamed(tmp_path: Path) -> None:
    table = "```yaml variants\nkind: [layers, '[Dense]', '[Dropout]']\n```\n"
    texts = [
        text.replace("```yaml checks", f"{table}\n```yaml checks") for text in (labelled("a"), labelled("c", "a", "b"))
    ]
    before, after = (course(tmp_path / str(at), text) for at, text in enumerate(texts))
    assert before.all_problems == after.all_problems == ()
    assert after.renamed == {"a": "c", "b": "c"}
    [old], [new] = before.exercises, after.exercises
    who = [f"learner-{number}" for number in range(20)]
    assert [before.variant_for(old, learner).drawn for learner in who] == [
        after.variant_for(new, learner).drawn for learner in who
    ]
    assert world_of(old, 7) == world_of(new, 7)


@pytest.mark.parametrize("other", ["b", "B"])
def test_a_former_label_belongs_to_one_exercise(tmp_path: Path, other: str) -> None:
    taken = course(tmp_path / "one", labelled("a", "b"), labelled(other))
    message = f"found the former label 'b', which is or was that of '{other}' too; keep one"
    assert [(problem.path.name, problem.text) for problem in taken.all_problems] == [("l0.md", message)]
    twice = course(tmp_path / "two", labelled("a", "c"), labelled(other, "c"))
    assert [problem.path.name for problem in twice.all_problems] == ["l1.md"]
