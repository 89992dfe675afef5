"""The zip of `tuitutor submit`: a learner's answers, and the verdicts of their own tuitutor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from tuitutor.classroom.submissions.found import Claim
from tuitutor.progress.files import zipped

MANIFEST = "tuitutor.json"
# no mutant: no manifest is nearly as large
_LARGEST = 256 * 1024  # bytes of the manifest


@dataclass(frozen=True, slots=True)
class Packed:
    """An answer to hand in: the draft's `text`, when it was `modified`, and the `claim` about it."""

    exercise: str
    text: str
    modified: float
    claim: Claim


class _AnswersManifest(msgspec.Struct, frozen=True):
    """The zip's manifest. Unknown fields are ignored, as in the journals."""

    course: str
    claims: dict[str, Claim] = {}
    tuitutor: int = 1
    kind: str = "submission"


def pack_answers(course_id: str, answers: Iterable[Packed]) -> bytes:
    """The zip; the same answers give the same bytes."""
    in_order = sorted(answers, key=lambda answer: answer.exercise)
    manifest = _AnswersManifest(course_id, {answer.exercise: answer.claim for answer in in_order})
    told = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    latest = max((answer.modified for answer in in_order), default=0.0)  # no mutant: a zip knows no time before 1980
    texts = [(f"{each.exercise}.py", each.text.encode("utf-8", "replace"), each.modified) for each in in_order]
    return zipped([(MANIFEST, told, latest), *texts])


def read_claims(data: bytes, course_id: str) -> Mapping[str, Claim]:
    """The claims in a manifest; none if it is damaged or for another course."""
    if len(data) <= _LARGEST:
        with suppress(ValueError, RecursionError):
            manifest = msgspec.json.decode(data, type=_AnswersManifest)
            if manifest.course == course_id:
                return manifest.claims
    return {}
