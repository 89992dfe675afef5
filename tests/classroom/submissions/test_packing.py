"""The zip that a learner hands in: what is in it, and what is read of it again."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from tuitutor.classroom.submissions.found import Claim
from tuitutor.classroom.submissions.reader import MANIFEST, AnswersManifest, Packed, pack_answers, read_answers_manifest
from tuitutor.course.model import Course
from tuitutor.grading.verdicts import Verdict

SMALL = Course("small", "Small", Path(), (), "")
NOON = time.mktime((2026, 5, 1, 12, 0, 0, 0, 0, -1))
XOR = Packed("xor", "a = 1\n", NOON, Claim("2.0", Verdict.PASSED))
GOLF = Packed("golf", "b = 2  # \ud800\n", NOON - 60, Claim("2.0", None, 3, "ada"))


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_a_zip_has_the_answers_and_what_is_claimed_of_them() -> None:
    with opened(pack_answers("small", [XOR, GOLF])) as archive:
        assert archive.namelist() == [MANIFEST, "golf.py", "xor.py"]
        assert archive.read("xor.py") == b"a = 1\n"
        assert archive.read("golf.py") == b"b = 2  # ?\n"
        manifest = json.loads(archive.read(MANIFEST))
        assert (manifest["tuitutor"], manifest["kind"], manifest["course"]) == (1, "submission", "small")
        assert manifest["claims"]["xor"] == {"version": "2.0", "verdict": "passed"}
        assert read_answers_manifest(archive.read(MANIFEST), SMALL).claims == {"golf": GOLF.claim, "xor": XOR.claim}
        assert [info.date_time[3:5] for info in archive.infolist()] == [(12, 0), (11, 59), (12, 0)]


def test_the_same_answers_are_the_same_bytes() -> None:
    assert pack_answers("small", [XOR, GOLF]) == pack_answers("small", iter([GOLF, XOR]))


def test_there_may_be_no_answer() -> None:
    assert opened(pack_answers("small", [])).namelist() == [MANIFEST]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"course": "tall", "claims": {"xor": {"version": "2.0", "verdict": "passed"}}}',
        b'{"course": "other", "claims": {"xor": {"version": "2.0", "verdict": "passed"}}}',
        b'{"course": "small", "claims": {"xor": {"version": "2.0", "verdict": "splendid"}}}',
        b'{"course": "small", "claims": {"xor": {"version": "2.0", "verdict": "passed"}}}' + b" " * 300_000,
        b"[" * 200_000,
    ],
)
def test_what_is_no_manifest_of_this_course_claims_nothing(data: bytes) -> None:
    assert read_answers_manifest(data, SMALL) == AnswersManifest("small")


def test_a_manifest_of_a_later_version_is_read_as_far_as_it_is_known() -> None:
    claims = b'{"xor": {"version": "9.0", "verdict": "passed", "mood": "good"}}'
    data = b'{"tuitutor": 9, "kind": "submission", "course": "small", "claims": ' + claims + b', "more": [1]}'
    assert read_answers_manifest(data, SMALL).claims == {"xor": Claim("9.0", Verdict.PASSED)}
