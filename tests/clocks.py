"""Programs whose clock is wrong, or jumps while they run. What they count down with, the monotonic clock, is right."""

from __future__ import annotations

from pathlib import Path

YEAR = 365 * 86_400
# Python itself runs this before a program. It holds in a worker too, whose variables are those of a list, so PYTHON...
SITE = """
import os, time
REAL, REAL_NS, STEADY = time.time, time.time_ns, time.monotonic
SHIFT = os.environ.get("PYTHONSHIFT", "0")

def shift():
    if SHIFT != "jumps":
        return int(SHIFT)
    return (0, {year}, -{year})[int(STEADY() * 20) % 3]  # another one every 50 ms

time.time = lambda: REAL() + shift()
time.time_ns = lambda: REAL_NS() + shift() * 10**9
"""


def shifted(folder: Path, shift: int | str) -> dict[str, str]:
    """The variables with which a program's clock is `shift` seconds ahead, or "jumps"."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(SITE.format(year=YEAR))
    return {"PYTHONPATH": str(folder), "PYTHONSHIFT": str(shift)}
