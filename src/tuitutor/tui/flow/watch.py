"""Noticing that files have changed, by looking: a network file system tells nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tuitutor.progress import files

INTERVAL = 0.25  # seconds between two looks


async def pause() -> None:
    """The time between two looks."""
    await asyncio.sleep(INTERVAL)


async def changes(paths: Sequence[Path], wait: Callable[[], Awaitable[None]] = pause) -> AsyncIterator[None]:
    """Yields each time that some file was written, replaced, removed or made, once two looks in a row are alike.

    So a file that is being written is left alone until it is whole. What changes while the iterating code is busy
    counts as well.
    """
    known = last = await asyncio.to_thread(_stamps, paths)
    while True:
        await wait()
        now = await asyncio.to_thread(_stamps, paths)
        if now == last and now != known:
            known = now
            yield
        last = now


def _stamps(paths: Sequence[Path]) -> tuple[files.Stamp | None, ...]:
    return tuple(_stamp(path) for path in paths)


def _stamp(path: Path) -> files.Stamp | None:
    """None where there is no such file, or none that can be opened."""
    with suppress(OSError):
        return files.stamp(path)
    return None
