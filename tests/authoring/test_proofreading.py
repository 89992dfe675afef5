"""What `lint` finds beside problems: links to nowhere, too little time, misspelt layers. None of it breaks a lesson."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.course.lesson_texts import CHECKS, SOLUTION, STARTER, exercise
from tuitutor.authoring.proofreading import KERAS_LAYERS, flaws_in, minutes_needed, unlisted
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course, single

TOC = "project:\n  id: test\n  title: A course\n  toc:\n    - file: a.md\n    - file: part/b.md\n"
FRONT = "---\ntitle: A\nminutes: 30\n---\n\n"
EXERCISES = "# Nets, `Dense` & more\n\n(here)=\n## Same\n\n## Same\n\n" + exercise() + SOLUTION


def flaws(folder: Path, text: str, minutes: int = 30) -> list[tuple[int, str]]:
    """Of a lesson with this text from its line 6 on, beside part/b.md, which has headings and an exercise."""
    (folder / "part").mkdir(exist_ok=True)
    (folder / "myst.yml").write_text(TOC)
    (folder / "outside.md").write_text(FRONT)
    (folder / "part" / "b.md").write_text(FRONT + EXERCISES)
    (folder / "a.md").write_text(FRONT.replace("30", str(minutes)) + text)
    course = load_course(folder)
    assert course.all_problems == ()
    found = flaws_in(course, course.lessons)
    assert all(flaw.path == folder / "a.md" for flaw in found)
    return [(flaw.line, flaw.text) for flaw in found]


@pytest.mark.parametrize(
    "text",
    [
        "[b](part/b.md), [b][b], [its exercise](part/b.md#net) and [again][].\n\n[b]: ./part/b.md\n[again]: #net",
        "# Über uns\n\n[up](#über-uns) [a](part/b.md#nets-dense--more) [second](part/b.md#same-1) [h](part/b.md#here)",
        "{ref}`net` {ref}`this net <net>` {numref}`net` {doc}`part/b` {download}`here <myst.yml>` {term}`anything`",
        "<https://keras.io> [a](http://example.org:80/x#y 'title') [b](mailto:me@example.org)",
        "`[code](nowhere.md)`, \\[no\\](nowhere.md) and $[maths](nowhere.md)$\n\n```text\n[code](nowhere.md)\n```",
        "```{code-cell} ipython3\n'[code](nowhere.md)'\n```",
        "A note[^n].\n\n[^n]: See [b](part/b.md).\n\n% [comment](nowhere.md)",
        "a list[0][`1`] and [brackets] alone",
        "```{figure} myst.yml\n:name: picture\nText\n```\n{ref}`picture`",
    ],
)
def test_what_leads_somewhere(tmp_path: Path, text: str) -> None:
    assert flaws(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("one\n[b](part/c.md)", 7, "'part/c.md' isn't a lesson in myst.yml; did you mean 'part/b.md'?"),
        ("[out](outside.md)", 6, "'outside.md' isn't a lesson in myst.yml; expected 'a.md' or 'part/b.md'"),
        ("![picture](x.png)", 6, "there is no file 'x.png'; put it there, or correct its name"),
        ("[www](www.example.org)", 6, "there is no file 'www.example.org'; put it there, or correct its name"),
        ("# Top\n[top](#tap)", 7, "a.md has no heading or label 'tap'; did you mean 'top'?"),
        ("[s](part/b.md#same-2)", 6, "b.md has no heading or label 'same-2'; did you mean 'same-1'?"),
        (
            "# Aa\n# Bb\n# Cc\n# Dd\n[x](#yyyyy)",
            10,
            "a.md has no heading or label 'yyyyy'; expected 'aa', 'bb' or 'cc'",
        ),
        ("[here](#hear)", 6, "a.md has no heading or label 'hear'; did you mean 'here'?"),
        ("a  \nb\n{ref}`nett`", 8, "there is no label 'nett' in the course; did you mean 'net'?"),
        ("| a |\n|---|\n| {ref}`x <nett>` |", 8, "there is no label 'nett' in the course; did you mean 'net'?"),
        ("{doc}`part/d`", 6, "'part/d.md' isn't a lesson in myst.yml; did you mean 'part/b.md'?"),
        ("[a](https:/example.org)", 6, "found the address 'https:/example.org'; expected one such as"),
        ("[a](htps://example.org)", 6, "found the address 'htps://example.org'; expected one such as"),
        ("[a](https://example)", 6, "found the address 'https://example'; expected one such as"),
        ("[a](https://x.org:port/)", 6, "found the address 'https://x.org:port/'; expected one such as"),
        ("A note[^n].", 6, "'[^n]' is not defined in this lesson; add a line '[^n]: …'"),
        ("See [the\nnext][next].", 7, "'[next]' is not defined in this lesson"),
        ("[nothing]()", 6, "this link leads nowhere"),
        (":::{note}\n\n> - [deep](#nowhere)\n:::", 8, "a.md has no heading or label 'nowhere'"),
        ("```{figure} y.png\nText\n```", 6, "there is no file 'y.png'"),
    ],
)
def test_what_leads_nowhere_and_what_may_have_been_meant(tmp_path: Path, text: str, line: int, message: str) -> None:
    [(at, text)] = flaws(tmp_path, text)
    assert (at, text[: len(message)]) == (line, message)


def test_hints_and_explanations_are_looked_at(tmp_path: Path) -> None:
    hint = "```{hint}\n[a](#no-hint)\n```\n"
    text = exercise(STARTER + CHECKS + hint, label="other") + SOLUTION.replace("net", "other").replace(
        "Why.", "[a](#no-why)"
    )
    assert [message.split(";")[0] for _, message in flaws(tmp_path, text)] == [
        "a.md has no heading or label 'no-hint'",
        "a.md has no heading or label 'no-why'",
    ]


def test_an_item_leads_to_a_heading_or_exercise_of_its_lesson(tmp_path: Path) -> None:
    item = "```yaml recall\nid: a{0}\nask: Q?\nnumber: '3'\nplace: {0}\n```\n"
    text = "# Two parts\n\n" + item.format("two-parts") + item.format("two-part") + item.format("one-net")
    text += exercise(label="one-net") + SOLUTION.replace("net", "one-net")
    [(_, message)] = flaws(tmp_path, text)
    assert message == "in 'place' of 'atwo-part': a.md has no heading or label 'two-part'; did you mean 'two-parts'?"


def test_an_exercise_is_not_labelled_as_a_heading_is_linked_to(tmp_path: Path) -> None:
    """Sphinx has one name for both, and refuses it."""
    text = "# One net\n\n" + exercise(label="one-net") + SOLUTION.replace("net", "one-net")
    message = "found the label 'one-net', which a heading of this lesson already has; rename one"
    assert flaws(tmp_path, text) == [(8, message)]


def test_a_lesson_by_itself_may_refer_to_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text(FRONT)
    lesson = tmp_path / "a.md"
    lesson.write_text(FRONT + "[there](there.md)\n[gone](gone.md)")
    course = single(lesson)
    [flaw] = flaws_in(course, course.lessons)
    assert (flaw.line, flaw.text.split(";")[0]) == (7, "'gone.md' isn't a lesson in myst.yml")


# ---- minutes


def test_minutes_are_those_of_words_cells_exercises_and_questions(tmp_path: Path) -> None:
    question = exercise("```yaml checks\n- question: {answer: 1}\n```\n", label="asked")
    cell = "```{code-cell} ipython3\nx = 1  # not read as prose\n```\n"
    solved = exercise(label="other") + SOLUTION.replace("net", "other")
    words = "| word - |\n|---|\n" + "word " * 353  # with the title, each task's two words and the reason: 360
    text = f"# Title\n\n{words}\n\n{cell}{cell}{question}{solved}"
    assert flaws(tmp_path, text, minutes=8) == []
    course = load_course(tmp_path)
    assert minutes_needed(course.lessons[0]) == pytest.approx(360 / 180 + 2 * 0.5 + 1 + 4)
    [(line, message)] = flaws(tmp_path, text, minutes=7)
    assert line == 3
    assert message == "in 'minutes': found 7, but reading it with its 2 cells and 2 exercises takes about 8.0"


def test_more_than_an_hour_is_two_lessons(tmp_path: Path) -> None:
    assert flaws(tmp_path, "", minutes=60) == []
    assert flaws(tmp_path, "", minutes=61) == [(3, "in 'minutes': found 61; the limit is 60, so split it")]


@pytest.mark.spine
def test_no_lesson_of_ours_leaves_its_minutes_out() -> None:
    assert [lesson.id for lesson in load_course(default_folder()).lessons if not 1 <= lesson.minutes <= 60] == []


# ---- layers


def test_a_layer_that_keras_has_by_nearly_that_name(tmp_path: Path) -> None:
    checks = "```yaml checks\n- layers: [Dens, {MaxPoling2D: {}}, ..., MyOwnBlock, Dense, AvgPool1D]\n```\n"
    text = exercise(STARTER + checks, label="other") + SOLUTION.replace("net", "other")
    assert [message for _, message in flaws(tmp_path, text)] == [
        "in 'layers': Keras has no layer 'Dens'; did you mean 'Dense'?",
        "in 'layers': Keras has no layer 'MaxPoling2D'; did you mean 'MaxPooling2D'?",
    ]


def test_all_layers_of_the_installed_keras_are_known() -> None:
    keras = find_spec("keras")
    assert keras is not None
    assert keras.origin is not None
    tree = ast.parse((Path(keras.origin).parent / "layers" / "__init__.py").read_text())
    imported = [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    names = {alias.asname or alias.name for alias in imported}
    assert {name for name in names if name[0].isupper()} - KERAS_LAYERS == set()


def test_a_name_that_setup_and_answer_both_make_is_told_where_a_measure_cell_reads_it(tmp_path: Path) -> None:
    setup = "```{code-cell} ipython3\n:tags: [setup]\n\nrows, spare = [1], 2\n\n\ndef made():\n    own = 1\n```\n\n"
    measure = "```{code-cell} ipython3\n:tags: [measure, skip-execution]\n\ncount = len(rows) + own\n```\n\n"
    solution = SOLUTION.replace("model = 1\n", "rows = [1, 2]\nown = spare = 3\n", 1)
    text = setup + exercise().replace("```yaml checks", f"{measure}```yaml checks", 1) + solution
    text = text.replace(":label: net", ":label: count").replace("{solution-start} net", "{solution-start} count")
    assert "rows = [1, 2]" in text
    [(line, message)] = flaws(tmp_path, text)
    assert text.split("\n")[line - 6] == "```{code-cell} ipython3"
    assert message == "the measure cell gets 'rows' from the setup, never from the answer; rename one of them"


@pytest.mark.parametrize(("options", "reported"), [("", True), (":in-place: true\n", False)])
def test_a_measure_cell_that_calls_a_function_of_the_answer_is_told_to_run_there(
    tmp_path: Path, options: str, reported: bool
) -> None:
    measure = f"```{{code-cell}} ipython3\n:tags: [measure, skip-execution]\n{options}\ncount = rule(1)\n```\n\n"
    solution = SOLUTION.replace("model = 1\n", "def rule(x):\n    return x\n", 1)
    text = exercise().replace("```yaml checks", f"{measure}```yaml checks", 1) + solution
    text = text.replace(":label: net", ":label: count").replace("{solution-start} net", "{solution-start} count")
    assert any("'rule', a function of the answer" in message for _, message in flaws(tmp_path, text)) is reported


def test_a_measure_cell_that_does_not_parse_keeps_no_other_flaw_from_being_found(tmp_path: Path) -> None:
    measure = "```{code-cell} ipython3\n:tags: [measure, skip-execution]\n\ncount = (rows\n```\n\n"
    text = exercise().replace("```yaml checks", f"{measure}```yaml checks", 1) + SOLUTION + "\n[gone](nowhere.md)\n"
    (tmp_path / "a.md").write_text(FRONT + text)
    course = single(tmp_path / "a.md")
    assert any("nowhere" in flaw.text for flaw in flaws_in(course, course.lessons))


def test_a_solution_that_needs_what_only_one_above_makes_builds_on_it(tmp_path: Path) -> None:
    first = exercise(STARTER + CHECKS, label="one") + SOLUTION.replace("net", "one").replace("model = 1", "f = 1")
    second = exercise(STARTER + CHECKS, label="two") + SOLUTION.replace("net", "two").replace("model = 1", "model = f")
    [(_, message)] = flaws(tmp_path, first + second)
    assert message == "the solution needs 'f' of 'one'; add ':after: one' below its label"
    linked = second.replace(":label: two", ":label: two\n:after: one")
    assert flaws(tmp_path, first + linked) == []


def test_what_import_left_to_decide_is_told_until_its_comment_is_gone(tmp_path: Path) -> None:
    text = "Text.\n\n% To decide: write a check\n\nThe comment `% To decide: so` is text here."
    assert flaws(tmp_path, text) == [(8, "write a check; then delete this comment")]


def test_a_lesson_that_the_course_does_not_list_is_read_all_the_same(tmp_path: Path) -> None:
    flaws(tmp_path, "Text.")
    (tmp_path / "README.md").write_text("# About\n\nThis folder has a course.\n")
    (tmp_path / "outside.md").write_text(FRONT + "Sound.\n")
    (tmp_path / "part" / "c.md").write_text("% To decide: a title\n\n```{code-cell} ipython3\n1\n")
    found, warnings = unlisted(load_course(tmp_path))
    assert [(flaw.path.name, flaw.line) for flaw in found] == [("c.md", 1), ("c.md", 1), ("c.md", 3)]
    assert "then delete this comment" in " ".join(flaw.text for flaw in found)
    assert [str(warning) for warning in warnings] == [
        f"{tmp_path / name}:1: this lesson isn't in myst.yml, so learners don't get it; add '- file: {name}' to its toc"
        for name in ("outside.md", "part/c.md")
    ]
