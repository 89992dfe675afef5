"""What differs between codes is found in their calls, said as one would say it, and nothing else is."""

from __future__ import annotations

import ast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tuitutor.engine.differences import Column, Differences, compare_codes

NAMES = {"Dense": ("units",), "Adam": ("learning_rate",), "fit": ("x", "y")}


def parameter(function: str, place: int) -> str:
    names = NAMES.get(function, ())
    return names[place] if place < len(names) else ""


def compare(*codes: str, among: tuple[int, ...] = ()) -> dict[str, tuple[str, ...]]:
    return {column.name: column.values for column in compare_codes(codes, parameter, among).columns}


def network(*hidden: str, optimizer: str = '"adam"', epochs: str = "10") -> str:
    layers = "\n".join(f"    Dense({layer})," for layer in (*hidden, '2, activation="softmax"'))
    return (
        "from keras import Sequential\nfrom keras.layers import Dense\n"
        f"model = Sequential([\n{layers}\n])\n"
        f'model.compile(loss="mse", optimizer={optimizer})\n'
        f"model.fit(data, labels, epochs={epochs})\n"
    )


def test_layers_rates_and_epochs_are_columns_and_what_is_alike_is_none() -> None:
    first = network('4, activation="tanh"', '3, activation="tanh"')
    second = network('24, activation="tanh"', '3, activation="relu"', optimizer="keras.optimizers.Adam(0.01)")
    third = network('24, "tanh"', '12, activation="relu"', optimizer="Adam(learning_rate=1e-2)", epochs="25")
    told = compare(first, second, third)
    assert told["units"] == ("4-3", "24-3", "24-12")
    assert told["activation"] == ("tanh", "tanh/relu", "–/relu")
    assert told["learning_rate"] == ("", "0.01", "0.01")
    assert told["epochs"] == ("10", "10", "25")
    assert told["Dense 2"] == ("", "", "tanh/–"), "the place has no known name"
    assert set(told) == {"units", "activation", "learning_rate", "epochs", "Dense 2"}, "Adam and adam are the same"
    assert compare(first, second.replace("Adam", "SGD"))["optimizer"] == ("adam", "SGD")


def test_of_layers_the_last_is_left_out_if_it_is_the_same_in_all_that_have_more() -> None:
    def units(*codes: str) -> tuple[str, ...]:
        return compare(*codes)["units"]

    two, four, one = "Dense(24)\nDense(2)", "Dense(4)\nDense(2)", "Dense(9)"
    assert units(two, four, one) == ("24", "4", "9")
    assert units(two, "Dense(2)") == ("24-2", "2"), "else it would look as if there were none, or another one"
    assert units(two, "Dense(24)\nDense(3)") == ("24-2", "24-3")
    assert units("Dense(8)\nDense(8)\nDense(2)", two) == ("8-8", "24")


def test_arguments_from_a_star_on_are_told_as_they_are_written() -> None:
    assert compare("f(1, *a, 3)", "f(1, *a, 4)", "f(1, *b, **c)") == {
        "*": ("*a, 3", "*a, 4", "*b"),
        "**": ("", "", "c"),
    }


def test_layers_in_a_list_of_their_own_or_one_after_another_are_no_other_code() -> None:
    listed = [
        "layers = [Dense(4), Dense(2)]\nSequential(layers)",
        "layers = [Dense(4), Dense(4), Dense(2)]\nSequential(layers)",
    ]
    chained = ["x = Dense(4)(x)\nx = Dense(2)(x)", "x = Dense(4)(x)\nx = Dense(4)(x)\nx = Dense(2)(x)"]
    looped = [
        f"for layer in [{layers}]:\n    x = layer" for layers in ("Dense(4), Dense(2)", "Dense(4), Dense(4), Dense(2)")
    ]
    for codes in (listed, chained, looped):
        found = compare_codes(codes, parameter)
        assert [column.values for column in found.columns] == [("4", "4-4")]
        assert found.other == (False, False)


def test_a_constant_that_no_call_takes_makes_other_code() -> None:
    assert compare_codes(["limit = 4\ny = x > limit\nf(limit)", "limit = 5\ny = x > limit\nf(limit)"]).other == (
        True,
        False,
    )


def test_without_a_reference_arguments_are_told_by_their_place() -> None:
    codes = [network("4"), network("8", optimizer="Adam(0.1)"), network("8", optimizer="Adam(0.2)")]
    assert {column.name for column in compare_codes(codes).columns} == {"Dense 1", "Adam 1"}


def test_an_argument_that_two_functions_have_is_told_with_its_function() -> None:
    codes = [f'a = Conv2D(8, activation="{one}")\nb = Dense(8, activation="{two}")' for one, two in ("rr", "tt", "rt")]
    assert set(compare(*codes)) == {"Conv2D activation", "Dense activation"}


def test_names_stand_for_what_they_are_set_to() -> None:
    before = "units = 4\nepochs = 10\nmodel = Dense(units)\nmodel.fit(x, y, epochs=epochs)"
    after = "model = Dense(8)\nrate = -0.5\nopt = Adam(rate)\nmodel.fit(x, y, epochs=25, optimizer=opt)"
    found = compare_codes([before, after], parameter)
    told = {column.name: column.values for column in found.columns}
    assert (told["units"], told["epochs"], told["optimizer"]) == (("4", "8"), ("10", "25"), ("", "Adam"))
    assert told["learning_rate"] == ("", "-0.5")
    assert found.other == (False, False), "all of it is told"
    twice = compare("n = 4\nn = 5\nDense(n)", "n = 4\nn = 6\nDense(n)")
    assert twice == {}, "what it stands for is not clear"


