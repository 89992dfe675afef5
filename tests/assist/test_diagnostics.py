"""What is marked in code before it runs, where, and what is left alone."""

from __future__ import annotations

import sys

import pytest

from tests.assist.test_completion import REFERENCE
from tests.engine.answers import ANSWERS
from tuitutor.assist.diagnostics import Around, Diagnostic, diagnose, moved, settled
from tuitutor.assist.reference import read_reference
from tuitutor.course.model import Course
from tuitutor.workers.worker import Worker

SETUP = """
import keras
import numpy as np
from keras import Sequential, layers
from keras.layers import Dense, Dropout
size = 4
"""


def marked(code: str, before: tuple[str, ...] = (SETUP,)) -> list[tuple[str, str]]:
    """The characters that are marked, each with the beginning of what is said of them."""
    lines = code.split("\n")
    found = diagnose(code, Around(before), REFERENCE)
    return [(lines[each.line - 1][each.column : each.end], each.sentence) for each in found]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # syntax, in the coach's words where it has some
        ("x = (1,\n", [("(1,", "The ( in this line is never closed.")]),
        ("for i in range(3)\n    pass", [("for i in range(3)", "if, for, while, def and class lines end in a colon.")]),
        ("if size:\n\n", [("if size:", "The lines that belong to a line ending in : have to be indented.")]),
        ("x = 'ä", [("'ä", "A string starts here but is never closed.")]),
        ("return 1", [("return 1", "Python can't read this: 'return' outside function.")]),
        # names that nothing defines
        ("ä = 'ö'; print(sise)", [("sise", "There is no `sise` at this point. Did you mean `size`?")]),
        ("pd.read_csv('x')", [("pd", "There is no `pd` at this point.")]),
        ("def f():\n    return plt.figure()", [("plt", "`plt` is used but not imported.")]),
        ("print(true)", [("true", "Python has no `true`.")]),
        ("class A:\n    n = 1\n    def f(self):\n        return n", [("n", "")]),
        ("[i for i in range(3)]\nprint(i)", [("i", "")]),
        ("def f():\n    inside = 1\nprint(inside)", [("inside", "")]),
        ("nothing.value = nothing[0]", [("nothing", ""), ("nothing", "")]),
        # arguments and strings that Keras refuses
        ("Dense(4, activaton='tanh')", [("activaton=", "Dense has no argument `activaton`.")]),
        ("layers.Dropout(rate=1, **{}, sed=2)", [("sed=", "Dropout has no argument `sed`. Did you mean seed=...?")]),
        ("Sequential(nam='a').fit(1)", [("nam=", "Sequential has no argument `nam`. Did you mean name=...?")]),
        ("m = keras.Sequential()\nm.fit(1, epoch=2)", [("epoch=", "fit has no argument `epoch`. Did you mean epochs")]),
        ("keras.optimizers.SGD(lr=0.1)", [("lr=", "SGD no longer has the argument `lr`.")]),
        ("import tensorflow as tf\ntf.keras.optimizers.SGD(lr=0.1)", [("lr=", "SGD no longer has")]),
        ("Dense(4, 'rleu')", [("'rleu'", "Keras knows no activation function called 'rleu'. Did you mean 'relu'?")]),
        (
            "m = Sequential()\nm.compile('adm', loss={'a': 'mze'}, metrics=['mae', ['acuracy']])",
            [
                ("'adm'", "Keras knows no optimizer called 'adm'. Did you mean 'adam'?"),
                ("'mze'", "Keras knows no loss called 'mze'. Did you mean 'mse'?"),
                ("'acuracy'", "Keras knows no metric called 'acuracy'. Did you mean 'accuracy'?"),
            ],
        ),
    ],
)
def test_what_is_wrong_is_marked_in_its_place(code: str, expected: list[tuple[str, str]]) -> None:
    found = marked(code)
    assert [where for where, _ in found] == [where for where, _ in expected]
    for (_, said), (_, beginning) in zip(found, expected, strict=True):
        assert said.startswith(beginning)


