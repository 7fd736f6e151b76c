"""E-mail by SMTP."""

import smtplib
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime

from hms.config import MailServer, settings
from hms.services.channels.base import Message, Problem, Undelivered

TO_ANSWER_S = 20
NOT_NOW = range(400, 500)  # RFC 5321: the server may take it later


def server() -> MailServer | None:
    """Give the mail server; None where none is set up, and in a demo, which never writes to anybody."""
    return None if settings().demo else settings().mail


def compose(sender: str, to: str, message: Message) -> EmailMessage:
    """Write a letter. Raises Undelivered for what is no address."""
    letter = EmailMessage(POLICY)
    try:
        letter["To"] = Address(addr_spec=_ascii_domain(to))
    except (MessageError, ValueError, IndexError) as problem:
        raise Undelivered(Problem.ADDRESS, for_good=True) from problem
    letter["From"] = Address(one_line(message.clinic), addr_spec=sender)
    letter["Subject"] = one_line(message.subject)
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = f"<{message.id}@{_domain(sender)}>"
    letter["Content-Language"] = message.language
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday reply, please
    letter.set_content(message.text)
    if file := message.calendar:
        # Twice, as is the custom: some programs offer what is an alternative of the text, others what is attached.
        letter.add_alternative(file.body.decode(), subtype="calendar", params={"method": file.method})
        letter.add_attachment(file.body, maintype="application", subtype="ics", filename=one_line(file.name))
    return letter


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def one_line(words: str) -> str:
    """Take out what would end a header: whatever somebody is called, it stays one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _ascii_domain(address: str) -> str:
    local, at, domain = address.strip().rpartition("@")
    with suppress(UnicodeError):
        return f"{local}{at}{domain.encode('idna').decode()}"
    return address


class Mail:
    """One connection for as many messages as are due; a server that is away is asked once, not for each of them."""

    name = "email"

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._open: smtplib.SMTP | None = None
        self._away: Undelivered | None = None

    def send(self, to: str, message: Message) -> None:
        """Hand a message to the mail server. Raises Undelivered."""
        letter = compose(self._server.sender, to, message)
        connection = self._connected()
        try:
            connection.send_message(letter, self._server.sender, [letter["To"].addresses[0].addr_spec])
        except smtplib.SMTPRecipientsRefused as problem:
            codes = [code for code, _ in problem.recipients.values()]
            raise _judged(max(codes), Problem.ADDRESS) from None  # the problem's own words name the address
        except smtplib.SMTPSenderRefused:
            raise Undelivered(Problem.SENDER) from None
        except smtplib.SMTPDataError as problem:
            raise _judged(problem.smtp_code, Problem.REFUSED) from None
        except smtplib.SMTPNotSupportedError:
            raise Undelivered(Problem.ADDRESS, for_good=True) from None
        except (smtplib.SMTPException, OSError):
            self.close()  # what it has heard of this message is not known: the next one asks a new connection
            raise Undelivered(Problem.UNREACHABLE) from None

    def _connected(self) -> smtplib.SMTP:
        if self._away:
            raise self._away
        if self._open is None:
            try:
                self._open = _connect(self._server)
            except Undelivered as problem:
                self._away = problem
                raise
        return self._open

    def close(self) -> None:
        """Say goodbye to the mail server."""
        if self._open:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
            self._open.close()
        self._open = None


def _judged(code: int, lasting: Problem) -> Undelivered:
    return Undelivered(Problem.LATER) if code in NOT_NOW else Undelivered(lasting, for_good=True)


def _connect(server: MailServer) -> smtplib.SMTP:
    own = _domain(server.sender)  # else smtplib asks the network what this machine is called
    made: smtplib.SMTP | None = None
    try:
        if server.scheme == "smtps":
            made = smtplib.SMTP_SSL(
                server.host, server.port, own, timeout=TO_ANSWER_S, context=ssl.create_default_context()
            )
        else:
            made = smtplib.SMTP(server.host, server.port, own, timeout=TO_ANSWER_S)
        if server.scheme == "smtp+starttls":
            made.starttls(context=ssl.create_default_context())
        if server.user:
            made.login(server.user, server.password)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        found = Problem.INSECURE
    except smtplib.SMTPAuthenticationError:
        found = Problem.SENDER
    except (smtplib.SMTPException, OSError):
        found = Problem.UNREACHABLE
    else:
        return made
    if made:
        made.close()
    raise Undelivered(found)


def trouble_with(server: MailServer) -> Problem | None:
    """Ask a mail server whether it would let the clinic send; None where it would."""
    try:
        connection = _connect(server)
    except Undelivered as problem:
        return problem.problem
    with suppress(smtplib.SMTPException, OSError):
        connection.quit()
    return None
