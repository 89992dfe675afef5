"""Keys in settings files: the user's go before the site's one by one, and what isn't a key's text is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuitutor.config.settings import load
from tuitutor.errors import ConfigError


def test_keys_are_merged_one_by_one_and_know_where_they_come_from(tmp_path: Path) -> None:
    site, user = tmp_path / "site.toml", tmp_path / "user.toml"
    site.write_text('[keys]\nrun = "ctrl+e"\nhint = "f5"\n')
    user.write_text('[keys]\nrun = ["ctrl+t", "f5"]\nfind_text = ","\n[keys.playground]\nstep = "e, E"\n')
    settings = load({}, {}, site, user)
    assert settings.keys == {
        "run": ("ctrl+t", "f5"),
        "hint": ("f5",),
        "find_text": (",",),
        "playground.step": ("e", "E"),
    }
    assert settings.origins["keys.run"] == str(user)
    assert settings.origins["keys.hint"] == str(site)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[keys]\nrun = 5\n", "keys.run: expected a key, as in \"ctrl+e\", or a list of keys, found 5."),
        ("[keys]\nrun = []\n", "keys.run: expected a key"),
        ('[keys]\nrun = ["f5", ""]\n', "keys.run: expected a key"),
        ('keys = "f5"\n', "keys: expected a table"),
        ("[key]\nrun = 5\n", "unknown key 'key'; did you mean 'keys'?"),
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused_with_the_file(tmp_path: Path, text: str, message: str) -> None:
    user = tmp_path / "user.toml"
    user.write_text(text)
    with pytest.raises(ConfigError, match=r"user\.toml") as caught:
        load({}, {}, tmp_path / "none", user)
    assert message in str(caught.value)
