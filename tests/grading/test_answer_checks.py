from __future__ import annotations

import pytest

from tests.grading.builders import draft, one
from tuitutor.course.checks import Expected, Source, Stdout, Variable
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.verdicts import Verdict
from tuitutor.protocol.facts import CellFacts, ProgramFacts, Shape, VariableFacts

BATCH = VariableFacts("batch", "ndarray", (32, 3), "float32", "array([[0.1, ...")


def holding(*variables: VariableFacts) -> Evidence:
    return Evidence(program=ProgramFacts(None, None, None, variables=variables))


def value(shown: str | None) -> Evidence:
    return holding(VariableFacts("x", "int", None, None, shown))


def test_shape_and_dtype() -> None:
    check = Variable("batch", Expected(shape=(32, 3), dtype="float32"))
    assert one(check, holding(BATCH)).verdict is Verdict.PASSED
    assert one(Variable("batch", Expected(shape=(None, 3))), holding(BATCH)).verdict is Verdict.PASSED
    result = one(Variable("batch", Expected(shape=(3, 32), dtype="float64")), holding(BATCH))
    assert (result.expected, result.found) == ("shape (3, 32), dtype float64", "shape (32, 3), dtype float32")


@pytest.mark.parametrize("dtype", ["tf.float32", "<dtype: 'float32'>", "float32"])
def test_a_dtype_under_any_of_its_names(dtype: str) -> None:
    facts = VariableFacts("batch", "Tensor", (32, 3), dtype, None)
    assert one(Variable("batch", Expected(dtype="float32")), holding(facts)).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        (12, "12"),
        (12, "12.0"),
        (1.0, "1.0000005"),
        (0.1, "np.float32(0.1)"),
        (12, "np.int64(12)"),
        (0.5, "np.float32(0.5)"),
        (3, "array(3)"),
        (3, "array(3, dtype=int32)"),
        (3, "<tf.Tensor: shape=(), dtype=int32, numpy=3>"),
        (True, "True"),
        (True, "np.True_"),
        (False, "np.False_"),
        ("relu", "'relu'"),
    ],
)
def test_equal_values(expected: bool | int | float | str, shown: str) -> None:
    assert one(Variable("x", Expected(equals=expected)), value(shown)).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        (12, "13"),
        (12, "'12'"),
        (1, "True"),
        (True, "1"),
        ("12", "12"),
        (12, None),
        (12, "<object>"),
        (12, "[12]"),
        (12, "nan"),
        (12, "{[]: 1}"),
        (12, "(" * 199),
        (3, "array([3])"),
        (12, str(10**400)),
        (12, "12.1"),
        (1000, "1001"),
        (1.0, "1.00001"),
        (-12, "12"),
    ],
)
def test_other_values(expected: bool | int | float | str, shown: str | None) -> None:
    assert one(Variable("x", Expected(equals=expected)), value(shown)).verdict is Verdict.FAILED


def test_a_missing_variable_is_named() -> None:
    result = one(Variable("batch", Expected(shape=(1,))), holding(), feedback="Use np.zeros.")
    assert (result.verdict, result.found) == (Verdict.FAILED, "no `batch`")
    assert "defines no `batch`" in result.why


def test_a_variable_is_told_from_others_by_its_name() -> None:
    others = [VariableFacts(name, "int", None, None, "1") for name in ("zoo", "a", "bat", "batches")]
    assert one(Variable("batch", Expected(shape=(32, 3))), holding(*others, BATCH)).verdict is Verdict.PASSED
    assert one(Variable("batch"), holding(*others)).found == "no `batch`"


def test_a_variable_without_more_only_has_to_exist() -> None:
    assert one(Variable("batch"), holding(BATCH)).verdict is Verdict.PASSED


@pytest.mark.parametrize("shape", [(), (3,), (None, None)])
def test_an_unknown_shape_is_no_shape(shape: Shape) -> None:
    facts = VariableFacts("x", "int", None, None, "1")
    assert one(Variable("x", Expected(shape=shape)), holding(facts)).verdict is Verdict.FAILED


def test_printed_text() -> None:
    check = Stdout("^rank: 3$")
    assert one(check, Evidence(stdout="shape\nrank: 3\n")).verdict is Verdict.PASSED
    result = one(check, Evidence(stdout="rank: 2\n"))
    assert (result.verdict, result.found) == (Verdict.FAILED, "rank: 2")
    assert one(Stdout(".*"), Evidence(stdout="  \n")).verdict is Verdict.FAILED


