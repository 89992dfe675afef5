"""What a child of the worker may use. Separate from the messages, since settings need nothing else of the protocol."""

from __future__ import annotations

from tuitutor.protocol.quick import dataclass

MOST_FILES = 20_000  # of one child, folders included
OPEN_FILES = 512  # of each of its processes

# What an exception says where the kernel counts a child's files and has refused more, instead of "No space left on
# device": that may as well mean the machine's own disk.
FULL = "the files of this run have reached their limit"


@dataclass(frozen=True)
class Limits:
    """Bounds on one child. Wall and CPU time count per command, the rest for the child's life."""

    wall_s: float = 300.0
    cpu_s: float = 180.0
    memory_bytes: int = 6 << 30  # address space of each process, and memory used by all of them together
    output_bytes: int = 16 << 20  # printed in total; what is shown is capped much earlier
    file_bytes: int = 256 << 20  # the largest single file
    disk_bytes: int = 256 << 20  # all files of the child together; where they lie in memory, they count as such too
    processes: int = 100  # alive at once
    threads: int = 500  # of all of them together
