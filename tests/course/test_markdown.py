"""A lesson's text becomes its blocks."""

from __future__ import annotations

import pytest

from tests.course.lesson_texts import CHECKS, FRONT, SOLUTION, STARTER, complaints, exercise, line_of, parse
from tuitutor.course.model import Cell, Exercise, Prose


def test_prose_cells_and_exercise_come_in_order_with_their_lines() -> None:
    text = FRONT + "\nFirst.\n\n```{code-cell} ipython3\nx = 1\n```\n\nThen.\n\n" + exercise() + SOLUTION + "\nLast.\n"
    lesson = parse(text)
    assert lesson.problems == ()
    assert [type(block) for block in lesson.blocks] == [Prose, Cell, Prose, Exercise, Prose]
    assert [block.line for block in lesson.blocks] == [
        line_of(text, part) for part in ("First.", "{code-cell}", "Then.", "{exercise-start}", "Last.")
    ]


def test_exercise_has_its_parts() -> None:
    hints = "```{hint}\nUse $W x$.\n```\n:::{hint} Two\n:class: dropdown\nlines\n:::\n"
    [found] = parse(FRONT + exercise(STARTER + "More.\n\n" + CHECKS + hints) + SOLUTION).exercises
    assert (found.label, found.title) == ("net", "Build it")
    assert found.prose == "Do it.\n\nMore."
    assert (found.starter, found.solution, found.explanation) == ("model = None", "model = 1", "Why.")
    assert found.hints == ("Use W x.", "Two\n\nlines")
    assert found.points == 1.0


def test_front_matter_is_read_and_others_keys_are_left_alone() -> None:
    lesson = parse(
        "---\ntitle: 'Deep: learning'\nsummary: 3\nminutes: 20\nobjectives: [build, train]\n"
        "jupytext: {text_representation: {format_name: myst}}\nkernelspec: {name: python3}\n---\n# Hi\n"
    )
    assert lesson.problems == ()
    assert (lesson.title, lesson.summary, lesson.minutes) == ("Deep: learning", "3", 20)
    assert lesson.objectives == ("build", "train")
    assert lesson.coach


def test_each_misfit_of_the_front_matter_is_told_at_its_line() -> None:
    found = complaints("---\ntitle: A\nobjectives:\n- [a]\n- b\n- {c: d}\n---\nHi.\n")
    assert found == [
        (4, "in 'objectives': found a list; expected text"),
        (6, "in 'objectives': found a mapping; expected text"),
    ]


@pytest.mark.parametrize("word", ["false", "no", "off"])
def test_a_lesson_may_keep_the_coach_silent(word: str) -> None:
    lesson = parse(FRONT.replace("---\n", f"---\ncoach: {word}\n", 1))
    assert (lesson.problems, lesson.coach) == ((), False)


@pytest.mark.parametrize(
    ("options", "tags"),
    [
        (":tags: [setup, raises-exception]\n\n", {"setup", "raises-exception"}),
        ("---\ntags: [setup]\n---\n", {"setup"}),
        ("---\ntags:\n  - setup\nname: x\n---\n", {"setup"}),
        (":tags: setup\n", {"setup"}),
        (":tags: [hide-input]\n", {"hide-input"}),
        ("", set()),
    ],
)
def test_cell_options(options: str, tags: set[str]) -> None:
    lesson = parse(f"{FRONT}```{{code-cell}} ipython3\n{options}x = 1\n```\n")
    assert lesson.problems == ()
    assert lesson.cells[0].tags == tags
    assert lesson.cells[0].source == "x = 1"


@pytest.mark.parametrize("written", ["It falls: fast.", '"It falls: fast."', "'It falls: fast.'"])
def test_what_a_figure_shows_may_stand_in_quotes(written: str) -> None:
    lesson = parse(f"{FRONT}```{{code-cell}} ipython3\n:alt: {written}\n\nx = 1\n```\n")
    assert lesson.problems == ()
    assert lesson.cells[0].alt == "It falls: fast."


