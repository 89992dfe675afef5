"""`doctor` and `lint`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command, as_json
from tuitutor.cli.session import Session

if TYPE_CHECKING:
    from tuitutor.course.model import Problem


@click.command("lint", cls=Command)
@click.argument("place", required=False, metavar="[COURSE]", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def lint_(session: Session, place: Path | None, json_: bool) -> int:
    """Report every problem in a course as file:line.

    COURSE is a folder, or the file of one lesson. Nothing is run.

    \b
    Example:
      tuitutor lint
      tuitutor lint lessons/xor.md
    """
    problems = _problems(session, place)
    if json_:
        from tuitutor.reports.json import problems_document

        click.echo(json.dumps(problems_document(problems), indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
    count = len(problems)
    click.echo(f"{count} problem{'s' * (count != 1)}." if count else "No problems.", err=True)
    return Exit.BAD_USAGE if problems else Exit.DONE


@click.command("doctor", cls=Command)
@as_json
@click.pass_obj
def doctor_(session: Session, json_: bool) -> int:
    """Say what is in use and what does not work.

    With --json: kind "doctor", healthy, findings: [topic, value, problem], and worker: python, keras, backend, host,
    pid, forks, note and devices, or null where it did not start.

    \b
    Example:
      tuitutor doctor
      tuitutor doctor --python /opt/site/bin/python3
    """
    from tuitutor.cli.diagnosis import diagnose
    from tuitutor.reports.json import FORMAT

    click.echo("Starting Python and Keras ...", err=True)
    diagnosis = diagnose(session)
    if json_:
        click.echo(json.dumps({"tuitutor": FORMAT, "kind": "doctor", **diagnosis.document()}, indent=2))
    else:
        for finding in diagnosis.findings:
            click.echo(str(finding))
    return Exit.DONE if diagnosis.healthy else Exit.NOT_PASSED


def _problems(session: Session, place: Path | None) -> tuple[Problem, ...]:
    from tuitutor.course.load import load_course, load_lesson

    if place is not None and place.is_file():
        return load_lesson(place).problems
    loaded = session.course if place is None else load_course(place)
    return tuple(dict.fromkeys((*loaded.problems, *(problem for each in loaded.lessons for problem in each.problems))))
