"""Exceptions of a learner's objects are suppressed, and those of our own lines reach the tests."""

from __future__ import annotations

from typing import Any

import pytest

import tuitutor.worker.learner_errors as learner_errors
from tuitutor.worker.learner_errors import OurMistake, Unmeasurable, is_ours, raise_if_ours, suppress_learner_errors
from tuitutor.worker.sources import Sources

MODULE: dict[str, Any] = {"__name__": "tuitutor.worker.example"}
exec("def ours(): {}['no such key']", MODULE)
ours = MODULE["ours"]


def caught(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as raised:
        return raised


def ours_caught() -> BaseException:
    with pytest.raises(KeyError) as raised:
        ours()
    return raised.value


def test_what_a_learners_object_raises_is_suppressed() -> None:
    class Model:
        @property
        def layers(self) -> None:
            raise AttributeError("not yet")

    with suppress_learner_errors():
        Model().layers  # noqa: B018
        pytest.fail("it went on")


def test_what_our_own_line_raises_reaches_the_test() -> None:
    with pytest.raises(OurMistake, match="KeyError"), suppress_learner_errors():
        ours()


def test_an_expected_error_of_our_own_line_is_suppressed() -> None:
    with suppress_learner_errors(KeyError):
        ours()
    raise_if_ours(ours_caught(), LookupError)


def test_our_own_word_for_what_cannot_be_measured_is_no_mistake() -> None:
    error = Unmeasurable("too large").with_traceback(ours_caught().__traceback__)
    assert is_ours(error)
    raise_if_ours(error)


def test_where_learners_run_it_is_suppressed_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_errors, "RAISES", False)
    with suppress_learner_errors():
        ours()
    raise_if_ours(ours_caught())


def test_a_limit_of_the_process_is_nobodys_mistake() -> None:
    raise_if_ours(MemoryError().with_traceback(ours_caught().__traceback__))


def test_only_a_block_that_calls_learners_code_catches_an_exit() -> None:
    with pytest.raises(SystemExit), suppress_learner_errors():
        raise SystemExit
    with suppress_learner_errors(catches=BaseException):
        raise SystemExit


def test_a_mistake_passes_through_blocks_around_it() -> None:
    with pytest.raises(OurMistake), suppress_learner_errors(catches=BaseException), suppress_learner_errors():
        ours()


@pytest.mark.parametrize("error", [ValueError("theirs"), KeyboardInterrupt()])
def test_an_error_of_somebody_elses_line_is_not_ours(error: BaseException) -> None:
    assert not is_ours(caught(error))


def test_no_frame_of_ours_is_shown_in_an_error() -> None:
    ours = '  File "<tuitutor.worker.training.fits>", line 203, in _fit\n    return original(model)\n\n'
    theirs = '  File "/keras/trainer.py", line 3, in fit\n    x = 1\n'
    error = Sources({}).error(ValueError(f"Detected at node (most recent call last):\n{ours}{theirs}"))
    assert error.message == f"Detected at node (most recent call last):\n\n{theirs}"
    assert "<tuitutor." not in error.traceback
