"""Screens of the waiting room and kiosks: each with an account of its own, opened by its link, until it is revoked."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.models import Account, Department, Device, LoginSession
from hms.permissions import Permission
from hms.schemas.devices import DeviceCard, DeviceForm, DeviceLink
from hms.schemas.session import SignedIn
from hms.schemas.words import clock, plain_day
from hms.security.fingerprints import fingerprint
from hms.security.tokens import new_token, token_hash
from hms.services import sessions
from hms.services.local_time import local_day
from hms.texts import t

NO_PASSWORD = "-"  # noqa: S105 - no hash at all: nothing that is typed can match it
MOST_SESSIONS = 4  # of one device: a box that forgets its cookie opens a new one each morning


@requires(Permission.MANAGE_DEVICES)
def add(scope: Scope, form: DeviceForm) -> DeviceLink:
    """Set up a screen or a kiosk and give the path of its link, once. Raises Invalid for a closed department."""
    department = scope.db.get(Department, form.department_id) if form.department_id else None
    if form.department_id and (department is None or department.closed_at):
        raise Invalid(department_id=t("Choose an open department, or none."))
    token = new_token()
    account = Account(
        role=form.kind, email_index=fingerprint("device", token), password_hash=NO_PASSWORD, made_at=scope.now
    ).sealing(name=form.name)
    scope.db.add(account)
    scope.db.flush()
    device = Device(
        name=form.name,
        kind=form.kind,
        account_id=account.id,
        department_id=form.department_id,
        token_hash=token_hash(token),
        made_at=scope.now,
        made_by=scope.actor.account_id,
    )
    scope.db.add(device)
    scope.note(device.id)
    scope.tell("devices", device.id)
    return DeviceLink(name=form.name, path=f"/{form.kind}/{token}")


@requires(Permission.MANAGE_DEVICES, reading=True)
def listed(scope: Scope) -> list[DeviceCard]:
    """List the screens and kiosks that are not revoked, by name."""
    asked = select(Device, Department).outerjoin(Department).where(col(Device.revoked_at).is_(None))
    rows = scope.db.exec(asked.order_by(Device.name, col(Device.id))).all()
    return [
        DeviceCard(
            id=row.id,
            name=row.name,
            kind=row.kind,
            department=department.name if department else "",
            opened=_when(scope, row.opened_at),
            made=_when(scope, row.made_at),
        )
        for row, department in rows
    ]


def _when(scope: Scope, at: datetime | None) -> str:
    return f"{plain_day(local_day(scope, at))}, {clock(at, scope.zone)}" if at else ""


@requires(Permission.MANAGE_DEVICES)
def revoke(scope: Scope, device_id: UUID) -> None:
    """End a screen or a kiosk: its link opens nothing more, and what it has open closes at once. Raises NotFound."""
    device = scope.db.get(Device, device_id, with_for_update=True)
    if device is None or device.revoked_at:
        raise NotFound
    account = scope.db.get_one(Account, device.account_id)
    device.revoked_at = account.disabled_at = scope.now
    account.disabled_by = scope.actor.account_id
    sessions.end_all(scope, account.id)
    scope.note(device.id)
    scope.tell("devices", device.id)


@requires(Permission.OPEN_DEVICE)
def open_link(scope: Scope, kind: str, token: str, address: str = "") -> SignedIn:
    """Open a session for the screen or kiosk that this link is of. Raises NotFound for any other word."""
    asked = select(Device).where(Device.token_hash == token_hash(token), Device.kind == kind)
    device = scope.db.exec(asked.where(col(Device.revoked_at).is_(None)).with_for_update()).first()
    if device is None:
        raise NotFound
    _end_oldest(scope, device.account_id)
    device.opened_at = scope.now
    scope.note(device.id)
    scope.tell("devices", device.id)
    return sessions.begin(scope, scope.db.get_one(Account, device.account_id), address)


def _end_oldest(scope: Scope, account_id: UUID) -> None:
    mine = select(LoginSession.id).where(LoginSession.account_id == account_id, col(LoginSession.ended_at).is_(None))
    for session_id in scope.db.exec(mine.order_by(col(LoginSession.made_at).desc())).all()[MOST_SESSIONS - 1 :]:
        sessions.end_one(scope, session_id)


def mine(scope: Scope) -> Device:
    """Fetch the screen or kiosk that asks. Raises NotFound."""
    asked = select(Device).where(Device.account_id == scope.actor.account_id, col(Device.revoked_at).is_(None))
    device = scope.db.exec(asked).first()
    if device is None:
        raise NotFound
    return device
