"""What a stream is drawn with, by its terminal and the settings."""

from __future__ import annotations

import io

import pytest

from tuitutor.cli.terminal import glyphs_for
from tuitutor.config.settings import Settings
from tuitutor.config.values import Glyphs


@pytest.mark.parametrize(
    ("environment", "encoding", "drawn"),
    [
        ({"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}, "utf-8", "full"),
        ({}, "UTF8", "full"),
        ({"TERM": "linux", "LANG": "C.UTF-8"}, "utf-8", "plain"),
        ({"LANG": "ja_JP.UTF-8"}, "utf-8", "plain"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "utf-8", "plain"),
        ({"LANG": "en_US.UTF-8", "LC_CTYPE": "zh_CN.UTF-8"}, "utf-8", "plain"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "utf-8", "plain"),
        ({"LANG": "ja_JP.UTF-8", "LC_CTYPE": "C.UTF-8"}, "utf-8", "plain"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "utf-8", "full"),
        ({"LANG": "kok_IN.UTF-8"}, "utf-8", "full"),
        ({"LANG": "ja_JP.eucJP"}, "euc_jp", "ascii"),
        ({"LANG": "de_DE", "TERM": "linux"}, "latin-1", "ascii"),
    ],
)
def test_glyphs_are_those_that_the_terminal_shows(environment: dict[str, str], encoding: str, drawn: Glyphs) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    assert glyphs_for(stream, Settings(), environment) == drawn
    assert glyphs_for(stream, Settings(glyphs="full"), environment) == "full"
    assert glyphs_for(stream, Settings(glyphs="ascii"), environment) == "ascii"
