"""What the demo's first doctor orders, and what came of it: some is looked at, some waits, one thing is critical."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select

from hms.access import Actor
from hms.demo.acting import Acting
from hms.demo.plan import Planned
from hms.models import ResultReview, ServiceRequest
from hms.schemas.orders import OrderForm
from hms.schemas.results import ResultForm, SeenForm, TypedResult
from hms.services.orders import inbox, ordering, recording

GROWN = 18  # years: ranges of children are the laboratory's own
Said = dict[str, str]
LIPIDS = ({"cholesterol": "243", "ldl": "161", "hdl": "47", "triglycerides": "176"},
          {"cholesterol": "212", "ldl": "134", "hdl": "49", "triglycerides": "148"})  # fmt: skip
BLOOD = {
    "haemoglobin": "13.9",
    "haematocrit": "41",
    "red_cells": "4.7",
    "mcv": "88",
    "white_cells": "6.1",
    "platelets": "244",
}
# What waits for the doctor: hours ago, what was ordered, and what it said.
WAITS: tuple[tuple[float, str, Said], ...] = (
    (0.4, "electrolytes", {"sodium": "138", "potassium": "6.7", "creatinine": "1.6", "egfr": "44"}),
    (3, "full_blood_count", {**BLOOD, "haemoglobin": "10.2", "mcv": "76", "haematocrit": "32"}),
    (5, "thyroid", {"tsh": "7.4", "free_t4": "0.9"}),
    (6, "hba1c", {"hba1c": "5.4"}),
)
PICTURE = "Heart of normal size. No shadow on either lung, no fluid. Spine and ribs without a sign of a break."


def bring(acting: Acting, planned: list[Planned], now: datetime) -> None:
    """Order for the patient who signs in and for some of the first doctor's, and let results come in."""
    seen = [p for p in planned if p.signed_at and p.signed_at < now - timedelta(hours=1)]
    mine = next((p for p in reversed(seen) if p.person.place == 0), None)
    if mine and mine.signed_at:
        _followed(acting, mine, now)
    others = {
        p.person.place: p for p in seen if p.doctor == 0 and p.person.place and p.person.years(now.date()) > GROWN
    }
    recent = sorted(others.values(), key=lambda p: p.starts_at)[-len(WAITS) - 2 :]
    for p, (hours, panel, said) in zip(recent, WAITS, strict=False):
        at = now - timedelta(hours=hours)
        _come(acting, p, _order(acting, p, panel, _before(p, at)), at, said)
    for p, panel, days in zip(recent[len(WAITS) :], ("ferritin", "abdomen_ultrasound"), (9, 1), strict=False):
        _order(acting, p, panel, _before(p, now - timedelta(days=days)))


def _before(p: Planned, at: datetime) -> datetime:
    """Say when something was ordered: at the signature, or shortly before it came."""
    return min(p.signed_at or at, at - timedelta(minutes=5))


def _followed(acting: Acting, p: Planned, now: datetime) -> None:
    """Let the one who signs in have results over time, all looked at."""
    for days, panel, said in ((25, "lipids", LIPIDS[0]), (4, "lipids", LIPIDS[1]), (4, "full_blood_count", BLOOD)):
        at = now - timedelta(days=days)
        order = _order(acting, p, panel, at)
        _look(acting, p, _come(acting, p, order, at + timedelta(hours=22), said), at + timedelta(hours=25))
    order = _order(acting, p, "chest_xray", now - timedelta(days=24))
    _look(acting, p, _come(acting, p, order, now - timedelta(days=23), {}, report=PICTURE), now - timedelta(days=22))


def _doctor(acting: Acting, p: Planned) -> Actor:
    return acting.doctors[p.doctor]


def _order(acting: Acting, p: Planned, panel: str, at: datetime) -> ServiceRequest:
    key = acting.new_key()
    form = OrderForm(patient_id=acting.patients[p.person.place], panels=[panel], reason=p.visit.reason[:500], key=key)
    acting.do(_doctor(acting, p), at, ordering.order, form)
    return acting.db.exec(select(ServiceRequest).where(ServiceRequest.request_key == f"{key} 0")).one()


def _come(acting: Acting, p: Planned, order: ServiceRequest, at: datetime, said: Said, *, report: str = "") -> UUID:
    typed = [TypedResult(test=test, value=value) for test, value in said.items()]
    form = ResultForm(order_id=order.id, version=order.version, typed=typed, report=report, key=acting.new_key())
    made: Any = acting.do(_doctor(acting, p), at, recording.record, form)
    return UUID(str(made))


def _look(acting: Acting, p: Planned, report_id: UUID, at: datetime) -> None:
    review = acting.db.exec(select(ResultReview).where(ResultReview.report_id == report_id)).one()
    acting.do(_doctor(acting, p), at, inbox.acknowledge, SeenForm(review_id=review.id, version=1))
