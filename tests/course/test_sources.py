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


def test_new_digits_far_apart_show_different_pictures(sources: ModuleType) -> None:
    x, y = sources.new_digits(750, 5)
    assert (x.shape, sorted(set(y.tolist()))) == ((750, 12, 12, 1), [0, 1, 2])
    ink = np.round(x.sum(axis=(1, 2, 3)), 6).tolist()  # which a move on the empty canvas leaves as it is
    assert len(set(ink)) == 150
    assert not set(ink[:450]) & set(ink[450:])
    assert len({picture.tobytes() for picture in x}) > 600  # but it does move
