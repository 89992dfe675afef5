"""`check --untrusted`: other people's code, through the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tests.small_course import exercise, lesson, write_course
from tuitutor.protocol.events import Checked, Event, Executed, Measured
from tuitutor.protocol.facts import LayerFacts, ModelCheckFacts, ModelFacts, ProgramFacts
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.requests import CheckModel, Execute, Measure, Request
from tuitutor.workers.scripted import READY

LAYER = LayerFacts("dense", "Dense", True, 20, 20, (None, 4), {"units": 4})
MODEL = ModelFacts("Sequential", True, (LAYER,), 20, 20, (None, 4), (None, 4))
BARE = replace(READY, isolation=Isolation())


def worker(checked: ModelCheckFacts) -> object:
    def script(request: Request) -> Iterable[Event]:
        match request:
            case Execute(child, run):
                yield Executed(child, run, "ok", 0.1)
            case Measure(child, run):
                yield Measured(child, run, ProgramFacts(MODEL, "Sequential", None, saved=True))
            case CheckModel(child, run):
                yield Checked(child, run, checked)

    return script


LOADED, REFUSED = ModelCheckFacts(True, model=MODEL), ModelCheckFacts(False, "a Lambda")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    text = lesson(
        "Net",
        "Build.",
        "Build it.",
        exercise(
            "Small",
            "small-net",
            "Build `model`.",
            starter="model = None",
            checks="- params: {total: 20}\n  name: parameters",
            hints=[],
            solution="model = 1",
            why="So.",
        ),
    )
    return write_course(tmp_path / "course", {"Nets": {"net.md": text}})


@pytest.fixture
def answer(tmp_path: Path) -> str:
    path = tmp_path / "ada.py"
    path.write_text("model = ...\n")
    return str(path)


@pytest.mark.spine
def test_it_is_refused_without_a_sandbox_and_says_what_to_do(cli: Cli, play: Play, answer: str) -> None:
    launcher = play(worker(LOADED), BARE)
    result = cli("check", "small-net", answer, "--untrusted")
    assert (result.code, result.out) == (3, "")
    assert "can read and change your files" in result.err
    assert "--allow-unisolated" in result.err
    assert not launcher.connections[0].requests
    assert cli("check", "small-net", answer, "--untrusted", "--allow-unisolated").code == 0


@pytest.mark.long
def test_it_runs_in_a_sandbox_and_leaves_no_trace(cli: Cli, play: Play, answer: str, home: Path) -> None:
    play(worker(LOADED))
    result = cli("check", "small-net", answer, "--untrusted", "--json")
    assert (result.code, result.document["provenance"]) == (0, "verified")
    assert f"--hidden-seed {result.document['hidden_seed']}" in result.err
    assert not list(home.rglob("*.jsonl"))


@pytest.mark.spine
def test_its_own_word_passes_only_when_accepted(cli: Cli, play: Play, answer: str) -> None:
    play(worker(REFUSED))
    refused = cli("check", "small-net", answer, "--untrusted")
    assert refused.code == 1
    assert "--accept-reported" in refused.out
    assert "tuitutor hint" not in refused.out, "a teacher reads it"
    accepted = cli("check", "small-net", answer, "--untrusted", "--accept-reported", "--json")
    assert (accepted.code, accepted.document["provenance"]) == (0, "reported")


def test_a_learners_own_code_runs_anywhere(cli: Cli, play: Play, answer: str) -> None:
    play(worker(REFUSED))
    result = cli("check", "small-net", answer)
    assert result.code == 0
    assert "reported" not in result.out


@pytest.mark.spine
def test_hidden_data_is_drawn_anew_and_can_be_drawn_again(cli: Cli, play: Play, answer: str) -> None:
    play(worker(LOADED))

    def seed(*more: str) -> int:
        drawn: int = cli("check", "small-net", answer, "--untrusted", "--json", *more).document["hidden_seed"]
        return drawn

    assert seed() != seed()
    assert seed("--hidden-seed", "7") == 7


def test_ones_own_code_without_a_sandbox_is_told_so_once(cli: Cli, play: Play, answer: str) -> None:
    play(worker(LOADED), BARE)
    first, second = (cli("check", "small-net", answer) for _ in range(2))
    assert "can reach the network" in first.err
    assert "tuitutor doctor" in first.err
    assert "network" not in second.err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("--untrusted",), "name its FILE"),
        (("--accept-reported",), "go with --untrusted"),
        (("--hidden-seed", "1"), "go with --untrusted"),
    ],
)
def test_flags_that_do_not_fit(cli: Cli, args: tuple[str, ...], sentence: str) -> None:
    result = cli("check", "small-net", *args)
    assert result.code == 2
    assert sentence in result.err


@pytest.mark.long
def test_a_class_is_graded_by_the_same_policy(cli: Cli, play: Play, answer: str, tmp_path: Path) -> None:
    def grades(name: str, *more: str) -> tuple[int, str]:
        arguments = ("grade", answer, "-o", str(tmp_path / name), "--exercise", "small-net", *more)
        return cli(*arguments).code, (tmp_path / name / "grades.csv").read_text().splitlines()[1].partition(",,,")[0]

    play(worker(LOADED))
    assert grades("verified") == (0, "ada,small-net,passed,1,1,1,1")
    play(worker(REFUSED))
    assert grades("refused") == (0, "ada,small-net,failed,0,1,0,1")
    assert grades("accepted", "--accept-reported") == (0, "ada,small-net,passed,1,1,0,1")
    assert grades("refused", "--accept-reported") == (0, "ada,small-net,passed,1,1,0,1")


@pytest.mark.long
def test_a_class_is_not_graded_without_a_sandbox(cli: Cli, play: Play, answer: str, tmp_path: Path) -> None:
    play(worker(LOADED), BARE)
    arguments = ("grade", answer, "-o", str(tmp_path / "out"), "--exercise", "small-net")
    refused = cli(*arguments)
    assert (refused.code, refused.out) == (3, "Nothing is graded yet.\n")
    assert "--allow-unisolated" in refused.err
    assert cli(*arguments, "--allow-unisolated").code == 0


@pytest.mark.long
@pytest.mark.parametrize(
    "text", ["class Own:\n    pass\n\n\nmodel = Own()\n", "def classes():\n    return 'class A'\n"]
)
def test_who_may_lose_points_by_a_class_is_said_before_a_class_is_graded(
    cli: Cli, play: Play, answer: str, tmp_path: Path, text: str
) -> None:
    play(worker(LOADED))
    Path(answer).write_text(text)
    found = [
        cli("grade", answer, "-o", str(tmp_path / name), "--exercise", "small-net", *more).err.splitlines()[1:2]
        for name, more in (("strict", ()), ("lenient", ("--accept-reported",)))
    ]
    which = "small-net: where a model's own classes can't be rebuilt of Keras's layers, checks on it "
    if "Own" in text:
        assert found == [
            [which + "rest on what the answer itself reports, and fail; --accept-reported accepts it."],
            [which + "accept what the answer itself reports."],
        ]
    else:
        assert not any("rebuilt" in line for lines in found for line in lines)
