"""At the desk: finding, registering, a record edited in place, wishes answered; a doctor's look at somebody in care."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from hms.schemas.personal import ChangeAsked, ContactEntry, ContactsForm
from hms.services.personal import contacts, photos, reading, requests
from tests.support.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEEDED = {"given_names": "Meera", "family_name": "Iyer", "born": "4.5.1991", "sex": "female"}


async def record_of(house: Any, cast: Cast, name: str = "asha") -> Any:
    return await house.open(cast.reception, "/reception/patients/x", patient_id=str(cast.people[name].patient_id))


async def test_reception_registers_with_three_answers_and_goes_on(house: Any, cast: Cast) -> None:
    from hms.pages.reception.register import RegisterPatient

    desk = await house.open(cast.reception, "/reception/register")
    key = desk.shows(RegisterPatient)["key"]
    await desk.call(RegisterPatient.look, answers=NEEDED)
    assert desk.shows(RegisterPatient)["born_words"] == "4 May 1991" and desk.shows(RegisterPatient)["twins"] == []
    await desk.call(RegisterPatient.register, answers=NEEDED)
    done = desk.shows(RegisterPatient)["done"]
    assert (done["name"], done["born"]) == ("Meera Iyer", "4 May 1991")
    await desk.call(RegisterPatient.register, answers=NEEDED)
    assert desk.shows(RegisterPatient)["done"]["id"] == done["id"], "sent twice, it is one record"
    await desk.call(RegisterPatient.another)
    assert desk.shows(RegisterPatient)["done"] is None and desk.shows(RegisterPatient)["key"] != key


async def test_each_wrong_answer_is_marked_and_nothing_typed_is_lost(house: Any, cast: Cast) -> None:
    from hms.pages.reception.register import RegisterPatient

    desk = await house.open(cast.reception, "/reception/register")
    filled = desk.shows(RegisterPatient)["filled"]
    wrong = {**NEEDED, "born": "31.2.1991", "sex": "", "phones-0": "none", "emails-0": "x"}
    await desk.call(RegisterPatient.register, answers=wrong)
    shown = desk.shows(RegisterPatient)
    assert set(shown["field_errors"]) == {"born", "sex"} and shown["filled"] == filled
    await desk.call(RegisterPatient.register, answers={**wrong, "born": "1991", "sex": "female"})
    assert set(desk.shows(RegisterPatient)["field_errors"]) == {"phones-0", "emails-0"}
    await desk.call(RegisterPatient.register, answers={**NEEDED, "given_names": "Аsha"})
    assert "Cyrillic" in desk.shows(RegisterPatient)["field_errors"]["given_names"]
    await desk.call(RegisterPatient.register, answers={**NEEDED, "gender": "x" * 10_000_000})
    assert set(desk.shows(RegisterPatient)["field_errors"]) <= {"given_names", "gender"}


async def test_who_is_likely_known_stands_beside_the_form_and_needs_a_reason(house: Any, cast: Cast) -> None:
    from hms.pages.reception.register import RegisterPatient

    desk = await house.open(cast.reception, "/reception/register")
    twin = {"given_names": "Asha", "family_name": "Nair", "born": "3.2.1980", "sex": "female", "phones-0": "9876543210"}
    await desk.call(RegisterPatient.look, answers=twin)
    shown = desk.shows(RegisterPatient)
    assert shown["strong"] and shown["twins"][0]["hit"]["name"] == "Asha Nair" and shown["twins"][0]["why"]
    await desk.call(RegisterPatient.register, answers=twin)
    assert (
        set(desk.shows(RegisterPatient)["field_errors"]) == {"despite"} and desk.shows(RegisterPatient)["done"] is None
    )
    await desk.call(RegisterPatient.register, answers={**twin, "despite": "Her cousin"})
    assert desk.shows(RegisterPatient)["done"]["name"] == "Asha Nair"


async def test_somebody_without_a_name_gets_one_and_what_was_typed_stays(house: Any, cast: Cast) -> None:
    from hms.pages.reception.register import RegisterPatient

    desk = await house.open(cast.reception, "/reception/register")
    await desk.call(RegisterPatient.nobody_knows, answers={"sex": "male", "age": "40"})
    shown = desk.shows(RegisterPatient)
    assert shown["identity"] == "unknown" and shown["start"]["family_name"] == "Unknown"
    assert (shown["start"]["sex"], shown["start"]["age"]) == ("male", "40")
    await desk.call(RegisterPatient.register, answers=shown["start"])
    assert desk.shows(RegisterPatient)["done"]["facts"] == "about 40 y, Male"
    await desk.call(RegisterPatient.another)
    await desk.call(RegisterPatient.newborn, answers={"given_names": "Asha", "family_name": "Nair"})
    start = desk.shows(RegisterPatient)["start"]
    assert (start["given_names"], start["family_name"]) == ("Baby of Asha ", "Nair")
    await desk.call(RegisterPatient.name_is_known, answers=start)
    assert desk.shows(RegisterPatient)["identity"] == "stated"


async def test_the_search_finds_as_one_types_and_a_scanned_label_opens_its_record(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_patients import SeePatients

    desk = await house.open(cast.reception, "/reception/patients")
    assert desk.shows(SeePatients)["recent"] == []
    await desk.call(SeePatients.seek, words="nai")
    assert [one["name"] for one in desk.shows(SeePatients)["found"]] == ["Asha Nair"]
    number = cast.do(cast.reception, reading.page, cast.asha.patient_id).record_number
    await desk.call(SeePatients.enter, answers={"sought": number})
    assert f"/reception/patients/{cast.asha.patient_id}" in str(desk.packets[-3:])
    await record_of(house, cast)
    again = await house.open(cast.reception, "/reception/patients")
    assert [one["name"] for one in again.shows(SeePatients)["recent"]] == ["Asha Nair"]


async def test_a_phone_is_edited_in_place_and_the_patient_sees_it_at_that_moment(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_patient import SeePatient

    desk, other = await record_of(house, cast), await record_of(house, cast)
    await desk.call(SeePatient.edit, section="contacts")
    shown = desk.shows(SeePatient)
    assert [row["value"] for row in shown["rows"]] == ["+91 98765 43210", ""]
    answers = {"phones-0": "098450 12345", "phones-0-use": "mobile", "phones-1": "", "emails-0": "asha@post.example"}
    await desk.call(SeePatient.save, answers=answers)
    await other.rest()
    for page in (desk, other):
        assert [p["shown"] for p in page.shows(SeePatient)["record"]["personal"]["phones"]] == ["098450 12345"]
    assert desk.shows(SeePatient)["editing"] == ""
    await desk.call(SeePatient.show_changes)
    assert [c["label"] for c in desk.shows(SeePatient)["changes"]] == ["Phones"]


@pytest.mark.parametrize(
    ("section", "answers", "place", "value"),
    [
        ("identity", {"given_names": "Asha", "family_name": "Menon", "born": "3.2.1980", "sex": "female", "identity": "checked",
                      "keep_former": "on"}, "name", "Asha Menon"),
        ("about", {"names-0-use": "preferred", "names-0-text": "Achu", "gender": "", "language": "ml", "interpreter": "on"},
         "language_words", "Malayalam"),
        ("address", {"addresses-0-country": "IN", "addresses-0-street": "1 Hill Road", "addresses-0-city": "Pune",
                     "addresses-0-code": "411001", "addresses-0-use": "home"}, "addresses", "1 Hill Road, Pune, 411001"),
        ("relations", {"relations-0-kind": "guardian", "relations-0-name": "Latha", "relations-0-phone": "9845011111",
                       "relations-1-kind": "emergency", "relations-1-name": ""}, "relations", "Latha"),
        ("coverage", {"coverages-0-kind": "public", "coverages-0-payer": "State", "coverages-0-member": "7",
                      "coverages-0-valid_to": "2027-01-31", "coverages-1-kind": "public"}, "coverages", "State"),
        ("numbers", {"identifiers-0-kind": "IN/aadhaar", "identifiers-0": "234123412346"}, "identifiers", "2341 2341 2346"),
    ],
)  # fmt: skip
async def test_each_section_is_edited_where_it_stands(
    house: Any, cast: Cast, section: str, answers: dict[str, str], place: str, value: str
) -> None:
    from hms.pages.reception.see_patient import SeePatient

    desk = await record_of(house, cast)
    await desk.call(SeePatient.edit, section=section)
    await desk.call(SeePatient.save, answers=answers)
    shown = desk.shows(SeePatient)
    assert shown["notice_tone"] == "ok", (shown["notice_title"], shown["field_errors"])
    assert value in str(shown["record"]["personal"][place])


async def test_what_another_desk_saves_in_the_same_section_stands_beside_what_is_typed(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_patient import SeePatient

    desk = await record_of(house, cast)
    await desk.call(SeePatient.edit, section="contacts")
    version = desk.shows(SeePatient)["version"]
    asha = ContactsForm(version=version, phones=[ContactEntry(value="9845022222")])
    cast.do(cast.asha, contacts.change_contacts, asha)
    await desk.rest()
    shown = desk.shows(SeePatient)
    assert [one["label"] for one in shown["theirs"]] == ["Phones"] and shown["editing"] == "contacts"
    await desk.call(SeePatient.save, answers={"phones-0": "9845033333"})
    assert desk.shows(SeePatient)["notice_title"] == "Somebody saved this before you"
    await desk.call(SeePatient.keep_mine)
    await desk.call(SeePatient.save, answers={"phones-0": "9845033333"})
    assert [p["value"] for p in desk.shows(SeePatient)["record"]["personal"]["phones"]] == ["+919845033333"]


async def test_what_changes_elsewhere_in_the_record_disturbs_nobody_who_edits(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_patient import SeePatient

    desk = await record_of(house, cast)
    await desk.call(SeePatient.edit, section="numbers")
    asha = ContactsForm(version=desk.shows(SeePatient)["version"], phones=[])
    cast.do(cast.asha, contacts.change_contacts, asha)
    await desk.rest()
    assert desk.shows(SeePatient)["theirs"] == []
    await desk.call(SeePatient.save, answers={"identifiers-0-kind": "IN/passport", "identifiers-0": "Z 1"})
    assert desk.shows(SeePatient)["notice_tone"] == "ok"


async def test_what_a_patient_asks_for_shows_at_once_with_both_values_and_is_answered(house: Any, cast: Cast) -> None:
    from hms.pages.reception.answer_changes import AnswerChanges
    from hms.pages.reception.see_patient import SeePatient

    work, desk = await house.open(cast.reception, "/reception/changes"), await record_of(house, cast)
    version = desk.shows(SeePatient)["record"]["personal"]["version"]
    for wish in ({"family_name": "Menon"}, {"sex": "female"}):
        cast.do(cast.asha, requests.ask_change, ChangeAsked(version=version, **wish))
    await work.rest()
    await desk.rest()
    first, second = work.shows(AnswerChanges)["requests"]
    assert [(w["before"], w["wished"]) for w in first["wishes"]] == [("Nair", "Menon")]
    assert len(desk.shows(SeePatient)["record"]["personal"]["requests"]) == 2
    await work.call(AnswerChanges.accept, request_id=first["id"], version=first["version"])
    await work.call(AnswerChanges.start_declining, request_id=second["id"])
    await work.call(AnswerChanges.decline, answers={"answer": ""})
    assert set(work.shows(AnswerChanges)["field_errors"]) == {"answer"}
    await work.call(AnswerChanges.decline, answers={"answer": "Please bring a paper"})
    await desk.rest()
    assert work.shows(AnswerChanges)["requests"] == []
    assert desk.shows(SeePatient)["record"]["personal"]["name"] == "Asha Menon"
    assert desk.shows(SeePatient)["record"]["personal"]["requests"] == []


async def test_a_wish_is_answered_in_the_record_too(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_patient import SeePatient

    cast.do(cast.asha, requests.ask_change, ChangeAsked(version=1, given_names="Aasha"))
    desk = await record_of(house, cast)
    (wish,) = desk.shows(SeePatient)["record"]["personal"]["requests"]
    await desk.call(SeePatient.accept, request_id=wish["id"], version=wish["version"])
    await desk.rest()
    assert desk.shows(SeePatient)["record"]["personal"]["name"] == "Aasha Nair"


async def test_reception_gives_a_code_and_lets_a_parent_act(house: Any, cast: Cast) -> None:
    from hms.pages.reception.register import RegisterPatient
    from hms.pages.reception.see_patient import SeePatient

    desk = await house.open(cast.reception, "/reception/register")
    child = {**NEEDED, "born": f"1.1.{date.today().year - 5}"}  # noqa: DTZ011
    await desk.call(RegisterPatient.register, answers=child)
    page = await house.open(
        cast.reception, "/reception/patients/x", patient_id=desk.shows(RegisterPatient)["done"]["id"]
    )
    await page.call(SeePatient.give_code)
    assert len(page.shows(SeePatient)["code"]["code"].replace(" ", "").replace("-", "")) == 12
    await page.call(SeePatient.put_code_away)
    assert page.shows(SeePatient)["code"] is None and page.shows(SeePatient)["code_out"]["until"]
    await page.call(SeePatient.revoke_code)
    assert page.shows(SeePatient)["code_out"] is None
    await page.call(SeePatient.start_allowing)
    await page.call(
        SeePatient.allow, answers={"email": "nobody@post.example", "relation": "parent", "proof": "Passport"}
    )
    assert set(page.shows(SeePatient)["field_errors"]) == {"email"} and page.shows(SeePatient)["allowing"]
    await page.call(SeePatient.allow, answers={"email": "asha@post.example", "relation": "parent", "proof": "Passport"})
    (acting,) = page.shows(SeePatient)["acting"]
    assert (acting["holder"], acting["proof"], acting["over"]) == ("Asha Nair", "Passport", "")
    await page.call(SeePatient.end_acting, acting_id=acting["id"])
    assert page.shows(SeePatient)["acting"][0]["over"]


async def test_a_photo_that_was_kept_shows_at_that_moment_and_is_removed(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_patient import SeePatient

    desk, body = await record_of(house, cast), BytesIO()
    Image.new("RGB", (60, 40), "teal").save(body, "PNG")
    cast.do(cast.reception, photos.keep_photo, cast.asha.patient_id, body.getvalue())
    await desk.rest()
    assert desk.shows(SeePatient)["record"]["personal"]["photo"]
    await desk.call(SeePatient.remove_photo)
    assert desk.shows(SeePatient)["record"]["personal"]["photo"] is None


async def test_a_record_that_is_not_there_says_so(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_patient import SeePatient

    for wanted in ("x", "00000000-0000-7000-8000-000000000000"):
        desk = await house.open(cast.reception, "/reception/patients/x", patient_id=wanted)
        assert desk.shows(SeePatient)["refused"] and desk.shows(SeePatient)["record"] is None


async def test_a_doctor_opens_somebody_in_care_and_nobody_else(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.see_patient import SeeOwnPatient

    asha = str(cast.asha.patient_id)
    refused = await house.open(cast.dr_rao, "/doctor/patients/x", patient_id=asha)
    assert refused.shows(SeeOwnPatient)["refused"] and refused.shows(SeeOwnPatient)["record"] is None
    cast.book(
        cast.asha, cast.now.replace(hour=6, minute=10, second=0, microsecond=0) + (date(2026, 1, 3) - date(2026, 1, 1))
    )
    doctor = await house.open(cast.dr_rao, "/doctor/patients/x", patient_id=asha)
    shown = doctor.shows(SeeOwnPatient)["record"]
    assert shown["personal"]["name"] == "Asha Nair" and len(shown["upcoming"]) == 1
