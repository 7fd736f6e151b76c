"""The administrator's settings of scheduling, through the real event pipeline: what they show, follow and refuse."""

from typing import Any

import pytest

from hms.access import SYSTEM, Actor, perform
from hms.pages.admin.places import KeepPlaces
from hms.pages.admin.rules import SetRules
from hms.pages.admin.visit_types import OfferVisitTypes
from hms.permissions import Role
from hms.schemas.directory import DepartmentForm
from hms.schemas.places import LocationForm, RoomForm
from hms.schemas.rules import RulesForm
from hms.schemas.visit_types import VisitTypeForm
from hms.services import directory, places, rules, visit_types
from tests.web.pipeline import House, OpenPage

pytestmark = pytest.mark.asyncio(loop_scope="session")
RULES = {
    "plain_visits": True, "hold_min": "8", "notice_min": "2", "notice_min_unit": "60", "ahead_days": "90",
    "cutoff_min": "1", "cutoff_min_unit": "1440", "phone": "022 5550 100", "observes_holidays": False,
    "holiday_region": "", "overbook": False, "offer_min": "45", "offer_min_unit": "1", "reminder_hours": "48",
    "quiet_from": "20:00", "quiet_to": "07:30", "long_wait_min": "20", "no_show_min": "15",
}  # fmt: skip
KIND = {"name": "ECG", "department_id": "", "length_min": "20", "buffer_before_min": "0", "buffer_after_min": "5",
        "colour": "ok", "patients_may_book": True, "needs_approval": False, "by_video": False, "link": "",
        "price": "40 €", "preparation": ""}  # fmt: skip


@pytest.fixture
def ines(house: House) -> Actor:
    """Make an administrator."""
    return house.account(Role.ADMINISTRATOR, "Ines Moreau")


async def opened(house: House, who: Actor, path: str, screen: type) -> tuple[OpenPage, Any]:
    page = await house.open(who, path)
    return page, lambda: page.shows(screen)


def somebody_else_sets(**changed: Any) -> None:
    card = perform(rules.read, SYSTEM).model_dump(exclude={"country", "regions", "zone"})
    perform(rules.save, SYSTEM, RulesForm.model_validate(card | changed))


async def test_the_rules_are_saved_in_minutes_and_remain_in_the_form(house: House, ines: Actor) -> None:
    page, shown = await opened(house, ines, "/admin/scheduling", SetRules)
    assert shown()["card"]["hold_min"] == 5 and shown()["shape"]["cutoff"] == {"number": "0", "unit": "60"}
    form = shown()["fresh"]
    await page.call(SetRules.take_up)
    await page.call(SetRules.save, answers=RULES)
    assert shown()["notice_tone"] == "ok" and shown()["fresh"] == form and not shown()["touched"]
    saved = perform(rules.read, SYSTEM)
    assert (saved.notice_min, saved.cutoff_min, saved.offer_min, saved.hold_min) == (120, 1440, 45, 8)
    assert saved.overbooking_roles == () and saved.phone == "022 5550 100"
    await page.call(SetRules.save, answers={**RULES, "overbook": True})
    assert perform(rules.read, SYSTEM).overbooking_roles == ("receptionist",)


async def test_each_refused_answer_is_marked_beside_its_field_and_the_form_stays(house: House, ines: Actor) -> None:
    page, shown = await opened(house, ines, "/admin/scheduling", SetRules)
    form = shown()["fresh"]
    wrong = {"hold_min": "99", "cutoff_min": "31", "quiet_from": "late", "reminder_hours": ""}
    await page.call(SetRules.save, answers={**RULES, **wrong})
    assert set(shown()["field_errors"]) == set(wrong) and shown()["fresh"] == form
    assert shown()["field_errors"]["cutoff_min"] == "Give 30 days at most."
    assert perform(rules.read, SYSTEM).version == 1


