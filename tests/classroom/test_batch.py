"""Many answers on one scripted worker, which dies where the script says so."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from tests.classroom.scripted_class import KILLER, TRAINS, Script, answers, small_course
from tuitutor.classroom.batch import Answer, batch
from tuitutor.classroom.slots import ONCE, Slot
from tuitutor.course.checks import Check
from tuitutor.course.choices import Question
from tuitutor.course.model import Course
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.errors import NotIsolated
from tuitutor.grading.verdicts import Verdict
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Start, Stop
from tuitutor.workers.scripted import READY, ScriptedLauncher
from tuitutor.workers.trust import untrusted
from tuitutor.workers.worker import Worker


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return small_course(tmp_path)


async def graded(
    course: Course, to_grade: list[Answer], script: Script, jobs: int, options: RunOptions = RunOptions()
) -> dict[str, Graded]:
    worker = Worker(ScriptedLauncher(script))
    try:
        async with aclosing(batch([worker], course, to_grade, options, jobs)) as results:
            return {answer.who: outcome async for answer, outcome in results}
    finally:
        await worker.close()


async def test_neighbours_of_what_kills_its_worker_get_their_verdicts(course: Course) -> None:
    script = Script(together=4)
    to_grade = answers(course, ada="print(1)", bob=KILLER, cy="print(2)", dee="print(3)", eve="print(4)")
    found = await graded(course, to_grade, script, jobs=4)
    assert {who: outcome.grade.verdict for who, outcome in found.items() if who != "bob"} == dict.fromkeys(
        ("ada", "cy", "dee", "eve"), Verdict.FAILED
    )
    assert found["bob"].grade.verdict is Verdict.ERRORED
    assert "worker process was lost twice" in found["bob"].grade.problem
    assert script.asked[KILLER] == 2


async def test_the_curves_of_the_last_fit_come_with_the_grade(course: Course) -> None:
    found = await graded(course, answers(course, ada=TRAINS, bob="print(1)"), Script(), jobs=1)
    assert found["bob"].curves is None
    curves = found["ada"].curves
    assert curves is not None
    loss = curves.series["loss"]
    assert (curves.epochs, len(loss.at), loss.at[-1], loss.numbers[0]) == (300, 100, 300, 1.0)


async def test_no_more_than_so_many_run_at_a_time(course: Course) -> None:
    script = Script(together=2)
    await graded(course, answers(course, **{f"learner{n}": f"print({n})" for n in range(7)}), script, jobs=2)
    assert script.most == 2
    assert len(script.asked) == 7


async def test_what_has_been_running_longest_is_told(course: Course) -> None:
    running: list[str] = []
    worker = Worker(ScriptedLauncher(Script()))
    to_grade = answers(course, ada="print(1)", bob=KILLER, cy="print(2)")
    grading = batch(
        [worker], course, to_grade, RunOptions(), 1, running=lambda answer: running.append(answer.who if answer else "")
    )
    async with aclosing(grading) as results:
        async for answer, _ in results:
            assert running[-1] == answer.who
    await worker.close()
    assert running[-1] == "bob", "once more, alone"


async def test_no_process_is_warmed_ahead(course: Course) -> None:
    launcher = ScriptedLauncher(Script())
    worker = Worker(launcher)
    async with aclosing(batch([worker], course, answers(course, ada="print(1)"), RunOptions(), 2)) as results:
        assert len([answer async for answer, _ in results]) == 1
    await worker.close()
    assert [request.warm for request in launcher.connections[0].requests if isinstance(request, Start)] == [False]


async def test_an_answer_to_a_question_waits_for_no_worker(course: Course) -> None:
    question = structs.replace(course.exercises[0], checks=(Check(Question(answer="3"), "answer"),))
    to_grade = [Answer(who, question, f"# answer: {text}") for who, text in (("ada", "3"), ("bob", "4"))]
    launcher = ScriptedLauncher(Script())
    worker = Worker(launcher)
    async with aclosing(batch([worker], course, to_grade, RunOptions(), 1)) as results:
        found = {answer.who: outcome.grade.verdict async for answer, outcome in results}
    assert found == {"ada": Verdict.PASSED, "bob": Verdict.FAILED}
    assert launcher.connections == []


async def test_what_cannot_run_here_ends_the_whole_batch(course: Course) -> None:
    worker = Worker(ScriptedLauncher(Script(), replace(READY, isolation=Isolation())))
    with pytest.raises(NotIsolated):
        async for _ in batch([worker], course, answers(course, ada="print(1)"), RunOptions(policy=untrusted()), 1):
            pass
    await worker.close()


async def test_leaving_early_ends_what_runs(course: Course) -> None:
    script = Script(together=9)  # nothing ever ends by itself
    launcher = ScriptedLauncher(script)
    worker = Worker(launcher)
    running = asyncio.create_task(anext(batch([worker], course, answers(course, ada="print(1)"), RunOptions(), 2)))
    await script.began.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert isinstance(launcher.connections[0].requests[-1], Stop)
    await worker.close()


@pytest.mark.parametrize(
    ("jobs", "cores", "memory_gb", "expected"),
    [
        (0, 8, 64, (8, 8)),
        (0, 8, 16, (2, 8)),
        (3, 8, 64, (3, 3)),
        (20, 8, 23, (3, 20)),
        (4, 8, 4, (1, 4)),
        (0, 0, 0, (1, 1)),
        (5, 0, 0, (5, 5)),
    ],
)
async def test_together_they_never_get_more_memory_than_there_is(
    jobs: int, cores: int, memory_gb: int, expected: tuple[int, int]
) -> None:
    worker = Worker(ScriptedLauncher(Script(), replace(READY, cores=cores, memory_bytes=memory_gb << 30)))
    messages: list[str] = []
    slot = Slot(worker, RunOptions(limits=Limits(memory_bytes=6 << 30)), jobs, ONCE, messages.append)
    await slot.start()
    room, requested = expected
    assert slot.room == room
    less = f"{room} at a time, not {requested}: each may use 6 GiB of memory; a smaller memory_gb lets more run."
    assert messages == ([less] if room < requested else [])
    await worker.close()


def test_a_key_stands_for_all_that_decides_the_verdict(course: Course) -> None:
    answer, options = answers(course, ada="print(1)")[0], RunOptions()
    others = [
        replace(answer, handed_in="print(2)").key(options),
        replace(answer, exercise=structs.replace(answer.exercise, version="other")).key(options),
        replace(answer, exercise=structs.replace(answer.exercise, label="other")).key(options),
        answer.key(structs.replace(options, seed=1)),
        answer.key(structs.replace(options, hidden_seed=1)),
        answer.key(structs.replace(options, policy=untrusted())),
        answer.key(structs.replace(options, limits=replace(options.limits, memory_bytes=1))),
    ]
    assert len({answer.key(options), *others}) == len(others) + 1
    assert replace(answer, who="bob").key(options) == answer.key(options)
    times = replace(options.limits, wall_s=1, cpu_s=1)
    assert answer.key(structs.replace(options, limits=times)) == answer.key(options)
