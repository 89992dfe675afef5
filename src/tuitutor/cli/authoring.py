"""`new`, `import`, `export` and `preview`: lessons as files."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import click

from tuitutor.authoring.packaging import module_of, package_files
from tuitutor.authoring.scaffold import DATA, in_words, lesson_text
from tuitutor.cli.command import Command, as_json, print_json, write_output
from tuitutor.cli.exits import Exit
from tuitutor.cli.lesson_writing import folder_for, require_absent, require_safe_name, such_as, write_lesson
from tuitutor.cli.linting import proofread, require_lesson
from tuitutor.cli.opening import CLOSE_SECONDS, drawn_with, take_terminal
from tuitutor.cli.session import Session
from tuitutor.course.findings import Findings, read_text, safe_name
from tuitutor.course.folder import DATA as DATA_FOLDER
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE, is_there
from tuitutor.course.load import course_of, is_same, load_course, problems_in, single
from tuitutor.course.manifest import imported_by, read_by
from tuitutor.course.model import Course, Lesson
from tuitutor.errors import UsageError


@click.command("new", cls=Command)
@click.argument("lesson", required=False)
@click.option("--title", default="", metavar="TEXT", help="The lesson's title; its name if not given.")
@click.option("--package", metavar="NAME", help="Start a course in a Python package, which others install with pip.")
@click.pass_obj
def new_(session: Session, lesson: str | None, title: str, package: str | None) -> int:
    """Start a new lesson, LESSON.md, from a template.

    It goes into the course's folder and its table of contents. If there is no such folder, or no course in it yet,
    one is started. With --package the course goes into a new folder that builds, lints itself and installs
    (docs/sharing.md).

    \b
    Example:
      tuitutor new dropout --title "Dropout"
      tuitutor new hello --course my-course      starts a course
      tuitutor new --package my-course           starts one to share
    """
    if package is not None:
        return _new_package(session, package, lesson or "hello", title)
    if lesson is None:
        raise UsageError("Name the lesson, as in tuitutor new dropout; --package NAME alone starts a course.")
    lesson_id = lesson.removesuffix(".md")
    require_safe_name(lesson_id)
    folder = folder_for(session, f"tuitutor new {lesson_id}")
    path = folder / f"{lesson_id}.md"
    require_absent(path)
    begins = not os.path.lexists(folder / FILE)
    data = {folder / DATA_FILE: DATA} if begins and not os.path.lexists(folder / DATA_FILE) else {}
    hidden_data = bool(data) or (not begins and "def circle(" in load_course(folder).data_source)
    text = lesson_text(lesson_id, " ".join(title.split()) or in_words(lesson_id), hidden_data=hidden_data)
    click.echo(write_lesson(folder, lesson_id, text, _title_of(folder), data))
    if begins:
        session.trust_begun(load_course(folder).id, folder)
    click.echo(f"\nWrite: tuitutor preview {path}\nTest:  tuitutor lint --run {path}", err=True)
    return Exit.DONE


def _title_of(folder: Path) -> str:
    """The title of a course that is started in the folder."""
    return in_words(folder.resolve().name) or "Course"


def _new_package(session: Session, name: str, lesson: str, title: str) -> int:
    lesson_id = lesson.removesuffix(".md")
    require_safe_name(lesson_id)
    if not re.fullmatch(r"[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9])?", name):
        near = such_as(safe_name(name.lstrip("0123456789-_")))
        raise UsageError(f"'{name}' cannot name a package; begin with a letter, and use '-', '_' and digits{near}.")
    if "course" in session.flags:
        raise UsageError("--package starts a new course; leave --course out.")
    root = Path(name)
    require_absent(root)
    folder = root / "src" / module_of(name)
    package = {root / path: text for path, text in package_files(name, in_words(name), lesson_id).items()}
    text = lesson_text(lesson_id, title or in_words(lesson_id), hidden_data=True)
    click.echo(write_lesson(folder, lesson_id, text, in_words(name), {**package, folder / DATA_FILE: DATA}, name))
    session.trust_begun(name, folder)
    click.echo(f"Also wrote: {', '.join(str(path) for path in package)}.")
    path = folder / f"{lesson_id}.md"
    click.echo(f"\nWrite: tuitutor preview {path}\nTest:  tuitutor lint --run {folder}", err=True)
    click.echo(f"Build: pip wheel --no-deps ./{name}", err=True)
    return Exit.DONE


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

    folder = folder_for(session, f"tuitutor import {source}")
    lesson_id, text = import_lesson(source)
    path = folder / f"{lesson_id}.md"
    click.echo(write_lesson(folder, lesson_id, text, _title_of(folder)), err=json_)
    problems, flaws = problems_in(path), proofread(path)[0]
    if json_:
        from tuitutor.reports.json import problems_document

        print_json(problems_document(problems, flaws))
    elif undecided := sorted([*problems, *flaws], key=attrgetter("line")):
        click.echo("\n".join(["\nTo decide:", *map(str, undecided)]))
    click.echo(f"\nLook:  tuitutor preview {path}\nTest:  tuitutor lint --run {path}", err=True)
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
        yield f"To run it in Jupyter, copy {course.folder / DATA_FOLDER} beside it."
    if any(exercise.world or functions_asked(exercise) for exercise in lesson.exercises):
        yield f"To import it into another course, copy what its checks draw from {course.folder / DATA_FILE} there."


@click.command("preview", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def preview_(session: Session, file: Path) -> int:
    """Open a lesson's FILE in the app; each save reloads it.

    If the file is in a course, the rest of the course is there too. Your own drafts and progress are not touched.

    \b
    Example:
      tuitutor preview lessons/xor.md
    """
    if not is_there(file):
        raise UsageError(f"There is no file {file}; tuitutor new {file.stem} starts a lesson.")
    require_lesson(file)
    _open_preview(session, file.absolute())
    return Exit.DONE


def _open_preview(session: Session, path: Path) -> None:
    """Open the app on a lesson's file and follow it, with separate state. Raises UsageError if there is no terminal."""
    with take_terminal() as taken:
        from tuitutor.progress.background import BackgroundStore
        from tuitutor.progress.store import Store
        from tuitutor.tui.preview import PreviewApp, Previewed, changes
        from tuitutor.tui.themed import run_until_quit

        course = session.course = course_of(path) or single(path)
        watched = [path, *(course.folder / name for name in (FILE, DATA_FILE, MANIFEST_FILE))]
        lesson_id = next((lesson.id for lesson in course.lessons if is_same(lesson.path, path)), path.stem)
        source = Previewed(lesson_id, lambda: course_of(path) or single(path), lambda: changes(watched))
        with tempfile.TemporaryDirectory(prefix="tuitutor-preview-") as scratch:
            store = BackgroundStore(Store.open(Path(scratch), course.id))
            try:
                options, settings = session.options(columns=72, warm=True), drawn_with(session.settings)
                app = PreviewApp(source, store, session.worker, settings, options, session.cache, session.consent)
                taken.close()
                run_until_quit(app)
            finally:
                store.close(CLOSE_SECONDS)
