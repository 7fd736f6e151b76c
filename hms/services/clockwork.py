"""The clinic's clockwork: what is due without anybody asking, each job by itself."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hms.access import SYSTEM, Service, perform
from hms.services import holds
from hms.services.duplicates import looking
from hms.services.exports import making
from hms.services.merging import gathering
from hms.services.orders import escalating, releasing
from hms.services.outbox import reminders, sending
from hms.services.waitlist import offering

log = logging.getLogger("hms.clockwork")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done again and again, and how often; it says how much there was to do."""

    name: str
    every: timedelta
    do: Callable[[datetime], int]


def _alone(service: Service[[], int]) -> Callable[[datetime], int]:
    """Run a service of the clockwork in a transaction of its own."""

    def do(now: datetime) -> int:
        at: Any = {"now": now}
        return perform(service, SYSTEM, **at)

    return do


def _gently(service: Service[[], int]) -> Callable[[datetime], int]:
    """Run a service that has much to do after an import, and leave as much time to everybody else."""
    work = _alone(service)

    def do(now: datetime) -> int:
        began = time.monotonic()
        done = work(now)
        time.sleep(min(1.0, time.monotonic() - began))
        return done

    return do


SECONDS, MINUTE = timedelta(seconds=2), timedelta(minutes=1)
# Four hands: neither a mail server that does not answer nor a long look may keep a held time from becoming free.
QUICK = (
    Job("offers", SECONDS, _alone(offering.expire)),  # before the holds: so the next one is asked at that very moment
    Job("holds", SECONDS, _alone(holds.expire)),
    Job("reminders", MINUTE, _alone(reminders.remind)),
    Job("escalations", MINUTE, _alone(escalating.escalate)),
    Job("results", MINUTE, _alone(releasing.release)),
)
POST = (Job("post", SECONDS, sending.send_due),)
TWINS = (Job("twins", SECONDS, _gently(looking.look)), Job("merges", MINUTE, _alone(gathering.gather)))
DOWNLOADS = (Job("downloads", SECONDS, making.make_due), Job("old downloads", MINUTE, _alone(making.clear)))
HANDS = (QUICK, POST, TWINS, DOWNLOADS)


class Hand:
    """Some jobs, one after the other, each when it is due."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = tuple(jobs)
        self._next: dict[str, datetime] = {}
        self._failing: set[str] = set()

    def tick(self, now: datetime) -> int:
        """Do what is due and tell how much there was; one job's failure never stops another."""
        return sum(self._run(job, now) for job in self._jobs if self._next.get(job.name, now) <= now)

    def _run(self, job: Job, now: datetime) -> int:
        self._next[job.name] = now + job.every
        try:
            done = job.do(now)
        except Exception as problem:  # noqa: BLE001 - the database may be away; the next round asks again
            if job.name not in self._failing:
                log.warning("the job %s failed (%s); it is tried again", job.name, type(problem).__name__)
            self._failing.add(job.name)
            return 0
        if job.name in self._failing:
            log.warning("the job %s works again", job.name)
        self._failing.discard(job.name)
        if done:
            self._next[job.name] = now  # there may be more
        return done
