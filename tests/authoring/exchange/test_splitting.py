"""What is too long for one sitting becomes several lessons, cut at headings, that lead to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuitutor.authoring.exchange.blocks import Block, CodeBlock, Front, ProposedTask, SourceLesson, Text
from tuitutor.authoring.exchange.compose import compose
from tuitutor.authoring.exchange.formats import read_lessons
from tuitutor.authoring.exchange.splitting import relink
from tuitutor.authoring.proofreading import LONGEST, minutes_needed
from tuitutor.course.markdown import parse_lesson

WORDS = "word " * 180  # a minute


def source(*blocks: Block, minutes: int = 0) -> SourceLesson:
    return SourceLesson("long", Front("Long", minutes=minutes), list(blocks))


def chapter(title: str, minutes: int, level: int = 2) -> Text:
    return Text(f"{'#' * level} {title}\n\n{WORDS * minutes}")


def test_an_hour_is_one_lesson_and_more_is_several() -> None:
    [whole] = compose(source(chapter("A", 30), chapter("B", 29)))
    assert (whole.id, whole.whole) == ("long", "")
    first, second = compose(
        source(
            Text(f"# Long\n\n{WORDS * 10}\n\n## A\n\n{WORDS * 20}\n\n### A 1\n\n{WORDS * 2}\n\n```\n# no heading\n```"),
            CodeBlock("import math\nn = 1"), CodeBlock("unused = 2"),
            Text("[no one]: https://example.org/no\n[site]: https://example.org/x"),
            Text(f"## B\n\nSee the [site] and [A](#a-1) and [B](#b).\n\n{WORDS * 35}"), CodeBlock("math.sqrt(n)"),
        )
    )  # fmt: skip
    assert (first.id, second.id) == ("long", "long-2")
    lessons = [parse_lesson(each.text, Path(f"{each.id}.md")) for each in (first, second)]
    assert [lesson.title for lesson in lessons] == ["Long (1 of 2)", "Long (2 of 2)"]
    assert [cell.source for cell in lessons[1].cells] == ["import math\nn = 1", "math.sqrt(n)"]
    assert lessons[1].cells[0].is_setup
    assert "\n# Long (1 of 2)\n" in first.text
    assert first.text.endswith("This goes on in [Long (2 of 2)](long-2.md).\n")
    assert "\n# Long (2 of 2)\n\nThis goes on from [Long (1 of 2)](long.md).\n" in second.text
    for lesson in lessons:
        assert minutes_needed(lesson) <= lesson.minutes <= LONGEST
    assert second.text.endswith("\n[site]: https://example.org/x\n")
    assert "[no one]" not in second.text
    assert not any("front matter" in said for _, said in second.remarks), "what all share is asked for once"
    assert "[A](long.md#a-1) and [B](#b)" in relink([first, second])[1].text


def test_jupyters_links_to_headings_lead_to_them() -> None:
    text = Text(
        "## What's new: Äpfel?\n\n[a](#What's-new:-Äpfel?) [b](#What%27s-new:-%C3%84pfel?) [c](#nowhere) [d](x.md#B)"
    )
    [lesson] = relink(compose(source(Text("# T"), text)))
    assert "[a](#whats-new-äpfel) [b](#whats-new-äpfel) [c](#nowhere)" in lesson.text


def test_the_stated_minutes_are_shared_out() -> None:
    parts = compose(source(*(chapter(name, 10) for name in "ABCD"), minutes=160))
    found = [parse_lesson(each.text, Path("a.md")).minutes for each in parts]
    assert found == [40, 40, 40, 40]


def test_it_is_cut_at_the_higher_headings_and_not_between_parts_of_one_task() -> None:
    lesser = compose(source(chapter("A", 25), chapter("A 1", 15, 3), chapter("A 2", 15, 3), chapter("B", 25)))
    assert [parse_lesson(each.text, Path("a.md")).minutes for each in lesser] == [56, 26]
    first = ProposedTask("a", "A", Text(""), "f = 0", "def f():\n    return 1", checks=["- variable: {f: {}}"])
    second = ProposedTask("b", "B", Text(""), "g = 0", "g = f()", checks=["- variable: {g: {}}"])
    parts = compose(source(chapter("A", 36), first, chapter("B", 5), second, chapter("C", 20)))
    assert [("exercise-start} A" in each.text, "exercise-start} B" in each.text) for each in parts] == [
        (True, True),
        (False, False),
    ]
    assert ":after: long-a\n" in parts[0].text


def test_what_has_no_heading_to_cut_at_stays_whole() -> None:
    assert len(compose(source(Text(WORDS * 90)))) == 1


def test_links_of_other_episodes_lead_to_the_right_part(tmp_path: Path) -> None:
    pytest.importorskip("jupytext")
    episodes = tmp_path / "episodes"
    episodes.mkdir()
    long = f"---\ntitle: Long\nteaching: 80\n---\n\n## A\n\n{WORDS * 30}\n\n## B\n\n{WORDS * 30}\n"
    (episodes / "1-long.md").write_text(long)
    (episodes / "2-short.md").write_text("---\ntitle: S\nteaching: 3\n---\n\n[B](1-long.md#b), [A](1-long.md#a)\n")
    _, lessons = read_lessons(tmp_path)
    assert [each.id for each in lessons] == ["1-long", "1-long-2", "2-short"]
    assert "[B](1-long-2.md#b), [A](1-long.md#a)" in lessons[2].text
