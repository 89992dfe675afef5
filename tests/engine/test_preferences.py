"""Settings as people see them, and changed in their file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tuitutor.config.settings import ABOUT, load
from tuitutor.engine.preferences import Preferences
from tuitutor.errors import ConfigError

Make = Callable[..., Preferences]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make(flags, environment)`: the preferences of a user with a home in tmp_path, on a site that allows 4 cores."""
    site, file = tmp_path / "site.toml", tmp_path / "config.toml"
    site.write_text("cores = 4\n")

    def with_sources(flags: dict[str, object], environ: dict[str, str]) -> Preferences:
        reload = partial(load, flags, {"HOME": str(tmp_path), **environ}, site, file)
        return Preferences(reload(), file, str(tmp_path), reload)

    return with_sources


def test_each_says_where_it_comes_from_and_why_it_is_fixed(make: Make, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("nice = 3\n")
    listed = {each.name: each for each in make({"glyphs": "ascii"}, {"TUITUTOR_VIA": "srun"}).listed()}
    assert list(listed) == list(ABOUT)
    told = {name: (each.value, each.origin, each.fixed) for name, each in listed.items()}
    assert told["nice"] == ("3", "your file", "")
    assert told["cores"] == ("4", str(tmp_path / "site.toml"), "")
    assert told["plain"] == ("no", "default", "")
    assert told["via"] == (
        "srun", "TUITUTOR_VIA", "TUITUTOR_VIA in your environment sets it; unset that to change it here."
    )  # fmt: skip
    assert told["glyphs"] == ("ascii", "--ascii", "--ascii sets it for this session; leave that out to change it here.")


def test_paths_mean_in_the_file_what_they_meant_here(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    preferences = make({}, {})
    preferences.change("course", "lessons")
    preferences.change("python", "~/bin/python")
    preferences.change("glyphs", "plain")
    written = f'course = "{tmp_path}/here/lessons"\npython = "~/bin/python"\nglyphs = "plain"\n'
    assert (tmp_path / "config.toml").read_text() == written
    settings = preferences.settings
    assert (settings.course, settings.python) == (tmp_path / "here" / "lessons", str(tmp_path / "bin" / "python"))


def test_a_file_that_is_a_link_stays_one_with_its_mode(make: Make, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("nice = 3\n")
    kept.chmod(0o640)
    (tmp_path / "config.toml").symlink_to(kept)
    make({}, {}).change("nice", "4")
    assert (tmp_path / "config.toml").is_symlink()
    assert kept.read_text() == "nice = 4\n"
    assert kept.stat().st_mode & 0o777 == 0o640


def test_what_does_not_fit_is_refused_in_the_words_of_the_file(make: Make, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: theme: expected one of dark, light, .*, found 'drak'"):
        make({}, {}).change("theme", "drak")
    assert not (tmp_path / "config.toml").exists()


def test_a_file_that_somebody_is_editing_is_left_alone(make: Make, tmp_path: Path) -> None:
    preferences = make({}, {})
    (tmp_path / "config.toml").write_text("nice = ")
    with pytest.raises(ConfigError, match=r"config\.toml: not TOML"):
        preferences.change("nice", "4")
    assert (tmp_path / "config.toml").read_text() == "nice = "
