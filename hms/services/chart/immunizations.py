"""Vaccines that were given, and what a child is due for."""

from typing import Any
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.knowledge.vaccines.catalogue import SYSTEM
from hms.knowledge.vaccines.due import COMING, DUE, OVERDUE, Given, Next
from hms.knowledge.vaccines.due import due as due_by
from hms.models import Immunization, Patient
from hms.permissions import Permission
from hms.schemas.record_changes import VaccineChange
from hms.schemas.record_lists import DueCard, VaccineForm, VaccinesPage
from hms.schemas.record_words import ROUTES, SITES
from hms.schemas.words import plain_day
from hms.services.catalogues.current import current
from hms.services.chart import entries, lines
from hms.services.local_time import local_day, today
from hms.texts import t

DONE = "completed"
STATES = {
    OVERDUE: (t("Overdue since {day}"), "danger"),
    DUE: (t("Due since {day}"), "warn"),
    COMING: (t("From {day}"), "quiet"),
}
WORDS = {DONE: "", "not-done": t("Not given")}


@requires(Permission.SEE_CHART)
def listed(scope: Scope, patient_id: UUID, page: int = 1) -> VaccinesPage:
    """Show the vaccines of a patient in one's care, the latest first, and what comes next. Raises NotFound."""
    patient = scope.patient(patient_id)
    found = lines.rows(scope, Immunization, patient.id)
    found.sort(key=lambda row: row.happened_at or row.recorded_at, reverse=True)
    done = sum(row.status == DONE for row in found)
    given = lines.page(scope, patient, found, lambda row: _line(scope, row), standing=done, number=page)
    coming = due_of(scope, patient, found)
    return VaccinesPage(
        **given.model_dump(),
        due=coming,
        overdue=sum(one.state == OVERDUE for one in coming),
        source=_source(scope),
        offered=sorted(
            [[one.code, one.short] for one in current(scope).vaccines.values() if one.offered], key=lambda one: one[1]
        ),
    )


@requires(Permission.KEEP_CHART)
def record(scope: Scope, form: VaccineForm) -> None:
    """Write down a vaccine that was given; the same key writes it once.

    Raises Invalid for a vaccine that nobody knows, one before birth or still to come, out of a lot that had expired
    then, or one that is on the list for that day; and NotFound.
    """
    patient = scope.patient(form.patient_id, lock=True)
    vaccine = current(scope).vaccines.find(form.code)
    if vaccine is None or not vaccine.offered:
        raise Invalid(code=t("Choose a vaccine of the list"))
    if form.expires_on and form.expires_on < form.happened:
        raise Invalid(expires_on=t("This lot had expired by then"))
    row = Immunization(
        patient_id=patient.id, status=DONE, code=vaccine.code, happened_at=lines.moment(scope, form.happened),
        expires_on=form.expires_on.isoformat() if form.expires_on else "", site=form.site, route=form.route,
        dose_number=form.dose_number, request_key=form.key,
    )  # fmt: skip
    _refuse_twice(
        scope, row, [one for one in lines.rows(scope, Immunization, patient.id) if one.request_key != form.key]
    )
    entries.write(scope, patient, row.sealing(text=vaccine.short, lot=form.lot or None, note=form.note or None))


@requires(Permission.KEEP_CHART)
def amend(scope: Scope, form: VaccineChange) -> None:
    """Put right which vaccine was given, when, where, and from which lot; what it said before stays.

    Raises Invalid as record() does, and without a day or a reason; Stale, NotPossible for an error, NotFound.
    """
    row = scope.one(Immunization, form.entry_id)
    patient = scope.patient(row.patient_id, lock=True)  # before its entries: all who lock both do so in this order
    scope.db.refresh(row, with_for_update=True)
    given_at = lines.on_day(scope, form.happened, row.happened_at)
    if given_at is None and row.happened_at:
        raise Invalid(happened=t("Say on which day it was given"))
    entries.check_when(scope, patient, given_at)
    fresh: dict[str, Any] = {
        "happened_at": given_at, "lot": form.lot or None, "expires_on": form.expires_on.isoformat() if form.expires_on else "",
        "site": form.site, "route": form.route, "dose_number": form.dose_number, "note": form.note or None,
        **_vaccine(scope, row, form.code),
    }  # fmt: skip
    same = (given_at, fresh["expires_on"]) == (row.happened_at, row.expires_on)
    if not same and form.expires_on and form.happened and form.expires_on < form.happened:
        raise Invalid(expires_on=t("This lot had expired by then"))
    meant = Immunization(
        patient_id=row.patient_id, status=row.status, code=fresh.get("code", row.code), happened_at=given_at
    )
    if row.status == DONE:
        others = lines.rows(scope, Immunization, patient.id)
        _refuse_twice(scope, meant, [one for one in others if one.id != row.id])
    entries.amend(scope, row, form.version, form.reason, **fresh)


