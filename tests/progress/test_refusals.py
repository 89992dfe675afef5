"""Every refusal of the disk, met by an ordinary user: root would write into a read-only folder."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("refusals.py")
SCENARIOS = re.findall(r"^def (\w+)\(root: Path\)", SCRIPT.read_text(), re.MULTILINE)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_refusal_is_said_and_nothing_is_lost(scenario: str) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own is closed to others than its user
        Path(name).chmod(0o777)
        command = [sys.executable, str(SCRIPT), scenario, f"{name}/data"]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert result.returncode == 0, result.stdout