def test_a_search_that_takes_too_long_is_not_made() -> None:
    check = Stdout("^(\\d+ ?)+$")
    result = one(check, Evidence(stdout="7" * 60 + "!\n", endless=frozenset([check.matches])))
    assert (result.verdict, result.found) == (Verdict.FAILED, "too long a search")
    assert "print less" in result.why


def test_output_that_does_not_match_is_shown_by_its_last_line_cut_at_200_characters() -> None:
    result = one(Stdout("rank"), Evidence(stdout=f"first\n{'x' * 300}\n\n"))
    assert (result.verdict, result.found) == (Verdict.FAILED, "x" * 200)
    assert one(Stdout("^b+$"), Evidence(stdout=f"a\n{'b' * 300}\nc\n")).found == "b" * 200


def test_what_a_variable_holds_is_shown_beside_what_is_wanted() -> None:
    for shown, found in (("13", "value 13"), (None, "value ?")):
        result = one(Variable("x", Expected(equals=12)), value(shown))
        assert (result.expected, result.found) == ("value 12", found)
    result = one(Variable("x", Expected(dtype="int32")), value("12"))
    assert (result.expected, result.found) == ("dtype int32", "dtype none, it is an int")


# ---- bounds, and what could not be measured


@pytest.mark.parametrize(
    ("check", "value", "passes"),
    [
        (Variable("v", Expected(at_least=0.9)), "0.9", True),
        (Variable("v", Expected(at_least=0.9)), "np.float32(0.95)", True),
        (Variable("v", Expected(at_least=0.9)), "0.8999", False),
        (Variable("v", Expected(at_most=3)), "4", False),
        (Variable("v", Expected(at_most=3)), "'2'", False),
        (Variable("v", Expected(at_most=3)), "True", False),
        (Variable("v", Expected(at_most=3)), "nan", False),
        (Variable("v", Expected(at_most=3)), None, False),
        (Variable("v", Expected(equals=0.5, within=0.1)), "0.6", True),
        (Variable("v", Expected(equals=0.5, within=0.1)), "0.39", False),
        (Variable("v", Expected(equals=0.5)), "0.5004", False),
    ],
)
def test_a_number_within_bounds(check: Variable, value: str | None, passes: bool) -> None:
    result = one(check, holding(VariableFacts("v", "float", (), "float32", value)))
    assert result.passed is passes


def test_what_could_not_be_measured_is_told() -> None:
    program = ProgramFacts(None, None, None, variables=(VariableFacts("shared", "int", (), None, "0"),))
    check = Variable("shared", Expected(equals=0))
    cell = CellFacts(names=("shared",), problem="NameError: name 'x_val' is not defined", missing="x_val")
    result = one(check, Evidence(program=program, cell=cell), feedback="Deal them out once.")
    assert (result.verdict, result.found) == (Verdict.FAILED, "no `x_val`")
    broken = CellFacts(names=("shared",), problem="TypeError: an odd one")
    assert "an odd one" in one(check, Evidence(program=program, cell=broken)).why


def test_a_cells_variable_takes_the_place_of_the_answers() -> None:
    zero, one_ = (VariableFacts("shared", "int", (), None, value) for value in "01")
    program, check = ProgramFacts(None, None, None, variables=(zero,)), Variable("shared", Expected(equals=0))
    assert one(check, Evidence(program=program, cell=CellFacts())).passed
    assert not one(check, Evidence(program=program, cell=CellFacts((one_,), ("shared",)))).passed
    assert not one(check, Evidence(program=program, cell=CellFacts((), ("shared",)))).passed


def test_what_a_cell_computed_is_told_in_words_and_not_as_code() -> None:
    body = VariableFacts("body_kept", "bool", (), None, "np.False_")
    off = VariableFacts("off_by", "float", (), None, "0.25")
    cell = Evidence(program=ProgramFacts(None, None, None), cell=CellFacts((body, off), ("body_kept", "off_by")))
    wrong = one(Variable("body_kept", Expected(equals=True)), cell)
    assert (wrong.expected, wrong.found) == ("body kept yes", "body kept no")
    far = one(Variable("off_by", Expected(at_most=0.003)), cell)
    assert (far.expected, far.found) == ("off by at most 0.003", "off by 0.25")
    own = one(Variable("right", Expected(equals=True)), holding(VariableFacts("right", "bool", None, None, "False")))
    assert (own.expected, own.found) == ("value True", "value False")


