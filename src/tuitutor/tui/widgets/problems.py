"""What is wrong with a broken lesson."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from tuitutor.course.model import Problem

_MOST = 50


class ProblemList(Static):
    """Lists problems by file and line, for the author; the lesson is not run."""

    DEFAULT_CSS = """
    ProblemList { height: auto; width: 1fr; margin: 1 2; padding: 1 2; background: $surface; }
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        text = Text.assemble(
            ("This lesson is broken and cannot be run.\n", "bold"),
            "Its author will want to see this:\n\n",
            "\n".join(f"{problem.path.name}:{problem.line}: {problem.text}" for problem in problems[:_MOST]),
            f"\n… and {len(problems) - _MOST} more: tuitutor lint lists them all." if len(problems) > _MOST else "",
        )
        super().__init__(text, markup=False)