@pytest.mark.parametrize(
    "code",
    [
        # every way to define a name
        "import a.b as c, d.e; from f import g as h; print(c, d, h)",
        "from somewhere import *\nprint(anything)",
        "def f(a, /, b, *c, d=1, **e): return a, b, c, d, e, f, g\ng = 1",
        "def f():\n    global made\n    made = 1\nf(); print(made)",
        "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x += 1\n        return x\n    return g",
        "class A:\n    n = 1\n    m = n + 1\n    k: int = m\n    def f(self): return __class__, super(), self, A",
        "print([(a, b) for a in range(3) for b in range(a) if (c := a + b)], c)",
        "print({k: v for k, v in {}.items()}, {x for x in []}, list(y for y in []), lambda z=size: z)",
        "try:\n    import z\nexcept ImportError as problem:\n    z = problem",
        "try:\n    size2\nexcept NameError:\n    size2 = 1",
        "try:\n    import google.colab\n    on_colab()\nexcept:\n    pass",
        "with open('f') as f, open('g') as (g, h): print(f, g, h)",
        "for i, (j, *k) in []: print(i, j, k)\nelse: print(i)",
        "match size:\n    case [first, *rest] if rest: print(first)\n    case {'a': a, **more}: print(a, more)\n"
        "    case Dense(units=u) as whole: print(u, whole)\n    case str() | None: pass",
        "print(__name__, __file__, __doc__)",
        "exec('late = 1')\nprint(late)",
        "if 'late' not in globals():\n    pass\nprint(late)",
        "def later(x: NotHere, *y: 'NorHere') -> Nowhere:\n    z: Neither = 1\n    return x, y, z",
        "from __future__ import annotations\nx: Unknown = 1",
        "del size\nsize = 2\nprint(size)",
        "total = 0\ntotal += size",
        "async def f():\n    async with a() as b:\n        async for c in b:\n            await c\nfrom m import a",
        "print(f'{size!r:>{size}} {keras.__version__}')",
        "%matplotlib inline\n!pip install keras\nprint(size)",
        "try:\n    print(whatever)\nfinally:\n    pass",  # compiling it may take very long, so nothing is said of names
        "((" * 60 + "1" + "))" * 60,
        # Keras, used in odd ways
        "Dense(units=4, input_shape=(3,), name='a')",
        "options = {'anything': 1}\nDense(**options)",
        "class Dense(layers.Dense):\n    def __init__(self, odd): super().__init__(odd)\nDense(odd=1)",
        "def Dense(odd): return odd\nDense(odd=1)",
        "def f(layers): return layers.Dropout(rte=1)",
        "keras.layers.Dropout = print\nkeras.layers.Dropout(rte=1)",
        "Dense(4, activation='ReLU'), Dense(4, activation=None), Dense(4, activation='tan' + 'h')",
        "m = Sequential()\nm.compile(optimizer='Adam', loss='MSE', metrics=['acc', 'mse', 'MeanSquaredError'])",
        "m = Sequential()\nm = other()\nm.fit(epoch=1)\nfrom o import other",
        "m = Sequential()\nm.fit = print\nm.fit(epoch=1)",
        "for m in [Sequential()]:\n    m.fit(epoch=1)",
        "keras.utils.get_custom_objects()['mine'] = print\nDense(4, 'mine')",
        "dense = Dense(3)\ndense(1, training=True)",
        "Dense(*[4, 'odd'], 'odder')",
        "np.zeros(3, like=None)",
    ],
)
def test_odd_but_good_code_is_left_alone(code: str) -> None:
    assert marked(code) == []


def test_a_name_of_an_earlier_program_is_known_unless_that_cannot_be_read() -> None:
    assert marked("print(a, b)", ("a = 1", "def f():\n    global b\n    b = 1")) == []
    assert marked("print(size, unknown)", ("size = 1",)) == [("unknown", "There is no `unknown` at this point.")]
    assert marked("print(unknown)", ("size = ",)) == []
    assert marked("print(unknown)", ("from a import *",)) == []


