"""What a class gained, and what its answers say about the items that measure it. Pure.

A form is asked before the course and after it; `answers` has, for each learner, what they answered to which item.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean, stdev

from tuitutor.classroom.class_verdicts import LearnerGain
from tuitutor.classroom.item_analysis import Interval, Z
from tuitutor.progress.journal import Form

TOO_EASY = 0.85  # of a class that knows it before the course
TOO_HARD = 0.3  # of a class that knows it after the course
LEAST_GAIN = 0.05
_FEW = 8  # learners; of fewer, nothing is said about items
_TAKEN = 0.15  # of a class, from which on a wrong choice says something

ItemAnswers = Mapping[str, Mapping[str, tuple[str, bool]]]
"""By learner and by item: what was answered, and whether it was right."""


def item_answers(gains: Iterable[LearnerGain], form: Form) -> ItemAnswers:
    """The answers to one form, but for those that could not be judged."""
    return {
        each.who: {a.item: (a.answer, a.right) for a in each.answers if a.form == form and a.right is not None}
        for each in gains
    }


@dataclass(frozen=True, slots=True)
class ClassGain:
    """The mean gain of the `learners` who answered both forms: the share that was right after, less that before.

    `interval` is None for a single learner. `normalized` is the gain as a share of what there was to gain (R. R. Hake,
    American Journal of Physics 66, 1998): (after - before) / (1 - before) of the class's means; None if all was known.
    """

    learners: int
    before: float
    after: float
    gain: float
    interval: Interval | None
    normalized: float | None


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """How an item was answered: the shares that were right, None where nobody answered.

    `looks` are sentences on what may be worth a look.
    """

    item: str
    before: float | None
    after: float | None
    looks: tuple[str, ...]


def class_gain(before: ItemAnswers, after: ItemAnswers) -> ClassGain | None:
    """The mean gain over the items that a learner answered in both forms; None if no learner did.

    The interval is Student's: mean ± t s/√n with n-1 degrees of freedom, as far as a gain can be that large.
    """
    shares = []
    for who in before.keys() & after.keys():
        if both := before[who].keys() & after[who].keys():
            shares.append(tuple(fmean(form[who][item][1] for item in both) for form in (before, after)))
    if not shares:
        return None
    gains = [later - earlier for earlier, later in shares]
    first, last, mean, count = (
        fmean(one for one, _ in shares),
        fmean(two for _, two in shares),
        fmean(gains),
        len(gains),
    )
    reach = student(count - 1) * stdev(gains) / math.sqrt(count) if count > 1 else None
    interval = None if reach is None else (max(-1.0, mean - reach), min(1.0, mean + reach))
    return ClassGain(count, first, last, mean, interval, (last - first) / (1 - first) if first < 1 else None)


def student(degrees: int) -> float:
    """The value that 95 % of Student's distribution lie within, to both sides; within 0.5 % for three degrees and more.

    For one and two degrees it has a closed form, for more Fisher's expansion at the normal one (R. A. Fisher and
    E. A. Cornish, Technometrics 2, 1960).
    """
    if degrees == 1:
        return math.tan(math.pi * 0.475)
    if degrees == 2:
        return 0.95 * math.sqrt(2 / (1 - 0.95**2))
    z, n = Z, degrees
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + math.fsum(term / n**power for power, term in enumerate(terms, start=1))


def item_standings(before: ItemAnswers, after: ItemAnswers) -> tuple[ItemStanding, ...]:
    """Each item that somebody answered."""
    items = sorted({item for form in (before, after) for answers in form.values() for item in answers})
    found = []
    for item in items:
        found_right = ([each[item][1] for each in form.values() if item in each] for form in (before, after))
        first, last = (fmean(each) if each else None for each in found_right)
        looks = tuple(_looks(item, first, last, after))
        found.append(ItemStanding(item, first, last, looks))
    return tuple(found)


def _looks(item: str, before: float | None, after: float | None, answers: ItemAnswers) -> Iterator[str]:
    if sum(item in each for each in answers.values()) < _FEW:
        return
    if before is not None and before >= TOO_EASY:
        yield f"{before:.0%} knew it before the course: it is too easy, or says its answer"
    if after is not None and after <= TOO_HARD:
        yield f"only {after:.0%} knew it after the course: it is too hard, or not taught"
    if before is not None and after is not None and before < TOO_EASY and after - before < LEAST_GAIN:
        yield f"it was right for {before:.0%} before the course and for {after:.0%} after it"
    if choice := _attractive(item, answers):
        yield f"those who answered “{choice}” did as well in the others: it may be right, too"


def _attractive(item: str, answers: ItemAnswers) -> str:
    """A wrong answer whose takers did as well in the other items as those who were right; "" if there is none."""
    others: dict[str, list[float]] = {}
    right: list[float] = []
    for each in answers.values():
        rest = [found for other, (_, found) in each.items() if other != item]
        if item in each and rest:
            said, is_right = each[item]
            (right if is_right else others.setdefault(said, [])).append(fmean(rest))
    count = len(right) + sum(map(len, others.values()))
    many = {said: scores for said, scores in others.items() if said and len(scores) >= _TAKEN * count}
    best = max(many, key=lambda said: fmean(many[said]), default="")
    return best if best and right and fmean(many[best]) >= fmean(right) else ""
