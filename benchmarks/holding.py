"""What it costs to hold learner code, and to verify what it saved."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measurement import Measurement
from benchmarks.running import verifications

FORKS = 20
TIERS = ("namespaces", "landlock", "filter", "limits")
PROGRAM = Path(__file__).parent / "forking.py"


def measure(rounds: int) -> Iterator[Measurement]:
    """By tier, what the walls add to the fork; and the verification of the network on XOR."""
    plain: list[float] = []
    held: dict[str, list[float]] = {tier: [] for tier in TIERS}
    for _ in range(rounds):
        plain += _forks("plain")
        for tier, seconds in held.items():
            seconds += _forks(tier)
    fork = statistics.median(plain)
    for tier, seconds in held.items():
        added = tuple(1000 * (each - fork) for each in seconds)
        yield Measurement(f"sandbox, tier {tier}: added to a fork of {1000 * fork:.0f} ms", "ms", added, bar=15.0)
    yield Measurement("verifying the network on XOR", "s", verifications(rounds), bar=0.3)


def _forks(tier: str) -> list[float]:
    command = [sys.executable, str(PROGRAM), tier, str(FORKS)]
    done = subprocess.run(command, capture_output=True, text=True)  # TensorFlow greets everybody on stderr
    if done.returncode:
        sys.exit(f"{PROGRAM.name} {tier} ended with {done.returncode}: {done.stderr}")
    return list(json.loads(done.stdout.splitlines()[-1]))
