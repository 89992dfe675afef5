"""Writes docs/tuitutor.1, the manual page, from the help of all commands: `python -m tests.man_page`."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator
from pathlib import Path

import click

from tuitutor.cli.command import global_flags
from tuitutor.cli.commands import tuitutor

PAGE = Path(__file__).parents[1] / "docs" / "tuitutor.1"
FILES = {
    "~/.config/tuitutor/config.toml": "Settings, also keys; for everybody, /etc/tuitutor/config.toml.",
    "~/.local/share/tuitutor": "Drafts, attempts and progress.",
}


def page() -> str:
    """The whole page, for man(1)."""
    top = click.Context(tuitutor, info_name="tuitutor")
    lines = [
        ".TH TUITUTOR 1",
        ".SH NAME",
        _plain("tuitutor - a Keras course in the terminal"),
        ".SH SYNOPSIS",
        _plain(" ".join(["tuitutor", *tuitutor.collect_usage_pieces(top)])),
        ".SH DESCRIPTION",
        *_text(tuitutor),
        ".SH OPTIONS",
        *_options(tuitutor, top),
        ".SH COMMANDS",
        "Each also takes the options above.",
    ]
    for name in tuitutor.list_commands(top):
        command = tuitutor.get_command(top, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=top)
        lines += [f".SS {_plain(' '.join([name, *command.collect_usage_pieces(context)]))}", *_text(command)]
        lines += _options(command, context, but=[flag.name for flag in global_flags()])
    lines += [".SH EXIT STATUS", _plain((tuitutor.epilog or "").removeprefix("Exit codes: ")), ".SH FILES"]
    for path, what in FILES.items():
        lines += [".TP", f".I {_plain(path)}", _plain(what)]
    return "\n".join(lines) + "\n"


def _text(command: click.Command) -> Iterator[str]:
    """The description's paragraphs; as they are written after an empty line with `\\b`."""
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        kept, _, text = paragraph.rpartition("\b\n")
        yield ".PP"
        yield from (".nf", *map(_plain, text.split("\n")), ".fi") if kept or paragraph != text else [_plain(text)]


def _options(command: click.Command, context: click.Context, but: Collection[str | None] = ()) -> Iterator[str]:
    for option in command.params:
        if isinstance(option, click.Option) and option.name not in but and (record := option.get_help_record(context)):
            yield from (".TP", f".B {_plain(record[0])}", _plain(record[1]))


def _plain(text: str) -> str:
    """Text that troff prints as it is: hyphens that can be copied, and no line that begins with a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in escaped.split("\n"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
