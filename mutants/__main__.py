"""Change the sources in a hundred small ways, one at a time and in a copy, and see which changes no test minds.

cosmic-ray makes the mutants. Its own runner is not used: it mutates the checkout itself and has no idea of which
tests are nearest to what.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import islice
from math import ceil
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from mutants.copies import CannotStart, Copy, Outcome
from mutants.sites import Mutant, mutants, places

ROOMS = Path(__file__).with_name("rooms.toml")
REPORT = Path("build/mutants.txt")
LEAST = 3  # mutants of each file, be it ever so short


@dataclass(frozen=True, slots=True)
class Module:
    """A source file with the tests that are nearest to it."""

    room: str
    file: str
    source: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tests made of a mutant: "killed", "timeout" (which kills as well) or "survived"."""

    mutant: Mutant
    word: str
    seconds: float


def main(argv: list[str]) -> int:
    """Exit status: 0 where each room meets its bar, 1 where one does not or nothing could be tried."""
    arguments = parse(argv)
    rooms = tomllib.loads(ROOMS.read_text(encoding="utf-8"))
    words = arguments.only or [""]
    modules = [module for module in find(rooms) if any(word in module.file for word in words)]
    try:
        if not modules:
            raise CannotStart(f"No file in {ROOMS.name} has {' or '.join(words)} in its path.")
        chosen = choose(modules, arguments.sample, arguments.seed)
        how = "every mutant" if arguments.sample is None else f"a sample by SEED={arguments.seed}"
        print(f"{len(chosen)} mutants of {len(modules)} files: {how}, {arguments.jobs} at a time", flush=True)
        verdicts = tried(chosen, arguments.jobs)
    except CannotStart as why:
        print(why, file=sys.stderr)
        return 1
    of_room = {module.file: module.room for module in modules}
    report(verdicts)
    return int(not told({room: of["bar"] for room, of in rooms.items()}, of_room, verdicts))


def parse(argv: list[str]) -> argparse.Namespace:
    """What was asked for; a `sample` of None is every mutant."""
    parser = argparse.ArgumentParser(prog="python -m mutants", description=__doc__)
    parser.add_argument("--sample", type=lambda text: None if text == "all" else int(text), default=240, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which sample (default: 1)")
    parser.add_argument("--only", action="extend", nargs="+", metavar="WORD", help="files with this in their path")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="mutants tried at a time (default: 2)")
    return parser.parse_args(argv)


def find(rooms: Mapping[str, Any]) -> Iterator[Module]:
    """The files of the rooms that have any code, each once."""
    for room, of in rooms.items():
        nearest: dict[str, list[str]] = of["nearest"]
        for path in sorted({path for pattern in nearest for path in Path().glob(pattern)}):
            file = path.as_posix()
            tests = next(tests for pattern, tests in nearest.items() if fnmatch(file, pattern))
            yield Module(room, file, path.read_text(encoding="utf-8"), tuple(tests))


# ---- which ----------------------------------------------------------------------------------


def choose(modules: list[Module], sample: int | None, seed: int) -> list[tuple[Module, Mutant]]:
    """All mutants; or a sample, spread over the files by the places in them that can be mutated."""
    counts = [len(places(module.source)) for module in modules]
    share = None if sample is None else min(1.0, sample / max(1, sum(counts)))
    chosen: list[tuple[Module, Mutant]] = []
    for module, count in zip(modules, counts, strict=True):
        chance = None if share is None else random.Random(f"{seed} {module.file}")
        made = mutants(module.file, module.source, chance)
        most = None if share is None else max(LEAST, ceil(share * count))
        chosen += ((module, mutant) for mutant in islice(made, most))
    return chosen


# ---- trying ---------------------------------------------------------------------------------


