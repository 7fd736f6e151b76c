"""Every handler of the app as every role, through the real pipeline, against the access table."""

from typing import Any

import pytest
from reflex.state import StateUpdate
from reflex_base.event import Event

from hms.permissions import DEVICES, GRANTS, STAFF, Permission, Role
from hms.web import connections, guard
from hms.web.admission import admit
from hms.web.policies import POLICIES, Rule

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("role", sorted({*STAFF, *DEVICES, Role.PATIENT}))
async def test_every_handler_as_every_role(house: Any, role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    from hms.app import app

    page = await house.open(house.account(role))
    token = next(c.token for c in connections.everyone() if c.sid == page.sid)
    real, passed = guard.Guard.preprocess, set()

    async def noting(self: Any, app: Any, state: Any, event: Event) -> StateUpdate:
        """Decide as ever, but let nothing run."""
        if await real(self, app, state, event) is None:
            passed.add(event.name)
        return StateUpdate()

    monkeypatch.setattr(guard.Guard, "preprocess", noting)
    for name, policy in POLICIES.items():
        await (await app.event_processor.enqueue(token, Event(name=name)))
        by_table = policy in GRANTS and role in GRANTS[policy] if isinstance(policy, Permission) else True
        assert (name in passed) is by_table, name
        place = {"pathname": "/", "asPath": "/"}
        if policy is Rule.INTERNAL:
            assert admit(token, {"name": name, "router_data": place}) is None, name
