from __future__ import annotations

import pytest

from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Accuracy, Check, Curve, Error, History, Params
from tuitutor.grading.decisive import aim, decisive, decisive_first
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict

SIZE = Params(total=Bound(at_most=20))
LOSS = History(curves=(("loss", Curve(last=Bound(at_most=0.5))),))
SCORE = Accuracy(data="draw", samples=100, at_least=0.9)
WRONG = Error(data="draw", samples=100, metric="mae", at_most=2)


@pytest.mark.parametrize(
    ("kinds", "points", "failed", "found"),
    [
        ((SIZE, SCORE, WRONG), (5, 1, 2), "all", 1),  # a score, although another has more points
        ((SIZE, SCORE, LOSS), (5, 1, 2), (0, 2), 2),
        ((SIZE, WRONG), (5, 1), (0,), 0),  # the score has passed
        ((SIZE, SIZE, SIZE), (1, 2, 2), "all", 1),  # most points, the first of equals
        ((SIZE, SCORE), (1, 1), (), None),
        ((), (), "all", None),
    ],
)
def test_which_check_decides(
    kinds: tuple[Params, ...], points: tuple[float, ...], failed: tuple[int, ...] | str, found: int | None
) -> None:
    checks = [Check(kind, str(at), points=worth) for at, (kind, worth) in enumerate(zip(kinds, points, strict=True))]
    results = [
        CheckResult(check.name, Verdict.FAILED if at in failed else Verdict.SKIPPED, 0, check.points)
        for at, check in enumerate(checks)
        if failed != "all"
    ]
    assert decisive(checks, None if failed == "all" else results) == found


def test_a_learner_aims_at_what_failed_and_after_a_pass_at_what_decided() -> None:
    size, score = Check(SIZE, "size"), Check(SCORE, "score")
    checks = [size, score]
    assert aim(checks) == (score, None)
    assert aim(()) is None
    for failed, (check, at) in (({"size"}, (size, 0)), ({"size", "score"}, (score, 1)), (set[str](), (score, 1))):
        results = tuple(
            CheckResult(check.name, Verdict.FAILED if check.name in failed else Verdict.PASSED, 0, 1)
            for check in checks
        )
        grade = Grade("label", "1", Verdict.FAILED, results)
        assert aim(checks, grade) == (check, results[at])
        assert decisive_first(checks, grade).results == (results[at], *results[:at], *results[at + 1 :])
        earlier = Grade("label", "1", Verdict.FAILED, results[:1])  # of an edition with other checks
        assert aim(checks, earlier) == (score, None)
        assert decisive_first(checks, earlier) == earlier
