"""What this worker was asked for. The launcher sends a text of its own in this one's place."""

from __future__ import annotations

CORES = 0  # at most so many; 0: all that there are
NICE = 0
