"""A worker uses few cores, small thread pools and a low priority on a machine with other users."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from tests.worker.test_runs import printed
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.worker.main import physical_memory, restrict_cores, run_of_cores, usable_cores, usable_memory
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

HERE = len(os.sched_getaffinity(0))
NICER = min(19, os.nice(0) + 7)


def groups(folder: Path, membership: str, **files: str) -> tuple[Path, Path]:
    """Make a /proc/self and a /sys/fs/cgroup; in the names of files "__" is a slash and "_DOT_" a dot."""
    proc, mounts = folder / "proc", folder / "cgroup"
    for path, text in {
        proc / "cgroup": membership,
        **{mounts / _path(name): text for name, text in files.items()},
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return proc, mounts


def _path(name: str) -> str:
    return name.replace("_DOT_", ".").replace("__", "/")


@pytest.fixture
def many_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(64)))


@pytest.mark.usefixtures("many_cores")
@pytest.mark.parametrize(
    ("membership", "files", "cores"),
    [
        ("", {}, 64),
        ("0::/user/me\n", {"user__me__cpu_DOT_max": "max 100000\n"}, 64),
        ("0::/user/me\n", {"user__me__cpu_DOT_max": "200000 100000\n"}, 2),
        ("0::/user/me\n", {"user__cpu_DOT_max": "350000 100000\n", "user__me__cpu_DOT_max": "max 100000\n"}, 4),
        ("0::/user/me\n", {"user__cpu_DOT_max": "300000 100000\n", "user__me__cpu_DOT_max": "900000 100000\n"}, 3),
        ("0::/user/me\n", {"user__me__cpu_DOT_max": "1000 100000\n"}, 1),
        ("0::/docker/abc\n", {"cpu_DOT_max": "500000 100000\n"}, 5),  # a container sees its own group as the root
        ("0::/../../abc\n", {"cpu_DOT_max": "500000 100000\n"}, 5),
        ("1:name=systemd:/\n0::/me\n", {"unified__me__cpu_DOT_max": "200000 100000\n"}, 2),
        ("4:cpu,cpuacct:/me\n", {"cpu,cpuacct__me__cpu_DOT_cfs_quota_us": "400000\n"}, 4),
        ("4:cpu,cpuacct:/me\n", {"cpu__me__cpu_DOT_cfs_quota_us": "400000\n"}, 4),
        ("4:cpu:/me\n", {"cpu__me__cpu_DOT_cfs_quota_us": "-1\n"}, 64),
        ("4:memory:/me\n", {"memory__me__cpu_DOT_cfs_quota_us": "100000\n"}, 64),
        ("0::/me\n", {"me__cpu_DOT_max": "9900000 100000\n"}, 64),
        ("0::/me\n", {"me__cpu_DOT_max": "200000 0\n"}, 64),
        ("0::/me\nnonsense\n", {"me__cpu_DOT_max": "rubbish"}, 64),
    ],
)
def test_the_quotas_of_all_control_groups_count(
    tmp_path: Path, membership: str, files: dict[str, str], cores: int
) -> None:
    periods = {name.replace("quota", "period"): "100000\n" for name in files if "quota" in name}
    assert usable_cores(*groups(tmp_path, membership, **files, **periods)) == cores


MACHINE = physical_memory()


@pytest.mark.parametrize(
    ("membership", "files", "memory"),
    [
        ("", {}, MACHINE),
        ("0::/user/me\n", {"user__me__memory_DOT_max": "max\n"}, MACHINE),
        ("0::/user/me\n", {"user__me__memory_DOT_max": "max\n", "user__memory_DOT_max": "1048576\n"}, 1 << 20),
        ("0::/docker/abc\n", {"memory_DOT_max": "1048576\n"}, 1 << 20),
        ("9:memory:/me\n", {"memory__me__memory_DOT_limit_in_bytes": "1048576\n"}, 1 << 20),
        ("9:memory:/me\n", {"memory__me__memory_DOT_limit_in_bytes": "9223372036854771712\n"}, MACHINE),
        ("9:cpu:/me\n", {"cpu__me__memory_DOT_limit_in_bytes": "1048576\n"}, MACHINE),
    ],
)
def test_memory_is_the_machines_or_what_its_groups_grant(
    tmp_path: Path, membership: str, files: dict[str, str], memory: int
) -> None:
    assert usable_memory(*groups(tmp_path, membership, **files)) == memory


def test_the_affinity_counts(tmp_path: Path) -> None:
    assert usable_cores(tmp_path, tmp_path) == HERE


@pytest.mark.parametrize(
    ("asked", "granted", "cores", "pinned"),
    [(0, "3", 3, []), (2, "3", 2, [2]), (5, "3", 3, []), (0, "64", 64, []), (0, "", 64, []), (4, "all", 4, [4])],
)
def test_a_job_keeps_to_what_it_was_given_though_nothing_binds_it(
    monkeypatch: pytest.MonkeyPatch, asked: int, granted: str, cores: int, pinned: list[int]
) -> None:
    bound: list[set[int]] = []
    monkeypatch.setattr(os, "environ", {"SLURM_CPUS_ON_NODE": granted})
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: bound[-1] if bound else set(range(64)))
    monkeypatch.setattr(os, "sched_setaffinity", lambda pid, chosen: bound.append(set(chosen)))
    monkeypatch.setattr("tuitutor.worker.main.cgroup_quota", lambda proc, cgroups: None)
    assert restrict_cores(asked, 0).cores == cores
    assert [len(chosen) for chosen in bound] == pinned
    assert os.environ["LOKY_MAX_CPU_COUNT"] == str(cores)


@given(st.sets(st.integers(0, 255), min_size=1), st.data())
def test_neighbours_are_chosen_from_anywhere(cores: set[int], data: st.DataObject) -> None:
    allowed = sorted(cores)
    count = data.draw(st.integers(1, len(allowed)))
    chosen = [run_of_cores(allowed, count, start) for start in range(len(allowed))]
    assert all(len(run) == count and run <= cores for run in chosen)
    assert set.union(*chosen) == cores  # whoever comes may get any of them
    for start, run in enumerate(chosen):
        assert allowed[start] in run
        assert {allowed[(start + count) % len(allowed)]} & run == ({allowed[start]} if count == len(allowed) else set())


# ---- a real worker

TRAINS = dedent("""
    import json, os, numpy as np, keras
    from pathlib import Path
    model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(64), keras.layers.Dense(1)])
    model.compile(loss="mse")
    model.fit(np.ones((512, 64)), np.ones((512, 1)), epochs=3, batch_size=64, verbose=0)
    threads = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("Threads"))
    group = Path("/proc/self/autogroup")
    print(json.dumps({
        "cores": len(os.sched_getaffinity(0)), "nice": os.nice(0), "threads": int(threads.split()[1]),
        "loky": os.environ["LOKY_MAX_CPU_COUNT"], "autogroup": group.read_text() if group.exists() else "",
    }))