def _vaccine(scope: Scope, row: Immunization, code: str) -> dict[str, str]:
    """Give what changes with another vaccine; without a choice it stays the one that it is. Raises Invalid."""
    if code in {"", row.code}:
        return {}
    vaccine = current(scope).vaccines.find(code)  # one that is off the list may be what was given
    if vaccine is None:
        raise Invalid(code=t("Choose a vaccine of the list"))
    return {"code": vaccine.code, "code_system": SYSTEM, "text": vaccine.short}


def _refuse_twice(scope: Scope, row: Immunization, others: list[Immunization]) -> None:
    """Make sure that no vaccine stands on one day twice. Raises Invalid."""
    if row.happened_at is None or not row.code:
        return
    day = local_day(scope, row.happened_at)
    for one in others:
        if one.status == DONE and one.code == row.code and one.happened_at and local_day(scope, one.happened_at) == day:
            raise Invalid(code=t("This vaccine is on the list for that day already"))


def word(row: Immunization) -> dict[str, Any]:
    """Say what is special to a vaccination."""
    expires = t("expires {day}", day=row.expires_on) if row.expires_on else ""
    facts = [
        t("Dose {n}", n=row.dose_number) if row.dose_number else "", t("Lot {lot}", lot=row.lot) if row.lot else "",
        expires, SITES.get(row.site, row.site), ROUTES.get(row.route, row.route),
    ]  # fmt: skip
    return {"facts": ", ".join(filter(None, facts)), "status_words": WORDS.get(row.status, row.status)}


def _line(scope: Scope, row: Immunization) -> dict[str, Any]:
    """Say the same to whoever may put it right, with what the form for that begins with."""
    typed = {
        "vaccine": row.text or row.code, "happened": lines.iso_day(scope, row.happened_at), "lot": row.lot,
        "expires_on": row.expires_on, "site": row.site, "route": row.route, "note": row.note,
        "dose_number": str(row.dose_number or ""),
    }  # fmt: skip
    return {**word(row), "typed": typed}


def due(scope: Scope, patient: Patient) -> list[DueCard]:
    """List what a child is due for next in each series: overdue first. Nothing for adults and where no birth date is known."""
    return due_of(scope, patient, lines.rows(scope, Immunization, patient.id))


def overdue_of(scope: Scope, patient: Patient, found: list[Immunization]) -> list[str]:
    """Name what a child is overdue for, given the vaccines that are written down."""
    return [one.name for one in due_of(scope, patient, found) if one.state == OVERDUE]


def due_of(scope: Scope, patient: Patient, found: list[Immunization]) -> list[DueCard]:
    """List the same, given the vaccines that are written down."""
    if patient.born_on is None or patient.deceased:
        return []
    given = [
        Given(local_day(scope, row.happened_at), row.code) for row in found if row.status == DONE and row.happened_at
    ]
    known, asked = current(scope), (patient.born_on, patient.sex, given, today(scope))
    return [_card(one) for one in due_by(known.schedule, *asked, known=known.vaccines)]


def _card(one: Next) -> DueCard:
    words, tone = STATES[one.state]
    early = t("1 dose was too early and does not count")
    many = t("{n} doses were too early and do not count", n=one.not_counted)
    return DueCard(
        series=one.series, name=t(one.name), state=one.state, tone=tone, when=t(words).format(day=plain_day(one.due_on)),
        dose=t("Dose {n} of {all}", n=one.dose, all=one.of),
        note="" if not one.not_counted else early if one.not_counted == 1 else many,
    )  # fmt: skip


def _source(scope: Scope) -> str:
    schedule = current(scope).schedule
    told = f"{schedule.source}, {schedule.dated}"
    return t("{source}, as the clinic has changed it", source=told) if schedule.changed else told
