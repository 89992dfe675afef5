"""Nothing of a learner's name is left in what is shown to others, and nothing else is lost."""

from __future__ import annotations

import csv
import io
from random import Random

import pytest
from msgspec.structs import replace

from tests.classroom.reports.marks import check, mark
from tuitutor.classroom.anonymity import Anonymous, read_pseudonyms, with_pseudonyms, write_pseudonyms
from tuitutor.classroom.class_verdicts import Received, Unread
from tuitutor.classroom.reports.feedback import feedback_text
from tuitutor.classroom.reports.grade_files import junit_xml
from tuitutor.course.bounds import Bound
from tuitutor.course.model import Variant
from tuitutor.errors import UsageError
from tuitutor.grading.verdicts import Advice, Row, Verdict
from tuitutor.protocol.raised import ErrorInfo, Frame

NAMES = {
    "Ada Lovelace_4711": "learner-101",
    "babbagebob_102": "learner-102",
    "al123": "learner-103",
    "max": "learner-104",
    "王小明_77": "learner-105",
    "Ada Byron": "learner-106",
    "José Núñez": "learner-107",
}


@pytest.fixture
def anonymous() -> Anonymous:
    return Anonymous(NAMES)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("by Ada Lovelace_4711", "by learner-101"),
        ("by ada.lovelace", "by learner-101"),
        ("ADA_LOVELACE = 3", "learner-101 = 3"),
        ("Lovelace, Ada: mine", "learner-101: mine"),
        ("lovelace wrote it", "learner-101 wrote it"),
        ("ada wrote it", "a-learner wrote it"),
        ("Adam(0.01), nada, Lovelaces", "Adam(0.01), nada, Lovelaces"),
        ("babbagebob_102_8_xor.py", "learner-102_8_xor.py"),
        ("see /home/xy987/nn/xor.py, line 3", "see …/xor.py, line 3"),
        ("in '/home/Some One/my work/ada.py'", "in '…/a-learner.py'"),
        (r"at C:\Users\xy987\xor.py:7", "at …/xor.py:7"),
        ("File ~/nn/al123/a.py", "File …/a.py"),
        ("checks 3/4 and x / 255 / y, 1/2", "checks 3/4 and x / 255 / y, 1/2"),
        ("expected 102 parameters, found 4711", "expected 102 parameters, found 4711"),
        ("我是王小明。", "我是learner-105。"),
        ("Jose\u0301 Nu\u0301n\u0303ez", "learner-107"),
        ("https://example.org/a/b", "https://example.org/a/b"),
        ("", ""),
    ],
)
def test_names_and_folders_are_replaced(anonymous: Anonymous, text: str, hidden: str) -> None:
    assert anonymous.hide(text) == hidden


def test_a_word_of_python_or_the_course_is_no_name(anonymous: Anonymous) -> None:
    assert anonymous.hide("max(data) of max") == "max(data) of max"
    assert (
        Anonymous({"Max Dense_1": "learner-7"}).hide("np.max by Max, or Max Dense")
        == "np.max by learner-7, or learner-7"
    )


def test_ones_own_name_is_found_in_a_name_that_canvas_made_one_word(anonymous: Anonymous) -> None:
    assert anonymous.hide("# Bob Babbage", "learner-102") == "# learner-102 learner-102"
    assert anonymous.hide("# Bob Ross", "learner-101") == "# Bob Ross"


def everywhere(word: str) -> tuple[str, ...]:
    frame = Frame(f"/home/Some One/{word}.py", 3, word, f"model.fit({word})")
    error = ErrorInfo("ValueError", f"{word} is odd", (frame,), word)
    result = check("hidden", Verdict.FAILED, why=word, expected=word, found=word)
    rows = (Row(word, "at least 0.9", word, False, Bound(at_least=0.9), 0.5),)
    one = mark(
        "al123", "xor", Verdict.FAILED, 1, replace(result, rows=rows, bound=Bound(at_most=1.0), value=float("nan")),
        error=error, advice=(Advice("shape", word, word, 3),), stopped=word, problem=word, variant=Variant(1, 2),
        source=f"in/{word}/xor.py", unverified=word,
    )  # fmt: skip
    found = Anonymous(NAMES).of(one)
    assert (found.exercise, found.grade.verdict, found.grade.results[0].name) == ("xor", Verdict.FAILED, "hidden")
    assert found.grade.variant == Variant(1, 2)
    assert found.grade.results[0].rows[0].bound == Bound(at_least=0.9)
    assert found.who == "learner-103"
    return repr(found), feedback_text(found.who, [found], [], {}), junit_xml("keras", [found], [])


@pytest.mark.parametrize("word", ["al123", "AL123", "lovelace", "babbagebob_102", "王小明"])
def test_no_field_of_a_mark_keeps_a_name(word: str) -> None:
    for text in everywhere(word):
        assert word not in text
        assert word.casefold() not in text.casefold()
        assert "Some One" not in text


def test_files_keep_nothing_but_their_ending(anonymous: Anonymous) -> None:
    lost = Unread("al123", "", "in/al123/Alan_final.PDF", "it isn't for 'Al L'; al123 can't be \"Al\".")
    found = anonymous.of(lost)
    assert (found.who, found.source) == ("learner-103", "learner-103.pdf")
    assert found.problem == "it isn't for '…'; learner-103 can't be '…'."
    waits = anonymous.of(Received("max", "xor", "d", "in/max.zip/Maxime/xor"))
    assert (waits.who, waits.source) == ("learner-104", "learner-104")
    later = [mark(who, "xor", Verdict.PASSED, 1) for who in ("Ada Byron", "al123")]
    assert [each.who for each in anonymous.those(later)] == ["learner-103", "learner-106"]


def test_a_pseudonym_stays_and_says_nothing() -> None:
    whose = [f"learner{number:02}" for number in range(40)]
    first = with_pseudonyms(whose[:20], {}, Random(1))
    kept = read_pseudonyms(write_pseudonyms({}, first).encode())
    again = with_pseudonyms(whose, kept, Random(2))
    assert {who: again[who] for who in first} == first
    assert len(set(again.values())) == 40
    assert [*first.values()] != sorted(first.values()), "in the order of names they would be a key"
    assert first != with_pseudonyms(whose[:20], {}, Random(3))
    later = read_pseudonyms(write_pseudonyms(kept, with_pseudonyms(whose[30:], kept, Random(4))).encode())
    assert {who: later[who] for who in first} == first, "whoever is gone keeps theirs"


def test_the_key_is_no_formula_and_can_be_read_again() -> None:
    names = with_pseudonyms(["=1+1", 'a,"b"', "ada"], {}, Random(1))
    text = write_pseudonyms({}, names)
    assert ["'=1+1", names["=1+1"]] in list(csv.reader(io.StringIO(text)))
    assert with_pseudonyms(names, read_pseudonyms(text.encode()), Random(2)) == names
    assert write_pseudonyms(read_pseudonyms(text.encode()), names) == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"who,pseudonym\nada,x\nbob,x\n", "line 3: found the pseudonym 'x'"),
        (b"who,pseudonym\n\nada\n", "line 3: found the pseudonym ''"),
        (b"who,pseudonym\nada,../x\n", "line 2: found the pseudonym '../x'"),
        (b"\xff", "restore it, or delete it"),
    ],
)
def test_a_damaged_key_is_told(data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("?", r"\?").replace(".", r"\.")):
        read_pseudonyms(data)
