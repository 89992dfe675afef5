"""The data sources of the course that ships."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course


@pytest.fixture(scope="module")
def sources() -> ModuleType:
    module = ModuleType("course_data")
    exec(load_course(default_folder()).data_source, module.__dict__)
    return module


@pytest.mark.long
def test_new_digits_far_apart_show_different_pictures(sources: ModuleType) -> None:
    x, y = sources.new_digits(750, 5)
    assert (x.shape, sorted(set(y.tolist()))) == ((750, 12, 12, 1), [0, 1, 2])
    ink = np.round(x.sum(axis=(1, 2, 3)), 6).tolist()  # which a move on the empty canvas leaves as it is
    assert len(set(ink)) == 150
    assert not set(ink[:450]) & set(ink[450:])
    assert len({picture.tobytes() for picture in x}) > 600  # but it does move


@pytest.mark.long
def test_askew_digits_are_the_new_ones_turned_about_their_middle(sources: ModuleType) -> None:
    (upright, names), (askew, same_names) = sources.new_digits(450, 5), sources.askew_digits(450, 5)
    assert askew.shape == upright.shape
    assert np.array_equal(names, same_names)
    share = askew.sum(axis=(1, 2, 3)) / upright.sum(axis=(1, 2, 3))
    assert np.mean(abs(share - 1) < 0.1) > 0.95  # hardly any ink falls off the canvas
    middle = [np.average(np.indices((12, 12))[0], weights=picture[:, :, 0]) for picture in askew]
    assert 2.5 < min(middle) < max(middle) < 8.5  # at all places
    assert min(abs(one - other).max() for one, other in zip(askew, upright, strict=True)) > 0.05