def test_cells_are_numbered_and_equal_ones_have_keys_of_their_own() -> None:
    cell = "```{code-cell}\nx = 1\n```\n"
    cells = parse(FRONT + cell + "```{code-cell}\ny = 1\n```\n" + cell).cells
    assert [found.index for found in cells] == [0, 1, 2]
    assert len({found.key for found in cells}) == 3
    assert parse(FRONT + "Moved.\n\n" + cell).cells[0].key == cells[0].key


def test_magics_become_comments_and_lines_hold() -> None:
    source = '%matplotlib inline\nx = """\n% kept\n"""\nfor i in x:\n    !ls\nfiles = !ls\ny = (7\n     % 2)\nx?'
    [cell] = parse(f"{FRONT}```{{code-cell}}\n{source}\n```\n").cells
    assert cell.source.split("\n") == [
        "# %matplotlib inline",
        'x = """',
        "% kept",
        '"""',
        "for i in x:",
        "    pass  # !ls",
        "# files = !ls",
        "y = (7",
        "     % 2)",
        "# x?",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%%time\nx = 1", "# %%time\nx = 1"),
        ("%%bash\nls -l\n\npwd", "# %%bash\n# ls -l\n\n# pwd"),
        ("!ls\n" * 50 + "x = 1", "# !ls\n" * 50 + "x = 1"),
    ],
)
def test_cell_magics(source: str, expected: str) -> None:
    assert parse(f"{FRONT}```{{code-cell}}\n{source}\n```\n").cells[0].source == expected


def test_syntax_error_is_a_problem_unless_the_cell_may_fail() -> None:
    text = FRONT + "```{code-cell}\n:tags: [setup]\n\nx = 1\ny = = 2\n```\n"
    [(line, what)] = complaints(text)
    assert line == line_of(text, "= =")
    assert what == "this isn't valid Python: invalid syntax; if the cell is meant to fail, tag it 'raises-exception'"
    assert complaints(text.replace("[setup]", "[raises-exception]")) == []


@pytest.mark.parametrize(("cell", "code"), [("starter", "model = None"), ("solution", "model = 1")])
@pytest.mark.parametrize("tag", ["", ", raises-exception", ", skip-execution"])
def test_a_starter_or_solution_is_valid_python_whatever_its_tags(cell: str, code: str, tag: str) -> None:
    text = (FRONT + exercise() + SOLUTION).replace(f"[{cell}]", f"[{cell}{tag}]").replace(code, "print(end='', end='')")
    assert complaints(text) == [(line_of(text, "print"), "this isn't valid Python: keyword argument repeated: end")]


def test_what_only_a_compiler_minds_is_found_too() -> None:
    [(_, what)] = complaints(FRONT + "```{code-cell}\nprint(1, end='', end='')\n```\n")
    assert "keyword argument repeated: end" in what


def test_a_block_that_is_not_closed_is_one_problem_and_spoils_no_other() -> None:
    cells = "```{code-cell}\nx = 1\n\nText of a lesson.\n\n```{code-cell}\ny = 2\n```\n"
    whole = FRONT + cells + exercise(STARTER + CHECKS) + SOLUTION
    assert [what[:30] for _, what in complaints(whole)] == ["found '```{code-cell}' in the "]
    lesson = parse(whole)
    assert [cell.source for cell in lesson.cells] == ["x = 1\n\nText of a lesson.", "y = 2"]
    assert [len(found.checks) for found in lesson.exercises] == [1]
    inside = FRONT + exercise(STARTER.removesuffix("```\n") + "\n" + CHECKS) + SOLUTION
    assert [what[:30] for _, what in complaints(inside)] == ["found '```yaml checks' in the "]


def test_each_block_that_is_not_closed_is_told() -> None:
    text = FRONT + 3 * "```{code-cell}\nx = 1\n\n" + "```\n"
    assert [line for line, _ in complaints(text)] == [FRONT.count("\n") + n for n in (4, 7)]
    tight = FRONT + 3 * "```{code-cell}\nx = 1\n" + "```\n"
    assert any("in the block that begins in line" in what for _, what in complaints(tight))


