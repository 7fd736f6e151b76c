"""PDFs that somebody sent: whether they open, how many pages they have, and each page as a picture.

The content security policy lets no frame stand in our pages, and browsers show no PDF in a sandboxed one: so what is
looked at here is a picture of the page. It is drawn in a process of its own, because a PDF is a program for whoever
reads it: it has limited memory and time, no environment, and what it does to itself it does to nobody else.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from hms.errors import Invalid
from hms.texts import t

PROGRAM = Path(__file__).with_name("draw_page.py")
LONGEST_S = 20
TWO_AT_A_TIME = threading.Semaphore(2)
MOST_PAGES = 9_999
WIDE = 1_100  # pixels of a page that is read
PNG = b"\x89PNG\r\n\x1a\n"


class Drawn(NamedTuple):
    """What came of drawing a page."""

    pages: int  # 0 where nobody knows
    picture: bytes  # PNG; empty where it could not be drawn


def draw(body: bytes, page: int = 1, width: int = WIDE) -> Drawn:
    """Draw a page of a PDF, counted from 1. Raises Invalid where it is protected or damaged.

    A PDF that needs too much time or memory is none that is wrong: it has no picture, and can be saved.
    """
    command = [sys.executable, "-I", str(PROGRAM), str(page), str(width)]
    surroundings = {"RAYON_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
    try:
        with TWO_AT_A_TIME:
            done = subprocess.run(  # noqa: S603 - our own program, with two numbers
                command, input=body, capture_output=True, timeout=LONGEST_S, env=surroundings, cwd="/", check=False
            )
    except (subprocess.TimeoutExpired, OSError):
        return Drawn(0, b"")
    head, _, picture = done.stdout.partition(b"\n")
    if done.returncode or not head:
        return Drawn(0, b"")
    said = json.loads(head)
    if wrong := said.get("wrong"):
        raise Invalid(_words(wrong))
    return Drawn(int(said["pages"]), picture if picture.startswith(PNG) else b"")


def _words(wrong: str) -> str:
    if wrong == "protected":
        return t("This PDF is protected by a password. Save it without one, then add it.")
    return t("This PDF is cut off or damaged. Save it again, then add it.")
