"""Allergies as a clinician writes them down, puts them right, and confirms what a patient stated."""

from typing import Any
from uuid import UUID

from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible
from hms.models import AllergyIntolerance, HealthStatement
from hms.permissions import Permission
from hms.schemas.record_changes import AllergyChange
from hms.schemas.record_lists import AllergyForm, LineCard, ListPage
from hms.schemas.record_words import CATEGORIES, CRITICALITIES, REACTIONS, STANDINGS
from hms.schemas.statements import NONE, RefuteForm
from hms.services import visits
from hms.services.chart import entries, lines
from hms.services.intake import standing
from hms.texts import t


@requires(Permission.SEE_CHART)
def listed(scope: Scope, patient_id: UUID, page: int = 1) -> ListPage:
    """Show the allergies of a patient in one's care: what stands first, then what was found not so. Raises NotFound."""
    patient = scope.patient(patient_id)
    found = lines.rows(scope, AllergyIntolerance, patient.id)
    found.sort(key=lambda row: not standing.holds(row))
    shown, page, pages = lines.turned(found, page)
    names = entries.names_of(scope, {by for row in shown for by in (row.recorded_by, row.confirmed_by, row.refuted_by)})
    return ListPage(
        banner=visits.banner(scope, patient), listed=[_card(scope, row, names) for row in shown],
        total=sum(standing.holds(row) for row in found), page=page, pages=pages,
    )  # fmt: skip


@requires(Permission.KEEP_CHART)
def add(scope: Scope, form: AllergyForm) -> None:
    """Write down an allergy; the same key writes it once. That there are none no longer holds then. Raises Invalid, NotFound."""
    patient = scope.patient(form.patient_id, lock=True)
    if set(form.reaction) - set(REACTIONS):
        raise Invalid(reaction=t("Please choose one"))
    known = lines.rows(scope, AllergyIntolerance, patient.id)
    if any(row.request_key == form.key for row in known):
        return
    _refuse_twice(scope, patient.id, form.text)
    row = AllergyIntolerance(
        patient_id=patient.id, category=form.category, criticality=form.criticality, reaction=" ".join(form.reaction),
        recorded_at=scope.now, recorded_by=scope.actor.account_id, request_key=form.key,
    )  # fmt: skip
    scope.db.add(row.sealing(text=form.text, note=form.note or None))
    _no_longer_none(scope, patient.id)
    scope.db.flush()
    entries.tell(scope, patient.id)


@requires(Permission.KEEP_CHART)
def amend(scope: Scope, form: AllergyChange) -> None:
    """Put an allergy right: to what, how dangerous, what it does, whether it holds; what it said before stays.

    What the patient states stays marked so until `standing` says that it is confirmed. Raises Invalid, also for what is
    on the list already; Stale, NotPossible once it was withdrawn or found not so, NotFound.
    """
    row = scope.one(AllergyIntolerance, form.entry_id)
    scope.patient(row.patient_id, lock=True)  # before its entries: all who lock both do so in this order
    scope.db.refresh(row, with_for_update=True)
    if form.standing == "stated" and standing.state_of(row) != "stated":
        raise Invalid(standing=t("This is confirmed already"))
    if set(form.reaction) - set(REACTIONS):
        raise Invalid(reaction=t("Please choose one"))
    holds = form.standing != "over"
    if holds:
        _refuse_twice(scope, row.patient_id, form.text, row.id)
    fresh: dict[str, Any] = {
        "text": form.text, "category": form.category, "criticality": form.criticality, "active": holds,
        "reaction": " ".join(form.reaction), "note": form.note or None,
    }  # fmt: skip
    if form.text.casefold() != row.text.casefold():  # its code says what its words said
        fresh |= {"code": "", "code_system": ""}
    if form.standing == "confirmed" and standing.state_of(row) == "stated":
        fresh |= {"confirmed_at": scope.now, "confirmed_by": scope.actor.account_id}
    entries.amend(scope, row, form.version, form.reason, **fresh)
    if holds:
        _no_longer_none(scope, row.patient_id)


def _refuse_twice(scope: Scope, patient_id: UUID, text: str, but: UUID | None = None) -> None:
    """Make sure that no allergy stands on the list twice. Raises Invalid."""
    for one in lines.rows(scope, AllergyIntolerance, patient_id):
        if one.id != but and standing.holds(one) and one.text.casefold() == text.casefold():
            raise Invalid(text=t("This is on the list already"))


@requires(Permission.KEEP_CHART)
def refute(scope: Scope, form: RefuteForm) -> None:
    """Find that an allergy is not so, whoever said it, and why. Raises NotPossible once it no longer stands, NotFound."""
    row = scope.one(AllergyIntolerance, form.statement_id, lock=True)
    if row.refuted_at:
        return
    if not standing.holds(row):
        raise NotPossible(t("This no longer stands"), t("It was withdrawn meanwhile."))
    row.refuted_at, row.refuted_by, row.reason, row.active = scope.now, scope.actor.account_id, form.reason, False
    entries.tell(scope, row.patient_id)


def _no_longer_none(scope: Scope, patient_id: UUID) -> None:
    """Take back that there are no allergies, by whoever it was said: it was found not to be so."""
    none = select(HealthStatement).where(
        HealthStatement.patient_id == patient_id, HealthStatement.kind == NONE["allergy"]
    )
    for said in scope.db.exec(none):
        if standing.holds(said):
            said.refuted_at, said.refuted_by = scope.now, scope.actor.account_id
            said.reason = t("An allergy was found")


def _card(scope: Scope, row: AllergyIntolerance, names: dict[UUID | None, str]) -> LineCard:
    state, holds = standing.state_of(row), standing.holds(row)
    over = row.status == entries.IN_ERROR  # else it may be put right, also where it no longer holds
    words = {
        "stated": t("Stated, not confirmed"), "confirmed": t("Confirmed"), "withdrawn": t("Withdrawn"),
        "refuted": t("Not so"),
    }[state]  # fmt: skip
    effects = [REACTIONS.get(one, one) for one in row.reaction.split()]
    facts = [CATEGORIES.get(row.category, ""), CRITICALITIES.get(row.criticality, ""), ", ".join(effects)]
    if not (holds or over):
        words = STANDINGS["over"]
    told = row.reason and t("Not so: {why}", why=row.reason)
    by = names.get(row.refuted_by or row.confirmed_by or row.recorded_by, "")
    at = row.refuted_at or row.confirmed_at or row.recorded_at
    return LineCard(
        id=row.id, kind="allergy_intolerance", title=row.text, code=lines.coded(row), status=state, status_words=words,
        tone="danger" if holds and row.criticality == "high" else "warn" if holds else "quiet",
        facts=". ".join(filter(None, facts)), note=told or row.note, when="", who=lines.who(scope, by, at),
        source=lines.SOURCES.get(row.source, ""), version=row.version, changed=row.version > 1, error=over,
        moves=lines.moves(STANDINGS, ["stated", "confirmed", "over"] if state == "stated" else ["confirmed", "over"]),
        typed={
            "text": row.text, "category": row.category, "criticality": row.criticality, "note": row.note,
            "standing": state if holds else "over", **{f"does-{one}": "on" for one in row.reaction.split()},
        },
    )  # fmt: skip
