"""Seconds until a child that imported Keras is there, as JSON: forked plainly, or held as well as a tier can.

A program of its own: python forking.py plain|limits|filter|landlock|namespaces FORKS
"""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tuitutor.worker.child_process import order
from tuitutor.worker.main import ENVIRONMENT
from tuitutor.worker.processes import SOCKETS
from tuitutor.worker.walls import namespaces
from tuitutor.worker.walls.sandbox import Plan, probe
from tuitutor.worker.zygote import be_zygote, greeting


def plain(count: int) -> list[float]:
    """From the fork to the first byte that the child writes."""
    greeting()
    gc.freeze()
    return [_fork() for _ in range(count)]


def _fork() -> float:
    read, write = os.pipe()
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.write(write, b".")
        os._exit(0)
    os.read(read, 1)
    seconds = time.monotonic() - start
    os.waitpid(pid, 0)
    os.close(read)
    os.close(write)
    return seconds


def held(plan: Plan, count: int) -> list[float]:
    """From the order to the child's word that it is behind its walls."""
    if plan.namespaces:
        namespaces.enter(plan.network)
    ours, theirs = socket.socketpair(socket.AF_UNIX, SOCKETS)
    zygote = os.fork()
    if zygote == 0:
        ours.close()
        be_zygote(theirs, {}, plan)
    ours.recv(1 << 20)  # its greeting
    home = Path(tempfile.mkdtemp())
    try:
        return [_order(home, ours) for _ in range(count)]
    finally:
        os.kill(zygote, signal.SIGKILL)
        os.waitpid(zygote, 0)
        shutil.rmtree(home)


def _order(home: Path, zygote: socket.socket) -> float:
    start = time.monotonic()
    process = order(home, zygote, warm=False)
    while not process.learner:
        select.select([process.news], [], [])
        process.hear()
    seconds = time.monotonic() - start
    process.end()
    while process.hear():
        select.select([process.news], [], [])
    process.close()
    zygote.send(b"{}")
    return seconds


def at(tier: str) -> Plan:
    """What this kernel offers, down to what `tier` has."""
    best = probe()
    if best.isolation().tier != "namespaces":
        sys.exit(f"this kernel holds learner code no better than {best.isolation().tier}")
    return {
        "namespaces": best,
        "landlock": replace(best, namespaces=False),
        "filter": Plan(seccomp=True),
        "limits": Plan(),
    }[tier]


if __name__ == "__main__":
    tier, count = sys.argv[1], int(sys.argv[2])
    os.environ.update(ENVIRONMENT)
    print(json.dumps(plain(count) if tier == "plain" else held(at(tier), count)))
