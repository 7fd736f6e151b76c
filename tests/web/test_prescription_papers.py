"""The paper of a prescription over plain HTTP: taken as a PDF, and checked by a pharmacist with no script at all."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hms.schemas.prescriptions import StopForm
from hms.services import tries
from hms.services.prescriptions import printing, stopping
from tests.support.cast import Cast
from tests.support.pdf import pages, run_together
from tests.support.prescriptions import signed
from tests.web.plain import Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path) as browser:
        yield browser


def path_of(clinic: Cast, drug: Any) -> str:
    link = clinic.do(clinic.asha, printing.take, drug.id).link
    assert link.startswith("http://127.0.0.1:8000/prescription/")
    return link.removeprefix("http://127.0.0.1:8000")


async def test_asha_and_her_doctor_take_the_paper_along_and_nothing_keeps_it(
    web: Visitor, clinic_on_sqlite: Cast
) -> None:
    (drug,) = signed(clinic_on_sqlite)
    path = f"/prescriptions/{drug.id}.pdf"
    assert (await web.get(path)).status_code == 303, "nobody is signed in"
    for email, status in (("bilal@post.example", 404), ("desk@alder.example", 404), ("osei@alder.example", 404),
                          ("rao@alder.example", 200), ("asha@post.example", 200)):  # fmt: skip
        await web.sign_in(email)
        answer = await web.get(path)
        assert answer.status_code == status, email
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="prescription-2026-11-23.pdf"'
    assert answer.headers["cache-control"] == "no-store" and "sandbox" in answer.headers["content-security-policy"]
    assert run_together("Amoxicillin 500 mg capsule") in run_together(pages(answer.content)[0])


async def test_a_pharmacist_without_a_script_reads_that_it_is_real_and_then_what_it_says(
    web: Visitor, clinic_on_sqlite: Cast
) -> None:
    path = path_of(clinic_on_sqlite, signed(clinic_on_sqlite, "Amoxicillin 500", advice="<b>After</b> meals")[0])
    page = await web.get(path)
    assert page.status_code == 200 and "It is real, and it stands" in page.text
    for hidden in ("Asha", "Nair", "1980", "Amoxicillin", "Rao"):
        assert hidden not in page.text
    assert "<script" not in page.text and page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    wrong = await web.send_form(path, proof="1980-02-04")
    assert wrong.status_code == 422 and 'value="1980-02-04"' in wrong.text and "Amoxicillin" not in wrong.text
    right = await web.send_form(path, proof="3.2.1980")
    assert right.status_code == 200
    for told in (
        "Asha Nair",
        "Amoxicillin 500 mg capsule",
        "21 capsules",
        "&lt;b&gt;After&lt;/b&gt; meals",
        "Dr Meera Rao",
    ):
        assert told in right.text


async def test_a_withdrawn_one_says_so_before_anything_is_typed(web: Visitor, clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    (drug,) = signed(clinic)
    path = path_of(clinic, drug)
    clinic.do(clinic.dr_rao, stopping.stop, StopForm(prescription_id=drug.id, reason="A rash on both arms"))
    assert "It was withdrawn" in (await web.get(path)).text
    shown = (await web.send_form(path, proof="1980-02-03")).text
    assert "Withdrawn on 23 Nov 2026" in shown and "rash" not in shown


async def test_an_altered_code_is_told_to_be_none_of_the_clinics_and_asks_for_nothing(
    web: Visitor, clinic_on_sqlite: Cast
) -> None:
    path = path_of(clinic_on_sqlite, signed(clinic_on_sqlite)[0])
    for altered in (path[:-4] + "AAAA", "/prescription/x", "/prescription/%00", "/prescription/" + "A" * 3_000):
        for answer in (await web.get(altered), await web.send_form(altered, proof="1980-02-03")):
            assert answer.status_code == 404 and "not a prescription of this clinic" in answer.text
            assert "<form" not in answer.text


async def test_guessing_birth_dates_ends_soon_and_the_form_says_so(web: Visitor, clinic_on_sqlite: Cast) -> None:
    path = path_of(clinic_on_sqlite, signed(clinic_on_sqlite)[0])
    for day in range(tries.MOST_PROOFS):
        assert (await web.send_form(path, proof=f"1979-01-{day + 1:02}")).status_code == 422
    late = await web.send_form(path, proof="1980-02-03")
    assert late.status_code == 429 and "Too many tries" in late.text and "Asha" not in late.text


async def test_a_form_of_another_site_is_not_taken(web: Visitor, clinic_on_sqlite: Cast) -> None:
    path = path_of(clinic_on_sqlite, signed(clinic_on_sqlite)[0])
    answer = await web.post(path, data={"proof": "1980-02-03"}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
