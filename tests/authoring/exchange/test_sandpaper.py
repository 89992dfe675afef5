"""Episodes of Carpentries lessons become lessons; challenges become exercises that a teacher completes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.authoring.exchange.blocks import Imported
from tuitutor.authoring.exchange.compose import compose
from tuitutor.authoring.exchange.formats import read_file, read_lessons
from tuitutor.authoring.exchange.html import PictureFinder
from tuitutor.authoring.exchange.sandpaper import episode
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Exercise, Lesson, Prose
from tuitutor.errors import UsageError

EPISODE = """\
---
title: "Loops: again"
teaching: 10
exercises: 5
---

:::::::::::::::::::: questions
- How do I repeat?
::::::::::::::::::::

::: objectives
- Write a loop
  that ends
- Stop it
:::

## Repeat

Load the [data][site] and see [the next](episodes/2-more.md#more).

 ```python
 numbers = [1, 2]
 ```

```output
nothing
```

![](fig/loop.png){alt='A loop, "drawn"' width='50%'}
![][plot]

::: callout
## Mind
the `gap`:

```python
shown = 1
```
:::

::: instructor
Take a break --> now.
:::

:::: challenge

## Add them

What is the sum?

```python
total = 0
print(numbers)
```

::: hint
Use `sum`.
:::

::: solution
## Solution

It is three.

```python
total = sum(numbers)
```

Done.

::: instructor
Not for learners.
:::
:::
::::

:::: challenge
## Which?

- A: one
- B: two

::: solution
B: two, of course
:::
::::

```{r}
x <- 1
```

:::: keypoints
- Loops end
::::

[plot]: fig/plot.png "Plot"
{alt='Two lines'}
"""


def lesson_of(imported: Imported) -> Lesson:
    return parse_lesson(imported.text, Path(f"{imported.id}.md"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A whole lesson of two episodes."""
    root = tmp_path / "loops"
    (root / "episodes" / "fig").mkdir(parents=True)
    (root / "episodes" / "fig" / "plot.png").write_bytes(b"plot")
    (root / "config.yaml").write_text("title: 'All of loops'\nepisodes:\n- 2-more.md\n- 1-loops.md\n")
    (root / "links.md").write_text("[site]: https://example.org/site\n[unused]: https://example.org/unused\n")
    (root / "episodes" / "1-loops.md").write_text(EPISODE)
    (root / "episodes" / "2-more.md").write_text(
        "---\ntitle: More\nteaching: 3\n---\n\n# More\n\n```python\nx = 1\n```\n"
    )
    return root


@pytest.fixture
def loops(root: Path) -> Imported:
    [loops] = read_file(root / "episodes" / "1-loops.md")
    return loops


def test_an_episode_becomes_a_lesson(loops: Imported) -> None:
    lesson = lesson_of(loops)
    assert (lesson.title, lesson.minutes) == ("Loops: again", 15)
    assert lesson.objectives == ("Write a loop that ends", "Stop it")
    assert [(cell.source, cell.is_setup) for cell in lesson.cells] == [("numbers = [1, 2]", True)]
    shown = "\n".join(block.text for block in lesson.blocks if isinstance(block, Prose))
    for words in ("> **Questions**", "> **Mind**", "> shown = 1", "> **Key points**\n>\n> - Loops end", "```output"):
        assert words in shown
    assert '![A loop, "drawn"](fig/loop.png)\n![Two lines][plot]' in shown
    assert "[site]: https://example.org/site" in loops.text
    assert "unused" not in loops.text
    assert "break" in loops.text
    assert "break" not in shown
    assert loops.files == {"fig/plot.png": b"plot"}


def test_a_challenge_becomes_an_exercise(loops: Imported) -> None:
    add, which = lesson_of(loops).exercises
    assert (add.title, add.label, add.prose) == ("Add them", "1-loops-add-them", "What is the sum?")
    assert add.starter == "total = 0\nprint(numbers)"
    assert add.hints == ("Use `sum`.",)
    assert (add.solution, add.explanation) == ("total = sum(numbers)", "It is three.\n\nDone.")
    assert (which.starter, which.solution, which.explanation) == ("# your code here", "", "B: two, of course")


def test_code_blocks_of_a_solution_stay_with_their_sentences() -> None:
    text = "---\ntitle: T\nteaching: 3\n---\n\n::: challenge\n## Do\nIt.\n:::: solution\n"
    text += "First:\n\n```python\nx = 1\n```\n\n"
    text += "Then:\n\n```python\ny = x\n```\n::::\n:::\n"
    [imported] = compose(episode(text, PictureFinder(Path("nowhere"), "made")))
    [exercise] = lesson_of(imported).exercises
    assert exercise.solution == "x = 1\n\ny = x"
    assert exercise.explanation == "First:\n\n```python\nx = 1\n```\n\nThen:\n\n```python\ny = x\n```"


def test_what_a_teacher_must_complete_is_told_and_nothing_else_is_wrong(loops: Imported) -> None:
    lines = loops.text.split("\n")
    told = {remark: lines[line - 1] for line, remark in loops.remarks}
    assert [remark for remark in told if "has no checks yet" in remark] == [
        "'1-loops-add-them' has no checks yet; choose among the 2 that are proposed here, or write others",
        "'1-loops-which' has no checks yet; take the one that is proposed here, or write others",
    ]
    assert "\n# - variable: {total: {}}\n# - source: {calls: [sum]}\n```" in loops.text
    assert "\n# - question: {choices: [A, B], answer: B}\n```" in loops.text
    assert [line for remark, line in told.items() if "has no solution cell" in remark] == [
        "```{solution-start} 1-loops-which"
    ]
    assert told["this r code is shown and not run; a lesson's cells are Python"] == "```r"
    assert {problem.line for problem in lesson_of(loops).problems} <= {line for line, _ in loops.remarks}


def test_a_whole_lesson_comes_in_its_order_with_its_links(root: Path) -> None:
    title, lessons = read_lessons(root)
    assert (title, [lesson.id for lesson in lessons]) == ("All of loops", ["2-more", "1-loops"])
    assert "[the next](2-more.md#more)" in lessons[1].text


def test_without_a_config_episodes_come_by_name(root: Path) -> None:
    (root / "config.yaml").unlink()
    assert [lesson.id for lesson in read_lessons(root)[1]] == ["1-loops", "2-more"]


BAD = {
    "jekyll": ("---\ntitle: A\nteaching: 1\n---\n> ## A\n{: .challenge}\n", "it is in the older Jekyll format"),
    "ours": ("---\ntitle: A\n---\n\n```{code-cell} ipython3\nx = 1\n```\n", "it is a lesson already"),
    "a readme": ("# Read me\n", "it isn't an episode of a Carpentries lesson"),
}


@pytest.mark.parametrize(("text", "why"), BAD.values(), ids=BAD)
def test_other_markdown_is_refused(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(text)
    with pytest.raises(UsageError, match=why):
        read_lessons(path)


@pytest.mark.long
def test_a_folder_without_episodes_and_one_in_r_are_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="isn't a Carpentries lesson: there is no episode in"):
        read_lessons(tmp_path)
    (root / "config.yaml").write_text("episodes: [1-loops.md, 3-r.Rmd]\n")
    with pytest.raises(UsageError, match=r"3-r\.Rmd: it isn't a .md file"):
        read_lessons(root)
    (root / "config.yaml").write_text("episodes: [gone.md]\n")
    with pytest.raises(UsageError, match=r"gone\.md: it cannot be read: No such file"):
        read_lessons(root)


LINES = [
    "Words", "", "```python", "x = 1", "```", "::: challenge", ":::: solution", "::: hint", ":::", "::::",
    "::: callout", "## Title", "::: instructor", "::: tab", "~~~", "![](a.png){alt='b'}", "<b>", "- A: one",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=16))
def test_whatever_an_episode_is_lint_finds_only_what_was_told(lines: list[str]) -> None:
    text = "\n".join(["---", "title: T", "teaching: 3", "---", *lines])
    [imported] = compose(episode(text, PictureFinder(Path("nowhere"), "made")))
    told = {line for line, _ in imported.remarks}
    assert [problem for problem in lesson_of(imported).problems if problem.line not in told] == []
    whole = lesson_of(imported)
    for each in whole.blocks:
        assert not isinstance(each, Exercise) or each.label.startswith("made-")
