"""The reference of the installed Keras: from the cache folder, or read once, while nobody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tuitutor.progress.background import BackgroundStore

if TYPE_CHECKING:  # what runs code is imported when code is run
    from tuitutor.assist.reference import Reference
    from tuitutor.workers.worker import Worker

T = TypeVar("T")

SETTLED = 4.0  # seconds after which a ready worker has warmed the child for the next run


class ReferenceLoader:
    """Loads the reference, which is then `known`. `folder` is where it is kept; None: nowhere."""

    def __init__(self, store: BackgroundStore, folder: Path | None) -> None:
        self.known: Reference | None = None
        self._store = store
        self._folder = folder
        self._file: Path | None = None  # where the known one is cached

    async def learn(self, worker: Worker) -> None:
        """Load the reference of the worker's versions and, until the worker says which, the one used last.

        Gives up if the worker ends meanwhile. Raises WorkerError.
        """
        from tuitutor.assist.reference import keep_reference, kept_in, latest, read_reference

        if self._folder is not None and self.known is None:
            await self._load(await self._on_disk(latest, self._folder))
        ready = await worker.start()
        file = kept_in(self._folder or Path(), ready)
        if file == self._file:
            return
        if self._folder is None or not await self._load(file):
            await asyncio.sleep(SETTLED)
            if worker.is_up:
                self.known, self._file = await read_reference(worker), file
                if self._folder is not None:
                    await self._on_disk(keep_reference, file, self.known)

    async def _load(self, file: Path | None) -> bool:
        from tuitutor.assist.reference import load_reference

        found = None if file is None else await self._on_disk(load_reference, file)
        if found is not None:
            self.known, self._file = found, file
        return found is not None

    async def _on_disk(self, do: Callable[..., T], *arguments: object) -> T:
        """Call `do` on the disk's thread, so that a home that hangs keeps nobody waiting."""
        return await asyncio.wrap_future(self._store.submit(lambda _: do(*arguments)))
