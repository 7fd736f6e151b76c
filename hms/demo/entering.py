"""Entering the demo's patients: what reception writes down of somebody who has no account of their own."""

from uuid import UUID

from sqlmodel import select

from hms.access import Actor, Scope, requires
from hms.demo.people import Person
from hms.models import Account, AllergyIntolerance, Patient, PatientContact, PatientIdentifier
from hms.permissions import Permission, Role
from hms.schemas.accounts import Registration
from hms.security.fingerprints import fingerprint
from hms.security.passwords import hash_password
from hms.services import accounts, invitations, sessions
from hms.services.personal.national import OTHER
from hms.services.search.writing import know

NUMBERS = "urn:example:health-number:"


@requires(Permission.REGISTER)
def enter(scope: Scope, person: Person) -> UUID:
    """Open a record for a person, without an account, and give its id."""
    form = Registration.model_construct(
        given_names=person.given_names,
        family_name=person.family_name,
        born_on=person.born_on,
        sex=person.sex,
        email=person.email,
        phone=person.phone,
        password="",
    )
    patient: Patient = accounts.new_patient(scope, form)
    complete(scope, person, patient.id)
    return patient.id


@requires(Permission.REGISTER)
def complete(scope: Scope, person: Person, patient_id: UUID) -> None:
    """Add to a record what a registration does not ask: address, number of another system, allergies."""
    system = NUMBERS + person.country.lower()
    scope.db.add(
        PatientContact(patient_id=patient_id, system="address", country=person.country).sealing(value=person.address)
    )
    scope.db.add(
        PatientIdentifier(
            patient_id=patient_id,
            system=system,
            kind=OTHER,
            country=person.country,
            value_index=fingerprint("identifier", system, person.identifier),
        ).sealing(value=person.identifier)
    )
    for name in person.allergies:
        allergy = AllergyIntolerance(patient_id=patient_id, criticality="high", recorded_at=scope.now)
        scope.db.add(allergy.sealing(text=name))
    know(scope, scope.db.get_one(Patient, patient_id))
    scope.touch(patient_id)


@requires(Permission.REGISTER)
def give_account(scope: Scope, person: Person, patient_id: UUID, hashed: str) -> Actor:
    """Let a person whose record is there sign in to it, and give who then acts."""
    email = person.email or f"patient{person.place:03}@example.org"
    name = f"{person.given_names} {person.family_name}"
    account = accounts.make(scope, Role.PATIENT, name, email, hashed)
    account.patient_id = patient_id
    scope.touch(patient_id)
    return Actor(Role.PATIENT, account.id, None, patient_id, None, name)


@requires(Permission.ACCEPT_INVITATION)
def join(scope: Scope, token: str, hashed: str) -> None:
    """Accept an invitation with a password hashed once for all of the demo: each hash takes as long as ten visits."""
    invitations.take_up(scope, invitations.still_open(scope, token, lock=True), hashed)


@requires(Permission.MANAGE_ACCOUNTS)
def set_all_passwords(scope: Scope, password: str) -> None:
    """Give every account the same password, however weak: a demo holds nobody's secrets. Signs everybody out."""
    hashed = hash_password(password)
    for account in scope.db.exec(select(Account)):
        account.password_hash = hashed
        sessions.end_all(scope, account.id)
