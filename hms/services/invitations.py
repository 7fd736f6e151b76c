"""Inviting staff: a link, single use, for 48 hours."""

from datetime import timedelta

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.models import Account, Department, Invitation, Practitioner
from hms.permissions import Permission, Role
from hms.schemas.accounts import InvitationCard, StaffInvitation
from hms.schemas.session import SignedIn
from hms.security.passwords import check_strength, hash_password
from hms.security.tokens import new_token, token_hash
from hms.services import accounts, sessions, supervisors
from hms.services.set_up import OFFER
from hms.texts import t

LINK_LASTS = timedelta(hours=48)


@requires(Permission.MANAGE_ACCOUNTS)
def invite(scope: Scope, form: StaffInvitation) -> str:
    """Invite a member of staff and give the link's token, once. Raises Invalid."""
    if accounts.find_by_email(scope, form.email):
        raise Invalid(email=t("This e-mail address has an account already."))
    token = new_token()
    invitation = Invitation(
        token_hash=token_hash(token),
        role=form.role,
        made_at=scope.now,
        made_by=scope.actor.account_id,
        expires_at=scope.now + LINK_LASTS,
    ).sealing(name=form.name, email=form.email)
    if form.role == "doctor":
        invitation.practitioner_id = _new_doctor(scope, form).id
    scope.db.add(invitation)
    scope.note(invitation.id)
    scope.tell("accounts")
    return token


def _new_doctor(scope: Scope, form: StaffInvitation) -> Practitioner:
    department = scope.db.get(Department, form.department_id) if form.department_id else None
    if department is None or department.closed_at:
        raise Invalid(department_id=t("Choose the doctor's department."))
    supervisors.check(scope, form.supervisor_id)
    doctor = Practitioner(
        department_id=department.id, room=form.room, visit_min=form.visit_min, joined_at=scope.now,
        supervisor_id=form.supervisor_id,
    ).sealing(name=form.name)  # fmt: skip
    scope.db.add(doctor)
    scope.db.flush()
    scope.tell("directory", doctor.id)
    return doctor


def still_open(scope: Scope, token: str, lock: bool = False) -> Invitation:
    """Find an open invitation by its link's token. Raises NotFound for a used, run-out or unknown one."""
    asked = select(Invitation).where(
        Invitation.token_hash == token_hash(token),
        Invitation.role != OFFER,
        col(Invitation.used_at).is_(None),
        col(Invitation.expires_at) > scope.now,
    )
    found = scope.db.exec(asked.with_for_update() if lock else asked).first()
    if found is None:
        raise NotFound
    return found


@requires(Permission.ACCEPT_INVITATION, reading=True)
def find(scope: Scope, token: str) -> InvitationCard:
    """Show an open invitation to whoever holds its link. Raises NotFound for a used, run-out or unknown one."""
    found = still_open(scope, token)
    return InvitationCard(name=found.name, email=found.email, role=found.role, clinic=scope.clinic.name)


@requires(Permission.ACCEPT_INVITATION)
def accept(scope: Scope, token: str, password: str) -> SignedIn:
    """Choose a password and sign in; the link is used up. Raises NotFound or Invalid."""
    hashed = hash_password(password)
    invitation = still_open(scope, token, lock=True)
    check_strength(password, invitation.name, invitation.email)
    return sessions.begin(scope, take_up(scope, invitation, hashed))


def take_up(scope: Scope, invitation: Invitation, hashed: str) -> Account:
    """Use an invitation up for an account with a password that is hashed already, and give the account."""
    invitation.used_at = scope.now
    account = accounts.make(scope, Role(invitation.role), invitation.name, invitation.email, hashed)
    account.practitioner_id = invitation.practitioner_id
    scope.db.flush()
    return account