async def test_a_form_that_nobody_is_in_follows_what_others_save(house: House, ines: Actor) -> None:
    page, shown = await opened(house, ines, "/admin/scheduling", SetRules)
    form = shown()["fresh"]
    somebody_else_sets(hold_min=9)
    await page.rest()
    assert shown()["card"]["hold_min"] == 9 and shown()["fresh"] == form + 1 and shown()["theirs"] == []


async def test_of_two_who_set_rules_the_second_sees_both_and_chooses(house: House, ines: Actor) -> None:
    page, shown = await opened(house, ines, "/admin/scheduling", SetRules)
    form = shown()["fresh"]
    await page.call(SetRules.take_up)
    somebody_else_sets(hold_min=9, overbooking_roles=["receptionist"])
    await page.rest()
    told = [(one["was"], one["now"]) for one in shown()["theirs"]]
    assert told == [("5", "9"), ("nothing", "reception")] and shown()["fresh"] == form
    await page.call(SetRules.save, answers=RULES)
    assert shown()["notice_tone"] == "danger" and shown()["theirs"] and perform(rules.read, SYSTEM).hold_min == 9
    await page.call(SetRules.keep_mine)
    assert shown()["theirs"] == [] and shown()["fresh"] == form
    await page.call(SetRules.save, answers=RULES)
    assert perform(rules.read, SYSTEM).hold_min == 8


async def test_showing_theirs_draws_the_form_anew(house: House, ines: Actor) -> None:
    page, shown = await opened(house, ines, "/admin/scheduling", SetRules)
    form = shown()["fresh"]
    await page.call(SetRules.take_up)
    somebody_else_sets(hold_min=9)
    await page.rest()
    await page.call(SetRules.take_theirs)
    assert (shown()["theirs"], shown()["card"]["hold_min"], shown()["fresh"]) == ([], 9, form + 1)


async def test_holidays_of_a_region_are_shown_before_it_is_saved(house: House, clinic_on_sqlite: Any) -> None:
    page, shown = await opened(house, clinic_on_sqlite.admin, "/admin/scheduling", SetRules)
    whole = {one["name"] for one in shown()["holidays"]}
    await page.call(SetRules.look_at_region, region="KL")
    assert shown()["region"] == "KL" and {one["name"] for one in shown()["holidays"]} != whole
    assert ["KL", "Kerala"] in shown()["shape"]["regions"]
    assert perform(rules.read, SYSTEM).holiday_region == ""


async def test_a_kind_of_visit_is_added_changed_closed_and_opened_again(house: House, ines: Actor) -> None:
    page, shown = await opened(house, ines, "/admin/scheduling/types", OfferVisitTypes)
    heart = perform(directory.add_department, SYSTEM, DepartmentForm(name="Heart"))
    form = shown()["fresh"]
    await page.call(OfferVisitTypes.add, answers={**KIND, "department_id": str(heart.id)})
    (kind,) = shown()["types"]
    assert (kind["name"], kind["department"], kind["colour"], shown()["fresh"]) == ("ECG", "Heart", "ok", form + 1)
    await page.call(OfferVisitTypes.start_changing, visit_type_id=kind["id"])
    assert shown()["editing"]["id"] == kind["id"]
    by_video = {"by_video": "on", "link": "https://video.example/room"}  # an unticked box is not sent
    await page.call(OfferVisitTypes.change, answers={"name": "ECG by video", "length_min": "25", "colour": "info",
                                                    "buffer_before_min": "0", "buffer_after_min": "0", **by_video})  # fmt: skip
    (kind,) = shown()["types"]
    assert kind["by_video"] and kind["name"] == "ECG by video" and not kind["patients_may_book"]
    assert shown()["editing"] is None and kind["department"] == "Every department"
    await page.call(OfferVisitTypes.ask_to_close, visit_type_id=kind["id"])
    assert shown()["closing"] == kind["id"]
    await page.call(OfferVisitTypes.close, visit_type_id=kind["id"], version=kind["version"])
    assert shown()["types"][0]["closed"] and shown()["closing"] == ""
    await page.call(OfferVisitTypes.reopen, visit_type_id=kind["id"], version=shown()["types"][0]["version"])
    assert not shown()["types"][0]["closed"]


