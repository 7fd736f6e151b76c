"""What the tests of every service ask the waiting room's, and the two screens that stand there."""

from typing import Any
from uuid import UUID, uuid4

from hms.access import VISITOR, Actor
from hms.permissions import Role
from hms.schemas.devices import DeviceForm
from hms.schemas.queue import CheckInForm, IssueForm, PointForm
from hms.services import devices
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "devices.mine", "encounters.begin", "encounters.find", "queue.calling.told", "queue.lines.around",
    "queue.lines.card", "queue.lines.coming", "queue.lines.of_today", "queue.lines.waiting", "queue.moving.call",
    "queue.moving.elsewhere", "queue.moving.finish", "queue.moving.follow", "queue.moving.leave",
    "queue.moving.room_of", "queue.moving.skip", "queue.outlook.of_ticket", "queue.tickets.admit",
    "queue.tickets.announce", "queue.tickets.draw", "queue.tickets.in_turn", "queue.tickets.issued",
    "queue.tickets.locked", "queue.tickets.note", "queue.tickets.of_appointment", "queue.tickets.open_of",
    "queue.undoing.last_words", "queue.walk_ins.arrived", "queue.whose.open_points", "queue.whose.queue",
    "queue.whose.queue_of", "queue.whose.queues", "sessions.end_one",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service of the waiting room is asked with."""
    number = IssueForm(patient_id=nobody, queue_id=nobody, key=str(uuid4()))
    point = PointForm(name="Blood samples")
    acts = ("call", "call_next", "finish", "recall", "skip")
    return {
        **{f"queue.calling.{act}": (nobody,) for act in acts},
        "check_in_codes.check_in": ("AAAAAAAA",), "check_in_codes.show": (nobody,),
        "check_in_codes.check_in_oneself": (CheckInForm(code="AAAAAAAA", born="1980-02-03"),),
        "devices.add": (DeviceForm(name="Waiting room", kind="display"),), "devices.listed": (),
        "devices.open_link": ("display", "token"), "devices.revoke": (nobody,),
        "queue.issuing.issue": (number,), "queue.opening.open_visit": (nobody,), "queue.points.add": (point,),
        "queue.points.change": (nobody, point, 1), "queue.points.close": (nobody, 1), "queue.points.listed": (),
        "queue.seeing.board": (), "queue.showing.numbers": (), "queue.undoing.undo": (),
    }  # fmt: skip


def screens(clinic: Cast) -> dict[Role, Actor]:
    """Open a screen of the waiting room and a kiosk."""
    return {role: screen(clinic, role) for role in (Role.DISPLAY, Role.KIOSK)}


def link(clinic: Cast, kind: str, department_id: UUID | None = None) -> tuple[str, str]:
    """Set a screen or a kiosk up; gives its kind and its link's secret."""
    form = DeviceForm(name="Waiting room", kind=kind, department_id=department_id)
    kind, token = clinic.do(clinic.admin, devices.add, form).path.strip("/").split("/")
    return kind, token


def screen(clinic: Cast, role: Role, department_id: UUID | None = None) -> Actor:
    """Set a screen or a kiosk up, and open it by its link."""
    return opened(clinic, link(clinic, role, department_id))


def opened(clinic: Cast, its: tuple[str, str], **at: Any) -> Actor:
    """Open a screen or a kiosk by its link."""
    return clinic.actor_of(clinic.do(VISITOR, devices.open_link, *its, **at).token)
