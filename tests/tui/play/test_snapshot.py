"""What the playground looks like: `make snapshots` draws it again, and then it is to be looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import opened, sees, until
from tests.tui.play.conftest import MakePlay
from tests.tui.test_snapshots import DRAW_AGAIN, picture

FOLDER = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize(("size", "theme"), [((80, 24), "light"), ((120, 36), "dark")])
async def test_snapshot(make_play: MakePlay, size: tuple[int, int], theme: str) -> None:
    app = make_play("networkShape=4,3&showTestData=true", theme=theme)
    path = FOLDER / f"play-{size[0]}x{size[1]}-{theme}.svg"
    async with opened(app, size) as pilot:
        await pilot.press(*"sssss")
        await sees(pilot, "epoch 5")
        await pilot.pause()
        if DRAW_AGAIN:
            path.parent.mkdir(exist_ok=True)
            path.write_text(picture(app))
        saved = path.read_text()
        await until(pilot, lambda: picture(app) == saved, f"it looks different; look at {path}")
