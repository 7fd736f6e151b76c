"""Reception's screen for the files of laboratories, through gate, guard and pipeline; a doctor's inbox follows live."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hms.services.laboratory import bring
from tests.support.cast import Cast
from tests.support.laboratory import POTASSIUM, about, flagged, measured, person, placed, report, sent_for
from tests.web.test_reception_screens import booked_today, settled

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_is_filed_is_shown_with_what_was_refused_first_and_stands_in_the_inbox_at_once(
    house: Any, cast: Cast
) -> None:
    from hms.pages.doctor.see_results import SeeResults
    from hms.pages.reception.file_results import FileResults

    booked_today(cast)
    ordered_at = datetime.now(UTC) - timedelta(hours=1)
    cast.now = ordered_at
    order, taken = placed(cast), (ordered_at + timedelta(minutes=5)).isoformat()
    desk, doctor = (
        await house.open(cast.reception, "/reception/results"),
        await house.open(cast.dr_rao, "/doctor/results"),
    )
    assert desk.shows(FileResults)["files"] == []
    good = sent_for(cast, order, measured(POTASSIUM, 6.9, interpretation=flagged("HH")), effectiveDateTime=taken)
    bad = about(
        report("B", [measured(POTASSIUM, 4.1)], order, effectiveDateTime=taken), person(cast, birthDate="1990-01-01")
    )
    tree = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": {**one, "id": name}} for name, one in (("a", good), ("b", bad))],
    }
    done = bring(cast.reception, "monday.json", json.dumps(tree).encode())
    await desk.call(FileResults.came, told=done.model_dump_json())
    await settled(desk, doctor)
    (shown,) = desk.shows(FileResults)["files"]
    assert shown["name"] == "monday.json" and shown["told"] == "1 filed, 1 refused"
    refused, filed = shown["lines"]
    assert (refused["state"], filed["state"]) == ("Refused", "Filed")
    assert refused["whose"] == filed["whose"] == f"Order {order}"
    assert "birth date" in refused["why"][0]
    assert "Potassium 6.9 mmol/L, very high" in str(doctor.shows(SeeResults))
    await desk.call(FileResults.came, told="{}")
    assert desk.shows(FileResults)["notice_tone"] and len(desk.shows(FileResults)["files"]) == 1
