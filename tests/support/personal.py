"""What the tests of every service ask of those for personal data."""

from typing import Any
from uuid import UUID, uuid4

from hms.schemas.duplicates import PersonTyped
from hms.schemas.personal import (
    AboutForm,
    AddressesForm,
    ChangeAnswer,
    ChangeAsked,
    ContactsForm,
    CoveragesForm,
    IdentifiersForm,
    IdentityForm,
    RelationsForm,
)
from hms.schemas.registering import PatientForm

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "personal.asked.open_of", "personal.asked.request_card", "personal.asked.request_cards",
    "personal.belonging.relation_rows", "personal.contacts.address_rows", "personal.contacts.phone_rows",
    "personal.identity.birth_typed", "personal.identity.keep_name", "personal.identity.note_identity",
    "personal.keeping.done", "personal.keeping.settle", "personal.keeping.to_change", "personal.keeping.whose",
    "search.keeping.among", "visits.past",
    "personal.numbers.held_by_another", "personal.numbers.identifier_rows", "personal.numbers.put",
    "personal.reading.photo_of", "personal.reading.shown", "personal.rows.contacts", "personal.rows.coverages",
    "personal.rows.identifiers", "personal.rows.names", "personal.rows.relations", "personal.rows.replace",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service for personal data is asked with."""
    who: dict[str, Any] = {"patient_id": nobody, "version": 1}
    answer = ChangeAnswer(request_id=nobody, version=1, answer="No paper shows it")
    return {
        "personal.about.change_about": (AboutForm(**who),),
        "personal.belonging.change_coverages": (CoveragesForm(**who, coverages=[]),),
        "personal.belonging.change_relations": (RelationsForm(**who, relations=[]),),
        "personal.contacts.change_addresses": (AddressesForm(**who, addresses=[]),),
        "personal.contacts.change_contacts": (ContactsForm(**who),),
        "personal.history.history": (nobody,),
        "personal.identity.change_identity": (IdentityForm(**who, given_names="A"),),
        "personal.numbers.change_identifiers": (IdentifiersForm(**who, identifiers=[]),),
        "finding.recent": (), "opening.open_record": (nobody,), "personal.labels.label": (nobody,),
        "personal.photos.keep_photo": (nobody, b"x"), "personal.photos.photo": (nobody,),
        "personal.photos.remove_photo": (nobody,),
        "personal.registering.look": (PersonTyped(given_names="A"),),
        "personal.registering.register": (PatientForm(key=str(uuid4()), given_names="A", age="40", sex="other"),),
        "personal.registering.unknown_name": (),
        "personal.reading.page": (nobody,),
        "personal.requests.accept": (answer,), "personal.requests.decline": (answer,),
        "personal.requests.ask_change": (ChangeAsked(**who, sex="other"),),
        "personal.requests.my_requests": (nobody,), "personal.requests.open_requests": (),
        "personal.requests.withdraw": (nobody, 1),
    }  # fmt: skip
