"""The teacher's own list, as Canvas and Moodle write it and as anybody may, with marks and otherwise as it was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.classroom.reports import marks
from tuitutor.classroom.class_verdicts import Mark, Received, Ungradable
from tuitutor.classroom.reports.gradebooks import Filled, RosterOptions, fill_roster
from tuitutor.errors import Remedy, UsageError
from tuitutor.grading.verdicts import Verdict

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Corners of XOR (77),Essay (78),Current Score\r\n"
    '"    Points Possible",,,,,10,5,(read only)\r\n'
    '"Lovelace, Ada",101,s1,ada,Monday,,4,\r\n'
    '"Babbage, Bob",102,s2,bob,Monday,,,\r\n'
    '"Turing, Cy",103,s3,cy,"Monday ""early""",,,\r\n'
)
MOODLE = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Feedback comments\n"
    '"Participant 4711","Ada Lovelace",ada@example.org,Submitted,,"50,00",\n'
    '"Participant 4712","Bob Babbage",bob@example.org,Submitted,,"50,00","well, well"\n'
)
TITLES = {"xor": "Corners of XOR", "golf": "Fewest weights"}


ADA = "Ada Lovelace_4711"


def mark(who: str, points: float = 3.0, exercise: str = "xor", out_of: float = 4.0, **more: Any) -> Mark:
    verdict = more.pop("verdict", Verdict.FAILED)
    return marks.mark(who, exercise, verdict, points, out_of=out_of, **more)


def filled(text: str, *handed_in: Mark | Ungradable | Received, choice: RosterOptions = RosterOptions()) -> Filled:
    marks = [entry for entry in handed_in if isinstance(entry, Mark)]
    unread = [entry for entry in handed_in if isinstance(entry, Ungradable)]
    waiting = [entry for entry in handed_in if isinstance(entry, Received)]
    return fill_roster(text.encode(), marks, unread, TITLES, choice, waiting)


def test_canvas_gets_points_of_its_own_scale_and_nothing_else_changes() -> None:
    done = filled(CANVAS, mark("lovelaceada_101", source="in.zip/lovelaceada_LATE_101_9_xor.py"), mark("bob", 4.0))
    expected = CANVAS.replace("ada,Monday,,", "ada,Monday,7.5,").replace("bob,Monday,,", "bob,Monday,10,")
    assert done.data.decode() == expected
    assert (done.marks, done.into) == (2, ("xor in 'Corners of XOR (77)'",))
    assert (done.missing, done.unmatched, done.ambiguous) == (("Turing, Cy",), (), ())


def test_canvas_ids_count_only_where_canvas_gave_them() -> None:
    done = filled(CANVAS, mark("team_101", source="in/team_101/xor.py"))
    assert (done.data.decode(), done.unmatched) == (CANVAS, ("team_101",))


@pytest.mark.parametrize("who", ["s1", "ADA", "Lovelace, Ada", "Ada  Lovelace"])
def test_a_name_that_the_list_has_is_enough(who: str) -> None:
    assert "ada,Monday,7.5,4" in filled(CANVAS, mark(who)).data.decode()


def test_points_possible_are_those_of_each_exercise() -> None:
    golf = CANVAS.replace("Essay (78)", "golf (78)").replace("ada,Monday,,4", "ada,Monday,,")
    done = filled(golf, mark("ada"), mark("ada", 6.0, "golf", out_of=12.0))
    assert "ada,Monday,7.5,2.5," in done.data.decode()
    unsaid = CANVAS.replace('"    Points Possible",,,,,10,5,(read only)\r\n', "")
    assert "ada,Monday,3,4" in filled(unsaid, mark("ada")).data.decode()
    nothing = filled(CANVAS, mark("ada", 0.0, out_of=0.0), mark("bob", 0.0, out_of=0.0))
    assert "ada,Monday,0,4" in nothing.data.decode()


@pytest.mark.parametrize("column", ["SIS User ID", "SIS Login ID", "Section"])
def test_canvas_is_known_again_without_a_column_that_a_site_leaves_out(column: str) -> None:
    less = CANVAS.replace(f"{column},", f"x{column},")
    assert "Monday,7.5,4" in filled(less, mark("Ada Lovelace")).data.decode()


def test_moodle_gets_a_part_of_its_maximum_with_its_decimal_sign() -> None:
    done = filled(MOODLE, mark(ADA, source=f"in/{ADA}_assignsubmission_file_/xor.py"), mark("bob@example.org", 4.0))
    expected = MOODLE.replace('ada@example.org,Submitted,,"', 'ada@example.org,Submitted,"37,5","')
    assert done.data.decode() == expected.replace("bob@example.org,Submitted,,", "bob@example.org,Submitted,50,")


