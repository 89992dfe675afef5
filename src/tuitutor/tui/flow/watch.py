"""Watches files for changes by polling: a network file system sends no notifications."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tuitutor.progress import files

INTERVAL = 0.25  # seconds between two polls


async def pause() -> None:
    """Wait until the next poll."""
    await asyncio.sleep(INTERVAL)


async def changes(paths: Sequence[Path], wait: Callable[[], Awaitable[None]] = pause) -> AsyncIterator[None]:
    """Yields each time that a file was written, replaced, removed or created, once two polls in a row agree.

    So a file that is being written is left alone until it is complete. Changes that are made while the caller is busy
    count too.
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
    """The file's stamp; None if there is no such file, or if it can't be opened."""
    with suppress(OSError):
        return files.stamp(path)
    return None
