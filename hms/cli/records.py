"""`hms import`: people and their records from files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Typer

from hms.cli.options import Data, choose
from hms.cli.results import results
from hms.cli.terminal import in_words, say, step, table
from hms.texts import t

if TYPE_CHECKING:
    from hms.services.importing import FileReport, ImportRefused

Files = Annotated[list[Path], Argument(help=t("FHIR R4 bundles, one patient each."))]


def _sum(counts: Iterable[dict[str, int]]) -> Counter[str]:
    """Add up what several files count; a kind that no file has stays absent."""
    return sum(map(Counter, counts), Counter[str]())


def _show(reports: Sequence["FileReport"]) -> None:
    columns = {
        t("Taken in"): _sum(report.taken_in for report in reports),
        t("Kept as it came"): _sum(report.kept_for_later for report in reports),
        t("Unchanged"): _sum(report.unchanged for report in reports),
        t("Different now, left as it was"): _sum(report.changed_at_source for report in reports),
    }
    kinds = sorted({kind for counts in columns.values() for kind in counts})
    table((t("Records"), *columns), [(kind, *(counts[kind] or "" for counts in columns.values())) for kind in kinds])
    beyond = _sum(report.not_understood for report in reports)
    if beyond:
        table((t("Kept with its record, not shown yet"), t("Count")), sorted(beyond.items()))


def _say_aside(reports: Sequence["FileReport"]) -> None:
    for report in reports:
        for line in report.set_aside:
            say(t("{file}: kept as it came: {line}", file=report.file, line=line))


def _count_people(reports: Sequence["FileReport"], refused: Sequence["ImportRefused"]) -> None:
    new, known = sum(r.patients_new for r in reports), sum(r.patients_known for r in reports)
    words = "{new} new patients, {known} known ones, from {good} of {all} files."
    say(t(words, new=new, known=known, good=len(reports), all=len(reports) + len(refused)))


def fhir(files: Files, data: Data = None) -> None:
    """Bring in FHIR R4 bundles; a second time changes nothing. A broken file is refused whole, the others go on."""
    choose(data)
    from hms.access import SYSTEM, perform  # noqa: PLC0415 - heavy
    from hms.services import upkeep  # noqa: PLC0415
    from hms.services.importing import ImportRefused, import_file  # noqa: PLC0415

    reports: list[FileReport] = []
    refused: list[ImportRefused] = []
    with in_words(), step(t("{n} files", n=len(files))) as progress:
        upkeep.prepare()
        for place, file in enumerate(files):
            progress(file.name, place / len(files))
            try:
                reports.append(perform(import_file, SYSTEM, file))
            except ImportRefused as refusal:
                refused.append(refusal)
    _show(reports)
    _say_aside(reports)
    for each in refused:
        say(f"{each.title}: {each.body}")
    _count_people(reports, refused)
    if refused:
        raise Exit(1)


def again(data: Data = None) -> None:
    """Bring into the records what earlier versions of this program kept and had no place for; the files are not needed."""
    choose(data)
    from hms.access import SYSTEM, perform  # noqa: PLC0415 - heavy
    from hms.services import upkeep  # noqa: PLC0415
    from hms.services.importing import take_up, waiting  # noqa: PLC0415

    reports: list[FileReport] = []
    with in_words(), step(t("Records that were kept")) as progress:
        upkeep.prepare()
        patients = perform(waiting, SYSTEM)
        for place, patient_id in enumerate(patients):
            progress("", place / len(patients))
            reports.append(perform(take_up, SYSTEM, patient_id))
    _show(reports)
    _say_aside(reports)
    say(t("Patients whose kept records were looked through: {n}", n=len(reports)))


def add_to(app: Typer) -> None:
    """Add the group of commands."""
    group = Typer(help=t("Bring in records from files."), no_args_is_help=True)
    group.command("fhir", help=t(fhir.__doc__ or ""))(fhir)
    group.command("results", help=t(results.__doc__ or ""))(results)
    group.command("again", help=t(again.__doc__ or ""))(again)
    app.add_typer(group, name="import")
