"""`import` and `export`: lessons from and to notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import click

from tuitutor.cli.command import Command, as_json, complete_names, print_json, write_output
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.course.findings import Findings, read_text
from tuitutor.course.folder import DATA, DATA_FILE
from tuitutor.course.manifest import imported_by, read_by
from tuitutor.course.model import Course, Lesson


@click.command("import", cls=Command)
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def import_(session: Session, source: Path, json_: bool) -> int:
    """Turn a notebook or a script into a lesson.

    It takes what jupytext reads: notebooks (.ipynb, nbgrader's too), scripts (.py) and Markdown (.md, .Rmd). Nothing of
    it is run. The lesson goes into the course's folder and its table of contents; if there is no course yet, one is
    started. What you must still decide is listed by line, and stands in the lesson as comments.

    \b
    Example:
      tuitutor import week1.ipynb --course my-course
    """
    from tuitutor.authoring.exchange.importing import import_lesson
    from tuitutor.cli.lesson_writing import folder_for, title_of, write_lesson
    from tuitutor.cli.linting import proofread
    from tuitutor.course.load import problems_in

    folder = folder_for(session, f"tuitutor import {source}")
    lesson_id, text = import_lesson(source)
    path = folder / f"{lesson_id}.md"
    click.echo(write_lesson(folder, lesson_id, text, title_of(folder)), err=json_)
    problems, flaws = problems_in(path), proofread(path)[0]
    if json_:
        from tuitutor.reports.json import problems_document

        print_json(problems_document(problems, flaws))
    elif undecided := sorted([*problems, *flaws], key=attrgetter("line")):
        click.echo("\n".join(["\nTo decide:", *map(str, undecided)]))
    click.echo(f"\nLook:  tuitutor preview {path}\nTest:  tuitutor lint --run {path}", err=True)
    return Exit.DONE


@click.command("export", cls=Command)
@click.argument("lesson", shell_complete=complete_names)
@click.option("--solutions", is_flag=True, help="Include the solutions, and why they work.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="The file, if not LESSON.ipynb here."
)
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@click.pass_obj
def export_(session: Session, lesson: str, solutions: bool, output: Path | None, overwrite: bool) -> int:
    """Turn a lesson into a Jupyter notebook.

    It runs in Jupyter, and learners can hand it in with their answers. What Jupyter cannot show, such as the
    checks with the answers to questions, is in the cells' metadata, and `tuitutor import` turns it back into
    the same lesson. Without --solutions the solutions are not in it at all.

    \b
    Example:
      tuitutor export xor
      tuitutor export xor --solutions -o xor-for-teachers.ipynb
    """
    from tuitutor.authoring.exchange.export import notebook_text

    found = session.lesson(lesson)
    path = output or Path(f"{found.id}.ipynb")
    text = read_text(found.path, Findings(found.path))
    write_output(path, notebook_text(text, found, solutions=solutions).encode(), overwrite)
    click.echo(f"Wrote {path}.")
    for sentence in _files_to_copy(session.course, found):
        click.echo(sentence, err=True)
    return Exit.DONE


def _files_to_copy(course: Course, lesson: Lesson) -> Iterator[str]:
    """Sentences about what has to be copied along with a notebook of the lesson."""
    from tuitutor.course.data_module import functions_asked

    code = [
        *(cell.source for cell in lesson.cells),
        *(text for exercise in lesson.exercises for text in (exercise.starter, exercise.solution)),
    ]
    if read_by(course.files, code) or imported_by(course.files, code):
        yield f"To run it in Jupyter, copy {course.folder / DATA} beside it."
    if any(exercise.world or functions_asked(exercise) for exercise in lesson.exercises):
        yield f"To import it into another course, copy what its checks draw from {course.folder / DATA_FILE} there."
