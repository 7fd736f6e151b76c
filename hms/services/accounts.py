"""Accounts: registering as a patient, and what an administrator does with them."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Account, Invitation, Patient, PatientContact, Practitioner
from hms.permissions import STAFF, Permission, Role
from hms.schemas.accounts import AccountCard, Registration
from hms.schemas.words import initials
from hms.security.passwords import check_strength, hash_password
from hms.services import record_numbers, sessions, tries
from hms.services.personal import phones
from hms.services.search.writing import know
from hms.services.sign_in import email_index
from hms.texts import t


def find_by_email(scope: Scope, email: str) -> Account | None:
    """Find an account by its e-mail address."""
    return scope.db.exec(select(Account).where(Account.email_index == email_index(email))).first()


def make(scope: Scope, role: Role, name: str, email: str, hashed: str) -> Account:
    """Make an account. Raises Invalid when the address has one, also when somebody is making it at this moment."""
    account = Account(role=role, email_index=email_index(email), password_hash=hashed, made_at=scope.now)
    try:
        with scope.db.begin_nested():
            scope.db.add(account.sealing(name=name, email=email))
            scope.db.flush()
    except IntegrityError as problem:
        raise Invalid(email=t("This e-mail address has an account already.")) from problem
    scope.note(account.id)
    scope.tell("accounts")
    return account


@requires(Permission.REGISTER)
def register(scope: Scope, form: Registration, address: str = "") -> None:
    """Make a patient's record and account. A known e-mail changes nothing and is answered alike.

    Raises Invalid, or TooManyTries when many register from one address.
    """
    check_strength(form.password, form.email, form.given_names, form.family_name)
    if address:
        tries.count_registration(scope, address)
    hashed = hash_password(form.password)
    with suppress(Invalid):
        account = make(scope, Role.PATIENT, f"{form.given_names} {form.family_name}", form.email, hashed)
        account.patient_id = new_patient(scope, form).id


def new_patient(scope: Scope, form: Registration) -> Patient:
    """Open a record for a person who registered."""
    number = record_numbers.next_number(scope)
    patient = Patient(
        record_number_index=record_numbers.index_of(number), sex=form.sex, registered_at=scope.now, source="portal"
    ).sealing(
        record_number=number,
        family_name=form.family_name,
        given_names=form.given_names,
        born=form.born_on.isoformat(),
    )
    scope.db.add(patient)
    scope.db.flush()
    if form.email:  # who is entered without one has none
        scope.db.add(PatientContact(patient_id=patient.id, system="email").sealing(value=form.email))
    if form.phone:
        value, typed = phones.kept(form.phone, scope.clinic.country)
        scope.db.add(PatientContact(patient_id=patient.id, system="phone").sealing(value=value, typed=typed))
    know(scope, patient)
    scope.touch(patient.id)
    scope.tell(f"patient:{patient.id}")
    return patient


@requires(Permission.MANAGE_ACCOUNTS)
def add(scope: Scope, role: Role, name: str, email: str, password: str) -> UUID:
    """Make an account of staff without an invitation. Raises Invalid for a weak password or a taken address."""
    check_strength(password, email, name)
    hashed = hash_password(password)
    return make(scope, role, name, email, hashed).id


@requires(Permission.MANAGE_ACCOUNTS)
def reset_password(scope: Scope, email: str, password: str) -> None:
    """Set a new password and end every session of the account. Raises NotFound or Invalid."""
    check_strength(password, email)
    hashed = hash_password(password)
    account = find_by_email(scope, email)
    if account is None:
        raise NotFound
    scope.db.refresh(account, with_for_update=True)  # a sign-in with the old password ends before this, or not at all
    account.password_hash = hashed
    scope.note(account.id)
    sessions.end_all(scope, account.id)


@requires(Permission.MANAGE_ACCOUNTS)
def list_accounts(scope: Scope) -> list[AccountCard]:
    """List the accounts of staff and the open invitations, by name. Patients' accounts are not the administrator's."""
    doctors = {row.id: row for row in scope.db.exec(select(Practitioner))}
    staff = scope.db.exec(select(Account).where(col(Account.role).in_(STAFF))).all()
    now = scope.now
    asked = select(Invitation).where(col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now)
    invited = [i for i in scope.db.exec(asked) if i.email]
    rows: list[Account | Invitation] = [*staff, *invited]
    cards = [_card(scope, row, doctors) for row in rows]
    return sorted(cards, key=lambda card: card.name.casefold())


def _card(scope: Scope, row: Account | Invitation, doctors: dict[UUID, Practitioner]) -> AccountCard:
    doctor = doctors.get(row.practitioner_id) if row.practitioner_id else None
    over = doctors.get(doctor.supervisor_id) if doctor and doctor.supervisor_id else None
    state = "invited" if isinstance(row, Invitation) else "disabled" if row.disabled_at else "active"
    return AccountCard(
        id=row.id,
        name=row.name,
        initials=initials(row.name),
        email=row.email,
        role=row.role,
        department=doctor.department.name if doctor else "",
        state=state,
        practitioner_id=row.practitioner_id,
        is_me=row.id == scope.actor.account_id,
        supervisor_id=str(over.id) if over else "",
        supervisor=over.name if over else "",
    )


@requires(Permission.MANAGE_ACCOUNTS)
def disable(scope: Scope, account_id: UUID) -> None:
    """Disable an account and end its open screens at once. Raises NotPossible for one's own, NotFound."""
    account = _of_staff(scope, account_id)
    if account.id == scope.actor.account_id:
        raise NotPossible(t("This is your own account"), t("Another administrator can disable it."))
    account.disabled_at, account.disabled_by = account.disabled_at or scope.now, scope.actor.account_id
    _stop_bookings(scope, account)
    sessions.end_all(scope, account.id)
    scope.tell("accounts")


@requires(Permission.MANAGE_ACCOUNTS)
def enable(scope: Scope, account_id: UUID) -> None:
    """Let an account sign in again. Raises NotFound."""
    account = _of_staff(scope, account_id)
    account.disabled_at = account.disabled_by = None
    _stop_bookings(scope, account)
    scope.tell("accounts")


def _stop_bookings(scope: Scope, account: Account) -> None:
    """Let nobody be booked with a doctor who cannot sign in; the appointments there are stay in view, to be moved."""
    doctor = scope.db.get(Practitioner, account.practitioner_id) if account.practitioner_id else None
    if doctor:
        doctor.stopped_at = account.disabled_at
        scope.tell("directory", doctor.id)
        scope.tell(f"practitioner:{doctor.id}")


def _of_staff(scope: Scope, account_id: UUID) -> Account:
    """Fetch an account to change what it may do. Raises NotFound, also for a patient's own or a screen's."""
    scope.note(account_id)
    account = scope.db.get(Account, account_id)
    if account is None or account.role not in STAFF:
        raise NotFound
    return account
