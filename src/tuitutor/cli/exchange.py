"""`import` and `export`."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuitutor import regular
from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.errors import UsageError

if TYPE_CHECKING:
    from tuitutor.course.model import Problem


@click.command("import", cls=Command)
@click.argument("source", metavar="NOTEBOOK|SCRIPT|EPISODE|FOLDER", type=click.Path(path_type=Path))
@click.option("--todo", is_flag=True, help="List again what is left to decide in a lesson that was imported.")
@as_json
@click.pass_obj
def import_(session: Session, source: Path, todo: bool, json_: bool) -> int:
    """Turn a notebook, a script or an episode into a lesson.

    It takes a Jupyter notebook (.ipynb, nbgrader's too), a script in percent format (.py), an episode of a Carpentries
    lesson (.md) or the folder of a whole one. The lesson goes into the course's folder and its table of contents. If
    there is no such folder, or no course in it yet, one is started. What you must still decide is listed by line, and
    stands in the lesson as comments; --todo lists what is left of it.

    \b
    Example:
      tuitutor import week1.ipynb --course my-course
      tuitutor import deep-learning-intro/ --course my-course
      tuitutor import --todo my-course/week1.md
    """
    if todo:
        _print_left([_imported(session, source)], json_)
        return Exit.DONE
    from tuitutor.authoring.exchange.formats import read_lessons
    from tuitutor.authoring.scaffold import in_words
    from tuitutor.cli.placing import NewLesson, folder_for, write_lessons

    folder = folder_for(session, f"tuitutor import {source}")
    title, lessons = read_lessons(source)
    course = title or in_words(folder.resolve().name) or "Course"
    files = {folder / name: data for lesson in lessons for name, data in lesson.files.items()}
    others = [path for path, data in files.items() if path.is_file() and not regular.has_bytes(path, data)]
    done = write_lessons(folder, [NewLesson(lesson.id, lesson.text, lesson.files) for lesson in lessons], course)
    click.echo(done, err=json_)
    for path in others:
        click.echo(f"{path} was already there with other contents, which the lesson now uses.", err=True)
    if not json_:
        click.echo()
    _print_left([folder / f"{lesson.id}.md" for lesson in lessons], json_)
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


def _imported(session: Session, lesson: Path) -> Path:
    """The file of a lesson that is named by its path, or else by its id in the course. Raises UsageError."""
    if lesson.suffix.lower() == ".md" and lesson.is_file():
        return lesson
    if lesson.suffix or lesson.is_dir():
        raise UsageError(f"{lesson} isn't a lesson; --todo takes the .md file that import wrote, or the lesson's name.")
    return session.lesson(str(lesson)).path


def _print_left(paths: Sequence[Path], json_: bool) -> None:
    from tuitutor.reports.json import problems_document

    told = [_to_decide(path) for path in paths]
    if json_:
        breaking, lesser = ([problem for each in told for problem in each[part]] for part in (0, 1))
        print_json(problems_document(breaking, lesser))
    elif lines := [str(problem) for each in told for problem in sorted([*each[0], *each[1]], key=attrgetter("line"))]:
        click.echo("\n".join(["To decide:", *lines]))
    else:
        click.echo("There is nothing left to decide.")


def _to_decide(path: Path) -> tuple[list[Problem], list[Problem]]:
    """What the author must decide: first what breaks the lesson until then, then the rest.

    Both have what the lesson's comments say, and what lint finds, unless a comment above is about that already.
    """
    from tuitutor.authoring.exchange.compose import notes_above, read_notes
    from tuitutor.cli.linting import proofread
    from tuitutor.course.findings import Findings, read_text
    from tuitutor.course.load import problems_in
    from tuitutor.course.model import Problem

    text = read_text(path, Findings(path))
    problems, (flaws, _) = problems_in(path), proofread(path)
    above = {problem: notes_above(text, problem.line) for problem in (*problems, *flaws)}
    breaks = {line for problem in problems for line in above[problem]}
    notes = [Problem(path, line, said) for line, said in read_notes(text)]
    broken = [*(each for each in notes if each.line in breaks), *(each for each in problems if not above[each])]
    lesser = [*(each for each in notes if each.line not in breaks), *(each for each in flaws if not above[each])]
    return list(dict.fromkeys(broken)), list(dict.fromkeys(lesser))