@pytest.mark.parametrize(
    ("directive", "shown"),
    [
        ("```{note}\nBody $x^2$.\n```", "> **Note**\n>\n> Body x²."),
        ("```{tip} On the line.\n```", "> **Tip**\n>\n> On the line."),
        (":::{admonition} A *title*\n:class: warning\n\nBody.\n:::", "> **A *title***\n>\n> Body."),
        ("````{warning}\n```python\nx = '$y$'\n```\n````", "> **Warning**\n>\n> ```python\n> x = '$y$'\n> ```"),
        (":::{note}\n```{seealso}\nB\n```\n:::", "> **Note**\n>\n> > **See also**\n> >\n> > B"),
        ("```{figure} net.png\n:alt: a net\n\nThe caption.\n```", "The caption."),
        ("```{image} net.png\n:alt: a net\n```", "a net"),
        ("```{code-block} r\n:linenos:\nx <- 1\n```", "```r\nx <- 1\n```"),
        ("```{math}\n:label: eq\ny = x^2\n```", "y = x²"),
        ("~~~{code-block} r\n```\nx\n```\n~~~", "````r\n```\nx\n```\n````"),
        ("- item\n\n  ```{note}\n  B\n  ```", "- item\n\n  > **Note**\n  >\n  > B"),
        ("```{unheard-of}\nSome text.\n```", "Some text."),
        ("a\n\n+++\n\nb", "a\n\n\n\nb"),
        ("<!-- not\nshown -->\nshown", "shown"),
        ("% not shown\n(target)=\nshown", "shown"),
        ("<div>shown</div>\n\n% not shown", "<div>shown</div>"),
    ],
)
def test_directives_show_their_text(directive: str, shown: str) -> None:
    lesson = parse(f"{FRONT}\n{directive}\n")
    assert lesson.problems == ()
    assert [block.text.lstrip("\n") for block in lesson.blocks if isinstance(block, Prose)] == [shown]


def test_what_is_nested_too_deeply_stays_as_it_is_written() -> None:
    text = "deep"
    for depth in range(12):
        fence = ":" * (depth + 3)
        text = f"{fence}{{note}}\n{text}\n{fence}"
    [block] = parse(f"{FRONT}\n{text}\n").blocks
    assert isinstance(block, Prose)
    assert (block.text.count("**Note**"), block.text.count("{note}")) == (9, 3)


def test_link_definitions_reach_every_block_that_uses_them() -> None:
    cell = "```{code-cell}\nx = 1\n```\n"
    lesson = parse(f"{FRONT}See [Keras][k].\n\n{cell}\nOther.\n\n{cell}\n[K]: https://keras.io 'docs'\n")
    assert [block.text for block in lesson.blocks if isinstance(block, Prose)] == [
        "See [Keras][k].\n\n[k]: <https://keras.io>",
        "Other.",
        "[K]: https://keras.io 'docs'",
    ]


def test_the_first_block_of_checks_counts_and_the_language_of_a_cell_is_its_first_word() -> None:
    second = "```yaml checks\n- question: {answer: 12}\n```\n"
    [found] = parse(FRONT + exercise(STARTER + CHECKS + second) + SOLUTION).exercises
    assert [check.name for check in found.checks] == ["Built from layers"]
    assert complaints(FRONT + "```{code-cell} ipython3 x\nx = 1\n```\n") == []


def test_question_may_leave_out_starter_and_solution() -> None:
    checks = "```yaml checks\n- question: {choices: [no, 0.50, 12], answer: 0.50}\n```\n"
    lesson = parse(FRONT + exercise(checks))
    assert lesson.problems == ()
    [found] = lesson.exercises
    assert found.starter == "# answer: \n# one of:\n#   no\n#   0.50\n#   12"
    assert found.solution == "# answer: 0.50"


PLAY = "```yaml checks\n- play: {state: dataset=xor, epochs: 9, test_loss: {at_most: 0.1}}\n"


