"""A postbox in place of the mail: what would have left, and trouble on demand."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlmodel import col, select

from hms.db import transaction
from hms.models import OutboxMessage
from hms.services import channels
from hms.services.channels import Message, Way
from hms.services.outbox.sending import send_due


@dataclass
class Postbox:
    """Takes the messages of one way; `trouble` says what happens to an address instead."""

    name: str = "email"
    took: list[tuple[str, Message]] = field(default_factory=list)
    trouble: dict[str, Exception] = field(default_factory=dict)

    def send(self, to: str, message: Message) -> None:
        """Take a message."""
        if to in self.trouble:
            raise self.trouble[to]
        self.took.append((to, message))

    def close(self) -> None:
        """Do nothing."""

    def empty(self, now: datetime) -> list[tuple[str, Message]]:
        """Let everything that is due leave, and give what came out."""
        before = len(self.took)
        while send_due(now):
            pass
        return self.took[before:]

    def kinds(self, now: datetime) -> list[str]:
        """Let everything that is due leave, and say of what kinds it was."""
        return [message.kind for _, message in self.empty(now)]


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Postbox:
    """Give a postbox that everything mailed goes into; another way may be added beside it."""
    made = Postbox()
    monkeypatch.setattr(channels, "_WAYS", {"email": Way("email", "E-mail", reaches="email", open=lambda: made)})
    return made


def outbox(*kinds: str) -> list[OutboxMessage]:
    """Give the messages of these kinds, or all, in their order."""
    asked = select(OutboxMessage).order_by(col(OutboxMessage.id))
    with transaction(reading=True) as db:
        return list(db.exec(asked.where(col(OutboxMessage.kind).in_(kinds)) if kinds else asked))
