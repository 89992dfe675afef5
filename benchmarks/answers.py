"""A class that has answered the exercise on XOR: each learner with a text of their own, all of them right."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.running import answer, data

COUNT = 20


def texts(count: int = COUNT) -> dict[str, str]:
    """Different right answers by learner; each trains for ten epochs."""
    return {f"learner{number:02}": _text(number) for number in range(count)}


def _text(number: int) -> str:
    changes = {
        "Dense(16": f"Dense({16 + number % 5}",
        "Dense(8": f"Dense({8 + number // 5}",
        "history": f"history_{number}",
        "\nmodel =": f"\nkeras.utils.set_random_seed({number})\nmodel =",
    }
    source = answer()
    for old, new in changes.items():
        assert old in source
        source = source.replace(old, new)
    return f"# answer {number}\n{source}"


def handed_in(folder: Path, answers: Mapping[str, str], label: str = "xor") -> Path:
    """The folder that `tuitutor grade` is given."""
    for who, text in answers.items():
        (folder / who).mkdir(parents=True, exist_ok=True)
        (folder / who / f"{label}.py").write_text(text)
    return folder


def programs(folder: Path, answers: Mapping[str, str]) -> dict[str, Path]:
    """Each answer as a program of its own, after what the lesson runs before it."""
    folder.mkdir()
    for who, text in answers.items():
        (folder / f"{who}.py").write_text(f"{data()}\n{text}")
    return {who: folder / f"{who}.py" for who in answers}


def notebooks(folder: Path, answers: Mapping[str, str]) -> dict[str, Path]:
    """The same as notebooks."""
    folder.mkdir()
    for who, text in answers.items():
        (folder / f"{who}.ipynb").write_text(json.dumps(_notebook([data(), text])))
    return {who: folder / f"{who}.ipynb" for who in answers}


def _notebook(sources: Sequence[str]) -> dict[str, object]:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "id": f"cell{at}", "metadata": {}, "execution_count": None, "outputs": [], "source": text}
        for at, text in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}


def all_passed(folder: Path, count: int) -> None:
    """Return where a class in `folder` has so many verdicts, and all are `passed`; else end: no figure counts."""
    if not (folder / "grades.csv").exists():
        sys.exit(f"grading into {folder} ended without reports")
    with (folder / "grades.csv").open(newline="") as file:
        rows = [*csv.DictReader(file)]
    others = [row for row in rows if row["verdict"] != "passed"]
    if others or len(rows) != count:
        sys.exit(f"{len(rows)} of {count} answers have a verdict, and {len(others)} did not pass: {others[:3]}")
