"""Writes the course's own files anew, lessons/data/*.csv, from what lessons/data.py draws with seed 0.

Run it from the repository's root, and then `tuitutor lint --update-data lessons`.
"""

from __future__ import annotations

import csv
import io
import runpy
from pathlib import Path

LESSONS = Path(__file__).parents[1] / "lessons"
ROWS = 2424


def streams_csv() -> str:
    """The text of data/streams.csv: a line with the names, and one for each visit."""
    data = runpy.run_path(str(LESSONS / "data.py"))
    rows, _ = data["streams_table"](ROWS, 0)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([data["STREAM_COLUMNS"], *rows.tolist()])
    return text.getvalue()


if __name__ == "__main__":
    (LESSONS / "data").mkdir(exist_ok=True)
    (LESSONS / "data" / "streams.csv").write_text(streams_csv())
