"""`doctor`."""

from __future__ import annotations

import json

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command, as_json
from tuitutor.cli.session import Session


@click.command("doctor", cls=Command)
@as_json
@click.pass_obj
def doctor_(session: Session, json_: bool) -> int:
    """Say what is in use and what does not work.

    With --json: kind "doctor", healthy, findings: [topic, value, problem], and worker: python, keras, backend, host,
    pid, forks, note and devices, or null where it did not start.

    \b
    Example:
      tuitutor doctor
      tuitutor doctor --python /opt/site/bin/python3
    """
    from tuitutor.cli.diagnosis import diagnose
    from tuitutor.reports.json import FORMAT

    click.echo("Starting Python and Keras ...", err=True)
    diagnosis = diagnose(session)
    if json_:
        click.echo(json.dumps({"tuitutor": FORMAT, "kind": "doctor", **diagnosis.document()}, indent=2))
    else:
        for finding in diagnosis.findings:
            click.echo(str(finding))
    return Exit.DONE if diagnosis.healthy else Exit.NOT_PASSED
