"""`koblingsboks doctor`"""

import asyncio
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from deploy.cli.checkup import Finding, findings
from deploy.cli.talking import results

SIGNS = {"good": "[green]ok[/]", "note": "[yellow]–[/]", "bad": "[red]wrong[/]"}


def run(data: Path, *, port: int) -> None:
    found = asyncio.run(findings(data, port=port))
    show(found)
    wrong = sum(finding.state == "bad" for finding in found)
    if wrong:
        typer.echo(f"{wrong} to mend.", err=True)
        raise typer.Exit(1)


def show(found: list[Finding]) -> None:
    table = Table("", "what", "how it is", box=None)
    for finding in found:
        table.add_row(SIGNS[finding.state], finding.what, escape(finding.how))
    console = results()
    console.soft_wrap = False
    console.print(table)
