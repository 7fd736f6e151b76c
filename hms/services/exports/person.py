"""Who the patient is: names, birth, contacts, numbers, family, payer, consents, and how that came to be."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from hms.access import Scope
from hms.models import (
    ChangeRequest,
    Consent,
    Coverage,
    NoticeChoice,
    Patient,
    PatientContact,
    PatientIdentifier,
    PatientName,
    PatientRelation,
    PersonalChange,
)
from hms.services.exports.pieces import Entry, Piece, Tree, coded, day_of, instant, person, resource, told, whom, words
from hms.services.intake.consents import versions
from hms.services.personal.asked import request_cards
from hms.services.personal.national import kind_words
from hms.services.personal.words import COVERAGE_KINDS, FIELDS, RELATION_KINDS, language_line, sex_words
from hms.texts import t

SYSTEMS = {"phone": t("Phone"), "email": t("E-mail"), "address": t("Address")}
STATES = {
    "accepted": t("accepted"), "declined": t("declined"), "withdrawn": t("taken back"), "open": t("not answered yet"),
}  # fmt: skip
WAYS = {"email": t("E-mail"), "none": t("none"), "console": t("E-mail, where no mail server was set up")}
USES = {"old", "temp", "home", "work", "mobile", "billing"}


def rows(scope: Scope, model: Any, patient: Patient, *order: Any) -> Sequence[Any]:
    """Fetch a patient's rows of a table."""
    return scope.db.exec(select(model).where(model.patient_id == patient.id).order_by(*(order or (model.id,)))).all()


def about(scope: Scope, patient: Patient) -> Piece:
    """Tell who the patient is."""
    names, contacts = rows(scope, PatientName, patient), rows(scope, PatientContact, patient)
    numbers = rows(scope, PatientIdentifier, patient)
    piece = Piece(t("Personal data"))
    whole = " ".join(filter(None, [patient.prefix, patient.name, patient.suffix]))
    piece.add(
        Entry(
            "", whole,
            told(
                (t("Record number"), patient.record_number),
                (t("Date of birth"), f"{patient.born}{t(' (estimated)') if patient.born_estimated else ''}"),
                (t("Sex"), sex_words(patient.sex)), (t("Gender"), patient.gender),
                (t("Language"), language_line(patient.language)),
                (t("Interpreter"), t("needed") if patient.interpreter else ""),
                *((t("Other name"), name.text) for name in names),
                *((SYSTEMS.get(one.system, one.system), one.typed or one.value) for one in contacts),
                *((kind_words(one.country, one.kind) if one.kind else one.system, one.value) for one in numbers),
                (t("Registered"), day_of(scope, patient.registered_at)),
                (t("Died"), day_of(scope, patient.deceased_at) or (t("yes") if patient.deceased else "")),
            ),
        ),
        _patient(patient, names, contacts, numbers),
    )  # fmt: skip
    return piece


def _patient(patient: Patient, names: Sequence[PatientName], contacts: Sequence[PatientContact],
             numbers: Sequence[PatientIdentifier]) -> Tree:  # fmt: skip
    reach = [c for c in contacts if c.system != "address"]
    lines = [c for c in contacts if c.system == "address"]
    died: Tree = {"deceasedDateTime": instant(patient.deceased_at)} if patient.deceased_at else {
        "deceasedBoolean": True if patient.deceased else None
    }  # fmt: skip
    return resource(
        "Patient", patient.id,
        identifier=[
            {"use": "official", "type": coded("v2-0203", "MR"), "value": patient.record_number},
            *({"system": n.system, "type": words(n.kind), "value": n.value} for n in numbers),
        ],
        name=[
            {
                "use": "official", "family": patient.family_name, "given": patient.given_names.split(),
                "prefix": [patient.prefix], "suffix": [patient.suffix],
            },
            *({"use": _use(name.use, "nickname"), "text": name.text} for name in names),
        ],
        telecom=[{"system": c.system if c.system in {"phone", "email"} else "other", "use": _use(c.use), "value": c.value}
                 for c in reach],
        address=[{"use": _use(c.use), "text": c.value, "country": c.country} for c in lines],
        gender=patient.sex, birthDate=patient.born, **died,
        communication=[{"language": words(patient.language), "preferred": True}] if patient.language else [],
    )  # fmt: skip


