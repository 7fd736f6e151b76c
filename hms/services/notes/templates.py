"""Words that a note begins with: kept by a doctor for oneself, by the administrator for everybody, put into a note."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Appointment, Encounter, NoteTemplate, VisitType
from hms.permissions import Permission, Role
from hms.schemas.notes import LABELS, NotePart
from hms.schemas.templates import MOST_TEMPLATES, Beginnings, TemplateCard, TemplateForm, TemplatesPage
from hms.services.notes import carrying, filling
from hms.texts import t

ANY_KIND = t("Every kind of visit")


@requires(Permission.KEEP_TEMPLATES, reading=True)
def listed(scope: Scope) -> TemplatesPage:
    """List one's own templates by name, for a doctor also the clinic's, and the kinds of visits there are."""
    kinds = _kinds(scope)
    shared = _of(scope, None) if scope.actor.role is Role.DOCTOR else []
    open_kinds = scope.db.exec(select(VisitType).where(col(VisitType.closed_at).is_(None)).order_by(VisitType.name))
    return TemplatesPage(
        own=[_card(row, kinds) for row in _of(scope, _owner(scope))],
        shared=[_card(row, kinds) for row in shared],
        kinds=[["", ANY_KIND], *([str(kind.id), kind.name] for kind in open_kinds)],
    )


@requires(Permission.KEEP_TEMPLATES)
def save(scope: Scope, form: TemplateForm) -> TemplateCard:
    """Keep a template, new or changed; the same key makes it once.

    Raises Invalid for a name that is taken or a template without words, NotPossible beyond what fits, Stale, NotFound.
    """
    if not any(getattr(form, name) for name in LABELS):
        raise Invalid(subjective=t("Write what the note is to begin with."))
    if form.visit_type_id and scope.db.get(VisitType, form.visit_type_id) is None:
        raise Invalid(visit_type_id=t("Choose a kind of visit of the list."))
    others = _of(scope, _owner(scope))
    if form.template_id is None and (first := next((row for row in others if row.request_key == form.key), None)):
        return _card(first, _kinds(scope))
    if any(row.name.casefold() == form.name.casefold() and row.id != form.template_id for row in others):
        raise Invalid(name=t("There is a template of this name already."))
    row = _own(scope, form.template_id, form.version) if form.template_id else _new(scope, form, len(others))
    row.visit_type_id = form.visit_type_id
    row.sealing(name=form.name, **{name: getattr(form, name) or None for name in LABELS})
    scope.db.add(row)
    scope.db.flush()
    _tell(scope, row.id)
    return _card(row, _kinds(scope))


@requires(Permission.KEEP_TEMPLATES)
def remove(scope: Scope, template_id: UUID, version: int) -> None:
    """Take a template away; notes that began with it stay as they are. Raises Stale, NotFound."""
    scope.db.delete(_own(scope, template_id, version))
    _tell(scope, template_id)


@requires(Permission.WRITE_VISIT)
def beginnings(scope: Scope, encounter_id: UUID) -> Beginnings:
    """Say what the note of a visit may begin with: templates for its kind, the doctor's own first. Raises NotFound."""
    encounter = scope.encounter(encounter_id)
    kind = _kind(scope, encounter)
    fitting = [
        row
        for row in [*_of(scope, scope.actor.practitioner_id), *_of(scope, None)]
        if row.visit_type_id in {None, kind}
    ]
    fitting.sort(key=lambda row: (row.practitioner_id is None, row.visit_type_id is None, row.name.casefold()))
    earlier = carrying.last(scope, encounter.patient_id, encounter.id)
    return Beginnings(
        templates=[
            [str(row.id), row.name if row.practitioner_id else t("{name} (of the clinic)", name=row.name)]
            for row in fitting
        ],
        last=carrying.whose(scope, earlier) if earlier else "",
    )


@requires(Permission.WRITE_VISIT)
def fill(scope: Scope, encounter_id: UUID, template_id: UUID) -> dict[str, str]:
    """Give the words of a template filled from the chart, to be put under what is typed.

    Raises NotPossible once the visit is signed, NotFound, also for a colleague's template.
    """
    encounter = scope.encounter(encounter_id)
    if encounter.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    row = scope.db.get(NoteTemplate, template_id)
    if row is None or row.practitioner_id not in {None, scope.actor.practitioner_id}:
        raise NotFound
    return filling.filled(scope, encounter, row)


def _owner(scope: Scope) -> UUID | None:
    return scope.actor.practitioner_id if scope.actor.role is Role.DOCTOR else None


def _of(scope: Scope, owner: UUID | None) -> list[NoteTemplate]:
    mine = col(NoteTemplate.practitioner_id)
    asked = select(NoteTemplate).where(mine == owner if owner else mine.is_(None))
    return sorted(scope.db.exec(asked), key=lambda row: row.name.casefold())


def _own(scope: Scope, template_id: UUID, version: int) -> NoteTemplate:
    row = scope.db.get(NoteTemplate, template_id, with_for_update=True)
    if row is None or row.practitioner_id != _owner(scope):
        raise NotFound
    if row.version != version:
        raise Stale(row.name)
    row.version += 1
    return row


def _new(scope: Scope, form: TemplateForm, there: int) -> NoteTemplate:
    if there >= MOST_TEMPLATES:
        raise NotPossible(t("These are as many templates as fit"), t("Take one away that is no longer used."))
    taken = scope.db.exec(select(NoteTemplate.id).where(NoteTemplate.request_key == form.key)).first()
    if taken or not form.key:
        raise Invalid(key=t("Send the form once more."))
    return NoteTemplate(practitioner_id=_owner(scope), made_at=scope.now, request_key=form.key)


def _kinds(scope: Scope) -> dict[UUID, str]:
    return {row.id: row.name for row in scope.db.exec(select(VisitType))}


def _kind(scope: Scope, encounter: Encounter) -> UUID | None:
    booked = scope.db.get(Appointment, encounter.appointment_id) if encounter.appointment_id else None
    return booked.visit_type_id if booked else None


def _card(row: NoteTemplate, kinds: dict[UUID, str]) -> TemplateCard:
    said: Sequence[tuple[str, str]] = [(name, getattr(row, name)) for name in LABELS]
    return TemplateCard(
        id=row.id,
        version=row.version,
        name=row.name,
        kind=kinds.get(row.visit_type_id, ANY_KIND) if row.visit_type_id else ANY_KIND,
        visit_type_id=str(row.visit_type_id or ""),
        words=dict(said),
        parts=[NotePart(label=LABELS[name], text=text) for name, text in said if text],
    )


def _tell(scope: Scope, template_id: UUID) -> None:
    scope.note(template_id)
    scope.tell("templates")
