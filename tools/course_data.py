"""Writes the course's own files anew, lessons/data/*.csv, from what lessons/data.py draws.

Run it from the repository's root, and then `tuitutor lint --update-data lessons`.
"""

from __future__ import annotations

import csv
import io
import runpy
from pathlib import Path
from typing import Any

LESSONS = Path(__file__).parents[1] / "lessons"
VISITS, TRIPS = 2424, 6000


def texts() -> dict[str, str]:
    """The text of each file: a line with the names, and one for each visit to a stream or trip of a bus."""
    data = runpy.run_path(str(LESSONS / "data.py"))
    visits, _ = data["streams_table"](VISITS, 0)
    hours, late = data["delays"](TRIPS, 3)
    return {
        "streams.csv": _csv([data["STREAM_COLUMNS"], *visits.tolist()]),
        "buses.csv": _csv([data["BUS_COLUMNS"], *zip(hours[:, 0].tolist(), late[:, 0].tolist(), strict=True)]),
    }


def _csv(lines: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


if __name__ == "__main__":
    (LESSONS / "data").mkdir(exist_ok=True)
    for name, text in texts().items():
        (LESSONS / "data" / name).write_text(text)
