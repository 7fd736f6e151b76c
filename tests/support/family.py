"""Who acts for whom, and the codes that open a record: what every service of them is asked with, and how the cast does it."""

from typing import Any
from uuid import UUID

from hms.access import Actor
from hms.schemas.acting import ActingCard, ActingForm, CodeProof, CodeRegistration
from hms.services import acting
from tests.support.cast import PASSWORD, Cast

HELPERS = {
    "exports.asking.let_go",
    *(
        f"exports.{name}"
        for name in (
            "care.appointments",
            "care.forms",
            "prescribed.prescriptions",
            "prescribed.refills",
            "care.visits",
            "care.wishes",
            "elsewhere.imported",
            "health.allergies",
            "health.statements",
            "person.about",
            "person.changes",
            "person.consents",
            "person.family",
            "person.payers",
            "person.rows",
            "pieces.day_of",
            "pieces.doctor",
            "pieces.person",
            "pieces.time_of",
            "talk.conversations",
            "talk.notices",
            "talk.pictures",
        )
    ),
    "sessions.end_acting",
    "tries.count_code",
}


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service is asked with."""
    form = ActingForm(patient_id=nobody, email="x@post.example", relation="carer", proof="Seen")
    code = CodeRegistration(code="XXXX", born_on="2000-01-01", email="code@post.example", password=PASSWORD)
    return {
        "acting.allow": (form,), "acting.of_patient": (nobody,), "acting.end": (nobody,), "acting.family": (),
        "acting.end_for_me": (nobody,), "acting.begin": (nobody,), "record_codes.give": (nobody,),
        "exports.asking.ask": ("a key",), "exports.asking.mine": (), "exports.asking.link": (nobody,),
        "exports.asking.take": ("token",), "exports.making.claim": (), "exports.making.clear": (),
        "exports.making.read_part": (nobody, 0), "exports.making.cover": (nobody,), "exports.making.fail": (nobody,),
        "exports.making.finish": (nobody, b""), "record_codes.revoke": (nobody,), "record_codes.out": (nobody,), "record_codes.register": (code,),
        "record_codes.prove": (CodeProof(code="XXXX", born_on="2000-01-01"),),
    }  # fmt: skip


def allowed(clinic: Cast, who: str, for_whom: Actor, relation: str = "carer", **more: Any) -> ActingCard:
    """Let reception note that somebody may act for a patient."""
    form = ActingForm(
        patient_id=for_whom.patient_id,
        email=f"{who}@post.example",
        relation=relation,
        proof="Letter of a court",
        **more,
    )
    return clinic.do(clinic.reception, acting.allow, form)


def acting_token(clinic: Cast, who: Actor, under: ActingCard | None) -> str:
    """Let somebody go on for another person, or for themselves again; gives the new sign-in's token."""
    return clinic.do(who, acting.begin, under.id if under else None).token


def acts(clinic: Cast, who: Actor, under: ActingCard | None) -> Actor:
    """Let somebody go on for another person, or for themselves again."""
    return clinic.actor_of(acting_token(clinic, who, under))
