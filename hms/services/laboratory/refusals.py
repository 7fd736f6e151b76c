"""Why something that a laboratory sent is not filed, in words. Never a value of the file itself, which may be a patient's."""

from hms.errors import Refusal
from hms.texts import t


class NotFiled(Refusal):
    """A report that is refused whole; nothing of it is stored."""

    def __init__(self, reason: str) -> None:
        super().__init__(t("This report was not filed"), reason)
        self.reason = reason


class Unfit(Exception):
    """One result of a report that cannot be filed; the others go on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
