"""`import` and `export`."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuitutor import regular
from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session

if TYPE_CHECKING:
    from tuitutor.authoring.exchange.compose import Imported
    from tuitutor.course.model import Problem


@click.command("import", cls=Command)
@click.argument("source", metavar="NOTEBOOK|SCRIPT|EPISODE|FOLDER", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def import_(session: Session, source: Path, json_: bool) -> int:
    """Turn a notebook, a script or an episode into a lesson.

    It takes a Jupyter notebook (.ipynb, nbgrader's too), a script in percent format (.py), an episode of a Carpentries
    lesson (.md) or the folder of a whole one. The lesson goes into the course's folder and its table of contents. If
    there is no such folder, or no course in it yet, one is started. What you must still decide is listed by line.

    \b
    Example:
      tuitutor import week1.ipynb --course my-course
      tuitutor import deep-learning-intro/ --course my-course
    """
    from tuitutor.authoring.exchange.formats import read_lessons
    from tuitutor.authoring.scaffold import in_words
    from tuitutor.cli.placing import NewLesson, folder_for, write_lessons
    from tuitutor.reports.json import problems_document

    folder = folder_for(session, f"tuitutor import {source}")
    title, lessons = read_lessons(source)
    course = title or in_words(folder.resolve().name) or "Course"
    files = {folder / name: data for lesson in lessons for name, data in lesson.files.items()}
    others = [path for path, data in files.items() if path.is_file() and not regular.has_bytes(path, data)]
    done = write_lessons(folder, [NewLesson(lesson.id, lesson.text, lesson.files) for lesson in lessons], course)
    click.echo(done, err=json_)
    for path in others:
        click.echo(f"{path} was already there with a different picture, which the lesson now shows.", err=True)
    told = [_to_decide(folder / f"{lesson.id}.md", lesson) for lesson in lessons]
    if json_:
        breaking, lesser = ([problem for each in told for problem in each[part]] for part in (0, 1))
        print_json(problems_document(breaking, lesser))
    elif lines := [str(problem) for each in told for problem in sorted([*each[0], *each[1]], key=attrgetter("line"))]:
        click.echo("\n".join(["", "To decide:", *lines]))
    else:
        click.echo("\nThere is nothing left to decide.")
    first = folder / f"{lessons[0].id}.md"
    click.echo(f"\nLook:  tuitutor preview {first}\nTest:  tuitutor lint --run {first}", err=True)
    return Exit.DONE


@click.command("export", cls=Command)
@click.argument("lesson")
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
    from tuitutor.cli.placing import write_new
    from tuitutor.course.findings import Findings, read_text

    found = session.lesson(lesson)
    path = output or Path(f"{found.id}.ipynb")
    text = read_text(found.path, Findings(found.path))
    write_new(path, notebook_text(text, found, solutions=solutions).encode(), overwrite)
    click.echo(f"Wrote {path}.")
    return Exit.DONE


def _to_decide(path: Path, lesson: Imported) -> tuple[list[Problem], list[Problem]]:
    """What the author must decide: first what breaks the lesson until then, then the rest.

    Both have the importer's remarks and what lint finds, but lint's findings are left out for lines with a remark.
    """
    from tuitutor.cli.linting import flaws_at
    from tuitutor.course.load import problems_in
    from tuitutor.course.model import Problem

    problems = problems_in(path)
    told = {line for line, _ in lesson.remarks}
    remarks = [Problem(path, line, " ".join(said.split())) for line, said in lesson.remarks]
    found = [problem for problem in [*problems, *flaws_at(path)] if problem.line not in told]
    broken = {problem.line for problem in problems}
    every = dict.fromkeys([*remarks, *found])
    return [each for each in every if each.line in broken], [each for each in every if each.line not in broken]
