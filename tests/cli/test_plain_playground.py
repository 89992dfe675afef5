"""The playground from a lesson at a prompt: a text's link, and an exercise whose answer is what was played."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tests.cli.test_checking import trains
from tests.small_course import exercise, lesson, write_course

ADDRESS = "https://playground.tensorflow.org/#"
LINKED = lesson("Linked", "A link.", f"Open [a playground]({ADDRESS}dataset=spiral&networkShape=8).")
TASK = lesson(
    "Task",
    "A task.",
    exercise(
        "Two heaps",
        "heaps",
        "Tell the heaps apart.",
        starter="# answer:",
        checks="- play: {state: 'dataset=gauss&networkShape=1', epochs: 60, test_loss: {at_most: 0.1}}",
        hints=["Try more steps."],
        solution="# answer: networkShape=2&learningRate=0.1",
        why="Two are enough.",
    ),
)

Walk = Callable[[str], str]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course", {"Play": {"linked.md": LINKED, "task.md": TASK}})


@pytest.fixture
def walk(cli: Cli, play: Play, types: Callable[[str], None]) -> Walk:
    """What is said, in one line, when these lines are typed."""

    def typing(lines: str) -> str:
        play(trains)
        types(lines)
        return " ".join(cli("learn", "--plain").out.split())

    return typing


def test_a_link_opens_the_playground_and_q_comes_back_to_the_lesson(walk: Walk) -> None:
    output = walk("p\nsettings\nq\nq\n")
    assert "p: playground" in output
    assert "dataset: spiral (else circle)" in output
    assert "Hidden layers: 8 tanh." in output
    assert "Back in the lesson." in output
    assert output.endswith("Your place and your answers are kept.")


def test_the_last_network_is_the_answer_and_is_graded(walk: Walk, drafts: Path) -> None:
    output = walk("n\ne\np\nnetworkShape 2\nlearningRate 0.1\nrun 20\nq\nr\n")
    assert "To pass: test loss after 60 epochs at most 0.1." in output
    assert "Epoch 20: " in output
    assert "This network is your answer now; r has it graded." in output
    assert "Passed: 1 of 1 check" in output
    assert (drafts / "heaps.py").read_text() == f"# answer: {ADDRESS}dataset=gauss&learningRate=0.1&networkShape=2"


def test_it_opens_with_the_answer_of_last_time(walk: Walk) -> None:
    walk("n\ne\np\nnetworkShape 3\nq\n")
    assert "Hidden layers: 3 tanh." in walk("e\np\n")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("noise 0", "The exercise sets noise; change something else."),
        ("csv points.csv", "The exercise sets the points; change something else."),
    ],
)
def test_what_the_exercise_chose_stays(walk: Walk, typed: str, message: str) -> None:
    assert message in walk(f"n\ne\np\n{typed}\n")
