"""`doctor` says in words what the sandbox stops, at 80 columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cli.conftest import Cli, Play
from tuitutor.launch.scripted import READY
from tuitutor.protocol.isolation import Isolation


@pytest.mark.parametrize(
    ("isolation", "said", "unsaid"),
    [
        (
            Isolation("namespaces", True, True, True, True),
            ["stopped: code can reach only its own files"],
            "not stopped",
        ),
        (
            Isolation("landlock", True, False, False, False, ("user namespaces (Operation not permitted)",)),
            ["landlock", "not stopped: it can reach the network", "missing: user namespaces (Operation not permitted)"],
            "can read and change your files",
        ),
        (Isolation(), ["limits", "not stopped: code can read and change your files"], "\n             stopped:"),
    ],
)
def test_the_tier_and_what_it_stops(cli: Cli, play: Play, isolation: Isolation, said: list[str], unsaid: str) -> None:
    play(lambda request: [], replace(READY, isolation=isolation))
    result = cli("doctor")
    flat = " ".join(result.out.split())
    assert all(words in flat for words in said)
    assert unsaid not in result.out
    lines = result.out.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("sandbox"))
    for line in [lines[start], *(line for line in lines[start + 1 : start + 9] if line.startswith("   "))]:
        assert len(line) <= 80
    findings = cli("doctor", "--json").document["findings"]
    assert any(finding["topic"] == "sandbox" for finding in findings)