def tried(chosen: list[tuple[Module, Mutant]], jobs: int) -> list[Verdict]:
    """What became of each mutant, in order. Raises CannotStart if the tests fail without any."""
    with copies(jobs) as idle:
        limits = baseline({module.tests for module, _ in chosen}, idle, jobs)

        def attempt(module: Module, mutant: Mutant) -> Verdict:
            copy = idle.get()
            try:
                with copy.mutated(mutant):
                    outcome = copy.test(module.tests, limits[module.tests])
            finally:
                idle.put(copy)
            return Verdict(mutant, word(outcome), outcome.seconds)

        with pool(jobs) as executor:
            futures = [executor.submit(attempt, module, mutant) for module, mutant in chosen]
            for count, future in enumerate(as_completed(futures), 1):
                verdict = future.result()
                print(f"{count:4}/{len(chosen)} {verdict.seconds:5.1f} s {verdict.word:8} {verdict.mutant}", flush=True)
    return [future.result() for future in futures]


def word(outcome: Outcome) -> str:
    """The outcome, as of a mutant."""
    return "survived" if outcome.passed else "timeout" if outcome.timed_out else "killed"


def baseline(all_tests: set[tuple[str, ...]], idle: SimpleQueue[Copy], jobs: int) -> dict[tuple[str, ...], float]:
    """How long the tests may take with a mutant, by how long they take without."""

    def attempt(tests: tuple[str, ...]) -> Outcome:
        copy = idle.get()
        try:
            return copy.test(tests)
        finally:
            idle.put(copy)

    limits = {}
    with pool(jobs) as executor:
        ordered = sorted(all_tests)
        for tests, outcome in zip(ordered, executor.map(attempt, ordered), strict=True):
            if not outcome.passed:
                write(outcome.said)
                raise CannotStart(f"{' '.join(tests)} fails without any mutant: {REPORT} says why; fix that first.")
            limits[tests] = 10 + 3 * outcome.seconds
            print(f"{outcome.seconds:14.1f} s baseline {' '.join(tests)}", flush=True)
    return limits


@contextmanager
def copies(count: int) -> Iterator[SimpleQueue[Copy]]:
    """So many copies of the checkout, all of them idle."""
    idle: SimpleQueue[Copy] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # some tests become another user, who reads the sources
        made = [Copy(Path(folder, str(number), "copy")) for number in range(count)]
        for copy in made:
            idle.put(copy)
        try:
            yield idle
        finally:
            for copy in made:
                copy.stop()


@contextmanager
def pool(jobs: int) -> Iterator[ThreadPoolExecutor]:
    """An executor that drops what has not begun when something goes wrong."""
    executor = ThreadPoolExecutor(jobs)
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


# ---- telling --------------------------------------------------------------------------------


def told(bars: Mapping[str, float], of_room: Mapping[str, str], verdicts: list[Verdict]) -> bool:
    """Print what was killed of each room; whether all bars are met."""
    words = Counter((of_room[verdict.mutant.file], verdict.word) for verdict in verdicts)
    met = True
    for room, bar in bars.items():
        killed, slow, alive = (words[room, word] for word in ("killed", "timeout", "survived"))
        if total := killed + slow + alive:
            ratio = (killed + slow) / total
            met &= ratio >= bar
            verdict = "" if ratio >= bar else ": too few"
            print(f"{room:9} {killed} killed, {slow} timed out, {alive} survived: {ratio:.0%} of {bar:.0%}{verdict}")
    print(f"survivors are in {REPORT}; where one changes nothing, say so: `# no mutant: REASON`")
    return met


def report(verdicts: list[Verdict]) -> None:
    """Write the survivors down."""
    survivors = [verdict.mutant for verdict in verdicts if verdict.word == "survived"]
    texts = [f"{m.file}:{m.line} {m.operator}\n- {m.before}\n+ {m.after}\n" for m in survivors]
    write("\n".join(texts))


def write(text: str) -> None:
    """Write the report."""
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        status = 130
    sys.stdout.flush()
    os._exit(status)  # threads that still wait for a test are not waited for