""")


@pytest_asyncio.fixture(loop_scope="session")
async def one_core(learner_python: str) -> AsyncIterator[Worker]:
    worker = Worker(LocalLauncher(learner_python, cores=1, nice=NICER))
    yield worker
    await worker.close()


async def seen_by(worker: Worker) -> dict[str, Any]:
    child = await worker.child(Limits(), 72, 0)
    events = [event async for event in child.ask(Execute(child.name, child.next_run(), TRAINS, "answer.py"))]
    child.stop()
    found: dict[str, Any] = json.loads(printed(events))
    return found


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_learner_code_has_few_cores_few_threads_and_a_low_priority(one_core: Worker, worker: Worker) -> None:
    ready = await one_core.start()
    assert (ready.cores, ready.usable_cores, ready.nice) == (1, HERE, NICER)
    few, all_ = await seen_by(one_core), await seen_by(worker)
    assert (few["cores"], few["nice"], few["loky"]) == (1, NICER, "1")
    if few["autogroup"]:  # this kernel weighs sessions
        assert few["autogroup"].endswith(f" nice {NICER}\n")
    ready = await worker.start()
    assert (ready.cores, ready.usable_cores, ready.nice) == (HERE, HERE, os.nice(0))
    assert (all_["cores"], all_["nice"]) == (HERE, os.nice(0))
    assert few["threads"] <= all_["threads"]
    assert few["threads"] <= 12, "6, however many cores there are"