async def test_a_refused_kind_of_visit_keeps_its_form(house: House, ines: Actor) -> None:
    page, shown = await opened(house, ines, "/admin/scheduling/types", OfferVisitTypes)
    form = shown()["fresh"]
    await page.call(OfferVisitTypes.add, answers={**KIND, "length_min": "7", "by_video": True, "colour": "pink"})
    assert set(shown()["field_errors"]) == {"length_min", "link", "colour"} and shown()["fresh"] == form
    assert shown()["types"] == []


async def test_of_two_who_change_one_kind_the_second_sees_both(house: House, ines: Actor) -> None:
    first = perform(visit_types.add, SYSTEM, VisitTypeForm(name="ECG", length_min=20))
    page, shown = await opened(house, ines, "/admin/scheduling/types", OfferVisitTypes)
    await page.call(OfferVisitTypes.start_changing, visit_type_id=str(first.id))
    form = shown()["fresh"]
    theirs = VisitTypeForm(name="ECG at rest", length_min=30, colour="ok")
    perform(visit_types.change, SYSTEM, first.id, theirs, first.version)
    await page.rest()
    told = [(one["label"], one["was"], one["now"]) for one in shown()["theirs"]]
    assert told == [
        ("Name", "ECG", "ECG at rest"),
        ("Length, in minutes", "20", "30"),
        ("Colour", "Petrol", "Green"),
    ]
    assert shown()["editing"]["name"] == "ECG" and shown()["fresh"] == form
    await page.call(OfferVisitTypes.change, answers={**KIND, "name": "Stress test"})
    assert shown()["notice_tone"] == "danger" and shown()["types"][0]["name"] == "ECG at rest"
    await page.call(OfferVisitTypes.keep_mine)
    await page.call(OfferVisitTypes.change, answers={**KIND, "name": "Stress test"})
    assert shown()["types"][0]["name"] == "Stress test" and shown()["editing"] is None
    await page.call(OfferVisitTypes.start_changing, visit_type_id=str(first.id))
    now = perform(visit_types.listed, SYSTEM)[0]
    perform(visit_types.change, SYSTEM, first.id, theirs, now.version)
    await page.rest()
    await page.call(OfferVisitTypes.take_theirs)
    assert shown()["editing"]["name"] == "ECG at rest" and shown()["theirs"] == []


async def test_a_site_and_its_rooms_are_opened_one_after_the_other(house: House, ines: Actor) -> None:
    page, shown = await opened(house, ines, "/admin/scheduling/places", KeepPlaces)
    await page.call(KeepPlaces.add_site, answers={"name": "Hill House", "address": "2 Quarry Lane"})
    assert (shown()["asked"]["kind"], shown()["asked"]["site"]) == ("new room", "Hill House")
    for name in ("Room 1", "Room 2"):
        await page.call(KeepPlaces.add_room, answers={"name": name})
    await page.call(KeepPlaces.add_room, answers={"name": "room 2"})
    assert "name" in shown()["field_errors"] and shown()["asked"]["kind"] == "new room"
    (site,) = shown()["sites"]
    assert [room["name"] for room in site["rooms"]] == ["Room 1", "Room 2"]
    await page.call(KeepPlaces.start_changing, place_id=site["rooms"][0]["id"])
    await page.call(KeepPlaces.change, answers={"name": "Room A"})
    await page.call(KeepPlaces.start_changing, place_id=site["id"])
    assert shown()["asked"]["address"] == "2 Quarry Lane"
    await page.call(KeepPlaces.change, answers={"name": "Hill Court", "address": ""})
    (site,) = shown()["sites"]
    assert (site["name"], site["address"], site["rooms"][0]["name"]) == ("Hill Court", "", "Room 2")
    await page.call(KeepPlaces.close_site, location_id=site["id"], version=site["version"])
    assert shown()["notice_tone"] == "danger" and "Room A" in shown()["notice_body"]
    for room in site["rooms"]:
        await page.call(KeepPlaces.ask_to_close, place_id=room["id"])
        await page.call(KeepPlaces.close_room, room_id=room["id"], version=room["version"])
    await page.call(KeepPlaces.close_site, location_id=site["id"], version=site["version"])
    assert shown()["sites"] == [] and shown()["closing"] == ""


