"""Changing a setting from the app."""

from __future__ import annotations

import asyncio

from tuitutor.engine.preferences import Preferences
from tuitutor.errors import StateError
from tuitutor.progress.background import BackgroundStore

_SECONDS = 5.0  # that the disk may take


async def change_setting(preferences: Preferences, store: BackgroundStore, name: str, typed: str) -> None:
    """Like `Preferences.change`, on the thread that has the disk; StateError also if that doesn't answer."""
    saving = asyncio.wrap_future(store.submit(lambda _: preferences.change(name, typed)))
    try:
        await asyncio.wait_for(asyncio.shield(saving), _SECONDS)
    except TimeoutError:
        raise StateError("The disk does not answer; it is saved when it does.") from None
