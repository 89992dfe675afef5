"""Another Python gets the variables that it needs for TensorFlow, and none of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tuitutor.errors import WorkerUnavailable
from tuitutor.workers.argv import LaunchCommand, environment_for
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

BASE_PYTHON = Path(sys.executable).resolve()
SAFE = {"PYTHONSAFEPATH": "1"}
OURS = (Path("/opt/tutor/lib"),)


def test_our_own_python_keeps_what_it_was_started_with() -> None:
    environ = {"PYTHONHOME": "/opt/tutor", "PYTHONPATH": "/opt/tutor/lib", "HOME": "/home/ada"}
    assert environment_for("/opt/tutor/bin/python", "/opt/tutor/bin/python", OURS, environ) == environ | SAFE


def test_another_python_keeps_what_a_site_brings() -> None:
    environ = {
        "PATH": "/bin",
        "PYTHONHOME": "/opt/tutor",
        "VIRTUAL_ENV": "/opt/tutor",
        "PYTHONPATH": os.pathsep.join(["/site/tensorflow", "/opt/tutor/lib", "/opt/tutor/lib/more", ""]),
    }
    seen = environment_for("/site/bin/python", "/opt/tutor/bin/python", OURS, environ)
    assert seen == {"PATH": "/bin", "PYTHONPATH": "/site/tensorflow"} | SAFE


def test_no_secret_is_passed_on() -> None:
    secrets = dict.fromkeys(
        ["GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "http_proxy", "TF_VAR_x", "TF_TOKEN_app", "TERM"], "x"
    )
    tickets = dict.fromkeys(["SSH_AUTH_SOCK", "KRB5CCNAME", "SLURM_JWT"], "x")
    plain = {"PATH": "/bin", "LC_ALL": "C", "OMP_NUM_THREADS": "2", "SLURM_JOB_ID": "7", "TF_CPP_MIN_LOG_LEVEL": "3"}
    environ = {**plain, **secrets, **tickets}
    assert environment_for("p", "p", OURS, environ) == plain | SAFE
    assert environment_for("p", "p", OURS, environ, via=True) == {**plain, **tickets, **SAFE}


def test_a_launcher_uses_its_tickets_and_does_not_hand_them_on() -> None:
    assert LaunchCommand("python3").argv({})[0] == "python3"
    argv = LaunchCommand("python3", ("env",)).argv({})
    shown = subprocess.run(
        [*argv[: argv.index("python3")], "env"],
        env={"SSH_AUTH_SOCK": "x", "A": "b", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "SSH_AUTH_SOCK" not in shown
    assert "A=b" in shown


@pytest.mark.parametrize("ending", ["_PAT", "_PW", "_KEY"])
def test_a_name_that_ends_like_a_secret_is_one(ending: str) -> None:
    environ = {"LD_LIBRARY_PATH": "/lib", "PYTHONPATH": "/lib", "TF_KEYS": "x", "KERAS_PATH": "x", "CUDA_PWM": "x"}
    secrets = {f"{name}{ending}": "x" for name in ("TF", "KERAS_HUB", "CUDA", "SLURM", "MODULE", "PYTHON_FEED")}
    assert environment_for("p", "p", OURS, environ | secrets) == environ | SAFE


def test_no_variable_leads_into_the_working_folder() -> None:
    environ = {
        "PATH": "/bin::/usr/bin:.",
        "PYTHONPATH": ":/site:rel",
        "LD_LIBRARY_PATH": ":/lib",
        "DYLD_LIBRARY_PATH": "",
        "PYTHONHOME": "/home:rel",
        "PYTHONUSERBASE": "rel",
        "PYTHONPYCACHEPREFIX": ".cache",
        "PYTHONINSPECT": "1",
        "PYTHONHASHSEED": "0",
    }
    kept = {"PATH": "/bin:/usr/bin", "PYTHONPATH": "/site", "LD_LIBRARY_PATH": "/lib", "PYTHONHASHSEED": "0"}
    assert environment_for("p", "p", OURS, environ) == kept | SAFE


def test_nothing_that_loads_or_starts_code_is_passed_on() -> None:
    named = (
        *("LD_PRELOAD", "LD_AUDIT", "LD_DEBUG_OUTPUT", "DYLD_INSERT_LIBRARIES", "GLIBC_TUNABLES", "MALLOC_TRACE"),
        *("GCONV_PATH", "LOCPATH", "NLSPATH", "BASH_ENV", "ENV", "SHELLOPTS", "IFS", "PERL5OPT", "NODE_OPTIONS"),
        *("TUITUTOR_PYTHON", "XTF_FLAGS", "tf_flags", "TF_FLAGS\n", "OPENSSL_CONF", "SSLKEYLOGFILE"),
    )
    for via in (False, True):
        assert environment_for("p", "p", OURS, dict.fromkeys(named, "/x"), via=via) == SAFE


def test_a_launchers_password_is_not_handed_on() -> None:
    environ = {"PATH": os.environ["PATH"], "APPTAINER_DOCKER_PASSWORD": "x", "APPTAINER_BIND": "/data"}
    assert environment_for("p", "p", OURS, environ, via=True) == environ | SAFE
    argv = LaunchCommand("python3", ("env",)).argv(environ)
    shown = subprocess.run([*argv[: argv.index("python3")], "env"], env=environ, capture_output=True, check=True).stdout
    assert b"PASSWORD" not in shown
    assert b"APPTAINER_BIND=/data" in shown


async def test_another_python_starts_in_spite_of_our_home_and_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, version in (("ours", "1.0"), ("site", "2.15")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "keras.py").write_text(f"__version__ = '{version}'")
        (tmp_path / folder / "tensorflow.py").touch()
    monkeypatch.setattr("tuitutor.workers.local.own_folders", lambda: (tmp_path / "ours",))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'ours'}{os.pathsep}{tmp_path / 'site'}")
    another = tmp_path / "python"
    another.symlink_to(BASE_PYTHON)
    worker = Worker(LocalLauncher(str(another)))
    with pytest.raises(WorkerUnavailable, match=r"its Keras 2\.15 is too old"):
        await worker.start()
    await worker.close()
