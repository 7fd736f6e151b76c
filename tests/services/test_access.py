"""Every service, as every role, on one's own record, another's and a missing one: just what GRANTS says."""

import importlib
import pkgutil
from datetime import date
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest

import hms.services
from hms.access import SYSTEM, VISITOR, Actor
from hms.errors import Forbidden, NotAllowedHere, NotFound, Refusal
from hms.models import SchedulingRules
from hms.permissions import GRANTS, Permission, Reach, Role, may, reach
from hms.schemas.accounts import Registration, SetUp, StaffInvitation
from hms.schemas.board import BoardBooking, BoardHold, BoardMove
from hms.schemas.directory import DepartmentForm
from hms.schemas.formulary import DrugForm
from hms.schemas.notices import NoticeForm
from hms.schemas.places import LocationForm, RoomForm
from hms.schemas.rules import RulesForm
from hms.schemas.scheduling import CancelRequest, HoldRequest, MoveRequest
from hms.schemas.visits import PrescriptionForm
from hms.services import day, portal, scheduling, visits
from hms.services.openings import wording
from tests.support import alerts as alert_checks
from tests.support import (
    calendars,
    catalogues,
    doctor_time,
    documents,
    family,
    forms,
    laboratory,
    notes,
    orders,
    personal,
    prescriptions,
    record_lists,
    talking,
    twins,
    vitals,
    waiting,
    waiting_room,
)
from tests.support import portal as portals
from tests.support.cast import NOW, PASSWORD, Cast, later
from tests.support.offers import type_form

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
    drug = PrescriptionForm(
        encounter_id=NOBODY, medication_id=NOBODY, dose="1", frequency="QD", days=1, key=str(uuid4())
    )
    person = Registration(
        given_names="A", family_name="B", born_on=date(2000, 1, 1), email="new@post.example", password=PASSWORD
    )
    new = SetUp(clinic="X", country="IN", zone="UTC", name="Y", email="z@post.example", password=PASSWORD)
    staff = StaffInvitation(role="receptionist", name="A", email="staff@post.example")
    no = CancelRequest(appointment_id=NOBODY, reason="x", version=1)
    on_list = DrugForm(name="Colchicine", strength="500 micrograms", form="tablet", unit="tablet")
    site, room, kind = LocationForm(name="New site"), RoomForm(name="Room 9"), type_form("New type")
    on_board = {"practitioner_id": NOBODY, "starts": "2026-11-23T11:00"}
    usual = SchedulingRules().model_dump(exclude={"id", "overbooking_roles"})
    rules = RulesForm.model_validate(usual)
    return {
        "accounts.add": (Role.RECEPTIONIST, "A", "fresh@post.example", PASSWORD),
        "accounts.disable": (NOBODY,), "accounts.enable": (NOBODY,), "accounts.register": (person,),
        "accounts.reset_password": ("nobody@post.example", PASSWORD), "accounts.list_accounts": (),
        "availability.department_times": (NOBODY, NOW.date()),
        "availability.days": (NOBODY,), "availability.doctors_with_next": (NOBODY,),
        "availability.free_times": (NOBODY, NOW.date()), "terms.of_booking": (),
        "holds.hold": (HoldRequest(practitioner_id=NOBODY, starts_at=later(60)),), "holds.expire": (),
        "own_hold.let_go": (NOBODY,), "own_hold.see": (NOBODY,), "own_hold.take_up": (NOBODY,),
        "board.of_day": (), "board.news": (NOW.date(), []), "board.hold": (BoardHold(**on_board),),
        "board.book": (BoardBooking(**on_board, patient_id=NOBODY, reason="x", key=str(uuid4())),),
        "board.move": (BoardMove(**on_board, ends="2026-11-23T11:20", appointment_id=NOBODY, version=1),),
        "taking.overbooking": (), "finding.find": ("nobody",), "finding.hit": (NOBODY,), "day.mine": (),
        "attendance.approve": (NOBODY, 1), "attendance.decline": (no,), "attendance.mark_no_show": (NOBODY,),
        "attendance.proposed_no_shows": (), "attendance.requests": (), "attendance.undo_no_show": (NOBODY,),
        "history.history": (NOBODY,), "lately.cancelled": (), "scheduling.restore": (NOBODY, 1),
        "places.add_location": (site,), "places.change_location": (NOBODY, site, 1),
        "places.close_location": (NOBODY, 1), "places.listed": (), "places.add_room": (NOBODY, room),
        "places.rename_room": (NOBODY, room, 1), "places.close_room": (NOBODY, 1),
        "rules.read": (), "rules.save": (rules,), "rules.coming_holidays": ("",),
        "formulary.listed": (), "formulary.add": (on_list,), "formulary.change": (NOBODY, on_list, 1), "formulary.retire": (NOBODY, 1),
        "formulary.restore": (NOBODY, 1),
        "visit_types.add": (kind,), "visit_types.change": (NOBODY, kind, 1), "visit_types.close": (NOBODY, 1),
        "visit_types.listed": (), "visit_types.offered": (), "visit_types.reopen": (NOBODY, 1),
        "directory.add_department": (DepartmentForm(name="New"),), "directory.clinic_name": (),
        "directory.close_department": (NOBODY, 1), "directory.departments": (), "directory.doctors": (),
        "directory.overview": (), **doctor_time.arguments(NOBODY), **waiting_room.arguments(NOBODY), **waiting.arguments(NOBODY),
        **calendars.arguments(NOBODY), **family.arguments(NOBODY), **twins.arguments(NOBODY),
        **portals.arguments(NOBODY), **documents.arguments(NOBODY),
        **personal.arguments(NOBODY), **prescriptions.arguments(NOBODY), **record_lists.arguments(NOBODY), **alert_checks.arguments(NOBODY),
        "directory.rename_department": (NOBODY, DepartmentForm(name="N"), 1),
        "invitations.accept": ("token", PASSWORD), "invitations.find": ("token",), "invitations.invite": (staff,),
        "notices.choice": (NOBODY,),
        "notices.choose": (NoticeForm(channel="none", language="en", version=0, patient_id=NOBODY),),
        "outbox.preparing.prepare": (NOBODY,), "outbox.reminders.remind": (), "outbox.sending.claim": (),
        "outbox.sending.settle": (NOBODY, "email", None), "outbox.listing.messages": (),
        "outbox.listing.try_again": (NOBODY,),
        "portal.home": (),
        "prescribing.formulary": (), "prescribing.prescribe": (drug,), "prescribing.seed_formulary": (),
        "prescribing.take_back": (NOBODY,),
        "scheduling.book": (None,), "scheduling.calendar_file": (NOBODY,),
        "scheduling.cancel": (CancelRequest(appointment_id=NOBODY, reason="x", version=1),),
        "scheduling.card": (NOBODY,), "attendance.check_in": (NOBODY,),
        "scheduling.move": (MoveRequest(appointment_id=NOBODY, starts_at=later(80), version=1),),
        "attendance.undo_check_in": (NOBODY,),
        **talking.arguments(NOBODY), **forms.arguments(NOBODY), **vitals.arguments(NOBODY), **orders.arguments(NOBODY), **catalogues.arguments(), **laboratory.arguments(NOBODY),
        "sessions.alive": ([NOBODY],), "sessions.by_id": (NOBODY,), "sessions.end": (NOBODY,),
        "sessions.find": ("hash",), "sessions.touch": (NOBODY,),
        "set_up.find_offer": ("token",), "set_up.offer": (), "set_up.set_up": ("token", new),
        "sign_in.sign_in": ("nobody@post.example", "wrong", "192.0.2.9"),
        "upkeep.claim": (False,),
        "chart.opened.open_chart": (NOBODY,), "chart.timeline.timeline": (NOBODY,), "visits.page": (NOBODY,), **notes.arguments(NOBODY), "visits.start": (NOBODY,),
        "visits.summary": (NOBODY,),
    }  # fmt: skip


