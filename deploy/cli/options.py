"""Options that several commands share."""

import os
from pathlib import Path
from typing import Annotated

import typer

SYSTEM_FOLDER = Path("/var/lib")

DataOption = typer.Option(
    "--data",
    metavar="DIR",
    envvar="KOBLINGSBOKS_DATA",
    help="Folder with database, mailbox and keys.",
    file_okay=False,
    resolve_path=True,
)
Data = Annotated[Path | None, DataOption]
Port = Annotated[int, typer.Option("--port", help="Port on 127.0.0.1.", min=1, max=65535)]


def data_folder(given: Path | None, *, name: str = "koblingsboks") -> Path:
    """The one given, else the usual one: the database's user must be able to reach root's."""
    if given:
        return given
    if os.geteuid() == 0:
        return SYSTEM_FOLDER / name
    from platformdirs import user_data_path

    return user_data_path(name)
