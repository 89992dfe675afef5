"""`decide`: what people decide about a class, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from tuitutor.classroom.class_verdicts import Mark, Verdicts
from tuitutor.classroom.decisions import DECISIONS, Decision, add_decision, require_whole
from tuitutor.classroom.reports.inert import harmless
from tuitutor.classroom.rulings import Ruled
from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.reporting import labels_now, no_verdicts, ruled_class, say_doubtful
from tuitutor.cli.session import Session
from tuitutor.errors import UsageError
from tuitutor.grading.verdicts import CheckResult, Verdict
from tuitutor.progress.files import file_stem
from tuitutor.spelling import counted


def _rubric(_: click.Context, __: click.Parameter, text: str | None) -> tuple[float, ...]:
    try:
        return tuple(float(each) for each in text.split(",")) if text else ()
    except ValueError:
        raise UsageError(f"--rubric: found '{text}'; expected a number for each line, such as 2,1.") from None


@click.command("decide", cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("who", default="")
@click.argument("exercise", default="")
@click.option("--points", type=float, metavar="N", help="Its points, or those of --check.")
@click.option("--rubric", callback=_rubric, metavar="N,N,...", help="Points for each line that a person looks for.")
@click.option("--check", default="", metavar="NAME", help="The check that --points or --rubric are for.")
@click.option("--verdict", default="", metavar="passed|failed", help="The verdict in place of the grader's.")
@click.option("--why", default="", metavar="TEXT", help="The reason, which the learner is told.")
@click.option("--comment", default="", metavar="TEXT", help="What the learner is told besides.")
@click.option("--excuse", is_flag=True, help="It doesn't count for this learner.")
@click.option("--until", default="", metavar="TIME", help="A later deadline, such as '2026-12-05 23:59'.")
@click.option("--request", default="", metavar="TEXT", help="The learner asks for another look.")
@click.option("--reply", default="", metavar="TEXT", help="The answer to that.")
@click.pass_obj
def decide_(session: Session, /, folder: Path, who: str, exercise: str, **said: Any) -> int:
    """Write down what people decide about answers, or list what waits.

    Decisions are in DIR/decisions.toml, which you may edit. `grade` never changes them; `grade` and `report` apply them
    in all reports. One that is about an answer holds for that answer: if another is handed in, you are told.

    WHO is the name in grades.csv. Without EXERCISE, --excuse, --until and --comment are about all exercises.

    Exit codes: 0 done; 1 some decisions need another look; 2 something does not fit.

    \b
    Example:
      tuitutor decide graded
      tuitutor decide graded ada xor --points 5 --why "Only the title is missing."
      tuitutor decide graded ada essay --rubric 2,1 --comment "Well put."
      tuitutor decide graded bob --excuse
    """
    verdicts = Verdicts(folder)
    if verdicts.begun is None:
        raise no_verdicts(folder)
    exercise = labels_now(session, verdicts).get(exercise, exercise)
    decision = Decision(who, exercise, **said)  # which has a field for each option
    if decision == Decision(who, exercise):
        ruled = ruled_class(session, verdicts)
        for line in _waiting(verdicts, ruled, who, exercise):
            click.echo(harmless(line))
        say_doubtful(ruled)
        return Exit.NOT_PASSED if ruled.doubtful else Exit.DONE
    if decision.reply and not decision.request:
        requests = ruled_class(session, verdicts).requests
        asked = (each.request for each in requests if (each.who, each.exercise) == (who, exercise))
        decision = replace(decision, request=next(asked, ""))
    require_whole(decision)
    if decision.of_answer:
        decision = replace(decision, answer=_answer(verdicts, who, exercise))
    here = f"{folder / DECISIONS}:0: "  # the place of this one, which isn't in the file yet
    try:
        ruled = ruled_class(session, verdicts, decision)
    except UsageError as error:
        raise UsageError(str(error).removeprefix(here)) from None
    add_decision(folder, decision)
    for sentence in ruled.doubtful:
        if sentence.startswith(here):
            click.echo(harmless(sentence.removeprefix(here)), err=True)
    if who not in {each.who for each in verdicts.handed_in}:
        click.echo(harmless(f"Nobody called '{who}' has handed in so far."), err=True)
    whose = f"{who}, {exercise}" if exercise else who
    mark = next((each for each in ruled.marks if (each.who, each.exercise) == (who, exercise)), None)
    now = f"; {mark.standing} with {mark.points:g} of {mark.grade.out_of:g} points now" if mark is not None else ""
    click.echo(harmless(f"{whose}: {decision.told}{now}."))
    onward = f"{folder / DECISIONS} has it; tuitutor report {folder} writes it into all reports."
    click.echo(harmless(onward), err=True)
    return Exit.DONE


def _answer(verdicts: Verdicts, who: str, exercise: str) -> str:
    """The hash of the answer that is graded, or else waits to be; "" if there is none."""
    if (mark := verdicts.mark(who, exercise)) is not None:
        return mark.answer
    found = (each.answer for each in verdicts.waiting if (each.who, each.exercise) == (who, exercise))
    return next(found, "")


def _waiting(verdicts: Verdicts, ruled: Ruled, who: str, exercise: str) -> Iterator[str]:
    """What waits for a person, of this learner and exercise if they are named."""
    marks = [each for each in ruled.marks if who in ("", each.who) and exercise in ("", each.exercise)]
    pending = [each for each in marks if each.verdict is Verdict.PENDING and not each.ruling.excused]
    read = [each for each in pending if any(result.rubric for result in _open(each))]
    later = [each for each in pending if each not in read]
    if read:
        yield f"{counted(len(read), 'answer')} to read:"
    for mark in read:
        file = verdicts.folder / "answers" / file_stem(mark.who) / f"{file_stem(mark.exercise)}.py"
        yield f"  {mark.who}, {mark.exercise}: {file}"
        for result in _open(mark):
            if result.rubric:
                yield f"    {result.name}, {result.out_of:g} points: {'; '.join(result.rubric)}"
    asked = [each for each in ruled.requests if who in ("", each.who) and exercise in ("", each.exercise)]
    if asked:
        yield f"{counted(len(asked), 'request')} without a reply:"
    for each in asked:
        yield f"  {each.who}, {each.exercise}: {each.request}"
    if later:
        yield f"{counted(len(later), 'answer')} to grade with an edition of the course that has all checks."
    if not (read or asked or later):
        yield "Nothing waits for a person."


def _open(mark: Mark) -> list[CheckResult]:
    return [result for result in mark.grade.results if result.verdict is Verdict.PENDING]