def test_moodles_grade_is_of_all_exercises_or_those_that_are_picked() -> None:
    both: list[Mark | Ungradable] = [mark("Ada Lovelace"), mark("Ada Lovelace", 1.0, "golf", 1.0), mark("Bob Babbage")]
    done = filled(MOODLE, *both)
    assert 'Submitted,40,"50,00",\n' in done.data.decode()  # 4 of 5
    assert 'Submitted,30,"50,00","well' in done.data.decode()  # what is not handed in has no points
    assert done.into == ("golf, xor in 'Grade'",)
    assert 'Submitted,50,"50,00"' in filled(MOODLE, *both, choice=RosterOptions(exercises=("golf",))).data.decode()


def test_spellings_of_headings_vary() -> None:
    varied = MOODLE.replace("Full name", "FULL NAME").replace("Maximum Grade", '"Maximum grade"')
    assert '"37,5"' in filled(varied, mark("Ada Lovelace")).data.decode()


def test_any_list_with_a_column_of_names() -> None:
    own = "login;xor;golf\nada;;\nbob;;\n"
    done = filled(own, mark("ada"), mark("ada", 1.0, "golf", 2.0), choice=RosterOptions(who="Login"))
    assert done.data.decode() == "login;xor;golf\nada;3;1\nbob;;\n"
    total = filled("login,sum\nada,\n", mark("ada"), mark("ada", 1.0, "golf"), choice=RosterOptions("login", "Sum"))
    assert total.data.decode() == "login,sum\nada,4\n"


def test_what_was_not_graded_keeps_its_mark_and_gets_no_zero() -> None:
    before = CANVAS.replace("ada,Monday,,", "ada,Monday,9,")
    lost, later = Ungradable("bob", "", "in/bob/x.py", "it is empty."), Received("cy", "xor", "", "in/cy/xor.py")
    done = filled(before, mark("ada", verdict=Verdict.ERRORED), lost, later)
    assert (done.data.decode(), done.ungraded) == (before, ("Lovelace, Ada", "Babbage, Bob", "Turing, Cy"))
    assert (done.marks, done.missing) == (0, ())


def test_a_sum_with_a_part_that_was_not_graded_stays_as_it_was() -> None:
    before = MOODLE.replace('Submitted,,"50,00",\n', 'Submitted,"12,5","50,00",\n')
    for part in (Ungradable("Ada Lovelace", "golf", "golf.py", ""), Received("Ada Lovelace", "golf", "", "golf.py")):
        done = filled(before, mark("Ada Lovelace"), part, mark("x", exercise="golf"))
        assert (done.data.decode(), done.ungraded, done.unmatched) == (before, ("Ada Lovelace",), ("x",))
    again = filled(before, mark("Ada Lovelace"), Received("Ada Lovelace", "xor", "newer", "xor.py"))
    assert (again.data.decode(), again.ungraded) == (before, ("Ada Lovelace",))


def test_no_part_of_a_highest_mark_is_known_before_each_exercise_was_graded_once() -> None:
    waits = Received("Bob Babbage", "golf", "", "golf.py")
    done = filled(MOODLE, mark("Ada Lovelace"), mark("Bob Babbage"), waits)
    assert (done.data.decode(), done.ungraded) == (MOODLE, ("Ada Lovelace", "Bob Babbage"))
    own = filled("login,sum\nada,\nbob,\n", mark("ada"), mark("bob"), Received("bob", "golf", "", ""),
                 choice=RosterOptions("login", "sum"))  # fmt: skip
    assert own.data.decode() == "login,sum\nada,3\nbob,\n"


GERMAN = (
    "\ufeffID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
    "Feedback als Kommentar\n"
    'Teilnehmer/in4711,Ada Lovelace,ada@example.org,Zur Bewertung abgegeben,,"10,00",Ja,\n'
    'Teilnehmer/in4712,Bob Babbage,bob@example.org,Zur Bewertung abgegeben,-,"10,00",Ja,\n'
)


def test_moodle_speaks_any_language() -> None:
    source = "in/{}_assignsubmission_file_/xor.py"
    ada, bob = (mark(who, source=source.format(who)) for who in (ADA, "Bob Babbage_4712"))
    done = filled(GERMAN, ada, mark("Bob Babbage", 1.0))
    expected = GERMAN.replace('abgegeben,,"', 'abgegeben,"7,5","').replace("abgegeben,-", 'abgegeben,"2,5"')
    assert (done.data.decode(), done.into) == (expected, ("xor in 'Bewertung'",))
    assert done.compared == ("ID", "Vollständiger Name", "E-Mail-Adresse")
    two = GERMAN.replace("Ja", "3")
    with pytest.raises(UsageError, match="its column for marks can't be told") as refused:
        filled(two, ada, bob)
    assert refused.value.remedy == Remedy.MARKS_COLUMN
    named = filled(two, ada, bob, choice=RosterOptions(column="Bewertung", out_of=20))
    assert named.data.decode() == two.replace("abgegeben,,", "abgegeben,15,").replace("abgegeben,-", "abgegeben,15")
    with pytest.raises(UsageError, match="neither Canvas's nor Moodle's"):
        filled(GERMAN, mark("Ada Lovelace"))  # no download has one of its numbers


