"""One Slurm for all tests of a folder, empty before and after each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.grading import Class, class_in
from tests.cluster.slurm import Slurm, cluster


@pytest.fixture(scope="session")
def whole_slurm() -> Iterator[Slurm]:
    with cluster() as slurm:
        yield slurm


@pytest.fixture
def slurm(whole_slurm: Slurm, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slurm]:
    """The cluster, with this process as its user: what is started from here may ask it for jobs."""
    for name in ("SLURM_CONF", whole_slurm.marker.partition("=")[0]):
        monkeypatch.setenv(name, whole_slurm.environment[name])
    yield whole_slurm
    whole_slurm.cancel_all()


@pytest.fixture
def small_class(slurm: Slurm, tmp_path: Path) -> Class:
    return class_in(tmp_path, slurm.environment)