def test_a_challenge_begins_with_its_state() -> None:
    lesson = parse(FRONT + exercise(f"{PLAY}```\n") + SOLUTION)
    assert lesson.problems == ()
    assert lesson.exercises[0].starter == "# answer: https://playground.tensorflow.org/#dataset=xor"


def test_a_challenge_stands_alone_and_needs_a_solution() -> None:
    lesson = parse(FRONT + exercise(f"{PLAY}- params: {{total: 3}}\n```\n"))
    beside, solution = sorted(problem.text for problem in lesson.problems)
    assert "another check beside 'play'" in beside
    assert "no solution cell" in solution


@pytest.mark.parametrize(("option", "margin"), [("", True), (":margin: true\n", True), (":margin: false\n", False)])
def test_a_starter_may_keep_shapes_out_of_the_margin(option: str, margin: bool) -> None:
    starter = STARTER.replace(":tags: [starter]\n", f":tags: [starter]\n{option}")
    [found] = parse(FRONT + exercise(starter + CHECKS) + SOLUTION).exercises
    assert (found.margin, found.starter) == (margin, "model = None")


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":margin: no", "found ':margin: no'; expected true or false"),
        (":margn: false", "unknown option ':margn:'; did you mean ':margin:'?"),
    ],
)
def test_a_margin_that_cannot_be_read_is_a_problem(option: str, message: str) -> None:
    text = FRONT + exercise(STARTER.replace(":tags: [starter]\n", f":tags: [starter]\n{option}\n") + CHECKS) + SOLUTION
    assert complaints(text) == [(line_of(text, option), message)]


def test_question_beside_other_checks_keeps_the_starter() -> None:
    checks = "```yaml checks\n- question: {answer: 12}\n- built_from: layers\n```\n"
    lesson = parse(FRONT + exercise(STARTER + checks) + SOLUTION)
    assert lesson.problems == ()
    assert lesson.exercises[0].starter == "# answer: \nmodel = None"
    assert lesson.exercises[0].solution == "# answer: 12\nmodel = 1"