def everyone(clinic: Cast) -> dict[Role, Actor]:
    people = {Role.PATIENT: clinic.asha, Role.DOCTOR: clinic.dr_rao, Role.RECEPTIONIST: clinic.reception}
    people |= waiting_room.screens(clinic)
    return people | {Role.ADMINISTRATOR: clinic.admin, Role.VISITOR: VISITOR, Role.SYSTEM: SYSTEM}


def test_every_role_does_just_what_is_granted(clinic: Cast) -> None:
    asked = arguments() | {"scheduling.book": (clinic.request(patient_id=NOBODY),)}
    wrong, people = [], everyone(clinic)
    for name, service in services().items():
        if name.startswith("importing."):
            continue
        for role, who in people.items():
            try:
                clinic.do(who, service, *asked[name])
                answer = True
            except NotAllowedHere:
                answer = True  # the role could, if the clinic's own rules let it
            except Forbidden:
                answer = False
            except Refusal:
                answer = True
            if answer != may(role, service.permission):
                wrong.append((name, role, answer))
    assert wrong == []


def test_no_public_verb_of_a_service_takes_a_scope_without_declaring_what_it_requires() -> None:
    helpers = {  # called by services, inside their scope: they check nothing and are no way in
        *alert_checks.HELPERS, *calendars.HELPERS, *doctor_time.HELPERS, *family.HELPERS, *personal.HELPERS, *portals.HELPERS, *twins.HELPERS,
        *documents.HELPERS, *record_lists.HELPERS, *waiting.HELPERS, *waiting_room.HELPERS, *prescriptions.HELPERS,
        "fetched.by_id", "holds.write", "plans.lock_in_turn", "scheduling.put",
        "accounts.find_by_email", "accounts.make", "accounts.new_patient", "availability.free_time",
        "availability.nearest", "cards.allergies_of", "cards.card", "cards.cards", "attendance.arrive", "board.moment",
        "board.wall", "cards.call_us", "cards.can_change", "cards.no_shows_of", "holds.card", "holds.end",
        "holds.held_by_another", "holds.keep", "holds.mine", "local_time.chosen_instant", "plans.offered_type",
        "plans.offered_types", "plans.plan", "plans.working", "scheduling.booked", "scheduling.changeable",
        "scheduling.give_back", "scheduling.move_to", "scheduling.new", "slots.bookable", "slots.earliest", "slots.farthest",
        "slots.is_staff", "steps.check", "steps.done", "steps.remember", "taking.again", "taking.of_request",
        "taking.place", "taking.take",
        "holds.end_own", "holds.live", "holds.mark_expired", "holds.tell", "plans.moved",
        "files.keep", "files.remove",
        "edits.changed", "edits.namesake", "edits.one_by_one", "edits.seen", "holidays.holiday_name",
        "holidays.is_holiday", "hours_in_use.doctors_in_room", "hours_in_use.doctors_of_type",
        "directory.hours_on", "directory.working_doctors", "local_time.bounds", "local_time.instant",
        "local_time.local_day", "local_time.today", "prescribing.ends_on", "prescribing.of_encounter",
        "notices.addresses", "notices.choice_of", "notices.language_for", "outbox.letters.letter",
        "outbox.quiet.due", "outbox.quiet.quiet_hours", "outbox.standing.locked", "outbox.standing.overtaken",
        "outbox.standing.told_before", "outbox.states.about", "outbox.states.can_retry", "outbox.states.note",
        "outbox.states.said_at", "outbox.states.state", "outbox.states.visit_day",
        "outbox.writing.put", "outbox.writing.write", "outbox.writing.write_offer",
        "prescribing.of_patient", "record_numbers.next_number", "steps.announce", "sessions.begin",
        "search.writing.know", "sessions.end_all", "summaries.signed_words", "summaries.summary_of", "tries.count_registration",
        "chart.entries.write", "chart.entries.check_when", "chart.entries.amend", "chart.entries.void", "chart.entries.names_of",
        *notes.HELPERS, "chart.entries.versions", "chart.timeline.page_of", "chart.timeline.told", "chart.happened.worded", "chart.sources.keys", "opening.patient_of", "opening.record_of", "chart.observed.latest_results", "chart.observed.measured", "exports.observed.add",
        "record.taken_in.results", "record.taken_in.totals", "record.taken_in.vaccinations", "invitations.still_open", "invitations.take_up", "chart.entries.tell", "exports.entries.recorded", "visits.banner", "visits.face", *talking.HELPERS, *forms.HELPERS, *vitals.HELPERS, *orders.HELPERS, *catalogues.HELPERS, *laboratory.HELPERS,
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


def test_every_permission_that_touches_patients_has_words() -> None:
    assert set(wording.ACTS) | wording.NO_RECORD == set(Permission), (
        "say in openings/wording.py what patients read of it"
    )
    assert not set(wording.ACTS) & wording.NO_RECORD
    verbs = {(verb.permission, name.rpartition(".")[2]) for name, verb in services().items()}
    assert set(wording.VERBS) <= verbs, "words for what no service does any more"
    for permission, verb in verbs - {pair for pair in verbs if pair[0] in wording.NO_RECORD}:
        assert wording.in_words(permission, verb) != wording.UNKNOWN
