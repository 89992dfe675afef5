"""`courses`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.reports.json import document

if TYPE_CHECKING:
    from tuitutor.engine.courses import AtHand, Standing


@click.command("courses", cls=Command)
@as_json
@click.pass_obj
def courses_(session: Session, json_: bool) -> int:
    """List your courses, with your progress in each.

    These are the one that comes with tuitutor, those that you installed (pip install my-course), and folders that you
    opened. --course opens each by its name.

    \b
    Example:
      tuitutor courses
      tuitutor --course my-course
    """

    told = session.courses_with_standing()
    if json_:
        print_json(document("courses", courses=[_document(course, standing) for course, standing in told]))
        return Exit.DONE
    for course, standing in told:
        click.echo("\n".join(_lines(course, standing)))
    return Exit.DONE


def _lines(course: AtHand, standing: Standing | None) -> list[str]:
    from tuitutor.engine.courses import comes_from

    lines = [f"{course.name}  {course.title}".rstrip()]
    if standing is not None:
        later = f", {standing.pending} graded later" if standing.pending else ""
        lines[0] += f"  ({standing.passed} of {standing.exercises} exercises passed{later})"
        if standing.changed:
            lines.append(f"  changed since you passed: {', '.join(standing.changed)}")
    return [*lines, f"  {course.problem or comes_from(course)}"]


def _document(course: AtHand, standing: Standing | None) -> dict[str, Any]:
    return {
        "name": course.name,
        "id": course.id,
        "title": course.title,
        "from": course.origin,
        "package": course.package,
        "version": course.version,
        "folder": str(course.folder),
        "opened": course.opened or None,
        "passed": standing and standing.passed,
        "pending": standing and standing.pending,
        "exercises": standing and standing.exercises,
        "changed": list(standing.changed) if standing else [],
        "trouble": course.problem,
    }
