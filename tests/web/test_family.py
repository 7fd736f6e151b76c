"""Going on for somebody else from a page, and making a sign-in with a code from the desk."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hms.access import SYSTEM, Scope
from hms.db import transaction
from hms.pages.patient.appointments import Appointments
from hms.pages.patient.family import Family
from hms.pages.patient.my_code import MyCode
from hms.schemas.accounts import Registration
from hms.services import record_codes
from hms.services.accounts import new_patient
from tests.support.cast import PASSWORD, Cast
from tests.support.family import acting_token, allowed
from tests.web.at_booking import soonest
from tests.web.plain import Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path) as browser:
        yield browser


def cookie_of(web: Visitor) -> str:
    return next(iter(web.cookies.jar)).value


def known_without_sign_in(clinic: Cast) -> str:
    """Have Carmen known to the clinic though she never signed in; gives her code."""
    form = Registration(
        given_names="Carmen", family_name="Ortiz", born_on=date(1961, 4, 9), email="c@post.example", password=PASSWORD
    )
    with transaction() as db:
        patient_id = new_patient(Scope(db, SYSTEM, clinic.now), form).id
    return clinic.do(clinic.reception, record_codes.give, patient_id).code


async def test_asha_goes_on_for_bilal_in_a_new_sign_in_and_comes_back(web: Visitor, clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    right = allowed(clinic, "asha", clinic.bilal)
    await web.sign_in("asha@post.example")
    first = cookie_of(web)
    answer = await web.send_form("/act-for", acting=str(right.id))
    assert (answer.status_code, answer.headers["location"]) == (303, "/patient")
    for_bilal = clinic.actor_of(cookie_of(web))
    assert (for_bilal.account_id, for_bilal.patient_id) == (clinic.asha.account_id, clinic.bilal.patient_id)
    web.cookies.set(next(iter(web.cookies.jar)).name, first)
    assert (await web.get("/patient")).headers["location"].startswith("/sign-in")  # the first one is over
    await web.sign_in("asha@post.example")
    await web.send_form("/act-for", acting=str(right.id))
    await web.send_form("/act-for", acting="")
    assert clinic.actor_of(cookie_of(web)).patient_id == clinic.asha.patient_id


async def test_another_site_cannot_make_asha_act_and_nonsense_is_not_found(
    web: Visitor, clinic_on_sqlite: Cast
) -> None:
    right = allowed(clinic_on_sqlite, "asha", clinic_on_sqlite.bilal)
    await web.sign_in("asha@post.example")
    before = cookie_of(web)
    refused = await web.post(
        "/act-for", data={"acting": str(right.id)}, headers={"origin": "https://elsewhere.example"}
    )
    assert refused.status_code == 403
    for named in ("nonsense", str(clinic_on_sqlite.bilal.patient_id), "x" * 100_000):
        assert (await web.send_form("/act-for", acting=named)).status_code in {404, 413}
    assert cookie_of(web) == before
    assert clinic_on_sqlite.actor_of(before).patient_id == clinic_on_sqlite.asha.patient_id


async def test_staff_and_strangers_act_for_nobody(web: Visitor, clinic_on_sqlite: Cast) -> None:
    right = allowed(clinic_on_sqlite, "asha", clinic_on_sqlite.bilal)
    assert (await web.send_form("/act-for", acting=str(right.id))).headers["location"] == "/sign-in"
    await web.sign_in("rao@alder.example")
    assert (await web.send_form("/act-for", acting=str(right.id))).status_code == 404


async def test_the_page_says_for_whom_one_acts_and_shows_that_ones_visits(house: Any, cast: Cast) -> None:
    booked = cast.book(cast.bilal, soonest(cast))
    token = acting_token(cast, cast.asha, allowed(cast, "asha", cast.bilal))
    page = await house.open(cast.asha, "/patient/appointments", token=token)
    shown = page.shows(Appointments)
    assert (shown["me"]["name"], shown["me"]["acting"]) == ("Asha Nair", "Bilal Haddad")
    assert str(booked.id) in str(shown)


async def test_bilal_ends_on_his_page_that_asha_acts_and_her_page_closes(house: Any, cast: Cast) -> None:
    right = allowed(cast, "asha", cast.bilal)
    token = acting_token(cast, cast.asha, right)
    hers = await house.open(cast.asha, "/patient/appointments", token=token)
    page = await house.open(cast.bilal, "/patient/family")
    assert [one["holder"] for one in page.shows(Family)["page"]["for_me"]] == ["Asha Nair"]
    await page.call(Family.ask_end, acting_id=str(right.id))
    assert page.shows(Family)["asked"] == str(right.id)
    await page.call(Family.end, acting_id=str(right.id))
    assert page.shows(Family)["notice_tone"] == "ok"
    await hers.until(lambda: hers.closed == 4401)
    assert hers.redirects == ["/sign-in"]


async def test_ashas_page_hears_of_a_new_right_by_itself(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/family")
    assert page.shows(Family)["page"]["others"] == []
    allowed(cast, "asha", cast.bilal)
    await page.rest()
    assert [one["patient"] for one in page.shows(Family)["page"]["others"]] == ["Bilal Haddad"]


async def test_carmen_makes_her_sign_in_with_the_code_from_the_desk(web: Visitor, clinic_on_sqlite: Cast) -> None:
    code = known_without_sign_in(clinic_on_sqlite)
    form = {"code": code, "born_on": "1961-04-09", "email": "carmen@post.example", "password": PASSWORD}
    wrong = await web.send_form("/register/code", **{**form, "born_on": "1961-04-10"})
    assert wrong.status_code == 422
    assert "do not fit each other" in wrong.text
    assert code in wrong.text
    assert PASSWORD not in wrong.text
    answer = await web.send_form("/register/code", **form)
    assert answer.headers["location"] == "/sign-in?registered=1"
    assert (await web.sign_in("carmen@post.example")).headers["location"].startswith("/patient")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("code", "", "Please fill this in"),
        ("code", "X" * 5_000, "at most"),
        ("born_on", "1961-02-30", "day"),
        ("born_on", "1889-12-31", "between 1890 and today"),
        ("born_on", "2999-01-01", "between 1890 and today"),
        ("email", "nobody", "name@example.org"),
        ("password", "short", "12"),
    ],
)
async def test_each_wrong_answer_is_said_at_its_field(
    web: Visitor, clinic_on_sqlite: Cast, name: str, value: str, said: str
) -> None:
    form = {"code": "ACDE", "born_on": "1961-04-09", "email": "carmen@post.example", "password": PASSWORD}
    answer = await web.send_form("/register/code", **{**form, name: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'id="{name}-error"' in answer.text


async def test_the_form_of_a_new_patient_leads_to_the_one_for_a_code(web: Visitor) -> None:
    assert 'href="/register/code"' in (await web.get("/register")).text
    assert "You have a code from the clinic" in (await web.get("/register/code")).text
    await web.sign_in("asha@post.example")
    assert (await web.get("/register/code")).headers["location"] == "/patient"


async def test_on_a_page_a_code_is_refused_beside_its_field_and_then_taken(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/my-code")
    await page.call(MyCode.prove, answers={"code": "ACDE", "born_on": "1961-04-09"})
    assert "do not fit each other" in page.shows(MyCode)["field_errors"]["code"]
    await page.call(MyCode.prove, answers={"code": "", "born_on": "31.12.99"})
    assert set(page.shows(MyCode)["field_errors"]) == {"code", "born_on"}
    await page.call(MyCode.prove, answers={"code": known_without_sign_in(cast), "born_on": "1961-04-09"})
    assert page.shows(MyCode)["proved"] is True
