"""`make coach ARGS=--what-if`: how often a change that helps is found, where one of the menu's changes does."""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.faults.corpus import Program
from tests.faults.running import AT_ONCE, LIMITS
from tuitutor.coach import advise
from tuitutor.coach.menu import whole_menu, worth_trying
from tuitutor.course.model import Cell, Chapter, Course, Exercise, Lesson
from tuitutor.engine.answer_facts import configures
from tuitutor.engine.answer_run import AnswerRun
from tuitutor.engine.options import RunOptions
from tuitutor.engine.what_if import SEEDS, CannotTry, Trials, TriedChange, seen_of
from tuitutor.grading.syntax import parse
from tuitutor.protocol.events import Recorded
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.requests import FitChange
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

FOUND = 0.75  # the bar: of the programs that a change helps, so many get one


@dataclass
class Outcome:
    """What came of a program: its facts, and what each change of the menu did; none of these for a healthy one."""

    facts: ProgramFacts = field(default_factory=lambda: ProgramFacts(None, None, None))
    recorded: Recorded = field(default_factory=lambda: Recorded("", "", "did not run"))
    own: list[float] = field(default_factory=list)
    tried: dict[FitChange, list[float]] = field(default_factory=dict)
    problem: str = ""

    def trials(self, changes: Iterable[FitChange]) -> Trials:
        """What trying these changes comes to."""
        trials = _trials(Worker(LocalLauncher(sys.executable)), Program("", "", ""))
        trials.recorded, trials.own.qualities = self.recorded, self.own
        trials.tried = [TriedChange(each, str(each), self.tried.get(each, [])) for each in changes]
        trials.choose()
        return trials

    def helpful(self) -> list[FitChange]:
        """All changes that help."""
        return [each for each in self.tried if self.trials([each]).helps()]


def offered(program: Program, outcome: Outcome) -> tuple[FitChange, ...]:
    """What is tried for a learner."""
    fits = tuple(fit for fit in outcome.facts.fits if fit.of_model)
    if (seen := seen_of(fits, program.checks)) is None:
        return ()
    advice = advise(None, fits, (), program.text, "\n".join(program.setup), program.checks, outcome.facts)
    return worth_trying(seen, advice)


async def try_all(programs: list[Program], kept: Path) -> dict[tuple[str, str], Outcome]:
    """Run each program that the file `kept` doesn't know yet, and of the faults try the whole menu."""
    found = _read(kept)
    worker = Worker(LocalLauncher(sys.executable))
    await worker.start()
    places = asyncio.Semaphore(AT_ONCE)

    async def in_turn(program: Program) -> None:
        async with places:
            found[program.group, program.name] = await _outcome(worker, program)
            _write(kept, found)
            print(program.group, program.name, file=sys.stderr)

    try:
        await asyncio.gather(*(in_turn(each) for each in programs if (each.group, each.name) not in found))
    finally:
        await worker.close()
    return found


def _read(kept: Path) -> dict[tuple[str, str], Outcome]:
    """What an earlier look has kept in our own file."""
    return pickle.loads(kept.read_bytes()) if kept.exists() else {}


def _write(kept: Path, found: dict[tuple[str, str], Outcome]) -> None:
    kept.write_bytes(pickle.dumps(found))


async def _outcome(worker: Worker, program: Program) -> Outcome:
    trials, outcome = _trials(worker, program), Outcome()
    try:
        async for _ in trials.run_answer():
            pass
        outcome.facts, outcome.recorded = trials.run.program or outcome.facts, trials.recorded
        outcome.own = trials.own.qualities
        seen = seen_of(trials.run.fits, program.checks)
        if not program.causes or seen is None or trials.recorded.problem:
            return outcome
        trials.recorded = replace(trials.recorded, cpu_s=20.0)
        for change in dict.fromkeys((*offered(program, outcome), *whole_menu(seen))):
            tried = TriedChange(change, str(change))
            trials.tried.append(tried)
            for seed in range(SEEDS + 1):
                for each in (trials.own, tried):
                    if len(each.qualities) == seed:
                        async for _ in trials.again(each, seed):
                            pass
                if len(tried.qualities) <= seed or not trials.is_better(tried, trials.own, seed):
                    break
            outcome.tried[change] = tried.qualities
            outcome.own = trials.own.qualities
    except CannotTry as why:
        outcome.problem = str(why)
    finally:
        trials.run.end()
    return outcome


def _trials(worker: Worker, program: Program) -> Trials:
    """The program as an answer in a lesson of its own."""
    cells = (Cell(at, str(at), text, at, frozenset({"setup"})) for at, text in enumerate(program.setup))
    exercise = Exercise("answer", "", "", "", program.checks, (), "", "", len(program.setup), "")
    lesson = Lesson("lesson", Path("lesson.md"), "", "", 1, (), (*cells, exercise))
    course = Course("faults", "", Path(), (Chapter("", (lesson,)),), "")
    cold = any(configures(parse(each)) for each in (program.text, *program.setup))
    options = RunOptions(limits=LIMITS)
    return Trials(AnswerRun(worker, course, exercise, program.text, options, configures=cold, repeats=True))


def lines(programs: list[Program], found: dict[tuple[str, str], Outcome]) -> Iterator[str]:
    """What is found, a line for each program where it isn't, and the figures."""
    could = did = 0
    healthy, alarms = 0, 0
    for program in programs:
        outcome = found[program.group, program.name]
        changes = offered(program, outcome)
        if not program.causes:
            healthy += 1
            alarms += bool(changes)
            if changes:
                yield f"! {program.group} {program.name}: offered {_named(changes)}"
            continue
        helpful = outcome.helpful()
        helps = outcome.trials(changes).helps()
        could += bool(helpful)
        did += bool(helpful) and helps
        if outcome.recorded.problem or outcome.problem:
            yield f"  {program.group} {program.name}: {outcome.problem or outcome.recorded.problem}"
        elif not helps:
            mark = "! " if helpful else "  "
            yield f"{mark}{program.group} {program.name}: offered {_named(changes)}; would help: {_named(helpful)}"
    yield f"what if: found {did} of {could} ({did / max(1, could):.2f}, bar {FOUND}); offered on {alarms} of {healthy}"


def _named(changes: Iterable[FitChange]) -> str:
    told = (f"{each.kind} {each.to or (each.times if each.times != 1 else '')}".strip() for each in changes)
    return ", ".join(told) or "-"
