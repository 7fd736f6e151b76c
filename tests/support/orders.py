"""What the tests of every service ask of orders and results, and the ways to order, to write a result down and to look."""

from typing import Any
from uuid import UUID, uuid4

from hms.access import Actor
from hms.schemas.orders import OrderCard, OrderForm, RevokeForm
from hms.schemas.results import (
    HandOverForm,
    InboxPage,
    ReportCard,
    ResultChange,
    ResultForm,
    ResultRulesForm,
    SeenForm,
    TypedResult,
)
from hms.services.orders import inbox, ordering, recording, ruling, seeing
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "exports.ordered.orders", "orders.released.held_ids", "orders.released.reports", "orders.released.total",
    "orders.releasing.hold", "orders.releasing.let_if_due", "orders.releasing.looked_at", "orders.reviewing.ask",
    "orders.reviewing.ask_again", "orders.reviewing.changed", "orders.reviewing.looker", "orders.reviewing.open_of",
    "orders.rows.doctors_of", "orders.rows.papers_of", "orders.rows.reports_of", "orders.rows.results_of",
    "orders.rows.reviews_of", "orders.rows.rules", "orders.rows.rank_of", "orders.rows.unjudged", "orders.worded.mark_of", "orders.saying.earlier", "orders.saying.line", "orders.saying.name", "orders.saying.short", "orders.typed.again",
    "orders.typed.observations", "orders.typed.tests_of", "orders.seeing.cards",
    "orders.worded.inbox_lines", "orders.worded.inbox_report", "orders.worded.moment", "orders.worded.reports",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service for orders and results is asked with."""
    change = ResultChange(observation_id=nobody, version=1, value="1", reason="x")
    return {
        "orders.choosing.catalogued": (), "orders.correcting.correct": (change,), "orders.correcting.void": (change,),
        "orders.escalating.escalate": (), "orders.inbox.acknowledge": (SeenForm(review_id=nobody, version=1),),
        "orders.inbox.count": (), "orders.inbox.covered": (), "orders.inbox.look": (nobody,), "orders.inbox.waiting": (),
        "orders.inbox.hand_over": (HandOverForm(review_id=nobody, to=nobody),),
        "orders.ordering.order": (OrderForm(patient_id=nobody, panels=["crp"], key=str(uuid4())),),
        "orders.ordering.revoke": (RevokeForm(order_id=nobody, version=1, reason="x"),),
        "orders.recording.record": (ResultForm(order_id=nobody, version=1, key=str(uuid4())),),
        "orders.releasing.release": (), "orders.ruling.read": (),
        "orders.ruling.save": (ResultRulesForm(version=1, release_hours=0, escalate_hours=1),),
        "orders.seeing.awaited": (), "orders.seeing.of_patient": (nobody,), "orders.seeing.of_visit": (nobody,),
        "orders.sheet.blank": (nobody,),
    }  # fmt: skip


def ordered(cast: Cast, *panels: str, patient: str = "asha", doctor: str = "dr_rao", **other: Any) -> list[OrderCard]:
    """Let a doctor order something for a patient in care; gives the patient's orders, the newest first."""
    form = OrderForm.model_validate(
        {"patient_id": cast.people[patient].patient_id, "panels": list(panels), "key": str(uuid4()), **other}
    )
    cast.do(cast.people[doctor], ordering.order, form)
    return orders(cast, patient, doctor)


def orders(cast: Cast, patient: str = "asha", doctor: str = "dr_rao") -> list[OrderCard]:
    """Give the orders of a patient."""
    listed: list[OrderCard] = cast.do(cast.people[doctor], seeing.of_patient, cast.people[patient].patient_id).listed
    return listed


def typed(**said: str) -> list[TypedResult]:
    """Type results: test=number."""
    return [TypedResult(test=test, value=value) for test, value in said.items()]


def came(cast: Cast, order: OrderCard, *, who: Actor | None = None, results: Any = None, **form: Any) -> UUID:
    """Write down what came of an order; gives its report."""
    said = {"order_id": order.id, "version": order.version, "typed": results or [], "key": str(uuid4()), **form}
    at = {"now": said.pop("now")} if "now" in said else {}
    made: UUID = cast.do(who or cast.dr_rao, recording.record, ResultForm.model_validate(said), **at)
    return made


def result(cast: Cast, panel: str, patient: str = "asha", **said: str) -> UUID:
    """Order a panel, and write down what came of it."""
    order = ordered(cast, panel, patient=patient)[0]
    return came(cast, order, results=typed(**said))


def box(cast: Cast, who: Actor | None = None, **at: Any) -> InboxPage:
    """Give a doctor's inbox."""
    page: InboxPage = cast.do(who or cast.dr_rao, inbox.waiting, **at)
    return page


def see(cast: Cast, line: Any, who: Actor | None = None, **said: Any) -> None:
    """Look at a report and say so."""
    at = {"now": said.pop("now")} if "now" in said else {}
    shown = cast.do(who or cast.dr_rao, inbox.look, line.review_id, **at)
    version = said.pop("version", shown.report.version)
    cast.do(who or cast.dr_rao, inbox.acknowledge, SeenForm(review_id=line.review_id, version=version, **said), **at)


def report(cast: Cast, report_id: UUID, **whose: str) -> ReportCard:
    """Give a report as it stands in the patient's orders."""
    return next(one for order in orders(cast, **whose) for one in order.reports if one.id == report_id)


def rule(cast: Cast, **hours: int) -> None:
    """Set the clinic's rules for results."""
    now = cast.do(cast.admin, ruling.read).model_dump()
    cast.do(cast.admin, ruling.save, ResultRulesForm.model_validate({**now, **hours}))
