"""`hms import results`: what laboratories send, from files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit

from hms.cli.options import Data, choose
from hms.cli.terminal import in_words, say, step
from hms.texts import t

if TYPE_CHECKING:
    from hms.schemas.laboratory import FileOfResults

Places = Annotated[list[Path], Argument(help=t("Files of a laboratory, or folders of them (*.json)."))]


def results(places: Places, data: Data = None) -> None:
    """File results that a laboratory sent: FHIR R4 reports for the orders they name; a second time changes nothing.

    A broken file is refused whole, and a report by itself where anything about its patient or its order disagrees. Whatever is
    refused is said with why, and the command ends with 1.
    """
    choose(data)
    from hms.access import SYSTEM  # noqa: PLC0415 - heavy
    from hms.services import upkeep  # noqa: PLC0415
    from hms.services.importing.json_files import bytes_of  # noqa: PLC0415
    from hms.services.importing.refusals import Broken  # noqa: PLC0415
    from hms.services.laboratory import bring, refused  # noqa: PLC0415

    files, done = [file for place in places for file in _files(place)], list["FileOfResults"]()
    with in_words(), step(t("{n} files", n=len(files))) as progress:
        upkeep.prepare()
        for place, file in enumerate(files):
            progress(file.name, place / len(files))
            try:
                done.append(bring(SYSTEM, str(file), bytes_of(file)))
            except Broken as broken:
                done.append(refused(str(file), broken))
    for one in done:
        _say(one)
    _count(done)
    if not all(one.clean for one in done):
        raise Exit(1)


def _files(place: Path) -> Iterator[Path]:
    """List the files of a folder by name; a file is itself, also one that is not there: it is refused in words."""
    yield from sorted(place.glob("*.json")) if place.is_dir() else [place]


def _say(done: "FileOfResults") -> None:
    from hms.services.laboratory import wording  # noqa: PLC0415 - heavy

    if done.refused:
        say(t("{file} was refused whole: {why}", file=done.file, why=done.refused))
        return
    for one in done.reports:
        say(f"{done.file}{one.place}: {wording.words(one)}")
        for why in one.not_filed:
            say("  " + t("not filed: {why}", why=why))
        if one.beyond:
            say("  " + t("kept with it, not shown: {fields}", fields=", ".join(one.beyond)))


def _count(done: Sequence["FileOfResults"]) -> None:
    from hms.services.laboratory import wording  # noqa: PLC0415

    say(t("{counted}, from {n} files.", counted=wording.sum_up(*done), n=len(done)))
    if whole := sum(bool(one.refused) for one in done):
        say(t("Files that were refused whole: {n}", n=whole))
