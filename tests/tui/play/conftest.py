"""A playground's app, on a state that always trains in the same way."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from tuitutor.config.settings import Settings
from tuitutor.playground.address import parse_address
from tuitutor.progress.states import States
from tuitutor.tui.play.screen import PlayApp, PlayScreen


class MakePlay(Protocol):
    """Makes the app in the state of an address."""

    def __call__(self, address: str = "", past: str = "", **settings: object) -> PlayApp: ...


@pytest.fixture
def make_play(tmp_path: Path) -> MakePlay:
    def make(address: str = "", past: str = "", **settings: object) -> PlayApp:
        config, messages = parse_address(f"seed=0.5&{address}")
        chosen = Settings(data_dir=tmp_path, **settings)  # type: ignore[arg-type]
        return PlayApp(config, chosen, States(tmp_path), messages, past)

    return make


def playing(app: PlayApp) -> PlayScreen:
    """The screen in front."""
    assert isinstance(app.screen, PlayScreen)
    return app.screen
