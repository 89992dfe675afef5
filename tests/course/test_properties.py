"""What holds of every lesson, found by trying many."""

from __future__ import annotations

import ast
import string
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.course.lesson_texts import CHECKS, FRONT, SOLUTION, STARTER, exercise, parse
from tuitutor.course.findings import Findings
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_lesson
from tuitutor.course.maths import to_text, to_unicode
from tuitutor.course.model import Block, Cell, Exercise, Lesson, Prose
from tuitutor.course.python_cells import plain_python
from tuitutor.course.schema import read_checks
from tuitutor.spelling import nearest

# Pieces of the format, so that random texts come near to lessons.
SCRAPS = [
    *("---\n", "title: A\n", "```", "````", ":::", "{code-cell} ipython3", "{exercise-start} T", "{exercise-end}"),
    *("{solution-start} a", "{solution-end}", "{hint}", "{note}", "{math}", ":label: a\n", ":tags: [starter]\n"),
    *(
        "yaml checks\n",
        "yaml predict\n",
        "yaml variants\n",
        "a: [3, 4]\n",
        "question: Q\nvalue: x\n",
        "- params: {total: 3}\n",
        "- needs: [a]\n",
        "- ",
        "> ",
        "| a | b |\n|---|---|\n",
        "    ",
        "\t",
    ),
    *("$", "$$", "`", "\\", "x^2", "\n", "\n\n", "+++\n", "%time\n", "(a)=\n", "&a ", "*a ", "{", "}", "[", "]", ": "),
]
texts = st.lists(st.sampled_from(SCRAPS) | st.text(max_size=8), max_size=40).map("".join)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.long
@quick
@given(st.binary(max_size=200) | texts.map(lambda text: text.encode("utf-8", "replace")))
@example(b"")
@example(b"\xff\xfe")
@example(FRONT.encode() + b"\xe2\x80\xa8```yaml checks\n\xc2\x85- [\n")
def test_no_file_raises_and_every_problem_lies_in_it(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    lesson = load_bytes(tmp_path_factory, data)
    lines = max(1, data.count(b"\n") + data.count(b"\r") + 1)
    assert all(1 <= problem.line <= lines for problem in lesson.problems)
    assert all("\n" not in problem.text for problem in lesson.problems)


WHOLE = (default_folder() / "xor.md").read_text(encoding="utf-8").split("\n")
STRAYS = [
    *("\t", "\r", "\x00", "\x0c", "\u2028", "\x85", "\ufeff", "`", "```", "{", "}", "[", ":", "'", '"', "- "),
    *("&a", "*a", "%", "$", "#", ">"),
]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A lesson that ships, with lines dropped, doubled and moved and characters put in."""
    lines = list(WHOLE)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "move", "put", "cut"])):
            case "drop":
                del lines[at : at + draw(st.integers(1, 20))]
            case "double":
                lines[at:at] = lines[at : at + draw(st.integers(1, 40))]
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "put":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.sampled_from(STRAYS)) + lines[at][column:]
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        lines = lines or [""]
    return "\n".join(lines)


@pytest.mark.long
@settings(quick, max_examples=40)
@given(mutations())
def test_no_broken_lesson_raises_and_every_problem_lies_in_it(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    lesson = load_bytes(tmp_path_factory, text.encode())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= problem.line <= lines and "\n" not in problem.text for problem in lesson.problems)
    assert lesson.problems == tuple(sorted(lesson.problems, key=lambda problem: problem.line))


@pytest.mark.long
@quick
@given(texts)
def test_no_checks_raise(text: str) -> None:
    findings = Findings(Path("lesson.md"), lines=text.count("\n") + 1)
    read_checks(text, 1, findings)
    assert all(1 <= problem.line <= findings.lines for problem in findings.sorted())


@pytest.mark.long
@quick
@given(st.lists(st.sampled_from([*"\\{}$^_ab1-&~", "\\frac", "\\text", "\\sqrt", "\\hat", "\\\\", " "])).map("".join))
def test_no_formula_raises(tex: str) -> None:
    assert "\n" not in to_text(tex)


@pytest.mark.long
@quick
@given(texts, st.text(alphabet="$x^2\\ ab_", min_size=1).filter(str.strip))
def test_code_is_never_touched(text: str, code: str) -> None:
    fence = f"\n\n~~~~~~\n{code}\n~~~~~~\n"
    lesson = parse(f"{FRONT}\n{text.replace('`', '').replace(':::', '').replace('$$', '').replace('~~~', '')}{fence}")
    proses = "\n".join(block.text for block in lesson.blocks if isinstance(block, Prose))
    assert code.rstrip() in proses
    assert to_unicode(f"a `{code.strip()}` b") == f"a `{code.strip()}` b"


@quick
@given(st.text(alphabet=string.ascii_lowercase + " .,\n#*_[]()<>|-", max_size=80))
def test_prose_without_dollars_stays_as_it_is(text: str) -> None:
    assert to_unicode(text) == text


@quick
@given(st.lists(st.sampled_from(["x = 1", "%time", "!ls", "", "if x:", "    y = 2", "    %time", '"""', "(", ")"])))
def test_magics_keep_lines_and_leave_valid_python_alone(lines: list[str]) -> None:
    source = "\n".join(lines)
    plain, fault = plain_python(source)
    assert plain.count("\n") == source.count("\n")
    if fault is None:
        ast.parse(plain)
        assert plain_python(plain) == (plain, None)


@given(st.lists(st.text(string.ascii_lowercase, min_size=3), min_size=1, unique=True), st.data())
def test_nearest_is_a_candidate_and_finds_the_word_itself(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    assert nearest(word.upper(), words) == word
    assert nearest(data.draw(st.text()), words) in {None, *words}


@dataclass(frozen=True)
class Part:
    """A part of a generated lesson: its text, and the block that it must become (lines are set later)."""

    text: str
    block: Block


words = st.text(string.ascii_letters + " ,;ä", min_size=1, max_size=40).map(str.strip).filter(bool)
paragraphs = st.lists(words, min_size=1, max_size=3).map("\n\n".join)
sources = st.lists(st.sampled_from(["x = 1", "print('$x$')", "# ```", "", "y = '''{note}'''", "def f():\n    pass"]))
code = sources.map("\n".join).map(str.strip).filter(bool)
tag_sets = st.sets(st.sampled_from(["setup", "skip-execution", "raises-exception", "hide-input"]))


@st.composite
def cells(draw: st.DrawFn) -> Part:
    source, tags = draw(code), draw(tag_sets)
    listed = ", ".join(sorted(tags))
    options = draw(st.sampled_from([f":tags: [{listed}]\n\n", f"---\ntags: [{listed}]\n---\n"])) if tags else "\n"
    fence = draw(st.sampled_from(["````", "`````"]))
    text = f"{fence}{{code-cell}} ipython3\n{options}{source}\n{fence}\n"
    return Part(text, Cell(0, "", source, 0, frozenset(tags)))


@st.composite
def exercises(draw: st.DrawFn) -> Part:
    title, prose = draw(words), draw(paragraphs)
    hints = tuple(draw(st.lists(words, max_size=3)))
    body = STARTER + CHECKS + "".join(f"```{{hint}}\n{hint}\n```\n" for hint in hints)
    text = exercise(f"{prose}\n\n{body}").replace("Build it", title).replace("Do it.\n\n", "")
    return Part(text, Exercise("net", title, prose, "model = None", (), hints, "model = 1", "Why.", 0, ""))


proses = paragraphs.map(lambda text: Part(text, Prose(text, 0)))
lessons = st.tuples(
    st.lists(proses | cells(), max_size=6), st.none() | exercises(), st.lists(proses | cells(), max_size=3)
)


@pytest.mark.long
@quick
@given(lessons)
def test_lessons_parse_back_to_what_they_were_made_of(made: tuple[list[Part], Part | None, list[Part]]) -> None:
    before, graded, after = made
    parts = merged([*before, *([graded] if graded else []), *after])
    text = FRONT
    lines = []
    for part in parts:
        text += "\n"
        lines.append(text.count("\n") + 1)
        text += part.text + "\n"
    lesson = parse(text + ("\n" + SOLUTION if graded else ""))
    assert lesson.problems == ()
    assert [block.line for block in lesson.blocks] == lines
    assert [essence(block) for block in lesson.blocks] == [essence(part.block) for part in parts]
    assert [cell.index for cell in lesson.cells] == list(range(len(lesson.cells)))
    assert len({cell.key for cell in lesson.cells}) == len(lesson.cells)


@pytest.mark.long
@quick
@given(texts)
@example(FRONT + "Hi.\n" + exercise() + SOLUTION)
def test_line_ends_and_byte_order_mark_make_no_difference(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    plain = text.replace("\r", "").replace("\ufeff", "").encode("utf-8", "replace")
    windows = b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n")
    assert load_bytes(tmp_path_factory, plain) == load_bytes(tmp_path_factory, windows)


def load_bytes(folders: pytest.TempPathFactory, data: bytes) -> Lesson:
    path = folders.getbasetemp() / "lesson.md"
    path.write_bytes(data)
    return load_lesson(path)


def merged(parts: list[Part]) -> list[Part]:
    """Neighbouring prose is one block."""
    result: list[Part] = []
    for part in parts:
        if result and isinstance(part.block, Prose) and isinstance(result[-1].block, Prose):
            text = f"{result[-1].text}\n\n{part.text}"
            result[-1] = Part(text, Prose(text, 0))
        else:
            result.append(part)
    return result


def essence(block: Block) -> tuple[object, ...]:
    """What a block says, without its place."""
    match block:
        case Prose(text=text):
            return ("prose", text)
        case Cell(source=source, tags=tags):
            return ("cell", source, tags)
        case Exercise() as found:
            return (found.title, found.prose, found.starter, found.hints, found.solution, found.explanation)
