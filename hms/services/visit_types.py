"""The kinds of visits that the clinic offers."""

from uuid import UUID

from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Department, VisitType
from hms.permissions import Permission, Role
from hms.schemas.visit_types import OfferedType, VisitTypeCard, VisitTypeForm
from hms.services import edits
from hms.services.hours_in_use import doctors_of_type
from hms.services.plans import offered_types
from hms.texts import t


@requires(Permission.SEE_FREE_TIMES, reading=True)
def offered(scope: Scope, department_id: UUID | None = None) -> list[OfferedType]:
    """List the types that this person may book in a department, or anywhere, by name."""
    return [
        OfferedType(
            id=row.id,
            name=row.name,
            length_min=row.length_min,
            price=row.price,
            preparation=row.preparation,
            by_video=row.by_video,
            needs_approval=row.needs_approval and scope.actor.role == Role.PATIENT,
            colour=row.colour,
        )
        for row in offered_types(scope, department_id)
    ]


@requires(Permission.RUN_CLINIC, reading=True)
def listed(scope: Scope) -> list[VisitTypeCard]:
    """List every type by name, the closed ones last."""
    rows = scope.db.exec(select(VisitType)).all()
    names = {row.id: row.name for row in scope.db.exec(select(Department))}
    cards = [_card(row, names) for row in rows]
    return sorted(cards, key=lambda card: (card.closed, card.name.casefold()))


@requires(Permission.RUN_CLINIC)
def add(scope: Scope, form: VisitTypeForm) -> VisitTypeCard:
    """Offer a new type. Raises Invalid for a name that is taken, or a department that is not open."""
    row = VisitType(name=form.name, length_min=form.length_min, opened_at=scope.now)
    _fill(scope, row, form)
    scope.db.add(row)
    scope.db.flush()
    edits.changed(scope, row.id)
    return _worded(scope, row)


@requires(Permission.RUN_CLINIC)
def change(scope: Scope, visit_type_id: UUID, form: VisitTypeForm, version: int) -> VisitTypeCard:
    """Change a type from now on; booked visits keep their length and buffers. Raises NotFound, Stale or Invalid."""
    row = edits.seen(scope, VisitType, visit_type_id, version)
    _fill(scope, row, form)
    return _worded(scope, row)


@requires(Permission.RUN_CLINIC)
def close(scope: Scope, visit_type_id: UUID, version: int) -> None:
    """Offer a type no more; booked visits stay. Raises NotFound, Stale, or NotPossible while hours are for it."""
    row = edits.seen(scope, VisitType, visit_type_id, version)
    if row.closed_at:
        raise NotFound
    if names := doctors_of_type(scope, row.id):
        raise NotPossible(
            t("Hours are still kept for {name}", name=row.name),
            t("Take it out of the hours of {doctors} first.", doctors=", ".join(names)),
        )
    row.closed_at = scope.now


@requires(Permission.RUN_CLINIC)
def reopen(scope: Scope, visit_type_id: UUID, version: int) -> VisitTypeCard:
    """Offer a closed type again. Raises NotFound, Stale, or NotPossible where its department is closed."""
    row = edits.seen(scope, VisitType, visit_type_id, version)
    if row.closed_at is None:
        raise NotFound
    if row.department_id and not _is_open(scope, row.department_id):
        raise NotPossible(t("Its department is closed"), t("Choose another department for it first."))
    row.closed_at = None
    return _worded(scope, row)


def _fill(scope: Scope, row: VisitType, form: VisitTypeForm) -> None:
    other = edits.namesake(scope, VisitType, form.name, but=row.id)
    if other:
        closed = t("A closed kind of visit has this name. Open that one again, or choose another name.")
        raise Invalid(name=closed if other.closed_at else t("There is a kind of visit of this name already."))
    if form.department_id and form.department_id != row.department_id and not _is_open(scope, form.department_id):
        raise Invalid(department_id=t("This department is not open. Please choose another one."))
    for name, answer in form:
        setattr(row, name, answer)


def _is_open(scope: Scope, department_id: UUID) -> bool:
    department = scope.db.get(Department, department_id)
    return department is not None and department.closed_at is None


def _worded(scope: Scope, row: VisitType) -> VisitTypeCard:
    department = scope.db.get(Department, row.department_id) if row.department_id else None
    return _card(row, {department.id: department.name} if department else {})


def _card(row: VisitType, departments: dict[UUID, str]) -> VisitTypeCard:
    return VisitTypeCard(
        **row.model_dump(include=set(VisitTypeCard.model_fields)),
        department=departments[row.department_id] if row.department_id else t("Every department"),
        length_words=_length(row),
        who_books=_who_books(row),
        closed=row.closed_at is not None,
    )


def _length(row: VisitType) -> str:
    said = [t("{n} min", n=row.length_min)]
    said += [t("{n} min before", n=row.buffer_before_min)] if row.buffer_before_min else []
    said += [t("{n} min after", n=row.buffer_after_min)] if row.buffer_after_min else []
    return ", ".join(said)


def _who_books(row: VisitType) -> str:
    if not row.patients_may_book:
        return t("Staff")
    return t("Patients ask, staff book") if row.needs_approval else t("Patients and staff")
