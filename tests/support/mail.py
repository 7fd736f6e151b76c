"""A real mail server on this machine, with trouble on demand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from hms.config import reset_settings
from tests.support.processes import free_port

SENDER = "clinic@alder.example"


@dataclass
class Mailroom:
    """What a mail server does: `answers` says what it replies to an address, the first first."""

    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    data_answers: list[str] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count who comes."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse an address."""
        if told := self.answers.get(address):
            return told.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take or refuse a letter."""
        if self.data_answers:
            return self.data_answers.pop(0)
        letter = message_from_bytes(envelope.content, policy=default)
        letter["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def serving(
    room: Mailroom, patch: pytest.MonkeyPatch, scheme: str = "smtp", login: str = "", **how: Any
) -> Iterator[int]:
    """Serve a mailroom, and have the settings point at it."""
    port = free_port()
    controller = Controller(room, hostname="localhost", port=port, **how)
    controller.start()
    pointed(patch, port, scheme, login)
    try:
        yield port
    finally:
        controller.stop()
        reset_settings()


def pointed(patch: pytest.MonkeyPatch, port: int, scheme: str = "smtp", login: str = "") -> None:
    """Have the settings point at a port, where a mail server is or is not."""
    patch.setenv("HMS_SMTP_URL", f"{scheme}://{login}localhost:{port}?from={SENDER}")
    reset_settings()