def test_layers_without_arguments_are_counted_and_those_that_hold_others_are_not() -> None:
    plain = "model = Sequential()\nmodel.add(Dense(4))\nmodel.add(Dense(2))"
    more = plain.replace("model.add(Dense(2))", "model.add(Flatten())\nmodel.add(Flatten())\nmodel.add(Dense(2))")
    assert compare(plain, more) == {"Flatten": ("", "2")}
    assert compare_codes([plain, more]).other == (False, False)


def test_what_is_written_otherwise_but_is_the_same_is_no_difference() -> None:
    listed = network("4", "3")
    added = (
        "import keras  # all of it\n'''A remark.'''\nprint('begin', 1)\nmodel = keras.Sequential()\n"
        "model.add(keras.layers.Dense(4))\nmodel.add(keras.layers.Dense(0x3))\n"
        'model.add(Dense(2, activation="softmax"))\n'
        'model.compile(optimizer="adam", loss="mse")\nmodel.fit(data, labels, epochs=10)\nprint("end")\n'
    )
    assert compare_codes([listed, added], parameter) == Differences((), (False, False))


@pytest.mark.parametrize(
    "code",
    ["def (", "x = '''", "\0", "for step in range(9):\n    x = x - step\n", "(" * 5_000, "x = " + "-" * 50_000 + "1"],
)
def test_a_code_of_another_kind_is_other_and_has_no_say_in_what_differs(code: str) -> None:
    codes = [network("4"), network("8"), code]
    found = compare_codes(codes, parameter)
    assert found.columns[0] == Column("units", ("4", "8", ""), found.columns[0].place)
    assert found.other == (False, False, True)
    assert compare_codes([code, code]).columns == ()


def test_most_decide_what_is_other_or_else_the_latest() -> None:
    loop, listed = "for i in a:\n    b(i)\n    c = i", network("4")
    assert compare_codes([loop, listed, listed]).other == (True, False, False)
    assert compare_codes([listed, loop, loop]).other == (True, False, False)
    assert compare_codes([listed, loop]).other == (True, False)


def test_what_differs_among_the_shown_comes_first_then_what_was_changed_most_often() -> None:
    codes = [
        network("4", epochs="10"),
        network("8", epochs="10"),
        network("4", epochs="10"),
        network("4", epochs="25"),
    ]
    assert list(compare(*codes)) == ["units", "epochs"]
    assert list(compare(*codes, among=(2, 3))) == ["epochs", "units"]
    assert [column.name for column in sorted(compare_codes(codes, parameter).columns, key=lambda each: each.place)] == [
        "units", "epochs",
    ]  # fmt: skip


def test_more_changes_tell_more_and_those_of_other_code_less() -> None:
    often = [network("4", epochs="10"), network("4", epochs="25"), network("8", epochs="10")]
    assert list(compare(*often)) == ["epochs", "units"]
    loop = "for step in range(9):\n    layer = x @ Dense(9)\n    y = layer"
    codes = [network("4"), loop, network("4"), loop, network("4", epochs="25")]
    assert next(iter(compare(*codes))) == "epochs"
    assert list(compare("a(p=1)\nb(q=1)", "b(q=2)\na(p=2)")) == ["q", "p"], "in the order of the latest"


# ---- properties

UNITS = st.lists(st.integers(1, 512), min_size=1, max_size=4)
RATES = st.sampled_from(["0.1", "0.01", "0.001"])
CODES = st.builds(
    lambda units, rate, epochs: (
        units,
        rate,
        epochs,
        network(*map(str, units), optimizer=f"Adam({rate})", epochs=str(epochs)),
    ),
    UNITS,
    RATES,
    st.integers(1, 99),
)


@given(st.lists(CODES, min_size=1, max_size=6))
def test_a_column_is_there_exactly_if_its_values_differ(
    made: list[tuple[list[int], str, int, str]],
) -> None:
    told = compare(*(code for *_, code in made))
    assert ("units" in told) == (len({tuple(units) for units, *_ in made}) > 1)
    assert ("learning_rate" in told) == (len({rate for _, rate, *_ in made}) > 1)
    assert ("epochs" in told) == (len({epochs for _, _, epochs, _ in made}) > 1)
    assert told.get("epochs", ()) in ((), tuple(str(epochs) for _, _, epochs, _ in made))
    assert set(told) <= {"units", "learning_rate", "epochs"}
    assert not any(compare_codes([code for *_, code in made]).other)


@given(st.lists(CODES, min_size=1, max_size=4), st.integers(0, 3))
def test_layout_and_remarks_change_nothing(made: list[tuple[list[int], str, int, str]], at: int) -> None:
    codes = [code for *_, code in made]
    rewritten = [f"# {n}\n{ast.unparse(ast.parse(code))}\n" for n, code in enumerate(codes)]
    assert compare_codes(codes, parameter) == compare_codes(rewritten, parameter)


@given(st.lists(st.text(max_size=60) | CODES.map(lambda made: made[3]), max_size=5))
def test_any_texts_can_be_compared(codes: list[str]) -> None:
    found = compare_codes(codes, parameter, among=range(len(codes)))
    assert len(found.other) == len(codes)
    assert all(len(column.values) == len(codes) and len(set(column.values)) > 1 for column in found.columns)
    names = [column.name for column in found.columns]
    assert len(names) == len(set(names))


@given(st.text(max_size=80))
def test_a_code_never_differs_from_itself(code: str) -> None:
    assume(code)
    assert compare_codes([code, code], parameter).columns == ()
