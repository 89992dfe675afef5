"""`move`."""

from __future__ import annotations

from pathlib import Path

import click

from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.placing import write_new
from tuitutor.cli.session import Session
from tuitutor.errors import UsageError
from tuitutor.progress.moving import Moved, pack_state, unpack_state


@click.command("move", cls=Command)
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write everything to this file.")
@click.option("--overwrite", is_flag=True, help="With -o: replace the file if it exists.")
@click.pass_obj
def move_(session: Session, file: Path | None, output: Path | None, overwrite: bool) -> int:
    """Take all that you have done to another machine.

    With -o your progress, drafts, attempts and saved playground states are written to a FILE: those of all courses, or
    of the one named with --course. On the other machine, move FILE brings them in. Nothing is lost on either side:
    progress is merged, and where a draft differs from the one that is there, both are kept, the one from FILE beside
    the other. Doing it again changes nothing.

    \b
    Example:
      tuitutor move -o mine.zip    on this machine; then take mine.zip along
      tuitutor move mine.zip       on the other one
    """
    if (file is None) == (output is None):
        raise UsageError("Name the FILE to bring in, or one to write with -o FILE.")
    if overwrite and output is None:
        raise UsageError("--overwrite goes with -o FILE.")
    root, course_id = session.settings.data_dir, session.course.id if "course" in session.flags else None
    if output is not None:
        data, packed = pack_state(root, course_id)
        if not packed:
            raise UsageError(f"There is no progress in {root} yet, so there is nothing to move.")
        write_new(output, data, overwrite)
        click.echo(f"Wrote {output}:")
        _say(packed)
    elif file is not None:
        moved = unpack_state(file, root, course_id)
        new = [each for each in moved if _counts(each) or each.beside]
        click.echo("New here:" if new else f"Nothing in {file} is new here.")
        _say(new)
        for path in (path for each in new for path in each.beside):
            click.echo(f"This draft differs from the one that was here, so it is kept beside it: {path}")
    return Exit.DONE


def _say(courses: list[Moved]) -> None:
    for each in courses:
        click.echo(f"  {each.course}: {', '.join(_counts(each)) or 'only drafts that differ'}")


def _counts(moved: Moved) -> list[str]:
    counts = (
        (moved.drafts, "draft", "drafts"),
        (moved.attempts, "attempt", "attempts"),
        (moved.entries, "entry of progress", "entries of progress"),
        (moved.states, "saved state", "saved states"),
    )
    return [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
