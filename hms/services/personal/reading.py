"""All personal data of somebody on one page."""

import json
from uuid import UUID

from sqlalchemy import exists
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Account, Coverage, Patient, PatientContact, PatientIdentifier, PatientRelation, StoredFile
from hms.permissions import Permission
from hms.schemas import addresses
from hms.schemas.births import age_words
from hms.schemas.personal_cards import (
    AddressCard,
    ContactCard,
    CoverageCard,
    IdentifierCard,
    OtherNameCard,
    PersonalPage,
    RelationCard,
)
from hms.schemas.words import initials, plain_day
from hms.services.local_time import today
from hms.services.personal import rows, words
from hms.services.personal.asked import OPEN_OF, open_of
from hms.services.personal.keeping import whose
from hms.services.personal.national import OTHER, PASSPORT, kind_words, system_of
from hms.services.personal.phones import shown_phone
from hms.texts import t

PHOTO = (
    select(StoredFile.id)
    .where(StoredFile.patient_id == rows.WHOSE, StoredFile.kind == "photo", col(StoredFile.removed_at).is_(None))
    .order_by(col(StoredFile.id).desc())
    .limit(1)
)
BESIDES = select(
    PHOTO.scalar_subquery(), exists().where(col(Account.patient_id) == rows.WHOSE), OPEN_OF.order_by(None).exists()
)


@requires(Permission.SEE_PERSONAL_DATA)
def page(scope: Scope, patient_id: UUID | None = None) -> PersonalPage:
    """Show all personal data of a patient, one's own where nobody is named. Raises NotFound."""
    return shown(scope, whose(scope, patient_id))


def shown(scope: Scope, patient: Patient) -> PersonalPage:
    """Word all personal data of a patient who was fetched for this actor."""
    scope.db.flush()
    contacts = rows.contacts(scope, patient.id)
    country, day = scope.clinic.country, today(scope)
    photo, has_account, asks = scope.db.exec(BESIDES, params={"patient_id": patient.id}).one()
    age = age_words(patient.born, patient.born_estimated, day) if not patient.deceased else ""
    sex = words.sex_words(patient.sex) if patient.sex != "unknown" else ""
    return PersonalPage(
        id=patient.id,
        version=patient.version,
        merged_into_id=patient.merged_into_id,
        record_number=patient.record_number,
        name=words.name_of(patient),
        initials=initials(patient.name),
        facts=", ".join(filter(None, (age, sex))),
        prefix=patient.prefix,
        given_names=patient.given_names,
        family_name=patient.family_name,
        suffix=patient.suffix,
        other_names=_other_names(scope, patient),
        born=patient.born,
        born_words=words.born_of(patient),
        born_estimated=patient.born_estimated,
        age=age,
        sex=patient.sex,
        sex_words=words.sex_words(patient.sex),
        gender=patient.gender,
        language=patient.language,
        language_words=words.language_line(patient.language),
        interpreter=patient.interpreter,
        identity=patient.identity,
        identity_words=t(words.IDENTITIES.get(patient.identity, patient.identity)),
        deceased=patient.deceased,
        country=country,
        phones=[_contact(one, country) for one in contacts if one.system == "phone"],
        emails=[_contact(one, country) for one in contacts if one.system == "email"],
        addresses=[_address(one) for one in contacts if one.system == "address"],
        relations=[_relation(one, country) for one in rows.relations(scope, patient.id)],
        coverages=[_coverage(one) for one in rows.coverages(scope, patient.id)],
        identifiers=[_identifier(one) for one in rows.identifiers(scope, patient.id)],
        requests=open_of(scope, patient) if asks else [],
        photo=photo,
        has_account=bool(has_account),
    )


def _other_names(scope: Scope, patient: Patient) -> list[OtherNameCard]:
    found = [(words.name_use(one), one.text) for one in rows.names(scope, patient.id)]
    return [OtherNameCard(use=use, use_words=t(words.NAME_WORDS[use]), text=text) for use, text in found]


def photo_of(scope: Scope, patient_id: UUID) -> UUID | None:
    """Name the file that holds the latest photo of somebody; None where there is none."""
    return scope.db.exec(PHOTO, params={"patient_id": patient_id}).first()


def _contact(one: PatientContact, country: str) -> ContactCard:
    return ContactCard(
        value=one.value,
        shown=shown_phone(one.value, country) if one.system == "phone" else one.value,
        use=one.use,
        use_words=t(words.CONTACT_USES.get(one.use, "")),
        typed=one.typed or one.value,
    )


def _address(one: PatientContact) -> AddressCard:
    parts = json.loads(one.parts) if one.parts.startswith("{") else {}
    return AddressCard(
        use=one.use,
        use_words=t(words.CONTACT_USES.get(one.use, "")),
        country=one.country,
        country_words=words.country_name(one.country),
        line=one.value,
        **{part: str(parts[part]) for part in addresses.PARTS if part in parts},
    )


def _relation(one: PatientRelation, country: str) -> RelationCard:
    return RelationCard(
        id=one.id,
        kind=one.kind,
        kind_words=t(words.RELATION_KINDS.get(one.kind, one.kind)),
        name=one.name,
        relation=one.relation,
        phone=one.typed or one.phone,
        phone_shown=shown_phone(one.phone, country),
        address=one.address,
    )


def _coverage(one: Coverage) -> CoverageCard:
    return CoverageCard(
        id=one.id,
        kind=one.kind,
        kind_words=t(words.COVERAGE_KINDS.get(one.kind, one.kind)),
        payer=one.payer,
        member=one.member,
        valid_to=one.valid_to_on.isoformat() if one.valid_to_on else "",
        valid_words=t("until {day}", day=plain_day(one.valid_to_on)) if one.valid_to_on else "",
    )


def _identifier(one: PatientIdentifier) -> IdentifierCard:
    return IdentifierCard(
        country=one.country,
        kind=one.kind,
        kind_words=kind_words(one.country, one.kind) if one.kind else one.system or t("Number"),
        value=one.value,
        fixed=not edited_here(one),
    )


def edited_here(one: PatientIdentifier) -> bool:
    """Tell whether a number was taken down in a form; others came by import, under systems of their own."""
    return one.kind in {PASSPORT, OTHER} or bool(one.country and one.system == system_of(one.country, one.kind))
