"""`data`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from tuitutor.cli.command import Command, global_flags
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.errors import TuitutorError, UsageError
from tuitutor.workers.keras_folder import fetch, fetched_in, users_keras_home

_SAVED = re.compile(r"(datasets/|models/)?(?!\.\.?$)[^/]+")


@click.group("data", params=global_flags(), invoke_without_command=True)
@click.pass_context
def data_(ctx: click.Context) -> int | None:
    """List the data that code here may read, or fetch more of it.

    That is the course's own data, and what Keras has fetched: by you, into Keras's folder (~/.keras), or by your site,
    into the folder in the setting keras_dir. Your code has no network, so fetch what it loads before it runs.

    \b
    Example:
      tuitutor data
      tuitutor data fetch mnist MobileNetV2
    """
    if ctx.invoked_subcommand is not None:
        return None
    session = ctx.find_root().ensure_object(Session)
    click.echo("\n\n".join(_parts(session)))
    click.echo("\ntuitutor data fetch NAME gets more; tuitutor data fetch --help says what.")
    return Exit.DONE


@data_.command("fetch", cls=Command)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("-o", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Fetch into this folder.")
@click.option("--as", "save_as", metavar="FILE", help="The name for an address's file: FILE, or models/FILE.")
@click.pass_context
def fetch_(ctx: click.Context, names: tuple[str, ...], folder: Path | None, save_as: str | None) -> int:
    """Fetch data sets and weights, once, with Keras's own loaders.

    NAME is a data set of keras.datasets (mnist, imdb), a network of keras.applications, whose weights are fetched
    (MobileNetV2), or the address of a file for keras.utils.get_file. Without -o it goes into Keras's own folder, where
    all your runs find it. For a whole site, fetch into a folder that everybody can read, and name it in the site's
    settings: keras_dir = "/sw/keras".

    Exit codes: 0 fetched; 2 a folder that can't be written; 3 not fetched.

    \b
    Example:
      tuitutor data fetch mnist
      tuitutor data fetch MobileNetV2 -o /sw/keras
      tuitutor data fetch https://example.org/rows.csv
    """
    session = ctx.find_root().ensure_object(Session)
    if save_as is not None and (len(names) > 1 or "://" not in names[0] or not _SAVED.fullmatch(save_as)):
        raise UsageError("--as names the file of a single address: FILE or models/FILE.")
    home = (folder or users_keras_home(os.environ)).absolute()
    before = set(fetched_in(home))
    fetch(session.settings.python, names, home, save_as or "")
    new = [file for file in fetched_in(home) if file not in before]
    for file in new:
        click.echo(f"{home / file.name}  {_size(file.size)}")
    if not new:
        click.echo(f"It is in {home} already.", err=True)
    return Exit.DONE


def _parts(session: Session) -> Iterator[str]:
    with suppress(TuitutorError):  # without a course, there may be files that Keras has fetched
        course = session.course
        files = [(file.name, file.size) for file in course.files if not file.is_hidden]
        yield _part(f"{course.title}, in {course.folder}", files)
    homes = {"Fetched by you": users_keras_home(os.environ), "Fetched by your site": session.settings.keras_dir}
    for who, home in homes.items():
        if home is not None:
            yield _part(f"{who}, in {home}", [(file.name, file.size) for file in fetched_in(home)])


def _part(title: str, files: list[tuple[str, int]]) -> str:
    widest = max((len(name) for name, _ in files), default=0)
    lines = [f"  {name:<{widest}}  {_size(size):>9}" for name, size in files]
    return "\n".join([f"{title}:", *(lines or ["  nothing"])])


def _size(count: int) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"
