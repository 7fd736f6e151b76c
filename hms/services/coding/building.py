"""The file in which codes are looked up, built once from their package.

Why a file of its own, and not a table of the clinic's database: the 98,000 codes belong to the program and not to a clinic.
They never change while it is installed, so they have no place in a clinic's backups, migrations or transactions, and no
test copies them. SQLite's full-text search is one language for both databases. Any number of processes read one file that
nobody writes to. It lies beside the built pages; whoever removes it has it built again by the next `hms run`.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2

from hms.config import settings
from hms.knowledge.icd10 import reading
from hms.texts import t

ROOT = Path(__file__).resolve().parents[3]
LAYOUT = 1  # another layout is another file
MANY = 98_000  # about how many there are, for the progress
SCHEMA = """
CREATE TABLE code (id INTEGER PRIMARY KEY, plain TEXT, code TEXT, title TEXT, terms TEXT, billable INTEGER);
CREATE VIRTUAL TABLE words USING fts5(title, terms, broader, content='', columnsize=0, detail='column',
    prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2');
"""
INDEX = "CREATE INDEX by_code ON code (billable, plain)"
Progress = Callable[[str, float], None]


def place() -> Path:
    """Name the file: beside the program, or in the data folder where the program's own may not be written to."""
    name = f"{reading.release()}-{LAYOUT}.db"
    folder = ROOT / ".codes"
    return (folder if os.access(ROOT, os.W_OK) else settings().data_dir / "codes") / name


def is_there() -> bool:
    """Tell whether the file is built."""
    return place().exists()


def build(progress: Progress = lambda words, share: None) -> bool:
    """Build the file unless it is there, and tell whether there was anything to do. Takes some seconds.

    A process of its own reads the package, whose 200 MB nobody wants to keep. Of several that start at once one builds.
    Raises RuntimeError with what went wrong.
    """
    if is_there():
        return False
    place().parent.mkdir(parents=True, exist_ok=True)
    with place().with_suffix(".lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if is_there():
            return False
        _run(progress)
    return True


def _run(progress: Progress) -> None:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    command = [sys.executable, "-m", "hms.services.coding.building"]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as wrong,
        subprocess.Popen(  # noqa: S603 - our own interpreter, fixed words
            command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, stderr=wrong, text=True
        ) as process,
    ):
        for line in process.stdout or ():
            progress(t("{n} codes", n=line.strip()), min(1.0, int(line) / MANY))
        if process.wait() != 0:
            wrong.seek(0)
            raise RuntimeError(t("The codes of diagnoses could not be read:") + "\n" + wrong.read()[-2000:])


def write(target: Path, listed: Any, tell: Callable[[int], None] = lambda n: None) -> None:
    """Write the file; it stands under its name only once it is whole."""
    half = target.with_suffix(f".{os.getpid()}.half")
    half.unlink(missing_ok=True)
    connection = pysqlite3.dbapi2.connect(str(half))
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        for number, one in enumerate(listed, 1):
            plain = one.code.replace(".", "")
            row = (number, plain, one.code, one.title, one.terms, int(one.billable))
            connection.execute("INSERT INTO code VALUES (?, ?, ?, ?, ?, ?)", row)
            said = (number, f"{one.title} {plain}", one.terms, one.broader)
            connection.execute("INSERT INTO words (rowid, title, terms, broader) VALUES (?, ?, ?, ?)", said)
            if number % 5_000 == 0:
                tell(number)
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.execute(INDEX)
        connection.commit()
    finally:
        connection.close()
    half.replace(target)


if __name__ == "__main__":
    write(place(), reading.codes(), lambda number: print(number, flush=True))  # noqa: T201 - read by build()
