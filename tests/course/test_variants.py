"""An exercise with other numbers for other learners: its table, its text, and who gets which."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.course.lesson_texts import FRONT, complaints, line_of, parse
from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.course.choices import Question
from tuitutor.course.load import load_course
from tuitutor.course.model import Course, Exercise, Variant
from tuitutor.course.pieces import Chunk
from tuitutor.course.variants import MOST, reworded

TABLE = 'samples: ["1,000", "1,500", 600]\nsteps: [16, 24, 10]\nall: [80, 120, 50]'


def counted(table: str, task: str = "You have 1,000 samples, in batches of 64.", answer: str = "80") -> str:
    """A lesson with one exercise of such a table."""
    body = exercise(
        "16 steps",
        "steps-16",
        f"{task}\n\n```yaml variants\n{table}\n```",
        starter="# answer:",
        checks=f"- question: {{number: {answer}, because: {{16: that is an epoch}}}}\n  name: steps",
        hints=["Are 1,000 samples 16 steps?"],
        solution="steps = 5 * 16\nprint(steps)",
        why="5 epochs of 16 steps make 80.",
    )
    return FRONT + body


def only(text: str) -> Exercise:
    read = parse(text)
    assert read.problems == ()
    return read.exercises[0]


def answer(found: Exercise) -> str:
    [check] = found.checks
    assert isinstance(check.kind, Question)
    return check.kind.answer


def test_a_variant_is_an_exercise_with_its_own_words_everywhere() -> None:
    found = only(counted(TABLE))
    assert found.prose.startswith("You have 1,000 samples, in batches of 64.")
    second, third = found.variant(2), found.variant(3)
    assert (
        second.prose
        == "You have 1,500 samples, in batches of 64.\n\n*This is variant 2 of 3: other learners have other numbers.*"
    )
    assert second.hints == ("Are 1,500 samples 24 steps?",)
    assert second.solution == "# answer: 120\nsteps = 5 * 24\nprint(steps)"
    assert second.explanation == "5 epochs of 24 steps make 120."
    assert third.prose.startswith("You have 600 samples")
    assert [answer(variant) for variant in found.every] == ["80", "120", "50"]


def test_what_names_an_exercise_is_the_same_in_each_variant() -> None:
    found = only(counted(TABLE))
    names = {(variant.label, variant.title, variant.line, variant.points) for variant in found.every}
    assert names == {("steps-16", "16 steps", found.line, 1.0)}
    assert [variant.drawn for variant in found.every] == [Variant(1, 3), Variant(2, 3), Variant(3, 3)]
    assert len({variant.version for variant in found.every}) == 3


def test_any_variant_leads_to_the_others() -> None:
    found = only(counted(TABLE))
    assert found.variant(2).variant(3) == found.variant(3)
    assert found.variant(3).variant(1) == found


def test_code_in_all_cells_is_reworded_and_options_are_not() -> None:
    measured = cell("seen = size == 16", "measure, skip-execution").replace("\n\n", "\n:data: d16\n:samples: 16\n\n")
    text = FRONT + exercise(
        "Size",
        "size",
        f"Make `size` 16.\n\n```yaml variants\nsize: [16, 24]\n```\n\n{measured}",
        starter="size = 0  # 16",
        checks="- variable: {seen: {equals: true}}",
        hints=[],
        solution="size = 16",
        why="So.",
    )
    second = only(text).variant(2)
    assert (second.starter, second.solution) == ("size = 0  # 24", "size = 24")
    assert second.measure is not None
    assert (second.measure.source, second.measure.samples) == ("seen = size == 24", 16)
    assert second.measure.data == "d16"
    assert second.version != only(text).version


def put(text: str, **words: str) -> str:
    [piece] = reworded([Chunk(text, 1)], {key.removeprefix("n"): word for key, word in words.items()})
    assert isinstance(piece, Chunk)
    return piece.text


@pytest.mark.parametrize(
    "text", ["16.5", "0.16", ".16", "160", "216", "x16", "16x", "xor-16", "16,000", "16_000", "1_16", "1e-16"]
)
def test_a_number_is_not_found_in_another_or_in_a_name(text: str) -> None:
    assert put(f"a {text} b", n16="24") == f"a {text} b"
    assert put("1,300 and 300", n300="400") == "1,300 and 400"


@pytest.mark.parametrize(
    "text", ["{}", "{}.", "({}, 3)", "[3,{}]", "`{}`", "-{}", "{}-unit", "{}: {}", "**{}**", "16.5 {}"]
)
def test_a_number_is_found_where_it_stands_alone(text: str) -> None:
    assert put(text.replace("{}", "16"), n16="24") == text.replace("{}", "24")


def test_of_two_words_in_one_place_the_longer_counts_and_what_was_put_in_stays() -> None:
    words = {"16": "24", "16 units": "8 units", "8": "16"}
    [piece] = reworded([Chunk("16, 16 units, 8", 1)], words)
    assert piece == Chunk("24, 8 units, 16", 1)


@given(st.lists(st.sampled_from(["1", "12", "a", "a b", "3.5", "(1, 2)", "-", "x-1", "1,000"]), max_size=12))
def test_words_that_become_themselves_change_nothing(words: list[str]) -> None:
    text = " ".join(words)
    assert reworded([Chunk(text, 1)], {word: word for word in [*words, "12"]}) == [Chunk(text, 1)]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.data())
def test_exactly_the_numbers_that_are_equal_are_replaced(numbers: list[int], data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(numbers))
    [piece] = reworded([Chunk(", ".join(map(str, numbers)), 1)], {str(first): "x"})
    assert isinstance(piece, Chunk)
    assert piece.text.split(", ") == ["x" if number == first else str(number) for number in numbers]


@pytest.mark.parametrize(
    ("table", "at", "message"),
    [
        (
            TABLE.replace("[16, 24, 10]", "[16, 24]"),
            "steps:",
            "in 'steps': found 2 values, but 'samples' has 3; give one for each variant",
        ),
        (
            TABLE.replace("24", "null"),
            "steps:",
            "in 'steps': found nothing for variant 2; expected a number, or one line of text",
        ),
        (
            "samples:\n  - 1,000\n  -\n  - 600",
            "  -\n",
            "in 'samples': found nothing for variant 2; expected a number, or one line of text",
        ),
        (
            TABLE.replace("24", "[24]"),
            "steps:",
            "in 'steps': found a list for variant 2; expected a number, or one line of text",
        ),
        ("all: 80", "all:", "in 'all': found '80'; expected a value for each variant, such as [16, 24, 32]"),
        ("all: [80]", "all:", "in 'all': found one value; expected a value for each variant, such as [16, 24, 32]"),
        (
            f"all: {[80, *range(MOST)]}",
            "all:",
            f"in 'all': found {MOST + 1} values; the limit is {MOST} variants",
        ),
        (
            f"{TABLE}\nunits: [7, 8, 9]",
            "units:",
            "in 'units': '7' appears nowhere in this exercise; the first value has to be the one in its text",
        ),
        (
            f"{TABLE}\nunits: [16, 8, 9]",
            "units:",
            "in 'units': 'steps' begins with '16' too, so it isn't clear which of them the text means; "
            "give both a word beside it, such as '16 units'",
        ),
        (
            "- samples: 1,000",
            "```yaml variants",
            "found a list; expected names with their values, such as 'units: [16, 24, 32]'",
        ),
        ("", "```yaml variants", "found nothing; expected names with their values, such as 'units: [16, 24, 32]'"),
        (
            TABLE.replace("[80, 120, 50]", "[80, 80, 50]").replace("24", "16"),
            "```yaml variants",
            "variants 1 and 2 have the same checks, so an answer to one passes the other; "
            "give them values that the checks tell apart",
        ),
        (
            TABLE.replace("120", "many"),
            "- question:",
            "in variant 2: in 'question': found 'many'; expected a number, such as 640 or 0.91",
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_one_sentence_at_its_line(table: str, at: str, message: str) -> None:
    text = counted(table)
    assert complaints(text) == [(text[: text.index(at)].count("\n") + 1, message)]


def test_a_table_that_is_no_yaml_says_where() -> None:
    text = counted("samples: ['1,000'\nsteps: [16, 24]")
    [(line, message), *_] = complaints(text)
    assert line >= line_of(text, "yaml variants")
    assert "not YAML" in message


def test_what_is_wrong_with_every_variant_is_said_once() -> None:
    text = counted(TABLE).replace("name: steps", "nmae: steps")
    assert [message for _, message in complaints(text)] == ["unknown key 'nmae'; did you mean 'name'?"]


def in_words(*choices: str) -> str:
    """The lesson with a question in words, whose choices are these in its variants. The right one is `80 steps`."""
    text = counted(f"samples: ['1,000', '1,500']\nsteps: [16, 24]\nlist: {list(choices)}\nall: [80, 120]")
    return re.sub(r"number: 80, because: .*\}\}", f"answer: all 80, choices: {choices[0]}}}", text)


def test_a_number_in_the_list_that_a_neighbour_may_tell_is_said() -> None:
    lesson = in_words("[half of 80, all 80]", "[half of 120, all 120]")
    message = "the right choice is number 2 in each variant, and a neighbour may tell its number; "
    assert complaints(lesson) == [
        (line_of(lesson, "yaml variants"), f"{message}list the choices in another order in one of them")
    ]
    assert complaints(in_words("[half of 80, all 80]", "[all 120, half of 120]")) == []
    assert complaints(in_words("[half of 80, all 80]", "[60, all 120]")) == [], (
        "where some are numbers, no place counts"
    )


def test_the_place_of_a_number_among_numbers_says_nothing() -> None:
    choices = [f"[{pair}]" for pair in ("16, 80", "24, 120", "10, 50")]
    text = counted(f"{TABLE}\nlist: {choices}").replace("number: 80", f"answer: 80, choices: {choices[0]}")
    assert complaints(text) == []


@pytest.mark.parametrize("where", ["outside", "solution", "twice"])
def test_a_table_in_the_wrong_place_is_said(where: str) -> None:
    text, block = counted(TABLE), f"```yaml variants\n{TABLE}\n```\n"
    match where:
        case "outside":
            text, message = (
                f"{text}\n\n{block}",
                "found variants outside an exercise; put them between its start and end",
            )
        case "solution":
            text = text.replace("5 epochs of", f"{block}\n5 epochs of")
            message = "found variants in a solution; they belong in the exercise"
        case _:
            text = text.replace("```yaml checks", f"{block}\n```yaml checks")
            message = "found a second table of variants; put all values into the first"
    assert [text for _, text in complaints(text)] == [message]


def test_a_misspelt_table_is_named() -> None:
    text = counted(TABLE).replace("yaml variants", "yaml variant")
    assert [message for _, message in complaints(text)] == [
        "found a block of 'yaml variant'; did you mean 'yaml variants'?"
    ]


# ---- who gets which


@pytest.fixture
def course(tmp_path: Path) -> Course:
    plain = exercise(
        "A", "a", "A.", starter="# answer:", checks="- question: {answer: 1}", hints=[], solution="", why=""
    )
    text = counted(TABLE).removeprefix(FRONT)
    return load_course(write_course(tmp_path / "course", {"C": {"one.md": lesson("One", "One.", "One.", text, plain)}}))


def drawn(course: Course, learner: str) -> int:
    found = course.variant_for(course.exercises[0], learner).drawn
    assert found is not None
    return found.number


def test_a_learner_has_the_same_variant_each_time_and_a_class_has_all(course: Course) -> None:
    counts = Counter(drawn(course, f"learner {number}") for number in range(300))
    assert set(counts) == {1, 2, 3}
    assert min(counts.values()) > 60
    assert drawn(course, "ada") == 3, "another hash would give every class other variants in the middle of its course"


@pytest.mark.parametrize("name", ["Ada L.", "ada-l", "ADA L", "ada l"])
def test_how_a_name_is_written_does_not_matter(course: Course, name: str) -> None:
    assert drawn(course, name) == drawn(course, "ada-l")


@pytest.mark.parametrize("change", [{"id": "other"}, {"variant_seed": "2027"}])
def test_another_course_or_seed_deals_them_out_anew(course: Course, change: dict[str, str]) -> None:
    names = [f"learner {number}" for number in range(60)]
    assert [drawn(course, name) for name in names] != [drawn(replace(course, **change), name) for name in names]


def test_the_seed_stands_in_the_courses_file(course: Course) -> None:
    path = course.folder / "myst.yml"
    path.write_text(re.sub("title: A small", "variant_seed: 2027\n  title: A small", path.read_text()))
    again = load_course(course.folder)
    assert (again.problems, again.variant_seed) == ((), "2027")


def test_a_course_as_a_learner_has_it_differs_in_variants_alone(course: Course) -> None:
    theirs = course.drawn_for("ada")
    first, plain = theirs.exercises
    assert first == course.exercises[0].variant(drawn(course, "ada"))
    assert plain == course.exercises[1]
    assert [theirs.lesson_of(variant).id for variant in (*first.every, plain)] == ["one"] * 4
    assert replace(theirs, chapters=()) == replace(course, chapters=())
