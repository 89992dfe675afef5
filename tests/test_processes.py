"""What tests find in /proc is right whatever others call themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import marked, processes, stat

NAMED = """
import sys
open("/proc/self/comm", "wb").write(bytes.fromhex(sys.argv[1]))
print("named", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("name", [b"plain", b"\xff) \xfe\n(", b") Z 1 ("])
def test_a_process_may_have_any_name(name: bytes) -> None:
    with marked() as marker:
        variable, value = marker.split("=")
        command = [sys.executable, "-c", NAMED, name.hex()]
        environment = {**os.environ, variable: value}
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"named\n"
            assert Path(f"/proc/{process.pid}/comm").read_bytes() == name + b"\n"
            assert processes(marker) == [process.pid]
            assert int(stat(process.pid)[1]) == os.getpid()
            process.communicate()
