"""The version of tuitutor."""

from __future__ import annotations


def installed_version() -> str:
    """tuitutor's version, or "unknown" when it runs without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("tuitutor")
    except PackageNotFoundError:
        return "unknown"
