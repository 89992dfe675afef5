"""One worker process, started when first needed and replaced when it dies, shared by many children."""

from __future__ import annotations

from tuitutor.launch.transport import Launcher
from tuitutor.protocol.messages import Ready


class Worker:
    """Owns a connection and routes its events to the children that they belong to.

    `restarts` counts workers that died and were replaced.
    """

    restarts: int = 0

    def __init__(self, launcher: Launcher) -> None:
        raise NotImplementedError

    async def start(self) -> Ready:
        """Start the worker unless it runs, and wait for Keras. Raises WorkerUnavailable, WorkerLost."""
        raise NotImplementedError

    async def close(self) -> None:
        """End the worker with all its children; no process is left."""
        raise NotImplementedError
