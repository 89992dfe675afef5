"""Whatever a program raises, records or looks like, the coach answers: all of that is a program's own word."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuitutor.coach import RULES, advise
from tuitutor.coach.rules import Rule
from tuitutor.protocol.facts import FitFacts
from tuitutor.protocol.raised import ErrorInfo, Frame

ANSWER = "x = y / len(y)\nmodel = Sequential([Dense(3)])\nmodel.fit(x, y)\n"


@pytest.mark.sampled(20)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.topic}-{rule.say.__name__}")
def test_any_message_that_a_rule_matches_is_survived(rule: Rule) -> None:
    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(re.compile(rule.pattern.pattern, re.ASCII)), st.sampled_from(ANSWER.splitlines()))
    def survived(message: str, line: str) -> None:
        for kind in rule.kinds:
            error = ErrorInfo(kind, message[:4_000], (Frame("answer.py", 1, "<module>", line),))
            assert len(advise(error, (), (), ANSWER)) <= 1

    survived()


@pytest.mark.long
@given(
    st.dictionaries(
        st.sampled_from(["loss", "accuracy", "val_loss", "val_accuracy", "other"]),
        st.lists(st.floats() | st.sampled_from([0.0, 0.5, 0.6931, 1.0]), max_size=9).map(tuple),
    ),
    st.integers(0, 9),
)
@settings(max_examples=100)
def test_any_history_is_survived(history: dict[str, tuple[float, ...]], epochs: int) -> None:
    assert len(advise(None, (FitFacts(epochs, epochs, 32, True, history),), (), "model.fit(x, y)")) <= 1


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    "statement",
    ["m{} = Sequential()", "m{}.add(Dense(3))", "m = Sequential([Dense({})])\nm.fit(x)", "m{} = 1", "m.fit(x)"],
)
def test_a_long_answer_takes_no_long_time(statement: str) -> None:
    answer = "\n".join(statement.format(number) for number in range(50_000))[:100_000].rpartition("\n")[0]
    begun = time.process_time()
    advise(None, (), (), answer)
    advise(ErrorInfo("NameError", "name 'm' is not defined"), (), (), answer)
    advise(None, (), (), answer[:19_000].rpartition("\n")[0])
    assert time.process_time() - begun < 5
