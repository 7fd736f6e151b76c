"""A file from a laboratory, whoever brings it: each report of it is one act; a broken file is refused whole."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from hms.access import Actor, perform
from hms.errors import Forbidden, Refusal
from hms.permissions import Permission, may
from hms.schemas.laboratory import FiledReport, FileOfResults
from hms.services.importing.refusals import Broken, printable
from hms.services.laboratory import filing, papers, sent
from hms.services.laboratory.sent import Sent
from hms.services.orders import numbers
from hms.texts import t

Tell = Callable[[int, int], None]  # how many reports are done, of how many


def bring(actor: Actor, name: str, body: bytes, tell: Tell | None = None, **at: object) -> FileOfResults:
    """File the reports of a laboratory's file, and say what became of each. Raises Forbidden for who may not.

    Pass now= to act at another moment.
    """
    if not may(actor.role, Permission.FILE_RESULTS):
        raise Forbidden  # before anything of the file is read
    try:
        delivery = sent.read(body)
    except Broken as broken:
        return refused(name, broken)
    found = []
    for place, one in enumerate(delivery.reports):
        found.append(_one(actor, one, at))
        if tell:
            tell(place + 1, len(delivery.reports))
    loose = [
        FiledReport(place=printable(place), state="refused", why=t("this result belongs to no report of the file"))
        for place in delivery.loose
    ]
    return FileOfResults(file=printable(name), reports=[*found, *loose])


def refused(name: str, broken: Broken) -> FileOfResults:
    """Say of a file that it was refused whole, where and why."""
    words = f"{broken.place}: {broken.reason}" if broken.place else broken.reason
    return FileOfResults(file=printable(name), refused=words)


def _one(actor: Actor, one: Sent, at: dict[str, object]) -> FiledReport:
    try:
        return perform(filing.file, actor, one, papers.judged(one), **at)
    except Forbidden:
        raise
    except Refusal as refusal:
        why = ". ".join(filter(None, [refusal.body or refusal.title, *refusal.fields.values()]))
    except IntegrityError:
        why = t("somebody filed the same at this moment; bring the file again")
    named = next(
        filter(None, map(numbers.spelled, one.orders or ())), ""
    )  # of the shape of ours: nothing of a patient's
    return FiledReport(place=printable(one.report.place), state="refused", order=named, why=why)
