"""Papers that come with a report, such as the laboratory's own PDF: judged by what they hold, and filed as documents."""

import hashlib
from base64 import b64decode
from types import SimpleNamespace
from typing import NamedTuple

from hms.access import Scope
from hms.config import settings
from hms.errors import Refusal
from hms.models import DiagnosticReport, LaboratoryRecord, Patient, ServiceRequest
from hms.security.fingerprints import fingerprint
from hms.services.documents import filing
from hms.services.importing.wording import plain
from hms.services.laboratory import records
from hms.services.laboratory.refusals import Unfit
from hms.services.laboratory.sent import Sent
from hms.services.local_time import local_day
from hms.services.uploads import taking
from hms.services.uploads.judging import too_large
from hms.services.uploads.taking import Taken
from hms.texts import t

MOST, LONGEST_TITLE = 10, 150
TYPES = {"laboratory": "laboratory", "imaging": "imaging"}


class Papers(NamedTuple):
    """The papers of a report that may be kept, each with its title; and why others may not."""

    taken: tuple[tuple[str, Taken], ...] = ()
    refused: tuple[str, ...] = ()


def judged(sent: Sent) -> Papers:
    """Look at the papers of a report: scanned, and judged by what they hold. It takes its time: call it in no transaction."""
    taken, refused = [], []
    for place, said in enumerate(sent.report.tree.get("presentedForm") or []):
        try:
            taken.append((plain(said.get("title"))[:LONGEST_TITLE], _taken(said.get("data"), place)))
        except Refusal as refusal:
            refused.append(t("Paper {n}: {why}", n=place + 1, why=refusal.title))
        except Unfit as unfit:
            refused.append(t("Paper {n}: {why}", n=place + 1, why=unfit.reason))
    return Papers(tuple(taken), tuple(refused))


def _taken(data: str | None, place: int) -> Taken:
    if place >= MOST:
        raise Unfit(t("more than {n} papers came with it", n=MOST))
    if not data:
        raise Unfit(t("it is not in the file, and nothing is fetched from elsewhere"))
    try:
        body = b64decode("".join(data.split()), validate=True)
    except ValueError as problem:
        raise Unfit(t("it is damaged")) from problem
    if len(body) > settings().document_bytes:
        raise Unfit(too_large(settings().document_bytes))
    return taking.take("report", body, settings().document_bytes)


def fitting(scope: Scope, patient: Patient, papers: Papers) -> Papers:
    """Leave out, and say so, what the record has no more room for."""
    room, taken, refused = filing.room(scope, patient.id), [], list(papers.refused)
    for title, one in papers.taken:
        room -= len(one.judged.body) + len(one.thumbnail)
        if room >= 0:
            taken.append((title, one))
        else:
            refused.append(t("There is no more room for papers in this record"))
    return Papers(tuple(taken), tuple(refused))


def file(scope: Scope, order: ServiceRequest, report: DiagnosticReport, papers: Papers, sender: str) -> int:
    """File the papers that are not here yet, beside the report; gives how many there were."""
    filed, patient = 0, scope.db.get_one(Patient, report.patient_id)
    for title, taken in papers.taken:
        content = hashlib.sha256(taken.judged.body).hexdigest()
        source = fingerprint("laboratory source", "paper", str(report.id), content)
        if records.heard(scope, source):
            continue
        form = SimpleNamespace(
            key=source, happened=local_day(scope, report.happened_at), type=TYPES[order.category], title=title
        )
        document = filing.keep(
            scope, patient, form, taken, {"author": sender[:LONGEST_TITLE] or None, "note": None}, source="laboratory",
            shared=report.released_at is not None, encounter_id=order.encounter_id,
        )  # fmt: skip
        scope.db.add(
            LaboratoryRecord(
                patient_id=patient.id, report_id=report.id, kind="DocumentReference", source_index=source, said_index=source,
                row_id=document.id, status="final", filed_at=scope.now, filed_by=scope.actor.account_id,
            )
        )  # fmt: skip
        filed += 1
    scope.db.flush()
    return filed
