"""What is said of messages about names, to the letter, and of those nearby.

That Keras and Python really word them so is held by test_near_misses.py and test_mistakes.py.
"""

from __future__ import annotations

import pytest

from tests.coach.messages import Case, said

CASES: list[Case] = [
    # ---- names
    ("NameError", "name 'true' is not defined", "x = true", "Write True, with a capital letter."),
    ("NameError", "name 'Dense' is not defined", "", "Put this at the top: from keras.layers import Dense"),
    ("NameError", "name 'np' is not defined", "", "Put this at the top: import numpy as np"),
    ("NameError", "name 'modle' is not defined", "print(modle)", "Define `modle` above this line"),
    ("NameError", "name 'pritn' is not defined", "pritn(1)", "Did you mean `print`?"),
    ("NameError", "name 'prin' is not defined", "prin = prin", "`prin` is used before it is defined."),
    ("TypeError", "'int' object is not callable", "sum = sum([1])", "`sum` is a built-in function"),
    ("TypeError", "'int' object is not callable", "x = x([1])", ""),
    ("TypeError", "'int' object is not callable", "max, x = 2, x(1)", ""),
    ("TypeError", "'int' object is not callable", "sum, max = sum(max(x), 1), 2", ""),
    ("AttributeError", "'NoneType' object has no attribute 'fit'", "model.fit(x)", "`model` is None here."),
    ("AttributeError", "'NoneType' object has no attribute 'fit'", "f()", ""),
    ("AttributeError", "'NoneType' object has no attribute 'colour'", "model.colour", ""),
    (
        "AttributeError",
        "'Sequential' object has no attribute 'fitt'",
        "",
        "A Keras model has no `fitt`. Did you mean `fit`?",
    ),
    ("AttributeError", "'Sequential' object has no attribute 'zzz'", "", ""),
    (
        "AttributeError",
        "'Sequential' object has no attribute 'predict_classes'",
        "",
        "`predict_classes` is gone from Keras",
    ),
    ("AttributeError", "module 'keras' has no attribute 'layer'", "", "Did you mean keras.layers?"),
    ("AttributeError", "module 'keras' has no attribute 'zzz'", "", ""),
    ("AttributeError", "module 'keras.backend' has no attribute 'pow'", "", "Write keras.ops.power(...)."),
    ("AttributeError", "module 'keras.backend' has no attribute 'zzz'", "", ""),
    ("AttributeError", "module 'tensorflow' has no attribute 'Session'", "", "`tf.Session` belongs to TensorFlow 1"),
    ("AttributeError", "module 'tensorflow' has no attribute 'zzz'", "", ""),
    ("AttributeError", "module 'numpy' has no attribute 'float'", "", "Write float instead."),
    ("AttributeError", "module 'numpy' has no attribute 'arrange'", "", "Did you mean np.arange?"),
    ("AttributeError", "module 'numpy' has no attribute 'zzz'", "", ""),
    (
        "ImportError",
        "cannot import name 'Densee' from 'keras.layers' (x)",
        "",
        "keras.layers has no `Densee`. Did you mean `Dense`?",
    ),
    ("ImportError", "cannot import name 'Sequentiall' from 'keras.models' (x)", "", "Did you mean `Sequential`?"),
    ("ImportError", "cannot import name 'layer' from 'keras' (x)", "", "Did you mean `layers`?"),
    ("ImportError", "cannot import name 'Densee' from 'own' (x)", "", ""),
    ("ImportError", "cannot import name 'zzz' from 'keras.layers' (x)", "", ""),
    ("ModuleNotFoundError", "No module named 'theano.tensor'", "", "theano.tensor is gone"),
    ("ModuleNotFoundError", "No module named 'tensorflw'", "", "Did you mean `tensorflow`?"),
    ("ModuleNotFoundError", "No module named 'sklearn'", "", ""),
    ("ModuleNotFoundError", "No module named 'zzz'", "", ""),
]


@pytest.mark.parametrize(("kind", "message", "answer", "words"), CASES)
def test_what_is_said(kind: str, message: str, answer: str, words: str) -> None:
    found = said(kind, message, answer)
    assert words in found
    assert bool(words) == bool(found)


def test_names_of_the_learners_own_are_nearer_than_pythons() -> None:
    unknown = "name '{}' is not defined"
    assert "Did you mean `modle`?" in said("NameError", unknown.format("model"), "modle = 1\nmodel", 2)
    assert "Did you mean `images`?" in said("NameError", unknown.format("image"), "image", setup="images = 1")
    assert said("NameError", unknown.format("model"), "model = 1\ndel model\nmodel", 3) == ""
    assert "Did you mean" not in said("NameError", unknown.format("sam"), "sam")


def test_names_that_only_a_function_knows_are_not_offered() -> None:
    unknown, setup = (
        "name '{}' is not defined",
        "def points(n):\n    angle = n\n    return [each for each in (angle,)]\n",
    )
    assert "Did you mean" not in said("NameError", unknown.format("angles"), "angles", setup=setup)
    assert "before" not in (hidden := said("NameError", unknown.format("angle"), "angle", setup=setup)).split(". ")[0]
    assert "There is no `angle` at this point." in hidden
    assert "Did you mean `points`?" in said("NameError", unknown.format("point"), "point", setup=setup)
    own = "def f():\n    inner = 1\nprint(inner)"
    assert "`inner` is only known inside the function" in said("NameError", unknown.format("inner"), own, 3)
    assert "only known inside" in said("NameError", unknown.format("k"), "a = [k for k in 'ab']\nk", 2)
    assert "before it is defined" in said("NameError", unknown.format("late"), "late\nlate = 1")


def test_a_name_of_a_cell_that_does_not_run_before_an_exercise() -> None:
    unknown, cells = "name '{}' is not defined", ("this is no Python", "tiny = 1", "def f():\n    inner = 1")
    assert said("NameError", unknown.format("tiny"), "tiny", setup="tinny = 1", apart=cells) == (
        "`tiny` is made by a cell of the lesson, and of those only the setup runs before an exercise."
        " Copy the lines that define `tiny` into your answer, above this one."
    )
    assert "There is no `inner` at this point." in said("NameError", unknown.format("inner"), "inner", apart=cells)
    own = said("NameError", unknown.format("tiny"), "print(tiny)\ntiny = 1", apart=cells)
    assert "`tiny` is used before it is defined." in own


def test_a_name_that_is_set_inside_and_outside_of_a_function() -> None:
    error = "cannot access local variable 'x' where it is not associated with a value"
    function = "def f():\n    x = x + 1\n"
    assert "global x" in said("UnboundLocalError", error, f"x = 1\n{function}f()\n", 3)
    assert "global x" in said(
        "UnboundLocalError", "local variable 'x' referenced before assignment", f"x = 1\n{function}f()\n", 3
    )
    assert said("UnboundLocalError", error, f"{function}f()\n", 2) == ""
    assert said("UnboundLocalError", error, f"class C:\n    x = 1\n{function}f()\n", 4) == ""
    assert said("UnboundLocalError", error, f"print(x)\n{function}f()\n", 3) == ""