PROBLEMS = {
    "no front matter": ("# Hi\n", "# Hi", "there is no front matter"),
    "no title": ("---\nminutes: 3\n---\n", "---", "no title"),
    "misspelt key": ("---\ntitle: A\nminuts: 3\n---\n", "minuts", "did you mean 'minutes'?"),
    "misspelt coach": ("---\ntitle: A\ncoahc: false\n---\n", "coahc", "did you mean 'coach'?"),
    "wrong coach": ("---\ntitle: A\ncoach: quiet\n---\n", "quiet", "found 'quiet'; expected true or false"),
    "wrong minutes": ("---\ntitle: A\nminutes: soon\n---\n", "soon", "found 'soon'; expected a whole number"),
    "broken front matter": ("---\ntitle: A\nb: [\n---\n", "b: [", "not YAML"),
    "unclosed fence": (FRONT + "\n```python\nx\n", "```python", "never closed"),
    "fence in the last line": (FRONT + "\nText.\n\n```", "```", "never closed"),
    "second checks": (FRONT + exercise(STARTER + CHECKS + CHECKS + "\n") + SOLUTION, "", "second block of checks"),
    "end of a solution in an exercise": (
        FRONT + exercise().replace("exercise-end", "solution-end") + SOLUTION,
        "solution-end",
        "without {solution-start}",
    ),
    "misspelt directive": (FRONT + "```{code-cel}\nx\n```\n", "code-cel", "did you mean {code-cell}?"),
    "misspelt hint": (FRONT + exercise(STARTER + CHECKS + "```{hnit}\nx\n```\n") + SOLUTION, "hnit", "mean {hint}?"),
    "directive without its brace": (FRONT + "```{code-cell ipython3\nx\n```\n", "code-cell", "without its '}'"),
    "misspelt checks": (FRONT + exercise(STARTER + CHECKS.replace("checks", "cheks")), "cheks", "'yaml checks'?"),
    "cell that is not closed": (
        FRONT + "```{code-cell}\nx\n\nText.\n\n```{code-cell} ipython3\ny\n```\n",
        "ipython3",
        "in the block that begins in line 4",
    ),
    "nested cell": (FRONT + "- ```{code-cell}\n  x\n  ```\n", "code-cell", "top level"),
    "cell in a note": (FRONT + "````{note}\n```{code-cell}\nx\n```\n````\n", "code-cell", "top level"),
    "ungated exercise": (FRONT + "```{exercise}\nx\n```\n", "{exercise}", "{exercise-start} and {exercise-end}"),
    "other language": (FRONT + "```{code-cell} julia\nx\n```\n", "julia", "expected 'ipython3'"),
    "held back by what nobody runs": (
        FRONT + "```{code-cell}\n:tags: [run-first, setup]\nx\n```\n",
        "code-cell",
        "the reader doesn't run a 'setup' cell, so it can't be 'run-first'",
    ),
    "misspelt tag": (FRONT + "```{code-cell}\n:tags: [steup]\nx\n```\n", ":tags:", "did you mean 'setup'?"),
    "open exercise": (FRONT + exercise().replace("exercise-end", "note") + SOLUTION, "exercise-start", "never closed"),
    "end without start": (FRONT + "```{exercise-end}\n```\n", "exercise-end", "without {exercise-start}"),
    "no label": (FRONT + exercise().replace(":label: net", ""), "exercise-start", "no label"),
    "label with a slash": (FRONT + exercise(label="../a"), ":label:", "found the label '../a'"),
    "no starter": (FRONT + exercise(CHECKS) + SOLUTION, "exercise-start", "no starter"),
    "two starters": (FRONT + exercise(STARTER * 2 + CHECKS) + SOLUTION, "Do it", ""),
    "untagged cell": (FRONT + exercise("```{code-cell}\nx\n```\n" + CHECKS) + SOLUTION, "code-cell", "tag 'starter'"),
    "no checks": (FRONT + exercise(STARTER) + SOLUTION, "exercise-start", "no checks"),
    "no solution": (FRONT + exercise(), "exercise-start", "no solution"),
    "solution of nothing": (FRONT + SOLUTION, "solution-start", "'net' is not in this lesson"),
    "misspelt solution": (FRONT + exercise(label="nets") + SOLUTION, "solution-start", "did you mean 'nets'?"),
    "checks outside": (FRONT + CHECKS, "yaml checks", "outside an exercise"),
    "starter outside": (FRONT + STARTER, "code-cell", "put it after an {exercise-start}"),
    "same label": (FRONT + exercise() + SOLUTION + exercise(label="NET"), "", "labelled 'NET'"),
    "misspelt option": (FRONT + "```{code-cell}\n:tag: [setup]\nx\n```\n", ":tag:", "did you mean ':tags:'?"),
    "misspelt label": (FRONT + exercise().replace(":label", ":labl"), ":labl:", "did you mean ':label:'?"),
    "empty hint": (FRONT + exercise(STARTER + CHECKS + "```{hint}\n```\n") + SOLUTION, "{hint}", "empty hint"),
}


@pytest.mark.parametrize(("text", "where", "what"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_problem_names_its_line_and_a_way_out(text: str, where: str, what: str) -> None:
    found = complaints(text)
    assert any(what in complaint for _, complaint in found), found
    if where and what:
        assert line_of(text, where) in [line for line, complaint in found if what in complaint]


def test_all_problems_of_a_file_are_told_at_once_and_its_prose_is_kept() -> None:
    text = "---\ntitel: A\n---\nRead me.\n" + exercise(STARTER + "```yaml checks\n- acuracy: 1\n- fit: 3\n```\n")
    lesson = parse(text)
    assert [problem.line for problem in lesson.problems] == sorted(problem.line for problem in lesson.problems)
    assert len(lesson.problems) == 4
    assert str(lesson.problems[0]) == "lesson.md:2: unknown key 'titel'; did you mean 'title'?"
    assert isinstance(lesson.blocks[0], Prose)
    assert lesson.exercises[0].prose == "Do it."
