"""Settings; the only reader of the environment."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}  # by the scheme of HMS_SMTP_URL


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes the clinic's e-mail."""

    scheme: str  # of MAIL_PORTS
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str  # the address that messages come from

    @property
    def in_the_clear(self) -> bool:
        """Tell whether messages would cross a network unsealed."""
        return self.scheme == "smtp" and self.host not in {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation keeps its data and how it is reached."""

    data_dir: Path
    database_url: str
    key_file: Path
    host: str
    port: int
    workers: int
    origins: tuple[str, ...]
    proxies: frozenset[str]
    demo: bool
    mail: MailServer | None
    document_bytes: int  # of one document
    documents_bytes: int  # of all documents of one patient
    clamav: str  # a socket's path, or tcp://host:port; "" without a scanner

    @property
    def on_sqlite(self) -> bool:
        """Tell whether one file is the database."""
        return self.database_url.startswith("sqlite")

    @property
    def secure_cookies(self) -> bool:
        """Tell whether people reach the clinic over https only."""
        return all(origin.startswith("https://") for origin in self.origins)

    @property
    def address(self) -> str:
        """Name the clinic's own address, for links that are read elsewhere: an https one before others."""
        return next(iter(sorted(self.origins, key=lambda origin: not origin.startswith("https://"))), "")


def _origins(host: str, port: int) -> tuple[str, ...]:
    given = os.environ.get("HMS_ORIGINS", "")
    if given:
        return tuple(origin.strip().rstrip("/") for origin in given.split(",") if origin.strip())
    names = {"127.0.0.1", "localhost"} | ({host} if host not in {"0.0.0.0", "::"} else set())  # noqa: S104 - compared, not bound
    return tuple(f"http://{name}:{port}" for name in sorted(names))


def _mail(url: str) -> MailServer | None:
    if not url:
        return None
    parts = urlsplit(url)
    user = unquote(parts.username or "")
    sender = "".join(parse_qs(parts.query).get("from", [user]))
    if parts.scheme not in MAIL_PORTS or not parts.hostname or "@" not in sender:  # the password is not repeated
        raise ValueError(
            "HMS_SMTP_URL has to look like smtp+starttls://user:password@mail.example:587?from=clinic@example.org"
        )
    port = parts.port or MAIL_PORTS[parts.scheme]
    return MailServer(parts.scheme, parts.hostname, port, user, unquote(parts.password or ""), sender)


def _megabytes(name: str, fallback: int) -> int:
    number = int(os.environ.get(name) or fallback)
    if number < 1:
        raise ValueError(f"{name} has to be 1 or more")
    return number * 1_000_000


@cache
def settings() -> Settings:
    """Read the settings once. Raises ValueError for a number that is none, or a mail server's address that is none."""
    data_dir = Path(os.environ.get("HMS_DATA_DIR", "data")).absolute()
    host, port = os.environ.get("HMS_HOST", "127.0.0.1"), int(os.environ.get("HMS_PORT", "8000"))
    return Settings(
        data_dir=data_dir,
        database_url=os.environ.get("HMS_DATABASE_URL") or f"sqlite:///{data_dir / 'clinic.db'}",
        key_file=Path(os.environ.get("HMS_KEY_FILE") or data_dir / "keys" / "clinic.key").absolute(),
        host=host,
        port=port,
        workers=int(os.environ.get("HMS_WORKERS", "1")),
        origins=_origins(host, port),
        proxies=frozenset(filter(None, os.environ.get("HMS_PROXIES", "").replace(",", " ").split())),
        demo=os.environ.get("HMS_DEMO") == "1",
        mail=_mail(os.environ.get("HMS_SMTP_URL", "")),
        document_bytes=_megabytes("HMS_DOCUMENT_MB", 10),
        documents_bytes=_megabytes("HMS_PATIENT_DOCUMENTS_MB", 500),
        clamav=os.environ.get("HMS_CLAMAV_SOCKET", "").strip(),
    )


def reset_settings() -> None:
    """Forget the settings, so that the next reader sees a changed environment."""
    settings.cache_clear()
