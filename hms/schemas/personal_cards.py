"""Personal data as a page may know it, already worded."""

from uuid import UUID

from hms.schemas.base import Card


class ContactCard(Card):
    """A phone or an e-mail address."""

    value: str  # E.164 where it can be read as one
    shown: str
    use: str
    use_words: str
    typed: str


class AddressCard(Card):
    """An address, and its parts where they are known."""

    use: str
    use_words: str
    country: str
    country_words: str
    line: str
    street: str = ""
    district: str = ""
    city: str = ""
    region: str = ""
    code: str = ""


class OtherNameCard(Card):
    """Another name."""

    use: str  # preferred, former, script, or placeholder
    use_words: str
    text: str


class RelationCard(Card):
    """Somebody who belongs to a patient."""

    id: UUID
    kind: str
    kind_words: str
    name: str
    relation: str
    phone: str
    phone_shown: str
    address: str


class CoverageCard(Card):
    """Who pays."""

    id: UUID
    kind: str
    kind_words: str
    payer: str
    member: str
    valid_to: str  # ISO date, or ""
    valid_words: str


class IdentifierCard(Card):
    """A number; fixed ones came by import and are not edited here."""

    country: str
    kind: str
    kind_words: str
    value: str
    fixed: bool


class WishCard(Card):
    """One thing that a patient asks to have changed."""

    field: str
    label: str
    before: str
    wished: str


class ChangeRequestCard(Card):
    """What a patient asks for; state is open, accepted, declined or withdrawn."""

    id: UUID
    version: int
    patient_id: UUID
    patient: str
    record_number: str
    made: str
    wishes: list[WishCard]
    reason: str
    state: str
    answer: str


class ChangeCard(Card):
    """One change of personal data."""

    field: str
    label: str
    before: str
    after: str
    who: str
    when: str
    asked: bool  # the patient had asked for it


class PersonalPage(Card):
    """All personal data of somebody."""

    id: UUID
    version: int
    merged_into_id: UUID | None
    record_number: str
    name: str
    initials: str
    facts: str  # 46 y, Female
    prefix: str
    given_names: str
    family_name: str
    suffix: str
    other_names: list[OtherNameCard]
    born: str  # YYYY-MM-DD, or a part of it
    born_words: str
    born_estimated: bool
    age: str
    sex: str
    sex_words: str
    gender: str
    language: str
    language_words: str
    interpreter: bool
    identity: str
    identity_words: str
    deceased: bool
    country: str  # the clinic's
    phones: list[ContactCard]
    emails: list[ContactCard]
    addresses: list[AddressCard]
    relations: list[RelationCard]
    coverages: list[CoverageCard]
    identifiers: list[IdentifierCard]
    requests: list[ChangeRequestCard]  # open ones
    photo: UUID | None
    has_account: bool
