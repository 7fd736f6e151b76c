"""Codes by which a sign-in meets a record that the clinic has: given at the desk, single use, proof with the birth date."""

import hmac
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from hms.access import Scope, requires
from hms.db import transaction
from hms.errors import Invalid, NotPossible, WrongPair
from hms.models import Account, Patient, RecordCode
from hms.permissions import Permission, Role
from hms.schemas.acting import CodeProof, CodeRegistration, OpenCode, RecordCodeCard
from hms.schemas.words import plain_day
from hms.security.codes import draw, in_fours, plain
from hms.security.fingerprints import fingerprint
from hms.security.passwords import check_strength, hash_password
from hms.services import accounts, tries
from hms.services.duplicates import pairing
from hms.services.intake.whose import own
from hms.services.local_time import local_day
from hms.texts import t

LASTS, LENGTH = timedelta(days=14), 12  # 24 ** 12 codes: 55 bits, tried at most a few hundred times an hour


@requires(Permission.GIVE_RECORD_CODE)
def give(scope: Scope, patient_id: UUID) -> RecordCodeCard:
    """Give the code that opens a patient's record to a sign-in of their own, once; an earlier one no longer counts.

    Raises NotFound, or NotPossible where the record has a sign-in or no whole birth date, or the patient has died.
    """
    patient = scope.patient(patient_id, lock=True)
    if scope.db.exec(select(Account.id).where(Account.patient_id == patient.id)).first():
        raise NotPossible(t("This patient signs in already"), t("They can ask for a new password at the desk."))
    if patient.deceased or patient.merged_into_id:
        raise NotPossible(t("Nobody can sign in to this record"), t("It belongs to somebody who died, or to another."))
    if patient.born_on is None:
        raise NotPossible(t("The birth date is not known whole"), t("Fill it in first: the code is asked for with it."))
    _revoke(scope, patient.id)
    code, until = draw(LENGTH), scope.now + LASTS
    row = RecordCode(
        patient_id=patient.id, code_index=_index(code), made_at=scope.now, made_by=scope.actor.account_id,
        expires_at=until,
    )  # fmt: skip
    scope.db.add(row)
    scope.note(row.id)
    scope.tell(f"patient:{patient.id}")
    day = plain_day(local_day(scope, until))
    return RecordCodeCard(code=in_fours(code), until=day, patient=patient.name, record_number=patient.record_number)


@requires(Permission.GIVE_RECORD_CODE)
def revoke(scope: Scope, patient_id: UUID) -> None:
    """Take back a code that is out. Raises NotFound."""
    patient = scope.patient(patient_id)
    _revoke(scope, patient.id)
    scope.tell(f"patient:{patient.id}")


@requires(Permission.GIVE_RECORD_CODE)
def out(scope: Scope, patient_id: UUID) -> OpenCode | None:
    """Tell whether a code of this patient is out; the code itself nobody can read again. Raises NotFound."""
    patient = scope.patient(patient_id)
    row = scope.db.exec(_live(scope).where(RecordCode.patient_id == patient.id)).first()
    if row is None:
        return None
    given, until = (plain_day(local_day(scope, at)) for at in (row.made_at, row.expires_at))
    return OpenCode(given=given, until=until)


@requires(Permission.REGISTER)
def register(scope: Scope, form: CodeRegistration, address: str = "") -> None:
    """Make a sign-in for the record that a code and a birth date prove; the code is used up.

    A known e-mail address changes nothing, uses nothing up, and is answered alike. Raises Invalid for a weak password,
    WrongPair for what does not fit, or TooManyTries.
    """
    check_strength(form.password, form.email)
    with transaction(reading=True) as db:  # the act's own transaction begins only after the hash
        tries.check_codes(db, address, scope.now)
    hashed = hash_password(form.password)
    row = scope.db.exec(_live(scope).where(RecordCode.code_index == _index(plain(form.code))).with_for_update()).first()
    patient = scope.db.get(Patient, row.patient_id) if row else None
    if row is None or patient is None or not _theirs(patient, form.born_on.isoformat()):
        tries.count_code(scope, address)
        raise WrongPair
    if scope.db.exec(select(Account.id).where(Account.patient_id == patient.id)).first():
        raise WrongPair  # meanwhile somebody signs in to it
    with suppress(Invalid):
        account = accounts.make(scope, Role.PATIENT, patient.name, form.email, hashed)
        account.patient_id = patient.id
        row.used_at, row.used_by = scope.now, account.id
        scope.touch(patient.id)
        scope.tell(f"patient:{patient.id}")


@requires(Permission.TELL_ABOUT_ONESELF)
def prove(scope: Scope, form: CodeProof) -> None:
    """Prove that an older record of the clinic is one's own: reception is asked to make the two one.

    The code is used up; nothing of the older record is shown before. Raises WrongPair or TooManyTries, NotFound.
    """
    mine = own(scope, lock=True)
    account = str(scope.actor.account_id)
    tries.check_codes(scope.db, account, scope.now)
    row = scope.db.exec(_live(scope).where(RecordCode.code_index == _index(plain(form.code))).with_for_update()).first()
    older = scope.db.get(Patient, row.patient_id) if row else None
    if row is None or older is None or older.id == mine.id or not _theirs(older, form.born_on.isoformat()):
        tries.count_code(scope, account)
        raise WrongPair
    row.used_at, row.used_by = scope.now, scope.actor.account_id
    pairing.suspect(
        scope, mine.id, older.id, 1.0, (t("the patient proved with a code from the desk that both are theirs"),)
    )
    scope.touch(older.id)
    scope.tell(f"patient:{older.id}")


def _theirs(patient: Patient, born: str) -> bool:
    return hmac.compare_digest(patient.born.encode(), born.encode())


def _index(code: str) -> str:
    return fingerprint("record code", code)


def _live(scope: Scope) -> SelectOfScalar[RecordCode]:
    return select(RecordCode).where(
        col(RecordCode.used_at).is_(None), col(RecordCode.revoked_at).is_(None), RecordCode.expires_at > scope.now
    )


def _revoke(scope: Scope, patient_id: UUID) -> None:
    for row in scope.db.exec(_live(scope).where(RecordCode.patient_id == patient_id)):
        row.revoked_at = scope.now
