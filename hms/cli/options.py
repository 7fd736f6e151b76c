"""What several commands take, and how it reaches the settings."""

import os
from pathlib import Path
from typing import Annotated

from typer import Option

from hms.cli.terminal import refuse
from hms.config import reset_settings, settings
from hms.texts import t

Data = Annotated[
    Path | None, Option("--data", help=t("The data folder (else HMS_DATA_DIR, else data/)."), file_okay=False)
]
Host = Annotated[str | None, Option("--host", help=t("The address to listen on (else HMS_HOST, else 127.0.0.1)."))]
Port = Annotated[int | None, Option("--port", min=1, max=65535, help=t("The port (else HMS_PORT, else 8000)."))]
Workers = Annotated[int | None, Option("--workers", min=1, help=t("Processes that answer; more than 1 on PostgreSQL."))]


def choose(
    data: Path | None = None, host: str | None = None, port: int | None = None, workers: int | None = None
) -> None:
    """Make the settings say what the command line says. Workers inherit it with the environment."""
    given = {"HMS_DATA_DIR": data and data.absolute(), "HMS_HOST": host, "HMS_PORT": port, "HMS_WORKERS": workers}
    os.environ.update({name: str(value) for name, value in given.items() if value is not None})
    reset_settings()
    try:
        settings()
    except ValueError as problem:
        raise refuse(t("A setting cannot be read"), str(problem)) from problem
