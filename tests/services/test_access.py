"""Every service, as every role, on one's own record, another's and a missing one: just what GRANTS says."""

import importlib
import pkgutil
from datetime import date, time
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest

import hms.services
from hms.access import SYSTEM, VISITOR, Actor
from hms.errors import Forbidden, NotFound, Refusal
from hms.permissions import GRANTS, Permission, Reach, Role, may, reach
from hms.schemas.accounts import Registration, SetUp, StaffInvitation
from hms.schemas.directory import DepartmentForm, HoursBlock, HoursForm
from hms.schemas.scheduling import CancelRequest, MoveRequest
from hms.schemas.visits import NoteForm, PrescriptionForm
from hms.services import day, portal, scheduling, visits
from tests.support.cast import NOW, PASSWORD, Cast, later

NOBODY = UUID(int=7)


def modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(hms.services.__path__, "hms.services.")
    return [importlib.import_module(module.name) for module in found]


def services() -> dict[str, Any]:
    """Find every function that declares a permission."""
    return {
        f"{module.__name__.removeprefix('hms.services.')}.{name}": verb
        for module in modules()
        for name, verb in vars(module).items()
        if hasattr(verb, "permission") and verb.__module__ == module.__name__
    }


# What each service is asked with; ids of nothing, so that whoever may ask meets NotFound or an answer, never Forbidden.
def arguments() -> dict[str, tuple[Any, ...]]:
    note = NoteForm(encounter_id=NOBODY, note="x", version=1)
    drug = PrescriptionForm(
        encounter_id=NOBODY, medication_id=NOBODY, dose="1", frequency="QD", days=1, key=str(uuid4())
    )
    person = Registration(
        given_names="A", family_name="B", born_on=date(2000, 1, 1), email="new@post.example", password=PASSWORD
    )
    new = SetUp(clinic="X", country="IN", zone="UTC", name="Y", email="z@post.example", password=PASSWORD)
    staff = StaffInvitation(role="receptionist", name="A", email="staff@post.example")
    block = HoursBlock(weekday=0, starts=time(9), ends=time(10))
    week = HoursForm(practitioner_id=NOBODY, blocks=[block], visit_min=20, version=1)
    return {
        "accounts.add": (Role.RECEPTIONIST, "A", "fresh@post.example", PASSWORD),
        "accounts.disable": (NOBODY,), "accounts.enable": (NOBODY,), "accounts.register": (person,),
        "accounts.reset_password": ("nobody@post.example", PASSWORD), "accounts.list_accounts": (),
        "availability.days": (NOBODY,), "availability.doctors_with_next": (NOBODY,),
        "availability.free_times": (NOBODY, NOW.date()),
        "day.board": (), "day.mine": (),
        "directory.add_department": (DepartmentForm(name="New"),), "directory.clinic_name": (),
        "directory.close_department": (NOBODY, 1), "directory.departments": (), "directory.doctors": (),
        "directory.hours": (NOBODY,), "directory.overview": (),
        "directory.rename_department": (NOBODY, DepartmentForm(name="N"), 1), "directory.set_hours": (week,),
        "invitations.accept": ("token", PASSWORD), "invitations.find": ("token",), "invitations.invite": (staff,),
        "portal.home": (),
        "prescribing.formulary": (), "prescribing.prescribe": (drug,), "prescribing.seed_formulary": (),
        "prescribing.take_back": (NOBODY,),
        "scheduling.book": (None,), "scheduling.calendar_file": (NOBODY,),
        "scheduling.cancel": (CancelRequest(appointment_id=NOBODY, reason="x", version=1),),
        "scheduling.card": (NOBODY,), "scheduling.check_in": (NOBODY,),
        "scheduling.move": (MoveRequest(appointment_id=NOBODY, starts_at=later(80), version=1),),
        "scheduling.undo_check_in": (NOBODY,),
        "sessions.alive": ([NOBODY],), "sessions.by_id": (NOBODY,), "sessions.end": (NOBODY,),
        "sessions.find": ("hash",), "sessions.touch": (NOBODY,),
        "set_up.find_offer": ("token",), "set_up.offer": (), "set_up.set_up": ("token", new),
        "sign_in.sign_in": ("nobody@post.example", "wrong", "192.0.2.9"),
        "upkeep.claim": (False,),
        "visits.page": (NOBODY,), "visits.save_note": (note,), "visits.sign": (note,), "visits.start": (NOBODY,),
        "visits.summary": (NOBODY,),
    }  # fmt: skip


