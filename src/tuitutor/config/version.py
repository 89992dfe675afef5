"""Which tuitutor this is."""

from __future__ import annotations


def installed_version() -> str:
    """tuitutor's version, or "unknown" where it runs without having been installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("tuitutor")
    except PackageNotFoundError:
        return "unknown"