def test_a_text_in_place_of_true_says_why_not() -> None:
    def judged(shown: str, kind: str = "str", feedback: str = "") -> tuple[Verdict, str, str]:
        facts = CellFacts((VariableFacts("right_sum", kind, None, None, shown),), ("right_sum",))
        evidence = Evidence(program=ProgramFacts(None, None, None), cell=facts)
        result = one(Variable("right_sum", Expected(equals=True)), evidence, feedback=feedback)
        return result.verdict, result.found, result.why

    assert judged("'the sum of\\n1 is 1'") == (Verdict.FAILED, "right sum no", "the sum of 1 is 1")
    assert judged("'cut off in the mid") == (Verdict.FAILED, "right sum no", "cut off in the mid")
    assert judged("'why'", feedback="Add.")[2] == "Add."
    assert judged("True", "bool")[0] is Verdict.PASSED
    assert judged("'True'")[0] is Verdict.FAILED, "a text is never a pass"
    own = one(Variable("x", Expected(equals=True)), holding(VariableFacts("x", "str", None, None, "'True'")))
    assert (own.verdict, own.why) == (Verdict.FAILED, "Print `x` and its .shape to see what it holds.")


# ---- source


@pytest.mark.parametrize(
    "answer",
    ["model.fit(x)", "h = Sequential([]).fit(x)", "fit(x)", "train = model.fit\ntrain(x)", "self.model.fit()"],
)
def test_calls_are_found_however_they_are_written(answer: str) -> None:
    assert one(Source(calls=("fit",)), draft(Source(calls=("fit",)), answer)).verdict is Verdict.PASSED


@pytest.mark.parametrize("answer", ["# model.fit(x)", "print('fit(x)')", "fit = 3", "model.fit", "refit(x)", "x ="])
def test_text_that_is_no_call(answer: str) -> None:
    assert one(Source(calls=("fit",)), draft(Source(calls=("fit",)), answer)).verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "answer",
    [
        "exec('x')",
        "e = exec\ne('x')",
        "import builtins\nbuiltins.exec('x')",
        "from m import exec as run\nrun(1)",
        "@exec\ndef f(): pass",
    ],
)
def test_banned_calls_are_found(answer: str) -> None:
    result = one(Source(never=("exec",)), draft(Source(never=("exec",)), answer))
    assert (result.verdict, result.found) == (Verdict.FAILED, "calls exec")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("def solve(x): return x\nsolve(1)", Verdict.PASSED),
        ("def solve(x): return x\nnp.linalg.solve(1)", Verdict.FAILED),
        ("from numpy.linalg import solve\nclass A:\n    def solve(self): pass\nsolve(1)", Verdict.FAILED),
    ],
)
def test_a_function_of_ones_own_is_not_the_librarys(answer: str, verdict: Verdict) -> None:
    assert one(Source(never=("solve",)), draft(Source(never=("solve",)), answer)).verdict is verdict
    assert one(Source(calls=("solve",)), draft(Source(calls=("solve",)), answer)).verdict is not verdict


def test_a_dotted_name_asks_for_its_owner() -> None:
    check = Source(calls=("keras.Input",))
    assert one(check, draft(check, "tf.keras.Input((3,))")).verdict is Verdict.PASSED
    assert one(check, draft(check, "Input((3,))")).verdict is Verdict.FAILED


@pytest.mark.parametrize("answer", ["", "   \n", "# nothing yet", "a" + ".b" * 50_000, "x\0"])
def test_an_answer_without_code_does_not_pass_by_avoiding_things(answer: str) -> None:
    both = Source(never=("exec",), calls=("fit",))
    verdict = one(both, draft(both, answer)).verdict
    assert verdict is Verdict.FAILED
    if len(answer) < 100:
        assert one(Source(never=("exec",)), draft(Source(never=("exec",)), answer)).verdict is Verdict.FAILED


def test_odd_strings_in_the_answer_warn_nobody() -> None:
    assert one(Source(calls=("print",)), draft(Source(calls=("print",)), r"print('\d')")).verdict is Verdict.PASSED
