"""Is this installation ready, and if not, what is wrong, in words."""

from sqlalchemy.exc import SQLAlchemyError

from hms.config import settings
from hms.db import transaction
from hms.errors import Refusal
from hms.models import THE_CLINIC, Clinic
from hms.security import keys
from hms.services import upkeep
from hms.services.channels import WORDS, email
from hms.services.uploads import scanning
from hms.texts import t


def _problem() -> tuple[str, str] | None:
    if settings().on_sqlite and not settings().data_dir.exists():
        return "not ready", t("There is no clinic in {path} yet. Run: hms run", path=settings().data_dir)
    try:
        keys.keyring()
        if upkeep.current() != upkeep.head():
            return "not ready", t("The database is not up to date. Run: hms migrate")
        with transaction(reading=True) as db:
            clinic = db.get(Clinic, THE_CLINIC)
        if clinic is None:
            return "not ready", t("The database is empty. Run: hms migrate")
        upkeep.check(clinic)
    except Refusal as refusal:
        keys.forget()  # so that the right file is read when it is put back
        return "sealed", f"{refusal.title}. {refusal.body}"
    except SQLAlchemyError as problem:
        return "not ready", t("The database does not answer ({kind}).", kind=type(problem).__name__)
    return None


def state() -> dict[str, str]:
    """Say whether the database and the keys are ready: ok, sealed (the keys do not fit), or not ready."""
    problem = _problem()
    return {"status": problem[0], "why": problem[1]} if problem else {"status": "ok"}


def report() -> list[str]:
    """Say in words all that is wrong with this set-up; nothing for a good one."""
    found = [problem[1]] if (problem := _problem()) else []
    folder, key_file = settings().data_dir, settings().key_file
    if folder.exists() and folder.stat().st_mode & 0o077:
        found.append(t("The data folder can be read by others. Run: chmod 700 {path}", path=folder))
    if settings().on_sqlite and settings().workers > 1:
        found.append(t("Several workers need PostgreSQL: set HMS_DATABASE_URL."))
    if not settings().on_sqlite and key_file.is_relative_to(folder / "backups"):
        found.append(t("Keep the key file away from the backups."))
    found += [words for words, fault in [mail(), scanning.standing()] if fault]
    if any(o.startswith("http://") and "127.0.0.1" not in o and "localhost" not in o for o in settings().origins):
        found.append(t("People reach this clinic without https. Put a proxy with a certificate before it."))
    return found


def mail() -> tuple[str, bool]:
    """Say in words how the clinic's mail stands, and whether that is a fault."""
    server = email.server()
    if server is None:
        return t("No mail server is set up (HMS_SMTP_URL): messages to patients are not mailed."), False
    where = f"{server.host}:{server.port}"
    if problem := email.trouble_with(server):
        return t("Mail by {where} does not work: {why}.", where=where, why=WORDS[problem]), True
    if server.in_the_clear:
        return t("Mail to {where} crosses the network unsealed: use smtps:// or smtp+starttls://.", where=where), True
    return t("The mail server {where} answers.", where=where), False