def test_a_name_of_a_cell_that_does_not_run_before_the_code() -> None:
    around = Around(("size = 1",), apart=("%matplotlib inline\ntiny = 1",))
    (found,) = diagnose("print(size, tiny)", around)
    assert found.sentence.startswith("`tiny` is made by a cell of the lesson, and of those only the setup runs")
    assert found.certain


def test_a_function_may_need_what_is_defined_later() -> None:
    after = Around((), ("import numpy as np\ndef late(): pass",))
    assert diagnose("def f():\n    return np.sum(late() for _ in [1])", after) == ()
    assert [each.line for each in diagnose("def f():\n    pass\nclass A:\n    late()\nlate()", after)] == [4, 5]


def test_what_a_newer_python_may_read_is_left_to_it() -> None:
    assert diagnose("x = = 1", Around(python="99.1.0rc1")) == ()
    assert diagnose("print(x)", Around(python="99.1"))
    for version in ("", "3.10.2", ".".join(map(str, sys.version_info[:3]))):
        assert diagnose("x = = 1", Around(python=version))


def test_without_a_reference_nothing_is_said_of_keras() -> None:
    found = diagnose("Dense(4, activaton='tanh')\nDens(3)", Around((SETUP,)))
    assert [each.line for each in found] == [2]


def shown(code: str, line: int, before: tuple[Diagnostic, ...] = ()) -> list[int]:
    return [each.line for each in settled(code, line, before, Around((SETUP,)), REFERENCE)]


def test_nothing_is_said_of_the_line_that_is_being_written_or_of_what_it_may_still_change() -> None:
    assert shown("print(unknown)\nprint(nor_this)", 2) == [1]
    assert shown("mod\nmodel.fit(1)", 1) == []  # `model` is about to be defined
    assert shown("print(unknown)\nx = foo(", 2) == []  # without the bracket there would be another error
    assert shown("print(unknown)\nx = foo(", 2, diagnose("print(unknown)")) == [1]  # but what is known stays
    assert shown("for i in range(3):\n    ", 2) == []
    assert shown("for i in range(3)\n    x = 1", 2) == [1]
    assert shown("x = [\n    Dense(1),\n    Den", 3) == []
    assert shown("y = 1\nx = [\n    Dense(1),\n", 1) == []
    assert shown("print(a)", 1, diagnose("print(a)")) == []


def test_problems_move_with_their_lines() -> None:
    code = "a\nb\n\nc"
    found = diagnose(code)
    assert [each.line for each in moved(found, code, "a\nx\nb\n\nc")] == [1, 3, 5]
    assert [each.line for each in moved(found, code, "a\nbb\n\nc")] == [1, 4]
    assert [each.line for each in moved(found, code, "a\nc")] == [1, 2]
    assert [each.line for each in moved(found, code, code)] == [1, 2, 4]


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_nothing_good_in_the_course_is_marked(worker: Worker, course: Course) -> None:
    reference = await read_reference(worker)
    found: list[tuple[str, int, str]] = []

    def look(what: str, code: str, before: tuple[str, ...]) -> None:
        found.extend((what, each.line, each.sentence) for each in diagnose(code, Around(before), reference))

    for lesson in course.lessons:
        for cell in lesson.cells:
            if "raises-exception" not in cell.tags:
                above = [each for each in lesson.cells[: cell.index] if "skip-execution" not in each.tags]
                look(f"{lesson.id}, {cell.filename}", cell.source, tuple(each.source for each in above))
        for exercise in lesson.exercises:
            setup = tuple(cell.source for cell in lesson.setup)
            answers = [] if exercise.challenge else sorted((ANSWERS / exercise.label / "good").glob("*.py"))
            for each in exercise.every:
                look(f"starter of {each.label}", each.starter, setup)
                look(f"solution of {each.label}", each.solution, setup)
            for path in answers:
                look(str(path), path.read_text(), setup)
    assert found == []
    wrong = diagnose(
        (ANSWERS / "first-network/bad/unit_for_units.py").read_text(), Around(("import keras",)), reference
    )
    assert [each.sentence for each in wrong] == ["Dense has no argument `unit`. Did you mean units=...?"] * 2
