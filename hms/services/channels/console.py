"""No mail server: the server's log says that messages would have gone, and nothing of to whom or what they tell."""

import logging
from collections import Counter

from hms.services.channels.base import Message

log = logging.getLogger("hms.messages")


class Console:
    """Takes every message, and shows nobody's name or address."""

    name = "console"

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()

    def send(self, to: str, message: Message) -> None:
        """Count a message of this kind."""
        self._counted[message.kind] += 1

    def close(self) -> None:
        """Say how many messages of which kinds went nowhere."""
        kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(self._counted.items()))
        if kinds:
            log.warning("no mail server is set up (HMS_SMTP_URL); messages not mailed: %s", kinds)
