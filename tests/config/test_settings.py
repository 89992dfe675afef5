"""Settings: who wins, where a value came from, and what is said of one that does not fit."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuitutor.config.settings import Settings, load, user_file
from tuitutor.errors import ConfigError
from tuitutor.protocol.limits import Limits

NONE = Path("/nonexistent/config.toml")
EXAMPLES: dict[str, st.SearchStrategy[object]] = {
    "course": st.sampled_from(["/a/course", "/b/course"]),
    "python": st.sampled_from(["python3", "/opt/py/bin/python"]),
    "via": st.sampled_from(["", "srun -p short", "ssh gpu01"]),
    "glyphs": st.sampled_from(["full", "plain", "ascii"]),
    "plain": st.booleans(),
    "trust_course": st.booleans(),
    "close_brackets": st.booleans(),
    "warmup": st.booleans(),
    "maps": st.sampled_from(["colours", "shapes"]),
    "theme": st.sampled_from(["dark", "light", "high-contrast", "16"]),
    "learner": st.sampled_from(["ada", "Ada Lovelace"]),
    "data_dir": st.sampled_from(["/a/data", "/b/data"]),
    "keras_dir": st.sampled_from(["/sw/keras", "/scratch/keras"]),
    "cores": st.integers(1, 64),
    "nice": st.integers(0, 19),
    "cpu_budget_min": st.integers(0, 1000),
    "memory_gb": st.integers(3, 1000),
    **dict.fromkeys(["wall_s", "cpu_s", "output_mb", "file_mb", "disk_mb"], st.integers(1, 1000)),
}
SOURCES = st.fixed_dictionaries({}, optional=EXAMPLES)


def write(path: Path, table: dict[str, object]) -> Path:
    lines = (
        f"{key} = {str(value).lower() if isinstance(value, bool | int) else repr(value)}"
        for key, value in table.items()
    )
    path.write_text("\n".join(lines))
    return path


def from_toml(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return load({}, {}, NONE, path)


def from_environment(**environ: str) -> Settings:
    return load({}, environ, NONE, NONE)


@settings(max_examples=60)
@given(SOURCES, SOURCES, SOURCES, SOURCES)
def test_flags_beat_the_environment_beats_the_user_beats_the_site(
    flags: dict[str, object], environ: dict[str, object], user: dict[str, object], site: dict[str, object]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        user_path, site_path = write(Path(name) / "user.toml", user), write(Path(name) / "site.toml", site)
        variables = {f"TUITUTOR_{key.upper()}": str(value) for key, value in environ.items()}
        found = load(flags, variables, site_path, user_path)
    for key in EXAMPLES:
        sources = (
            (flags, "flag --ascii" if key == "glyphs" else f"flag --{key.replace('_', '-')}"),
            (environ, f"environment TUITUTOR_{key.upper()}"),
            (user, str(user_path)),
            (site, str(site_path)),
        )
        winner = next(((source[key], origin) for source, origin in sources if key in source), None)
        if winner is None:
            assert found.origins[key] == "default"
        else:
            assert (str(getattr(found, key)).removesuffix(".0"), found.origins[key]) == (str(winner[0]), winner[1])


def test_every_setting_has_an_origin() -> None:
    names = {*Settings.__struct_fields__} - {"origins", "keys"}
    assert load({}, {}, NONE, NONE).origins == dict.fromkeys(names, "default")
    assert names == set(EXAMPLES)


def test_the_defaults() -> None:
    found = load({"python": None, "glyphs": None}, {}, NONE, NONE)
    assert (found.course, found.python, found.via, found.glyphs, found.theme) == (
        None,
        sys.executable,
        "",
        None,
        None,
    )
    assert found.limits() == Limits()


def test_limits_are_in_the_protocols_units() -> None:
    found = from_environment(TUITUTOR_MEMORY_GB="2.5", TUITUTOR_OUTPUT_MB="1", TUITUTOR_WALL_S="10", TUITUTOR_CPU_S="5")
    assert found.limits() == Limits(10.0, 5.0, int(2.5 * 2**30), 2**20, Limits().file_bytes)


def test_learner_code_is_modest_unless_told_otherwise() -> None:
    found = from_environment()
    assert (found.cores_wanted, found.nice, found.budget_s) == (2, 10, 3600)
    found = from_environment(TUITUTOR_CORES="8", TUITUTOR_NICE="0", TUITUTOR_CPU_BUDGET_MIN="0")
    assert (found.cores_wanted, found.nice, found.budget_s) == (8, 0, 0)


def test_a_job_uses_what_it_was_given_unless_told_otherwise(tmp_path: Path) -> None:
    found = from_toml(tmp_path, 'via = "srun"')
    assert (found.cores_wanted, found.nice, found.budget_s) == (0, 10, 0)
    found = from_toml(tmp_path, 'via = "srun"\ncores = 2\ncpu_budget_min = 1.5')
    assert (found.cores_wanted, found.budget_s) == (2, 90)


def test_a_class_gets_the_whole_machine_unless_told_otherwise(tmp_path: Path) -> None:
    found = from_environment().for_a_class()
    assert (found.cores_wanted, found.nice, found.budget_s) == (0, 0, 0)
    found = from_toml(tmp_path, "cores = 2\nnice = 5\ncpu_budget_min = 1.5").for_a_class()
    assert (found.cores_wanted, found.nice, found.budget_s) == (2, 5, 90)


def test_folders_follow_xdg() -> None:
    environ = {"XDG_CONFIG_HOME": "/x/config", "XDG_DATA_HOME": "/x/data"}
    assert user_file(environ) == Path("/x/config/tuitutor/config.toml")
    assert load({}, environ, NONE, NONE).data_dir == Path("/x/data/tuitutor")
    relative = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": ""}  # the specification: ignore these
    assert user_file(relative).is_absolute()
    assert load({}, relative, NONE, NONE).data_dir.is_absolute()


def test_without_a_home_there_is_still_a_place_to_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # the user is in no user database, as in a container
    assert load({}, {}, NONE, user_file({})).data_dir == Path("/nonexistent/tuitutor")


def test_paths_start_at_the_file_that_names_them_or_at_home(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('course = "lessons"\npython = "~/venv/bin/python"\ndata_dir = "~"\n')
    found = load({}, {"HOME": "/home/ada"}, NONE, path)
    assert found.course == tmp_path / "lessons"
    assert found.python == "/home/ada/venv/bin/python"
    assert found.data_dir == Path("/home/ada")


def test_a_relative_flag_starts_where_the_user_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = load({"python": "venv/bin/python", "course": Path("lessons")}, {}, NONE, NONE)
    assert (found.python, found.course) == (str(tmp_path / "venv/bin/python"), tmp_path / "lessons")
    assert load({"python": "python3.12"}, {}, NONE, NONE).python == "python3.12"


def test_an_empty_variable_is_not_set_but_an_empty_via_is(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('via = "srun"\ntheme = "light"\n')
    found = load({}, {"TUITUTOR_VIA": "", "TUITUTOR_THEME": ""}, NONE, path)
    assert (found.via, found.theme) == ("", "light")


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("off", False)])
def test_a_flag_may_be_said_in_words(word: str, value: bool) -> None:
    assert from_environment(TUITUTOR_PLAIN=word).plain is value


def test_what_was_ascii_is_now_glyphs(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        from_toml(tmp_path, "ascii = true")
    assert str(caught.value).endswith("config.toml: 'ascii' is now 'glyphs'; write glyphs = \"ascii\" or \"full\".")
    with pytest.raises(ConfigError) as caught:
        from_environment(TUITUTOR_ASCII="yes")
    message = "environment: TUITUTOR_ASCII is now TUITUTOR_GLYPHS; set TUITUTOR_GLYPHS=ascii or TUITUTOR_GLYPHS=full."
    assert str(caught.value) == message


def test_the_16_colour_theme_may_be_a_number(tmp_path: Path) -> None:
    assert from_toml(tmp_path, "theme = 16").theme == "16"
    assert from_toml(tmp_path, 'glyphs = "auto"').glyphs is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pyhton = 'x'", "config.toml: unknown key 'pyhton'; did you mean 'python'?"),
        ("zzz = 1", "config.toml: unknown key 'zzz'; expected 'learner', "),
        ("wall_s = '300'", "config.toml: wall_s: expected a number above 0 and at most 1,000,000, found '300'"),
        ("cpu_s = true", "cpu_s: expected a number"),
        ("cpu_s = nan", "cpu_s: expected a number"),
        ("memory_gb = -1", "memory_gb: expected a number"),
        (f"memory_gb = 1{'0' * 400}", "memory_gb: expected a number"),
        (
            "memory_gb = 2",
            "config.toml: memory_gb: expected a number from 2.5 to 1,000,000, "
            "since Keras does not start in less memory, found 2",
        ),
        ("file_mb = inf", "file_mb: expected a number"),
        ("cores = 0", "cores: expected a whole number from 1 to 1,000,000, found 0"),
        ("cores = 1.5", "cores: expected a whole number"),
        ("cores = inf", "cores: expected a whole number"),
        ("nice = 20", "nice: expected a whole number from 0 to 19, found 20"),
        ("nice = -1", "nice: expected a whole number"),
        ("nice = false", "nice: expected a whole number"),
        ("cpu_budget_min = -1", "cpu_budget_min: expected a number from 0 to 1,000,000, found -1"),
        ("cpu_budget_min = nan", "cpu_budget_min: expected a number"),
        ("via = 3", "via: expected text, found 3"),
        ('via = "srun \'x"', "via: expected a command in which every quote is closed, found"),
        ("glyphs = 'maybe'", "glyphs: expected one of full, plain, ascii or auto, found 'maybe'"),
        ("theme = 'drak'", "theme: expected one of dark, light, high-contrast, 16 or auto, found 'drak'"),
        ("theme = true", "theme: expected one of"),
        ("course = ''", "course: expected a path, found ''"),
        ("wall_s = " + "9" * 5000, "config.toml: not TOML"),
        ('data_dir = "a\\u0000b"', "data_dir: expected a path"),
        ("python = ['python']", "python: expected the path of a Python, found ['python']"),
        ("python = ", "config.toml: not TOML: Invalid value (at end of document)"),
        ("via = " + "[" * 100_000, "config.toml: not TOML"),
    ],
)
def test_what_does_not_fit_is_named_with_its_file(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        from_toml(tmp_path, text)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path))


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"TUITUTOR_WALL_S": "long"}, "environment TUITUTOR_WALL_S: wall_s: expected a number"),
        ({"TUITUTOR_PYHTON": "x"}, "unknown variable 'TUITUTOR_PYHTON'; did you mean 'TUITUTOR_PYTHON'?"),
        ({"TUITUTOR_theme": "dark"}, "unknown variable 'TUITUTOR_theme'; did you mean 'TUITUTOR_THEME'?"),
    ],
)
def test_a_variable_that_does_not_fit_is_named(environ: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message.replace("?", r"\?")):
        load({}, environ, NONE, NONE)


def test_variables_of_other_purposes_are_let_be() -> None:
    assert from_environment(TUITUTOR_XYZZY="1", PYTHON="x").python == sys.executable


def test_a_flag_that_does_not_fit_is_named() -> None:
    with pytest.raises(ConfigError, match="flag --memory-gb: memory_gb: expected a number"):
        load({"memory_gb": "much"}, {}, NONE, NONE)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load({}, {}, tmp_path, NONE)
    latin = tmp_path / "config.toml"
    latin.write_bytes(b"theme = '\xe9'")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load({}, {}, NONE, latin)
