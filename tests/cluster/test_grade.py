"""A class graded over a real Slurm while it fails: each answer has one verdict in the end, and nothing is left."""

from __future__ import annotations

import signal
import subprocess

import pytest

from tests.cluster.grading import ANSWERS, TWO_WORKERS, Class, is_done, job_at_work, said_by
from tests.cluster.slurm import PATIENCE, Slurm
from tests.waiting import wait_until

pytestmark = pytest.mark.long


def test_ctrl_c_and_kill_9_keep_what_is_done_and_leave_no_job(slurm: Slurm, small_class: Class) -> None:
    with small_class.grade("--via", "srun") as run:
        job_at_work(run, slurm)
        run.send_signal(signal.SIGINT)
        said_by(run)
    assert run.returncode == 130
    assert wait_until(lambda: not slurm.jobs(), PATIENCE), slurm.jobs()
    interrupted = small_class.lines()
    with small_class.grade("--via", "srun") as run:
        job_at_work(run, slurm)
        run.kill()
        run.wait()
    assert wait_until(lambda: not slurm.jobs(), PATIENCE), slurm.jobs()
    killed = small_class.lines()
    assert len(interrupted) < len(killed) < len(ANSWERS)
    with small_class.grade() as run:  # a verdict is the same without a cluster, so that what has one is left as it is
        said = said_by(run)
    assert run.returncode == 0, said
    is_done(small_class, slurm)


def test_time_in_which_a_job_is_suspended_costs_no_verdict(slurm: Slurm, small_class: Class) -> None:
    with small_class.grade(*TWO_WORKERS, TUITUTOR_WALL_S="20") as run:
        job = job_at_work(run, slurm, workers=2)
        slurm.ask("scontrol", "suspend", job)
        with subprocess.Popen(["sleep", "21"]) as longer_than_an_answer_may_take:
            assert wait_until(lambda: longer_than_an_answer_may_take.poll() is not None, PATIENCE)
        slurm.ask("scontrol", "resume", job)
        said = said_by(run)
    assert run.returncode == 0, said
    is_done(small_class, slurm)


def test_answers_on_a_node_that_is_killed_are_graded_on_others(slurm: Slurm, small_class: Class) -> None:
    with small_class.grade(*TWO_WORKERS) as run:
        node = slurm.node_of(job_at_work(run, slurm, workers=2))
        slurm.kill_node(node)
        said = said_by(run)
    slurm.start_node(node)
    assert run.returncode == 0, said
    silent = "said nothing for 30 s, so the node or the connection to it (srun) seems to hang"
    assert silent in said or "The worker process died" in said, said  # now and then srun notices first
    is_done(small_class, slurm)
