"""Saying things at the prompt, and asking."""

from __future__ import annotations

import sys

from tuitutor.cli import terminal
from tuitutor.cli.plain.keyboard import Keyboard
from tuitutor.config.settings import Settings
from tuitutor.draw.aloud import Passage, write_passage


class Voice:
    """Says things on standard output, in what the terminal can show, and asks for lines."""

    def __init__(self, settings: Settings) -> None:
        self._look = terminal.look_for(sys.stdout, settings)
        self._keyboard = Keyboard(sys.stdin.fileno(), sys.stdin.encoding)

    def say(self, text: str) -> None:
        """Say sentences, in lines that fit."""
        self.show("\n".join(terminal.fold_lines(text, terminal.width())))

    def show(self, text: str) -> None:
        """Show lines as they are, such as code."""
        print(self._look.text(text), flush=True)

    def read(self, passage: Passage) -> None:
        """Read out a passage of a lesson."""
        self.show(f"\n{write_passage(passage, terminal.width(), self._look)}")

    async def ask(self, prompt: str) -> str:
        """The next line that is typed. Raises EOFError if there are no more."""
        sys.stdout.write(self._look.text(prompt))
        sys.stdout.flush()
        line = await self._keyboard.line()
        if not sys.stdin.isatty():
            sys.stdout.write("\n")  # in a terminal, its own echo does that
        return line
