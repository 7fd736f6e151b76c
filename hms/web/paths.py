"""Which address is whose."""

import re
from urllib.parse import quote

from hms.permissions import Role

ROLE_OF = {
    "patient": Role.PATIENT,
    "doctor": Role.DOCTOR,
    "reception": Role.RECEPTIONIST,
    "admin": Role.ADMINISTRATOR,
    "display": Role.DISPLAY,
    "kiosk": Role.KIOSK,
}
DEVICE_LINK = re.compile(r"/(display|kiosk)/[A-Za-z0-9_-]{43}")
FILES = ("/assets/", "/fonts/")
SINGLE_FILES = frozenset({"/tokens.css", "/favicon.ico", "/healthz"})
SAFE_NEXT = re.compile(r"/[A-Za-z0-9_\-./?=&%]*")


def role_of(path: str) -> Role | None:
    """Return the role whose pages lie under an address; None where no role's do.

    The link of a screen or kiosk is nobody's page: it opens the session that those need.
    """
    if DEVICE_LINK.fullmatch(path):
        return None
    return ROLE_OF.get(path.split("/", 2)[1]) if path.startswith("/") else None


def is_file(path: str) -> bool:
    """Tell whether an address is a file that anybody may have."""
    return path.startswith(FILES) or path in SINGLE_FILES


def safe_next(path: str) -> str:
    """Return an address of ours to go on to after the sign-in; the start where it is not plainly ours."""
    plain = SAFE_NEXT.fullmatch(path) and not path.startswith("//") and ".." not in path and len(path) <= 500
    return path if plain else "/"


def sign_in_for(path: str, query: str) -> str:
    """Return the address of the sign-in which afterwards leads to where the person wanted to go."""
    wanted = safe_next(f"{path}?{query}" if query else path)
    return "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='/')}"
