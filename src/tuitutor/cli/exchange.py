"""`import` and `export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuitutor.cli.commands import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session

if TYPE_CHECKING:
    from tuitutor.authoring.exchange.compose import Imported


@click.command("import", cls=Command)
@click.argument("source", metavar="NOTEBOOK|SCRIPT|EPISODE|FOLDER", type=click.Path(path_type=Path))
@click.pass_obj
def import_(session: Session, source: Path) -> int:
    """Make a lesson of a notebook, and list what you must still decide.

    It takes a Jupyter notebook (.ipynb, nbgrader's too), a script in percent format (.py), an episode of a Carpentries
    lesson (.md) or the folder of a whole one. The lesson goes into the course's folder and its table of contents. Where
    the folder has no course yet, or is not there, one is begun.

    \b
    Example:
      tuitutor import week1.ipynb --course my-course
      tuitutor import deep-learning-intro/ --course my-course
    """
    from tuitutor.authoring.exchange.read import read_lessons
    from tuitutor.cli.placing import Placed, folder_for, in_words, place

    folder = folder_for(session, f"tuitutor import {source}")
    title, lessons = read_lessons(source)
    course = title or in_words(folder.resolve().name) or "Course"
    click.echo(place(folder, [Placed(lesson.id, lesson.text, lesson.files) for lesson in lessons], course))
    to_decide = [line for lesson in lessons for line in _to_decide(folder / f"{lesson.id}.md", lesson)]
    click.echo("\n".join(["", "To decide:", *to_decide]) if to_decide else "\nThere is nothing left to decide.")
    first = folder / f"{lessons[0].id}.md"
    click.echo(f"\nLook:  tuitutor preview {first}\nTest:  tuitutor lint --run {first}", err=True)
    return Exit.DONE


@click.command("export", cls=Command)
@click.argument("lesson")
@click.option("--solutions", is_flag=True, help="Also the solutions and why they work.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="The file, if not LESSON.ipynb here."
)
@click.option("--overwrite", is_flag=True, help="Write it even if there is such a file.")
@click.pass_obj
def export_(session: Session, lesson: str, solutions: bool, output: Path | None, overwrite: bool) -> int:
    """Make a Jupyter notebook of a lesson.

    It runs in Jupyter, and learners can hand it in with their answers. What Jupyter cannot show, such as the
    checks with the answers to questions, is in the cells' metadata, and `tuitutor import` makes the same lesson of it
    again. Without --solutions the solutions are not in it at all.

    \b
    Example:
      tuitutor export xor
      tuitutor export xor --solutions -o xor-for-teachers.ipynb
    """
    from tuitutor.authoring.exchange.export import notebook_text
    from tuitutor.cli.placing import write_new
    from tuitutor.course.findings import Findings, read_text

    found = session.lesson(lesson)
    path = output or Path(f"{found.id}.ipynb")
    text = read_text(found.path, Findings(found.path))
    write_new(path, notebook_text(text, found, solutions=solutions).encode(), overwrite)
    click.echo(f"Wrote {path}.")
    return Exit.DONE


def _to_decide(path: Path, lesson: Imported) -> list[str]:
    """What the importer has to say and what lint finds, by line: lint is silent on lines that have been told of."""
    from tuitutor.cli.linting import flaws_at
    from tuitutor.course.load import problems_in

    told = {line for line, _ in lesson.remarks}
    found = [
        (problem.line, problem.text) for problem in [*problems_in(path), *flaws_at(path)] if problem.line not in told
    ]
    return [f"{path}:{line}: {said}" for line, said in sorted({*lesson.remarks, *found})]
