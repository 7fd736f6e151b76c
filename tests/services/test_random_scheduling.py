"""Whatever people do at once, and in whatever order: nobody overlaps, nothing that was said is lost, history is whole."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count, pairwise
from threading import Lock
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import col, select

from hms.db import transaction
from hms.errors import Refusal
from hms.models import Appointment, AppointmentMove
from hms.models.appointment_states import MOVES, Act
from hms.schemas.scheduling import BookingRequest, CancelRequest, HoldRequest, MoveRequest
from hms.services import holds, scheduling
from tests.support.cast import ELEVEN, Cast

THREADS, TIMES = 4, 5  # few times, so that people meet
acts = st.tuples(
    st.sampled_from(["book", "hold", "book held", "move", "cancel", "restore"]),
    st.sampled_from(["asha", "bilal", "reception"]),
    st.sampled_from(["dr_rao", "dr_osei"]),
    st.integers(0, TIMES - 1),
    st.integers(0, 7),
)


class Desk(RuleBasedStateMachine):
    """A day at which several people book, hold, move, cancel and restore at the same time."""

    clinic: Cast
    days = count(2)

    @initialize()
    def a_new_day(self) -> None:
        self.day = next(Desk.days)
        self.said: dict[UUID, tuple[int, str, datetime]] = {}  # appointment: the newest version told, state, time
        self.lock = Lock()

    @rule(batch=st.lists(acts, min_size=2, max_size=8))
    def people_act_at_once(self, batch: list[tuple[str, str, str, int, int]]) -> None:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._act, batch))

    def _act(self, drawn: tuple[str, str, str, int, int]) -> None:
        kind, who, doctor, place, which = drawn
        at = ELEVEN + timedelta(days=self.day, minutes=20 * place)
        try:
            card = self._do(kind, getattr(self.clinic, who), self.clinic.people[doctor].practitioner_id, at, which)
        except Refusal:
            return  # told no in words; anything else fails the test
        if card is not None:
            with self.lock:
                if card.version >= self.said.get(card.id, (0, "", at))[0]:
                    self.said[card.id] = (card.version, card.status, card.starts_at)

    def _do(self, kind: str, who: Any, doctor: UUID, at: datetime, which: int) -> Any:
        if kind in {"move", "cancel", "restore"}:
            return self._change(kind, who, doctor, at, which)
        patient = self.clinic.asha.patient_id if who.patient_id is None else None
        kept = None
        if kind != "book":
            kept = self.clinic.do(who, holds.hold, HoldRequest(practitioner_id=doctor, starts_at=at))
        if kind == "hold":
            return None
        wish = BookingRequest(
            practitioner_id=doctor,
            starts_at=at,
            reason="x",
            key=str(uuid4()),
            patient_id=patient,
            hold_id=kept.id if kept else None,
        )
        return self.clinic.do(who, scheduling.book, wish)

    def _change(self, kind: str, who: Any, doctor: UUID, at: datetime, which: int) -> Any:
        with self.lock:
            known = sorted(self.said)
        if not known:
            return None
        target = known[which % len(known)]
        version = self.clinic.do(who, scheduling.card, target).version
        if kind == "move":
            other = doctor if who.patient_id is None else None
            move = MoveRequest(appointment_id=target, starts_at=at, version=version, practitioner_id=other)
            return self.clinic.do(who, scheduling.move, move)
        if kind == "cancel":
            cancel = CancelRequest(appointment_id=target, reason="x", version=version)
            return self.clinic.do(who, scheduling.cancel, cancel)
        return self.clinic.do(self.clinic.reception, scheduling.restore, target, version)

    @invariant()
    def nobody_overlaps(self) -> None:
        if not hasattr(self, "day"):
            return
        with transaction(reading=True) as db:
            live = db.exec(select(Appointment).where(col(Appointment.cancelled_at).is_(None))).all()
        for who in ("practitioner_id", "patient_id"):
            spans = defaultdict(list)
            for row in live:
                spans[getattr(row, who)].append((row.starts_at, row.ends_at))
            assert all(a[1] <= b[0] for mine in spans.values() for a, b in pairwise(sorted(mine)))

    @invariant()
    def nothing_that_was_said_is_lost_and_the_history_is_whole(self) -> None:
        if not hasattr(self, "said"):
            return
        with transaction(reading=True) as db:
            rows = {row.id: row for row in db.exec(select(Appointment).where(col(Appointment.id).in_(self.said)))}
            steps = defaultdict(list)
            asked = select(AppointmentMove).where(col(AppointmentMove.appointment_id).in_(self.said))
            for step in db.exec(asked.order_by(col(AppointmentMove.id))):
                steps[step.appointment_id].append(step)
        for key, (version, status, starts_at) in self.said.items():
            assert (rows[key].version, rows[key].status, rows[key].starts_at) == (version, status, starts_at)
            mine = steps[key]
            assert len(mine) == version, "each version has its step"
            assert all(a.to_status == b.from_status for a, b in pairwise(mine))
            assert all(step.from_status in MOVES[Act(step.act)][0] for step in mine)
            assert (mine[-1].to_status, mine[-1].to_starts_at) == (status, starts_at)


def test_people_who_act_at_once_never_overlap_and_lose_nothing(clinic: Cast) -> None:
    machine = type("DeskOfThis", (Desk,), {"clinic": clinic})
    quick = settings(
        max_examples=12,
        stateful_step_count=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[
            Phase.explicit,
            Phase.reuse,
            Phase.generate,
        ],  # threads never fail twice alike: there is nothing to shrink
    )
    run_state_machine_as_test(machine, settings=quick)
