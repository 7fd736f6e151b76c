"""`hms demo`: a clinic with made-up people, to try out."""

import os
import secrets
import shutil
from pathlib import Path
from typing import Annotated

from typer import Option, Typer

from hms.cli import demo_folder, place
from hms.cli.codes import read_codes_once
from hms.cli.options import Data, Host, Port, Workers, choose
from hms.cli.pages import built_beside
from hms.cli.serve import serve_here
from hms.cli.terminal import in_words, refuse, say, step, table
from hms.config import settings
from hms.texts import t

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"

Seed = Annotated[int, Option("--seed", help=t("The same seed makes the same people."))]
Password = Annotated[
    str, Option("--password", envvar="HMS_DEMO_PASSWORD", help=t("For every demo account; else one is drawn."))
]


def drawn_password() -> str:
    """Draw a password that can be read aloud: about 60 bits, in syllables."""
    syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(9)]
    return "-".join("".join(syllables[i : i + 3]) for i in (0, 3, 6)) + f"-{secrets.randbelow(90) + 10}"


def _make(password: str, seed: int, made_of: dict[str, str]) -> None:
    """Make the demo where there is none yet, and give all of its people this start's password."""
    from hms import demo  # noqa: PLC0415 - it brings the services
    from hms.services import upkeep  # noqa: PLC0415
    from hms.web import garbage  # noqa: PLC0415

    folder = settings().data_dir
    if demo_folder.is_demo(folder):
        upkeep.prepare(demo=True)
    elif upkeep.current() is not None:
        raise refuse(
            t("The database is not new"), t("Made-up people go into an empty one: unset HMS_DATABASE_URL or change it.")
        )
    else:
        with step(t("A demo clinic with made-up people")) as report:
            upkeep.prepare(demo=True)
            garbage.settle()
            demo.build(drawn_password(), seed, report)
        demo_folder.mark(folder, made_of)
    demo.set_passwords(password)


def _find_place(data: Path | None, made_of: dict[str, str]) -> Path:
    """Choose the folder; one half made by an earlier start is made anew, but never one that was named."""
    if data is None:
        folder = demo_folder.usual(made_of)
        if folder.exists() and not demo_folder.is_demo(folder):
            shutil.rmtree(folder)
        return folder
    if demo_folder.is_demo(data) and not demo_folder.fits(data, made_of):
        raise refuse(
            t("The demo in {path} was made by another version or with another seed", path=data),
            t("Remove that folder, or choose another one."),
        )
    if not demo_folder.is_demo(data) and data.exists() and any(data.iterdir()):
        raise refuse(
            t("{path} is not empty and holds no demo", path=data),
            t("Made-up people go into a folder of their own: choose an empty or a new one."),
        )
    return data


def _tell_of_sign_ins(password: str) -> None:
    from hms.demo import staff  # noqa: PLC0415 - it brings the services

    signing_in = {
        t("Administrator"): staff.ADMINISTRATOR,
        t("Reception"): staff.RECEPTION,
        t("Doctor"): staff.DOCTOR,
        t("Patient"): staff.PATIENT,
    }
    table((t("Role"), t("E-mail"), t("Password")), [(role, email, password) for role, email in signing_in.items()])
    say(t("The demo lies in {path}; Ctrl-C ends it.", path=settings().data_dir))


def demo(
    data: Data = None,
    host: Host = None,
    port: Port = None,
    workers: Workers = None,
    *,
    seed: Seed = 2026,
    password: Password = "",
) -> None:
    """Serve a clinic with made-up people, in a temporary folder unless one is given."""
    from hms.services import upkeep  # noqa: PLC0415 - heavy

    os.environ["HMS_DEMO"] = "1"
    os.environ.pop("HMS_KEY_FILE", None)  # a demo has keys of its own, whatever lies in the environment
    made_of = demo_folder.facts(seed, upkeep.head())
    choose(_find_place(data, made_of), host, port, workers)
    place.check_workers()
    place.check_port()
    password = password or drawn_password()
    with place.held(), in_words():
        with built_beside():
            read_codes_once()
            _make(password, seed, made_of)
        serve_here(lambda: _tell_of_sign_ins(password))


def add_to(app: Typer) -> None:
    """Add the command."""
    app.command(help=t(demo.__doc__ or ""))(demo)