def test_who_is_excused_stays_so() -> None:
    before = CANVAS.replace("ada,Monday,,", "ada,Monday,EX,")
    done = filled(before, mark("ada"))
    assert (done.data.decode(), done.excused, done.marks) == (before, ("Lovelace, Ada",), 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("login,xor\nPoints possible,10\nada,EX\n", "login,xor\nPoints possible,10\nada,3\n"),
        (MOODLE.replace(',,"50,00",\n', ',EX,"50,00",\n'), MOODLE.replace(',,"50,00",\n', ',"37,5","50,00",\n')),
    ],
)
def test_what_means_something_to_canvas_means_nothing_elsewhere(before: str, after: str) -> None:
    who = "login" if before.startswith("login") else ""
    assert filled(before, mark("ada" if who else "Ada Lovelace"), choice=RosterOptions(who)).data.decode() == after


def test_rows_may_be_short() -> None:
    own = "login,group,tutor,xor\nada\nbob,\ncy,1\n"
    done = filled(own, *map(mark, ("ada", "bob", "cy")), choice=RosterOptions("login"))
    assert done.data.decode() == "login,group,tutor,xor\nada,,,3\nbob,,,3\ncy,1,,3\n"
    canvas = CANVAS.replace(",,,,,10,5,(read only)", "").replace(",,,\r\n", "\r\n")
    assert filled(canvas, mark("bob")).data.decode() == canvas.replace("bob,Monday", "bob,Monday,3")


def test_who_may_be_several_is_never_guessed() -> None:
    twice = CANVAS.replace("Babbage, Bob", "Lovelace, Ada")
    done = filled(twice, mark("Ada Lovelace"))
    assert (done.data.decode(), done.ambiguous) == (twice, ("Ada Lovelace",))
    two = filled(CANVAS, mark("ada"), mark("Ada Lovelace", 1.0), mark("bob", 4.0))
    assert two.data.decode() == CANVAS.replace("bob,Monday,,", "bob,Monday,10,")
    assert (two.ambiguous, two.missing) == (("Ada Lovelace", "ada"), ("Turing, Cy",))
    assert filled(CANVAS, mark("monday/ada")).unmatched == ("monday/ada",)


def test_an_exercise_without_a_column_leaves_it_out_as_long_as_another_has_one() -> None:
    done = filled(CANVAS, mark("ada"), mark("ada", exercise="golf"))
    assert (done.into, done.without) == (("xor in 'Corners of XOR (77)'",), ("golf",))


@pytest.mark.parametrize(
    ("text", "choice", "message"),
    [
        (
            "name,mark\nada,\n",
            RosterOptions(),
            "neither Canvas's nor Moodle's; say which column names the learners.",
        ),
        ("Student,Section\nada,\n", RosterOptions(), "neither Canvas's nor Moodle's"),
        ("Student,ID\nada,\n", RosterOptions(), "neither Canvas's nor Moodle's"),
        ("Identifier\nada,\n", RosterOptions(), "neither Canvas's nor Moodle's"),
        ("Grade\nada,\n", RosterOptions(), "neither Canvas's nor Moodle's"),
        ("name,mark\nada,\n", RosterOptions("nmae"), "there is no column 'nmae'; did you mean 'name'"),
        (
            "name,mark\nada,\n",
            RosterOptions("name"),
            "no column is named after the exercise xor; say which gets the marks",
        ),
        ("name,mark\nada,\n", RosterOptions("name", "makr"), "there is no column 'makr'; did you mean 'mark'"),
        ("name,a,a\nada,,\n", RosterOptions("name", "a"), "several columns are 'a'"),
        ("name,xor,XOR (3)\nada,,\n", RosterOptions("name"), "several columns or exercises are called 'xor'"),
        (CANVAS, RosterOptions(exercises=("xr",)), "nobody answered an exercise 'xr'; did you mean 'xor'"),
        (CANVAS, RosterOptions(column="Corner of XOR"), "did you mean 'Corners of XOR'"),
        ("", RosterOptions("name"), "there is no column 'name'; it has none"),
    ],
)
def test_what_does_not_fit_is_told_with_what_to_do(text: str, choice: RosterOptions, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        filled(text, mark("ada"), choice=choice)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "choice", "remedy"),
    [
        ("name,mark\nada,\n", RosterOptions(), Remedy.WHO_COLUMN),
        ("name,mark\nada,\n", RosterOptions("name"), Remedy.MARKS_COLUMN),
        ("name,xor,XOR (3)\nada,,\n", RosterOptions("name"), Remedy.MARKS_COLUMN),
    ],
)
def test_what_the_teacher_can_say_is_a_remedy(text: str, choice: RosterOptions, remedy: str) -> None:
    with pytest.raises(UsageError) as refused:
        filled(text, mark("ada"), choice=choice)
    assert refused.value.remedy == remedy


