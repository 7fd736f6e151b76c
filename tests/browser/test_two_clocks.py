"""A patient who is far away reads the clinic's time, and their own below it, wherever a time is chosen or shown."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.look import grave_violations, overflow
from tests.browser.steps import button, choose_doctor, settled, sign_in
from tests.browser.zones import morning_zone
from tests.support.server import ServedClinic

WHO = ("Cardiology", "Dr Meera Rao")


def own_time(clinics: datetime, zone: str) -> str:
    mine = clinics.astimezone(ZoneInfo(zone))
    return f"{mine:%H:%M}" if mine.date() == clinics.date() else f"{mine:%a %H:%M}"


def test_a_patient_in_another_zone_reads_both_times(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    here = datetime.now(UTC).astimezone(ZoneInfo(morning_zone())).replace(second=0, microsecond=0)
    state = None
    # Zones off the full hour, and so never the clinic's own, whichever that is at the hour of the test.
    for hour, zone in ((10, "Australia/Eucla"), (11, "Asia/Kathmandu"), (14, "America/St_Johns")):
        mine = own_time(here.replace(hour=hour, minute=20), zone)
        asha = page_at(390, timezone_id=zone, storage_state=state)
        if state is None:
            sign_in(asha, url, "asha@post.example")
            state = asha.context.storage_state()
        asha.goto(f"{url}/patient/book")
        choose_doctor(asha, WHO)
        asha.get_by_role("button", name=f"{hour}:20 where you are {mine}", exact=True).click()
        expect(asha.get_by_role("timer")).to_be_visible()
        expect(asha.get_by_text("comes first; below it stands yours")).to_be_visible()
        expect(asha.get_by_text(f"{mine} where you are", exact=True)).to_be_visible()
        assert not overflow(asha) and not grave_violations(asha)
        asha.locator("[name=reason]").fill("A question about my tablets")
        button(asha, "Book this appointment").click()
        expect(asha).to_have_url(re.compile(r"/patient/appointments/[0-9a-f-]{36}$"))
        for path in (asha.url, f"{url}/patient", f"{url}/patient/appointments"):
            asha.goto(path)
            settled(asha)
            expect(asha.get_by_text(f"{mine} where you are", exact=True).first).to_be_visible()
            assert not overflow(asha)


def test_a_patient_near_the_clinic_reads_one_time(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha = page_at(390, timezone_id=morning_zone())
    sign_in(asha, url, "asha@post.example")
    asha.goto(f"{url}/patient/book")
    choose_doctor(asha, WHO)
    asha.get_by_role("button", name="10:20", exact=True).click()
    expect(asha.get_by_role("timer")).to_be_visible()
    expect(asha.get_by_text("where you are")).to_have_count(0)
