"""What seldom happens to a cluster that grades a class, and takes it minutes to notice."""

from __future__ import annotations

import contextlib
import os
import re
import signal

import pytest

from tests.cluster.grading import ANSWERS, TWO_WORKERS, Class, is_done, job_at_work, said_by
from tests.cluster.slurm import Slurm
from tests.waiting import wait_until

pytestmark = [pytest.mark.long, pytest.mark.soak]

LONG = 600.0  # seconds; Slurm waits for two minutes before it starts a job again


def test_answers_on_a_node_that_freezes_are_graded_on_others(slurm: Slurm, small_class: Class) -> None:
    with small_class.grade(*TWO_WORKERS) as run:
        frozen = slurm.processes_on(slurm.node_of(job_at_work(run, slurm, workers=2)))
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        try:
            said = said_by(run)
        finally:
            for pid in frozen:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
    assert run.returncode == 0, said
    assert "said nothing for 30 s" in said
    is_done(small_class, slurm)


def test_a_worker_whose_job_is_cancelled_is_started_again(slurm: Slurm, small_class: Class) -> None:
    with small_class.grade("--via", "srun") as run:
        slurm.ask("scancel", job_at_work(run, slurm))
        said = said_by(run)
    assert run.returncode == 0, said
    assert "CANCELLED" in said
    is_done(small_class, slurm)


def test_workers_go_on_without_the_controller(slurm: Slurm, small_class: Class) -> None:
    with small_class.grade(*TWO_WORKERS) as run:
        job_at_work(run, slurm, workers=2)
        slurm.stop_controller()
        said = said_by(run)
        slurm.start_controller(idle=False)
    assert run.returncode == 0, said
    named = re.findall(r"Slurm doesn't answer, so job (\d+) may still be running; once it answers: scancel \1", said)
    assert set(slurm.jobs()) <= set(named), said
    slurm.ask("scancel", *named)
    is_done(small_class, slurm)


def test_a_controller_that_comes_back_starts_workers_again(slurm: Slurm, small_class: Class) -> None:
    slurm.stop_controller()
    with small_class.grade(*TWO_WORKERS) as run:
        assert run.stderr is not None
        assert "'srun' did not start" in next(line for line in run.stderr if "Waiting" not in line)
        slurm.start_controller()
        said = said_by(run)
    assert run.returncode == 0, said
    is_done(small_class, slurm)


def test_tasks_of_a_node_that_is_killed_are_requeued_and_go_on(slurm: Slurm, small_class: Class) -> None:
    with small_class.grade("--sbatch", "-c 1", "--tasks", "2") as run:
        said = said_by(run)
    assert run.returncode == 0, said
    assert wait_until(lambda: small_class.lines(), LONG)
    node = slurm.ask("squeue", "--noheader", "--states=RUNNING", "--format=%N").split()[0]
    slurm.kill_node(node)
    assert len(small_class.lines()) < len(ANSWERS)
    slurm.ask("scontrol", "update", f"NodeName={node}", "State=DOWN", "Reason=killed")  # Slurm sees it minutes later
    slurm.start_node(node)
    slurm.ask("scontrol", "update", f"NodeName={node}", "State=RESUME")
    assert wait_until(lambda: "pending (BeginTime)" in small_class.report(), LONG)
    assert wait_until(lambda: not slurm.jobs(), LONG), slurm.jobs()
    assert wait_until(lambda: "latest job" not in small_class.report(), LONG)
    is_done(small_class, slurm)


def test_a_job_whose_grade_was_killed_in_the_queue_ends_as_it_starts(slurm: Slurm, small_class: Class) -> None:
    slurm.ask("salloc", "--no-shell", "-N3", "--exclusive")
    [taken] = slurm.jobs()
    with small_class.grade("--via", "srun") as run:
        assert wait_until(lambda: "PENDING" in slurm.jobs().values(), LONG)
        run.kill()
        run.wait()
    slurm.ask("scancel", taken)
    assert wait_until(lambda: not slurm.jobs(), LONG), slurm.jobs()
    with small_class.grade() as run:
        said = said_by(run)
    assert run.returncode == 0, said
    is_done(small_class, slurm)
