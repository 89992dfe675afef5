"""What is wrong with the state, on standard error beside whatever a command has to say."""

from __future__ import annotations

import click

from tuitutor.progress.store import Store


def say_missing(store: Store) -> None:
    """Say which progress could not be read, if any."""
    if store.missing:
        click.echo(store.missing, err=True)


def say_trouble(store: Store) -> None:
    """Say that too, and what could not be saved."""
    if store.problem:
        click.echo(store.problem, err=True)
    say_missing(store)
