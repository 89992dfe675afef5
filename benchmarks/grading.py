"""What grading an answer costs, beside otter-grader, nbclient and a plain Python, over the same TensorFlow."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import answers
from benchmarks.costs import Cost, cost
from benchmarks.measurement import Measurement, alternate

PEERS = Path(__file__).parents[1] / ".pythons" / "peers" / "bin"
SHARE = 2  # answers that each of the others is given in a round, each time other ones
OTTER_TEST = '''\
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "xor"
points = 1


@test_case()
def hidden_accuracy(env):
    """As our exercise asks: 95 % of 4,000 samples that nobody has seen."""
    x = np.random.default_rng(12345).random((4000, 3)) - 0.5
    positive = x > 0
    labels = positive[:, 0] ^ positive[:, 1] ^ positive[:, 2]
    assert (env["model"].predict(x, verbose=0).argmax(axis=1) == labels).mean() >= 0.95
'''


def measure(rounds: int) -> Iterator[Measurement]:
    """Twenty answers on one warm worker with two jobs; the others start again for each answer."""
    texts = answers.texts()
    with TemporaryDirectory(prefix="tuitutor-bench-") as name:
        folder = Path(name)
        graded = Ours(folder, texts)
        programs = answers.programs(folder / "programs", texts)
        notebooks = answers.notebooks(folder / "notebooks", texts)
        ours, otter, nbclient, plain, pairs = alternate(
            rounds,
            graded,
            Others(programs=notebooks, run=Otter(folder)),
            Others(programs=notebooks, run=in_nbclient),
            Others(programs=programs, run=lambda paths: in_python(paths, 1)),
            Others(programs=programs, run=lambda paths: in_python(paths, 2)),
        )
        line_kb = graded.line_kb()
    name = f"CPU an answer, {len(texts)} of the ten-epoch XOR, --jobs 2"
    for others, against, bar in (
        (otter, "otter run", 0.35),
        (nbclient, "nbclient", 0.4),
        (plain, "python answer.py", 0.43),
    ):
        yield Measurement(name, "s", cpu(ours), cpu(others), against, bar=bar)
    name = f"wall time an answer, {len(texts)} of the ten-epoch XOR, --jobs 2"
    yield Measurement(name, "s", wall(ours), wall(otter), "otter run, one by one", bar=1 / 5)
    yield Measurement(name, "s", wall(ours), wall(pairs), "python answer.py, two at a time", bar=1 / 1.8)
    yield Measurement("an answer's line in the journal", "KB", (line_kb,))


def cpu(costs: tuple[Cost, ...]) -> tuple[float, ...]:
    """CPU seconds."""
    return tuple(each.cpu_s for each in costs)


def wall(costs: tuple[Cost, ...]) -> tuple[float, ...]:
    """Seconds."""
    return tuple(each.wall_s for each in costs)


class Ours:
    """Grades the whole class by `tuitutor grade`, from the start of the command to its last report."""

    def __init__(self, folder: Path, texts: Mapping[str, str], *options: str) -> None:
        self._folder, self._count, self._options = folder, len(texts), options or ("--jobs", "2")
        self._answers = answers.handed_in(folder / "handed-in", texts)
        self._round = 0

    def __call__(self) -> Cost:
        """The cost of an answer."""
        self._round += 1
        out = self._folder / f"graded-{self._round}"
        command = [sys.executable, "-m", "tuitutor", "grade", str(self._answers), "-o", str(out), *self._options]
        spent = cost([command])
        answers.all_passed(out, self._count)
        return spent.each(self._count)

    def line_kb(self) -> float:
        """Thousands of bytes that a verdict takes in the journal of the last run."""
        journals = (self._folder / f"graded-{self._round}" / "verdicts").glob("*.jsonl")
        return sum(path.stat().st_size for path in journals) / self._count / 1000


class Others:
    """Has a share of the answers run, each round another."""

    def __init__(self, programs: Mapping[str, Path], run: Callable[[list[Path]], Cost]) -> None:
        self._paths, self._run, self._at = [*programs.values()], run, 0

    def __call__(self) -> Cost:
        """The cost of an answer."""
        share = [self._paths[(self._at + number) % len(self._paths)] for number in range(SHARE)]
        self._at += SHARE
        return self._run(share).each(SHARE)


class Otter:
    """`otter run`, with a test of what our exercise asks of the hidden data."""

    def __init__(self, folder: Path) -> None:
        self._zip, self._out = folder / "autograder.zip", folder / "otter"
        tests = folder / "tests"
        tests.mkdir()
        (tests / "xor.py").write_text(OTTER_TEST)
        subprocess.run(
            [peer("otter"), "generate", "-t", tests, "-o", self._zip, "--no-config", "--no-environment"],
            check=True,
            capture_output=True,
        )

    def __call__(self, paths: list[Path]) -> Cost:
        outs = [self._out / path.stem for path in paths]
        for out in outs:
            out.mkdir(parents=True, exist_ok=True)
        spent = cost(
            [
                [peer("otter"), "run", "-a", str(self._zip), "-o", str(out), "--no-logo", str(path)]
                for path, out in zip(paths, outs, strict=True)
            ],
            folder=self._out,
        )
        for out in outs:
            tests = json.loads((out / "results.json").read_text())["tests"]
            if not tests or any(each.get("score") != each.get("max_score") for each in tests):
                sys.exit(f"otter did not pass {out.name}: {tests}")
        return spent


def in_nbclient(paths: list[Path]) -> Cost:
    """Run the notebooks one by one; nothing is checked but that they run."""
    return cost([[peer("jupyter-execute"), str(path)] for path in paths])


def in_python(paths: list[Path], at_a_time: int) -> Cost:
    """Run the programs; nothing is checked but that they run."""
    return cost([[sys.executable, str(path)] for path in paths], at_a_time)


def peer(command: str) -> str:
    """Where a peer's command is."""
    return str(PEERS / command)
