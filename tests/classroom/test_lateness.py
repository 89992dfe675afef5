"""What is taken off late answers, with values worked by hand, and the times that nobody but a system writes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.classroom.reports.marks import mark
from tuitutor.classroom.class_verdicts import Mark, Received, Ruling
from tuitutor.classroom.lateness import HandIn, days_late, kept_times, read_times, times_csv, with_lateness
from tuitutor.course.deadlines import Deadline, LatePoints
from tuitutor.errors import UsageError
from tuitutor.grading.verdicts import Verdict

BERLIN = Deadline("2026-12-01 23:59:00", "Europe/Berlin", 900, LatePoints(0.1, 0.5))


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("2026-12-01T22:59:00Z", 0),  # 23:59 in Berlin
        ("2026-12-01T23:14:00Z", 0),  # the grace's last moment
        ("2026-12-01T23:14:01Z", 1),
        ("2026-12-02T22:59:00Z", 1),
        ("2026-12-02T22:59:01Z", 2),
        ("2026-12-02T23:14:00Z", 2),  # grace is for the deadline, not for each day
        ("2026-12-31T22:59:00Z", 30),
        ("2026-12-02T01:00:00+05:45", 0),  # 20:15 in Berlin
    ],
)
def test_each_day_that_has_begun_counts(at: str, days: int) -> None:
    assert days_late(datetime.fromisoformat(at), BERLIN) == days


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("2026-03-28T22:00:00Z", 0),  # 23:00 in Berlin, one hour ahead
        ("2026-03-29T21:00:00Z", 1),  # 23:00 there on the next day, which has 23 hours: two ahead
        ("2026-03-29T21:00:01Z", 2),
        ("2026-03-30T21:00:00Z", 2),
    ],
)
def test_the_day_of_23_hours_is_a_day(at: str, days: int) -> None:
    assert days_late(datetime.fromisoformat(at), Deadline("2026-03-28 23:00:00", "Europe/Berlin")) == days


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("2026-10-24T21:00:00Z", 0),  # 23:00 in Berlin, two hours ahead
        ("2026-10-25T22:00:00Z", 1),  # 23:00 on the next day, which has 25 hours: one ahead
        ("2026-10-25T22:00:01Z", 2),
    ],
)
def test_so_is_the_day_of_25_hours(at: str, days: int) -> None:
    assert days_late(datetime.fromisoformat(at), Deadline("2026-10-24 23:00:00", "Europe/Berlin")) == days


def late(
    at: str = "", *, of: Mark | None = None, claim: float = 0.0, until: str = "", deadline: Deadline = BERLIN
) -> Mark:
    """The mark of ada (3 of 4 points unless it is another), who handed in then."""
    one = of or mark("ada", "xor", Verdict.FAILED, 3.0)
    times = {("ada", "xor"): HandIn(datetime.fromisoformat(at), "Moodle")} if at else {}
    extended = {("ada", ""): until} if until else {}
    received = [Received("ada", "xor", "a", "", claim)]
    [found] = with_lateness([one], {"xor": deadline}, times, received, extended)
    return found


@pytest.mark.parametrize(
    ("at", "points", "off"),
    [
        ("2026-12-01T12:00Z", 3.0, 0.0),
        ("2026-12-02T12:00Z", 2.7, 0.3),  # one day: 10 % of 3
        ("2026-12-04T12:00Z", 2.1, 0.9),  # three days
        ("2026-12-06T22:59Z", 1.5, 1.5),  # five: 50 %
        ("2027-12-06T12:00Z", 1.5, 1.5),  # at most 50 %
    ],
)
def test_points_come_off_by_the_day_and_up_to_a_share(at: str, points: float, off: float) -> None:
    found = late(at)
    assert (round(found.points, 9), found.ruling.taken_off) == (points, off)
    assert (found.standing, found.ruling.time_from) == ("failed", "Moodle")


def test_what_was_taken_off_is_told_with_both_times() -> None:
    said = "3 days late: 0.9 points less. Handed in: 2026-12-04 13:00+01:00; due: 2026-12-01 23:59+01:00."
    assert late("2026-12-04T12:00Z").ruling.late == said


def test_a_time_that_the_learner_could_write_is_shown_and_takes_nothing_off() -> None:
    claimed = late(claim=datetime.fromisoformat("2026-12-04T12:00Z").timestamp())
    assert (claimed.points, claimed.ruling.taken_off, claimed.ruling.late) == (3.0, 0.0, "")
    assert (claimed.ruling.time, claimed.ruling.time_from) == ("2026-12-04T13:00+01:00", "the file's date (claimed)")
    assert claimed.ruling.claimed == "3 days late, by the file's date (claimed)"
    canvas = mark("ada", "xor", Verdict.FAILED, 3.0, source="in.zip/ada_LATE_1_2_xor.py")
    assert late(of=canvas, claim=1.0).ruling.claimed == "late, says Canvas"
    assert late("2026-12-01T12:00Z", of=canvas, claim=1.0).ruling.claimed == ""


def test_what_was_excused_is_not_late() -> None:
    excused = Ruling(excused=True)
    canvas = "in.zip/ada_LATE_1_2_xor.py"
    one = replace(mark("ada", "xor", Verdict.FAILED, 3.0, source=canvas), ruling=excused)
    known, claimed = late("2026-12-04T12:00Z", of=one), late(of=one, claim=2e9)
    assert (known.ruling.late, known.ruling.taken_off, claimed.ruling.claimed) == ("", 0.0, "")
    assert known.ruling.time == "2026-12-04T13:00+01:00"


@pytest.mark.parametrize(
    ("until", "off"),
    [("2026-12-04", 0.0), ("2026-12-04 12:59", 0.3), ("2026-12-04 12:00 UTC", 0.0), ("2026-11-01", 0.9)],
)
def test_an_extension_is_a_later_deadline_and_never_an_earlier_one(until: str, off: float) -> None:
    deadline = replace(BERLIN, grace=0)
    assert late("2026-12-04T12:00Z", until=until, deadline=deadline).ruling.taken_off == off


def test_what_a_person_decided_stays() -> None:
    given = replace(mark("ada", "xor", Verdict.FAILED, 3.0), ruling=Ruling(points=2.0))
    found = late("2026-12-04T12:00Z", of=given)
    assert (found.points, found.ruling.taken_off) == (2.0, 0.0)
    assert found.ruling.late
    errored = mark("ada", "xor", Verdict.ERRORED, 3.0)
    assert late("2026-12-04T12:00Z", of=errored).ruling.taken_off == 0.0


# ---- times


NAMES = {"ada": ["in/ada/xor.py"], "Bob Babbage_4711": ["in/Bob Babbage_4711_assignsubmission_file_/xor.py"]}
AT = "2026-12-01T23:59:00+01:00"


@pytest.mark.parametrize(
    ("data", "who", "told_by"),
    [
        (f"who,time\nada,{AT}\ncy,{AT}\n", "ada", "times.csv"),
        ("who;time\nada;2026-12-01 23:59\n", "ada", "times.csv"),
        ("Time,Who\n2026-12-01 23:59 Europe/Berlin,ada\n", "ada", "times.csv"),
        (
            "Identifier,Full name,Last modified (submission)\n"
            'Participant 4711,Bob Babbage,"Tuesday, 1 December 2026, 11:59 PM"\nParticipant 1,Zoe,-\n',
            "Bob Babbage_4711",
            "Moodle",
        ),
        (
            'Identifier,Full name,Last modified (submission)\nParticipant 4711,Bob Babbage,"1 December 2026, 23:59"\n',
            "Bob Babbage_4711",
            "Moodle",
        ),
        (
            "ID,Vollständiger Name,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung)\n"
            'Teilnehmer/in4711,Bob Babbage,"Dienstag, 1. Dezember 2026, 23:59","Freitag, 4. Dezember 2026, 10:00"\n'
            "Teilnehmer/in1,Zoe,-,-\n",
            "Bob Babbage_4711",
            "Moodle",
        ),
    ],
)
def test_times_come_from_a_list_or_from_moodle(data: str, who: str, told_by: str) -> None:
    times, _ = read_times(data.encode(), NAMES, "Europe/Berlin")
    assert times == {who: HandIn(datetime.fromisoformat(AT), told_by)}
    by_exercise = {(who, label): at for who, at in times.items() for label in ("", "xor")}
    assert kept_times(times_csv(by_exercise)) == by_exercise
    [(who, at)] = times.items()
    assert kept_times(f"who,time,from\n{who},{at.at.isoformat()},{told_by}\n") == {(who, ""): at}  # as it was at first


def test_who_handed_in_nothing_is_named() -> None:
    assert read_times(f"who,time\nada,{AT}\ncy,{AT}\n".encode(), NAMES, "")[1] == ("cy",)


def test_midnight_and_noon_in_words_of_moodle() -> None:
    for said, hour in (("12:00 AM", 0), ("12:00 PM", 12), ("1:05 PM", 13)):
        data = f'Identifier,Last modified (submission)\nParticipant 4711,"Tuesday, 1 December 2026, {said}"\n'
        [found] = read_times(data.encode(), NAMES, "UTC")[0].values()
        assert found.at.hour == hour


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("mardi 3 août 2026, 10:15", 8),
        ("martes, 3 de marzo de 2026, 10:15", 3),
        ("martes, 3 de mayo de 2026, 10:15", 5),
        ("terça-feira, 3 de outubro de 2026, 10:15", 10),
        ("Dienstag, 3. März 2026, 10:15", 3),
        ("dinsdag 3 maart 2026, 10:15", 3),
        ("mercoledì 3 giugno 2026, 10:15", 6),
        ("mercredi 3 juillet 2026, 10:15", 7),
        ("lunedì 3 luglio 2026, 10:15", 7),
        ("3 juin 2026, 10:15", 6),
    ],
)
def test_a_moodle_in_another_language_is_known_by_what_is_in_its_columns(said: str, month: int) -> None:
    data = f'Matrikel,Nummer,Wann\n17,Nr. 4711,"{said}"\n'
    [found] = read_times(data.encode(), NAMES, "UTC")[0].values()
    assert found == HandIn(datetime(2026, month, 3, 10, 15, tzinfo=UTC), "Moodle")


def test_gradescope_knows_it_of_one_and_of_all() -> None:
    one = b'{"created_at": "2026-12-01T14:59:00.365935-08:00", "users": []}'
    times, _ = read_times(one, {"ada": ["xor.py"]}, "")
    assert times["ada"] == HandIn(datetime.fromisoformat("2026-12-01T22:59:00.365935+00:00"), "Gradescope")
    every = (
        "submission_12:\n  :submitters:\n  - :name: Ada\n  :created_at: 2026-12-01 22:59:00.000000000 Z\n"
        "  :history:\n  - :created_at: 2026-11-01 22:59:00 Z\n"
        "submission_13:\n  :created_at: 2026-12-02 22:59:00 Z\n"
    )
    names = {"submission_12": ["submission_12/xor.py"], "submission_13": ["submission_13/xor.py"]}
    times, _ = read_times(every.encode(), names, "")
    assert [each.at.isoformat() for each in times.values()] == [
        "2026-12-01T22:59:00+00:00",
        "2026-12-02T22:59:00+00:00",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("name,time\nada,2026-12-01\n", "it has no columns 'who' and 'time'"),
        ("who,time\nada,yesterday\n", "in row 2: found 'yesterday'; expected a time"),
        ("who,time\nada,2026-12-01 23:59\n", "in row 2: found '2026-12-01 23:59' without a time zone"),
        (f"who,time\nadda,{AT}\n", "nobody who handed in is in it ('adda'); did you mean 'ada'?"),
        ("", "it has no columns"),
        ('{"created_at": 3}', "it has no 'created_at' with a time zone"),
        ('{"created_at": "2026-12-01T14:59:00Z"}', "it is about one learner, and 2 handed in."),
        (
            'Identifier,Last modified (submission)\nParticipant 4711,"1 joulukuuta 2026, 23:59"\n',
            "in row 2: found the month 'joulukuuta'; expected one in English",
        ),
    ],
)
def test_what_has_no_times_is_refused(data: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        read_times(data.encode(), NAMES, "")
    assert str(error.value).startswith(said)
