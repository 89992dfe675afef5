"""Ships the parsed course with the wheel, and with the checkout that an editable install uses."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShipCourse(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, str(Path(self.root, "src")))
        from tuitutor.course.cache import SHIPPED, ship
        from tuitutor.course.load import load_course

        try:
            made = ship(load_course(Path(self.root, "lessons")))
        except OSError:  # a checkout that can't be written to
            made = None
        if made is not None and version != "editable":
            build_data["force_include"][str(made)] = f"tuitutor/lessons/{SHIPPED}"
