"""What a program printed."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from tuitutor.draw.look import Look
from tuitutor.engine.snapshots import Transcript
from tuitutor.tui.widgets.looks import look_of

INDENT = 2  # cells by which a cell's output is indented from its editor
MOST = 24_000  # characters, from the end: each frame of a flood makes them safe and lays them out again
NARROWEST = 40  # fewest columns for which programs are told to print tables


class TranscriptView(Static):
    """Printed text made safe, never read as markup. If it is very long, the first and the last lines are shown."""

    DEFAULT_CSS = """
    TranscriptView { height: auto; width: 1fr; }
    """

    def __init__(self, most_lines: int, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._most_lines = most_lines
        self.lines = 0
        self._transcript = Transcript()

    def show(self, transcript: Transcript) -> None:
        """Show this text."""
        if transcript is not self._transcript:
            self._transcript = transcript
            text = laid_out(transcript, self._most_lines, look_of(self.app))
            self.lines = 1 + text.plain.count("\n")
            self.update(text)


def laid_out(transcript: Transcript, most_lines: int, look: Look) -> Text:
    """The text in at most `most_lines` lines, and one more that says what was left out."""
    transcript = transcript.last(MOST)
    head, tail = look.text(transcript.head), look.text(transcript.tail)
    if transcript.dropped:
        lines = [*head.split("\n"), *tail.rstrip("\n").split("\n")]
        at = min(head.count("\n") + 1, most_lines // 2)
        rest = lines[max(at, len(lines) - (most_lines - at)) :]
        said = f"{look.ellipsis} {transcript.dropped:,} characters and more left out {look.ellipsis}"
        return _with_gap(lines[:at], said, rest)
    lines = (head + tail).rstrip("\n").split("\n")
    if len(lines) <= most_lines:
        return Text("\n".join(lines))
    at = most_lines // 2
    said = f"{look.ellipsis} {len(lines) - most_lines:,} lines left out {look.ellipsis}"
    return _with_gap(lines[:at], said, lines[len(lines) - (most_lines - at) :])


def _with_gap(head: list[str], said: str, tail: list[str]) -> Text:
    return Text.assemble("\n".join(head), "\n", (said, "italic dim"), "\n", "\n".join(tail))