def _use(said: str, other: str | None = None) -> str | None:
    return said if said in USES or said in {"maiden", "usual", "nickname", "official"} else other


def family(scope: Scope, patient: Patient) -> Piece:
    """Tell who belongs to the patient."""
    piece = Piece(t("Family and others"))
    for one in rows(scope, PatientRelation, patient):
        kind = t(RELATION_KINDS.get(one.kind, one.kind))
        lines = told(("", one.relation), (t("Phone"), one.typed or one.phone), (t("Address"), one.address))
        relationship = [words(kind), *([words(one.relation)] if one.relation else [])]
        piece.add(
            Entry("", f"{kind}: {one.name}", lines),
            resource(
                "RelatedPerson", one.id, patient=whom(patient), relationship=relationship, name=[{"text": one.name}],
                telecom=[{"system": "phone", "value": one.phone or one.typed}] if one.phone or one.typed else [],
            ),
        )  # fmt: skip
    return piece


def payers(scope: Scope, patient: Patient) -> Piece:
    """Tell who pays."""
    piece = Piece(t("Insurance"))
    for one in rows(scope, Coverage, patient):
        kind = t(COVERAGE_KINDS.get(one.kind, one.kind))
        valid = day_of(scope, one.valid_to_on)
        piece.add(
            Entry("", one.payer or kind, told(("", kind), (t("Number"), one.member), (t("Valid to"), valid))),
            resource(
                "Coverage", one.id, status="active", beneficiary=whom(patient), type=words(kind),
                payor=[{"display": one.payer or kind}], subscriberId=one.member,
                period={"end": one.valid_to_on.isoformat()} if one.valid_to_on else None,
            ),
        )  # fmt: skip
    return piece


def consents(scope: Scope, patient: Patient) -> Piece:
    """Tell what was agreed to, and when."""
    piece, texts = Piece(t("Consents")), versions()
    for one in rows(scope, Consent, patient, Consent.given_at):
        text = texts.get((one.kind, one.text_version))
        title = text.title if text else one.kind
        lines = told(
            (t("Version"), one.text_version), (t("Given by"), person(scope, one.given_by)),
            (t("Withdrawn"), day_of(scope, one.withdrawn_at)), ("", text.text if text else ""),
        )  # fmt: skip
        piece.add(
            Entry(day_of(scope, one.given_at), title, lines),
            resource(
                "Consent", one.id, status="inactive" if one.withdrawn_at else "active",
                scope=coded("consentscope", "patient-privacy"), category=[words(title)], patient=whom(patient),
                dateTime=instant(one.given_at), policyRule=words(f"{title}, {one.text_version}"),
            ),
        )  # fmt: skip
    return piece


def changes(scope: Scope, patient: Patient) -> Piece:
    """Tell what was changed, with both values, and what was asked for."""
    piece = Piece(t("Changes of personal data"))
    for one in rows(scope, PersonalChange, patient, PersonalChange.at):
        was, became = one.before or t("nothing"), one.after or t("nothing")
        by = person(scope, one.account_id)
        piece.add(
            Entry(
                day_of(scope, one.at),
                t(FIELDS.get(one.field, one.field)),
                told((t("Before"), was), (t("After"), became), (t("By"), by)),
            )
        )
    for asked in request_cards(scope, rows(scope, ChangeRequest, patient, ChangeRequest.made_at)):
        wished = [
            (one.label, t("{before}, wished: {wished}", before=one.before, wished=one.wished)) for one in asked.wishes
        ]
        state = STATES.get(asked.state, asked.state)
        lines = told(*wished, (t("Why"), asked.reason), (t("Answer"), asked.answer), (t("State"), state))
        piece.add(Entry(asked.made, t("A change was asked for"), lines))
    for choice in rows(scope, NoticeChoice, patient, col(NoticeChoice.made_at)):
        lines = told(
            (t("Way"), WAYS.get(choice.channel, choice.channel)), (t("Language"), language_line(choice.language))
        )
        piece.add(Entry(day_of(scope, choice.made_at), t("How messages shall come"), lines))
    return piece
