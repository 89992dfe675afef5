"""`doctor` says in words what the sandbox stops, at 80 columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cli.conftest import Cli, Play
from tuitutor.cli.doctor import _keys
from tuitutor.config.settings import Settings
from tuitutor.protocol.isolation import Isolation
from tuitutor.workers.scripted import READY


@pytest.mark.parametrize(
    ("isolation", "expected", "absent"),
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
def test_the_tier_and_what_it_stops(
    cli: Cli, play: Play, isolation: Isolation, expected: list[str], absent: str
) -> None:
    play(lambda request: [], replace(READY, isolation=isolation))
    result = cli("doctor")
    flat = " ".join(result.out.split())
    assert all(words in flat for words in expected)
    assert absent not in result.out
    lines = result.out.splitlines()
    assert all(len(line) <= 80 or "/" in line.split()[-1] for line in lines)  # a path is longer than that, and whole
    assert "limits       300 s, 180 s of CPU time, 6 GiB of memory, 16 MiB of output, 256" in lines
    assert "             MiB a file, 256 MiB in all files" in lines
    files = "approximate limits:" if not isolation.ends else "exact limits:"
    assert "all files together" in flat.partition(files)[2].partition("approximate limits:")[0]
    findings = cli("doctor", "--json").document["findings"]
    assert any(finding["topic"] == "sandbox" for finding in findings)


def test_the_keys_that_are_set_are_listed_and_what_is_wrong_with_them() -> None:
    settings = Settings(
        keys={"run": ("ctrl+e", "f5"), "log": ("y",)}, origins={"keys.run": "my.toml", "keys.log": "my.toml"}
    )
    topic = _keys(settings)
    assert topic.value == "run ctrl+e and f5 (my.toml)"
    assert topic.problem == "[keys]: y would be both log and share; log stays l."
