"""Numbers in sentences, and what a lesson looks like on a small screen or unseen: only warned of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course.lesson_texts import FRONT, line_of, parse
from tuitutor.authoring.layout import warnings_in
from tuitutor.authoring.stated_numbers import StatedNumber, stated_in, unmarked_in, wrong_in
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Prose

MARK = "<!-- cell -->"
CELL = "```{code-cell} ipython3\nplt.show()\n```\n"


def wrong(sentence: str, printed: str) -> list[str]:
    text = f"{FRONT}{CELL}\n{sentence}\n"
    return [problem.text for problem in wrong_in(parse(text), text, {4: printed})]


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        (f"It is 0.906{MARK} here.", "accuracy: 0.9057142"),
        (f"It is 90.6 %{MARK} here.", "accuracy: 0.9057142"),
        (f"It is 91 %{MARK} here.", "91.2 %"),
        (f"Of 1,257{MARK} pictures", "(1257, 8, 8, 1)"),
        (f"At −0.4{MARK}, or -0.4{MARK}.", "w [ 2.0 -0.4]"),
        (f"`0.906`{MARK}", "x=0.9061"),
        ("about 1.2e-05<!--cell-->.", "1.2e-05"),
        ("It is 0.3, which nobody marked.", "0.4"),
    ],
)
def test_a_marked_number_is_what_a_cell_prints_to_its_last_digit(sentence: str, printed: str) -> None:
    assert wrong(sentence, printed) == []


@pytest.mark.parametrize(
    ("sentence", "printed", "number"),
    [
        (f"It is 0.906{MARK} here.", "0.90", "0.906"),
        (f"It is 0.906{MARK} here.", "0.9051", "0.906"),
        (f"It is 0.4{MARK} here.", "-0.4", "0.4"),
        (f"It is 90 %{MARK} here.", "0.8", "90 %"),
        (f"It is 0.91{MARK} here.", "", "0.91"),
    ],
)
def test_one_that_no_cell_above_prints_is_a_problem(sentence: str, printed: str, number: str) -> None:
    assert wrong(sentence, printed) == [f"found {number}, which no cell above it shows; correct it"]


def test_a_cell_below_says_nothing_of_it() -> None:
    text = f"{FRONT}It is 3.5{MARK}.\n\n{CELL}"
    [problem] = wrong_in(parse(text), text, {line_of(text, "code-cell"): "3.5"})
    assert problem.line == 4


def test_otherss_do_not_see_the_mark() -> None:
    [prose] = parse(f"{FRONT}It is 0.906{MARK} and $x$ 3 %{MARK}.").blocks
    assert isinstance(prose, Prose)
    assert "<!--" not in prose.text
    assert prose.text.startswith("It is 0.906 and ")


def test_code_formulas_and_addresses_are_no_sentences() -> None:
    text = f"{FRONT}`0.5` $0.5$ [a](b-0.5.md) <https://x.org/0.5> v1.5.2\n\n```text\n0.5\n```\n{CELL}"
    assert [number.text for number in stated_in(text)] == []


def test_unmarked_are_those_with_a_point_or_percent_that_no_code_has() -> None:
    text = f"{FRONT}```{{code-cell}} ipython3\nrate = 0.44\n```\nWith 0.44 or 3 units: 0.906, 5 % and 7.5{MARK}."
    assert [number.text for number in unmarked_in(text)] == ["0.906", "5"]


@settings(deadline=None)
@given(st.floats(-1e3, 1e3), st.integers(1, 6))
def test_what_is_printed_rounds_to_what_is_said_of_it(number: float, digits: int) -> None:
    assert StatedNumber(1, f"{number:.{digits}f}", False, True).is_among([number])
    assert not StatedNumber(1, f"{number + 2 * 10**-digits:.{digits}f}", False, True).is_among([number])


ITEMS = "".join(f"```yaml recall\nid: a{n}\nask: Q?\nnumber: '{n}'\n```\n" for n in range(2))


def warned(tmp_path: Path, body: str) -> list[tuple[int, str]]:
    path = tmp_path / "lesson.md"
    path.write_text(f"{FRONT}{body}\n\n{ITEMS}")
    return [(warning.line, warning.text) for warning in warnings_in([parse_lesson(path.read_text(), path)])]


def test_what_is_wide_or_cannot_be_seen_is_warned_of(tmp_path: Path) -> None:
    code = "x = '" + "o" * 62 + "'"
    alt = f":alt: It {'f' * 70}alls."
    table = f"| a | b |\n|---|---|\n| {'o' * 50} | {'o' * 20} |\n"
    drawn = f"```{{code-cell}} ipython3\n{alt}\n\nplt.show()\n{code}\n```\n"
    found = warned(tmp_path, f"{CELL}\n{drawn}\n{table}\n![](a.png)\nIt is 0.3.\n")
    assert found == [
        (4, "found 1 cell (line 4) drawing without ':alt:', a sentence that says what there is to be seen"),
        (12, "found 1 line (12) of code with more than 66 columns; break them"),
        (15, "found a table of 77 columns; 72 fit on a screen of 80"),
        (19, "found a picture without a text; say in a sentence what it shows, in its square brackets"),
        (20, "found numbers not marked as a cell's output: 0.3 (line 20)"),
    ]


def test_what_just_fits_and_is_stated_in_words_is_not(tmp_path: Path) -> None:
    address = f"# https://playground.tensorflow.org/#{'a' * 66}"
    body = (
        f"```{{code-cell}} ipython3\n{'#' * 66}\n{address}\n```\n\n| a |\n|---|\n| {'o' * 68} |\n\n![It falls](a.png)\n"
    )
    assert warned(tmp_path, body) == []
    assert [text for _, text in warned(tmp_path, "```{image} a.png\n```\n")] == [
        "found a picture without ':alt:'; say in a sentence what it shows"
    ]


@pytest.mark.parametrize(
    ("option", "stops"),
    [(":alt: Two: one", True), (':alt: "Two: one"', False), (":alt: Two:one", False), (":alt: [Two", True)],
)
def test_an_option_that_stops_jupyter_book_is_warned_of(tmp_path: Path, option: str, stops: bool) -> None:
    warnings = [(5, "found a ':alt:' that stops Jupyter Book; put its text in quotes")]
    assert warned(tmp_path, f"```{{code-cell}} ipython3\n{option}\n\nplt.show()\n```\n") == warnings * stops


@pytest.mark.long
def test_none_of_our_own_lessons_stops_jupyter_book() -> None:
    found = warnings_in(load_course(default_folder()).lessons)
    assert [warning for warning in found if "Jupyter Book" in warning.text] == []


def test_a_cell_draws_where_it_calls_what_draws(tmp_path: Path) -> None:
    makes = "def look(\n    net, at=0\n):\n    if at:\n\n        plt.show()\n\nlook_at = 1\n"
    cells = [
        makes,
        "said = 'look(net), plt.show()'  # plt.show()\n",
        "def look_twice(at):\n    look(at)\n",
        "look_twice(net)\n",
        "overlook(net)\n",
        ":alt: It falls.\n\nlook(net)\n",
    ]
    body = "\n".join(f"```{{code-cell}} ipython3\n{cell}```\n" for cell in cells)
    (found,) = warned(tmp_path, body)
    line = line_of(FRONT + body, "look_twice(net)") - 1
    assert found == (
        line,
        f"found 1 cell (line {line}) drawing without ':alt:', a sentence that says what there is to be seen",
    )
