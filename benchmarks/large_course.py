"""What a large course costs, worked out from BENCHMARKS.md for docs/hpc.md."""

from __future__ import annotations

import re
from pathlib import Path

FILE = Path(__file__).parents[1] / "docs" / "hpc.md"
LEARNERS, EXERCISES, CORES = 10_000, 40, 2
TASKS = (10, 50, 200, 1_000)
BEGIN, END = "<!-- worked out by make bench-grade -->\n", "<!-- to here -->"


def update(page: str) -> None:
    """Put what follows from this BENCHMARKS.md into docs/hpc.md, if all figures that it needs are there."""
    before, _, rest = FILE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = worked_out(page)
    if text and after:
        FILE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


def worked_out(page: str) -> str:
    """Markdown: what a course of LEARNERS and EXERCISES takes; "" where a figure is missing."""
    try:
        answer_s = figure(page, "CPU an answer,", "s")
        start_s = figure(page, "two workers on Slurm, to the first verdict", "s")
        pass_ms = figure(page, "an answer in another's share", "ms")
        line_kb = figure(page, "an answer's line in the journal", "KB")
        report_s = figure(page, "reports of 1,000,000 verdicts in 1,000 journals, CPU", "s")
        report_mb = figure(page, "the same, memory", "MB")
        draw_ms = figure(page, "drawing an answer's curves for feedback, CPU", "ms")
    except KeyError:
        return ""
    answers = LEARNERS * EXERCISES
    begin_s = start_s + answers * pass_ms / 1000
    rows = [
        f"| {tasks:,} | {_time(begin_s + answers * answer_s / (tasks * CORES))} "
        f"| {tasks * CORES * begin_s / 3600:,.0f} | {tasks * answers / 1e6:,.0f} million |"
        for tasks in TASKS
    ]
    drawn_s = answers * draw_ms / 1000
    return "\n".join(
        [
            f"- **Core hours**: {answers:,} answers of {answer_s:.2g} CPU seconds are "
            f"**{answers * answer_s / 3600:,.0f} core hours**.",
            f"- **Reports**: {report_s:.0f} CPU seconds and {report_mb / 1000:.1f} GB of memory for a million verdicts "
            f"on these answers, in one process. Drawing the curves of all feedback takes {_time(drawn_s)} more, once: "
            "a later report draws those of learners with something new.",
            f"- **Files**: {answers:,} answers in {LEARNERS:,} folders, {LEARNERS:,} files of feedback, and a journal "
            f"and a log for each task. The journals have {answers * line_kb / 1e6:.1f} GB.",
            "",
            f"| tasks of {CORES} cores | wall time | core hours to start up | files read at the start by all tasks |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def figure(page: str, name: str, unit: str) -> float:
    """The value of the first row whose name begins so. Raises KeyError."""
    found = re.search(rf"^\| {re.escape(name)}[^|]*\| ([0-9.,e+-]+) {unit} \|", page, re.MULTILINE)
    if found is None:
        raise KeyError(name)
    return float(found[1].replace(",", ""))


def _time(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds / 60:.0f} min"