def test_a_check_that_is_graded_later_leaves_the_mark() -> None:
    waits = marks.mark("bob", "xor", Verdict.FAILED, 3.0, marks.check("Text", Verdict.PENDING))
    done = filled(CANVAS, mark("ada", 1.0), waits)
    assert done.data.decode() == CANVAS.replace("ada,Monday,,", "ada,Monday,2.5,")
    assert done.ungraded == ("Babbage, Bob",)


EXPORT = (  # Moodle's gradebook, as a course in German exports it
    "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe: Corners of XOR (Punkte);Kurs gesamt (Punkte)\n"
    "Ada;Lovelace;101;ada@example.org;-;-\n"
    "Bob;Babbage;102;bob@example.org;-;-\n"
    "Jürgen;Groß;103;juergen@example.org;-;-\n"
)
IN_EXPORT = EXPORT.replace("ada@example.org;-;", "ada@example.org;3;").replace(
    "bob@example.org;-;", "bob@example.org;4;"
)


@pytest.mark.parametrize("who", ["Vorname,Nachname", "Nachname, Vorname"])
@pytest.mark.parametrize(
    ("ada", "source"),
    [
        ("Ada Lovelace", ""),
        (ADA, f"in/{ADA}_assignsubmission_file_/xor.py"),
        ("lovelaceada_7", "in/lovelaceada_7_9_xor.py"),
    ],
)
def test_two_columns_are_a_name(who: str, ada: str, source: str) -> None:
    done = filled(EXPORT, mark(ada, source=source), mark("Bob Babbage", 4.0), choice=RosterOptions(who))
    assert (done.data.decode(), done.unmatched) == (IN_EXPORT, ())
    assert done.missing == ("Jürgen Groß" if who[0] == "V" else "Groß Jürgen",)


@pytest.mark.parametrize("own", ["101", "ada@example.org", "ADA@example.org"])
@pytest.mark.parametrize("choice", [RosterOptions(), RosterOptions("Vorname,Nachname")])
def test_a_learner_is_found_by_what_names_csv_says(own: str, choice: RosterOptions) -> None:
    names = {"al": own, "b2": "bob@example.org"}
    done = fill_roster(EXPORT.encode(), [mark("al"), mark("b2", 4.0)], [], TITLES, choice, own_names=names)
    assert done.data.decode() == IN_EXPORT
    other = fill_roster(MOODLE.encode(), [mark("al")], [], TITLES, own_names={"al": "bob@example.org"})
    assert 'bob@example.org,Submitted,"37,5"' in other.data.decode()


def test_what_names_csv_may_have_is_the_lists_logins_or_else_its_addresses() -> None:
    done = filled(CANVAS, mark("Ada Lovelace"), mark("x"))
    assert done.names == (
        ("Ada Lovelace", "ada", "Lovelace, Ada"),
        ("x", "", ""),
        ("", "bob", "Babbage, Bob"),
        ("", "cy", "Turing, Cy"),
    )
    less = filled(EXPORT, mark("Ada Lovelace"), choice=RosterOptions("Vorname,Nachname")).names
    assert less[0] == ("Ada Lovelace", "ada@example.org", "Ada Lovelace")


def test_naming_the_column_is_as_good_as_finding_it() -> None:
    german = (
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung\n"
        'Teilnehmer/in4711,Ada Lovelace,ada@example.org,Abgegeben,,"100,00"\n'
        'Teilnehmer/in4712,Bob Babbage,bob@example.org,Abgegeben,,"100,00"\n'
    )
    handed_in = mark(ADA, source=f"in/{ADA}_assignsubmission_file_/xor.py")
    found = filled(german, handed_in).data.decode()
    assert "ada@example.org,Abgegeben,75," in found
    assert filled(german, handed_in, choice=RosterOptions("Vollständiger Name")).data.decode() == found
    english = filled(MOODLE, handed_in, choice=RosterOptions("Full name")).data
    assert english == filled(MOODLE, handed_in).data
    assert english != MOODLE.encode()
    canvas = mark("lovelaceada_101", source="in/lovelaceada_101_9_xor.py")
    assert filled(CANVAS, canvas, choice=RosterOptions("Student")).data == filled(CANVAS, canvas).data