def everyone(clinic: Cast) -> dict[Role, Actor]:
    people = {Role.PATIENT: clinic.asha, Role.DOCTOR: clinic.dr_rao, Role.RECEPTIONIST: clinic.reception}
    return people | {Role.ADMINISTRATOR: clinic.admin, Role.VISITOR: VISITOR, Role.SYSTEM: SYSTEM}


def test_every_role_does_just_what_is_granted(clinic: Cast) -> None:
    asked = arguments() | {"scheduling.book": (clinic.request(patient_id=NOBODY),)}
    wrong = []
    for name, service in services().items():
        if name.startswith("importing."):
            continue
        for role, who in everyone(clinic).items():
            try:
                clinic.do(who, service, *asked[name])
                answer = True
            except Forbidden:
                answer = False
            except Refusal:
                answer = True
            if answer != may(role, service.permission):
                wrong.append((name, role, answer))
    assert wrong == []


def test_no_public_verb_of_a_service_takes_a_scope_without_declaring_what_it_requires() -> None:
    helpers = {  # called by services, inside their scope: they check nothing and are no way in
        "accounts.find_by_email", "accounts.make", "accounts.new_patient", "availability.free_time",
        "availability.nearest", "availability.working", "cards.allergies_of", "cards.card", "cards.cards",
        "directory.hours_on", "directory.working_doctors", "local_time.bounds", "local_time.instant",
        "local_time.local_day", "local_time.today", "prescribing.ends_on", "prescribing.of_encounter",
        "prescribing.of_patient", "record_numbers.next_number", "scheduling.announce", "sessions.begin",
        "sessions.end_all", "summaries.signed_words", "summaries.summary_of", "tries.count_registration",
        "visits.banner",
    }  # fmt: skip
    undeclared = {
        f"{module.__name__.removeprefix('hms.services.')}.{name}"
        for module in modules()
        for name, verb in vars(module).items()
        if callable(verb) and not name.startswith("_") and getattr(verb, "__module__", "") == module.__name__
        and not isinstance(verb, type) and not hasattr(verb, "permission")
        and next(iter(getattr(verb, "__annotations__", {})), "") == "scope"
    }  # fmt: skip
    assert {name for name in undeclared if not name.startswith("importing.")} == helpers


def test_absent_and_forbidden_look_alike(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    told = []
    for target in (booked.id, NOBODY):
        with pytest.raises(NotFound) as refused:
            clinic.do(clinic.bilal, scheduling.card, target)
        told.append((type(refused.value), refused.value.title, refused.value.body))
    assert told[0] == told[1]


def test_each_patient_sees_only_their_own_page(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    assert clinic.do(clinic.asha, portal.home).next is not None
    assert clinic.do(clinic.bilal, portal.home).next is None


def test_a_doctors_day_holds_only_their_own_patients(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    assert clinic.do(clinic.dr_osei, day.mine, None).total == 0


def test_a_doctor_reaches_a_patient_only_while_in_care(clinic: Cast) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    clinic.do(clinic.dr_rao, visits.summary, page.encounter_id)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, visits.summary, page.encounter_id)
    other = clinic.book(clinic.asha, later(80), doctor="dr_osei")
    clinic.do(clinic.dr_osei, visits.summary, page.encounter_id)
    clinic.do(clinic.asha, scheduling.cancel, CancelRequest(appointment_id=other.id, reason="x", version=1))
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, visits.summary, page.encounter_id)


def test_every_permission_is_granted_to_somebody_and_used_by_some_service() -> None:
    used = {service.permission for service in services().values()}
    assert set(GRANTS) == set(Permission)
    assert set(Permission) == used
    assert all(GRANTS.values())


def test_no_role_but_reception_reaches_any_patient() -> None:
    clinical = (Permission.SEE_APPOINTMENT, Permission.BOOK_APPOINTMENT, Permission.SEE_VISIT_SUMMARY)
    for permission in clinical:
        assert [role for role in Role if reach(role, permission) is Reach.ANY] in ([Role.RECEPTIONIST], [])