async def test_of_two_who_rename_one_room_the_second_sees_both(house: House, ines: Actor) -> None:
    site = perform(places.add_location, SYSTEM, LocationForm(name="Hill House"))
    room = perform(places.add_room, SYSTEM, site.id, RoomForm(name="Room 1"))
    page, shown = await opened(house, ines, "/admin/scheduling/places", KeepPlaces)
    await page.call(KeepPlaces.start_changing, place_id=str(room.id))
    form = shown()["fresh"]
    perform(places.rename_room, SYSTEM, room.id, RoomForm(name="Room A"), room.version)
    await page.rest()
    assert [(one["was"], one["now"]) for one in shown()["theirs"]] == [("Room 1", "Room A")]
    assert shown()["fresh"] == form
    await page.call(KeepPlaces.change, answers={"name": "Room B"})
    assert shown()["notice_tone"] == "danger" and shown()["asked"]["kind"] == "room"
    await page.call(KeepPlaces.keep_mine)
    await page.call(KeepPlaces.change, answers={"name": "Room B"})
    assert shown()["sites"][0]["rooms"][0]["name"] == "Room B" and shown()["asked"]["kind"] == "new"


async def test_a_room_that_was_closed_under_the_hand_is_said(house: House, ines: Actor) -> None:
    site = perform(places.add_location, SYSTEM, LocationForm(name="Hill House"))
    room = perform(places.add_room, SYSTEM, site.id, RoomForm(name="Room 1"))
    page, shown = await opened(house, ines, "/admin/scheduling/places", KeepPlaces)
    await page.call(KeepPlaces.start_changing, place_id=str(room.id))
    perform(places.close_room, SYSTEM, room.id, room.version)
    await page.rest()
    assert shown()["asked"]["kind"] == "new" and shown()["notice_title"] == "It was closed meanwhile"
    await page.call(KeepPlaces.start_changing, place_id=str(room.id))
    assert shown()["notice_tone"] == "danger"


async def test_what_somebody_else_saved_unchanged_stands_in_nobodys_way(house: House, ines: Actor) -> None:
    kind = perform(visit_types.add, SYSTEM, VisitTypeForm(name="ECG", length_min=20))
    site = perform(places.add_location, SYSTEM, LocationForm(name="Hill House"))
    page, shown = await opened(house, ines, "/admin/scheduling", SetRules)
    await page.call(SetRules.take_up)
    somebody_else_sets()
    await page.rest()
    assert shown()["theirs"] == []
    await page.call(SetRules.save, answers=RULES)
    assert shown()["notice_tone"] == "ok"
    page, shown = await opened(house, ines, "/admin/scheduling/types", OfferVisitTypes)
    await page.call(OfferVisitTypes.start_changing, visit_type_id=str(kind.id))
    perform(visit_types.change, SYSTEM, kind.id, VisitTypeForm(name="ECG", length_min=20), kind.version)
    await page.rest()
    await page.call(OfferVisitTypes.change, answers=KIND)
    assert shown()["notice_tone"] == "ok"
    page, shown = await opened(house, ines, "/admin/scheduling/places", KeepPlaces)
    await page.call(KeepPlaces.start_changing, place_id=str(site.id))
    perform(places.change_location, SYSTEM, site.id, LocationForm(name="Hill House"), site.version)
    await page.rest()
    await page.call(KeepPlaces.change, answers={"name": "Hill Court", "address": ""})
    assert shown()["notice_tone"] == "ok" and shown()["sites"][0]["name"] == "Hill Court"
