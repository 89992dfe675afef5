"""`uvx`, `uv tool install` and `pipx run` open the course from the wheel, with no network beyond the package index."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.install.conftest import BIN, VERSION, Distributions

pytestmark = pytest.mark.install


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, str]:
    """Variables that keep what the tools install in the test's folder."""
    names = ("PIPX_HOME", "UV_CACHE_DIR", "UV_TOOL_BIN_DIR", "UV_TOOL_DIR")
    return {name: str(tmp_path / name) for name in names}


@pytest.fixture
def check_tool(folders: dict[str, str], check_opening: Callable[..., None]) -> Callable[..., None]:
    """`check_tool(*command)` lets the command install what it needs, and after that open the course without more."""

    def check(*command: str) -> None:
        done = subprocess.run([*command, "--version"], env={**os.environ, **folders}, capture_output=True, text=True)
        assert done.stdout == VERSION, done.stderr
        check_opening("env", "UV_OFFLINE=1", *(f"{name}={folder}" for name, folder in folders.items()), *command)

    return check


def test_uvx(distributions: Distributions, check_tool: Callable[..., None]) -> None:
    check_tool(str(BIN / "uvx"), "--from", str(distributions.wheel), "tuitutor")


def test_pipx_run(distributions: Distributions, check_tool: Callable[..., None]) -> None:
    check_tool(str(BIN / "pipx"), "run", "--spec", str(distributions.wheel), "tuitutor")


def test_uv_tool_install(
    distributions: Distributions, folders: dict[str, str], check_tool: Callable[..., None]
) -> None:
    subprocess.run([BIN / "uv", "tool", "install", distributions.wheel], env={**os.environ, **folders}, check=True)
    check_tool(str(Path(folders["UV_TOOL_BIN_DIR"]) / "tuitutor"))
