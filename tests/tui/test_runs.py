"""The runs of a folder on the board, as they are recorded."""

from __future__ import annotations

import json
import os
import platform
import time
from pathlib import Path

import pytest

from tests.tui.attempts.test_attempts import rows_of
from tests.tui.conftest import Maker, opened, screen_text, sees, until
from tuitutor.config.settings import Settings
from tuitutor.tui.screens.runs_on_board import RunsApp
from tuitutor.tui.widgets.choosing import Choices
from tuitutor.watch.known_runs import RunsOfFolder


@pytest.fixture
def records(tmp_path: Path) -> Path:
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs"


def run(
    records: Path, number: int, losses: list[float], *, rate: float, over: bool = True, pid: int = 2**22 + 1
) -> Path:
    """A run as the recorder writes it; unless it is `over`, one of this process."""
    lines: list[dict[str, object]] = [
        {
            "is": "run",
            "script": "train_*_1.py",
            "arguments": ["--rate", str(rate)],
            "folder": str(records.parent),
            "host": platform.node(),
            "pid": 2**22 + 1 if over else os.getpid(),
            "at": time.time() + number - (100 if over else 0),
            "code": f"fit(epochs=9, units={number})",
        },
        {"is": "fit", "fit": 1, "epochs": 9, "steps": 3},
    ]
    lines += [epoch(at, loss) for at, loss in enumerate(losses, start=1)]
    lines += [{"is": "end", "status": "ok", "error": "", "at": 1}] if over else []
    file = records / f"train-{number}.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def epoch(number: int, loss: float) -> dict[str, object]:
    logs = {"loss": loss, "val_loss": loss + 0.1}
    return {"is": "epoch", "fit": 1, "epoch": number, "seconds": number, "logs": logs, "memory": 5_000_000}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_runs_are_overlaid_compared_sorted_and_named(records: Path, size: tuple[int, int]) -> None:
    run(records, 1, [0.9, 0.2], rate=0.5)
    run(records, 2, [0.9, 0.4], rate=0.25)
    app = RunsApp(RunsOfFolder(records, records.parent), None, Settings())
    async with opened(app, size, "val loss by epoch") as pilot:
        assert [row.split()[:4] for row in rows_of(pilot)] == [["●", "2", "ended", "0.5"], ["■", "1", "ended", "0.3"]]
        await sees(pilot, "rate")
        await sees(pilot, "train_*_1.py --rate 0.25, on ")
        file = run(records, 3, [0.9, 2.0], rate=0.125, over=False)
        await until(pilot, lambda: len(rows_of(pilot)) == 3)
        assert rows_of(pilot)[0].split()[:5] == ["·", "3", "running", "2/9", "1"]
        assert app.screen.query_one(Choices).highlighted == 1, "the cursor stays on its run"
        with file.open("a") as more:
            more.writelines(json.dumps(epoch(at, 4.0**at)) + "\n" for at in range(3, 6))
        await pilot.press("up", "space")
        await until(pilot, lambda: rows_of(pilot)[0].split()[:4] == ["▲", "3", "running", "5/9"])
        await sees(pilot, "each step overshoots")
        await pilot.press("s")
        await until(pilot, lambda: [row.split()[1] for row in rows_of(pilot)] == ["1", "2", "3"])
        await sees(pilot, "s by time")
        await pilot.press("m")
        await until(pilot, lambda: rows_of(pilot)[0].split()[3] == "0.2")
        await pilot.press("home", "n", *"wide", "enter")
        await until(pilot, lambda: rows_of(pilot)[0].split()[1:3] == ["1", "wide"])
        assert (records / "train-1.name").read_text() == "wide\n"
        await pilot.press("enter")
        await sees(pilot, "run 1 wide ended, 0.2 → run 2 ended, 0.4")
        await sees(pilot, "+fit(epochs=9, units=2)")
        await pilot.press("end")
        await sees(pilot, "train_*_1.py --rate 0.5, on ")
        assert "restore" not in screen_text(app)
        await pilot.press("r", "escape", "p", "r", "escape")
        await until(pilot, lambda: not app.is_running)


async def test_the_palette_opens_them_and_says_how_to_record_one(
    make: Maker, monkeypatch: pytest.MonkeyPatch, records: Path
) -> None:
    monkeypatch.chdir(records.parent)
    async with opened(make(), seen="Before you count") as pilot:
        await pilot.press("ctrl+p", *"runs of this", "enter")
        await sees(pilot, "No run of this folder is recorded yet.")
        await pilot.press("space", "enter", "n", "s", "m", "escape")
        await sees(pilot, "Before you count")
