"""Building the frontend once, with the Node that came from the package index."""

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from hms.texts import t
from hms.web import frontend

Progress = Callable[[str, float], None]
STEPS = (  # what the build prints -> how far it is, and what it does next
    ("Compiling", 0.05, "Drawing the pages"),
    ("Installing", 0.25, "Fetching the frontend's packages"),
    ("building client", 0.50, "Building the pages"),
    ("modules transformed", 0.70, "Building the pages"),
    ("building ssr", 0.85, "Writing the pages"),
)
HOST = re.compile(r"`(http|ws)://localhost:\d+")


class BuildFailed(RuntimeError):
    """The frontend could not be built; the message says what the tools said."""


def is_current() -> bool:
    """Tell whether what is built matches what it would be built from."""
    built = frontend.STAMP.read_text("utf-8") if frontend.STAMP.exists() else ""
    return built == f"{frontend.fingerprint()} {frontend.locked()}"


def build(progress: Progress = lambda words, share: None) -> bool:
    """Build the frontend unless it is up to date, and tell whether there was anything to do. Raises BuildFailed."""
    if is_current():
        return False
    wanted = frontend.fingerprint()
    frontend.STAMP.unlink(missing_ok=True)
    shutil.rmtree(frontend.WEB / "build", ignore_errors=True)
    progress(t("Preparing"), 0.0)
    _export(progress)
    patch_address(frontend.CLIENT)
    frontend.STAMP.write_text(f"{wanted} {frontend.locked()}", "utf-8")
    progress(t("The frontend is built"), 1.0)
    return True


def _export(progress: Progress) -> None:
    with tempfile.TemporaryDirectory(prefix="hms-build-") as made:
        nothing, node = Path(made, "data"), Path(made, "node")
        node.mkdir()
        frontend.lay_out_node(node)
        environment = frontend.build_environment(node)
        code, said = _run({**environment, "HMS_DATA_DIR": str(nothing), "HMS_DATABASE_URL": "sqlite://"}, progress)
    if code != 0 or not (frontend.CLIENT / "404.html").exists():
        raise BuildFailed("\n".join([t("The frontend could not be built:"), *said[-40:]]))


def _run(environment: dict[str, str], progress: Progress) -> tuple[int, list[str]]:
    """Run the export, and return how it ended and what it said."""
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603 - our own interpreter, fixed words
        command,
        cwd=frontend.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            said.append(line.rstrip())
            for words, share, doing in STEPS:
                if words in line:
                    progress(t(doing), share)
    return process.returncode, said


def patch_address(client: Path) -> None:
    """Let the built pages talk to wherever they came from; Reflex writes the address of the build into them."""
    patched = 0
    for chunk in client.glob("assets/reflex-env-*.js"):
        text, n = HOST.subn(
            lambda m: "location.origin+`" if m[1] == "http" else "location.origin.replace(/^http/,`ws`)+`",
            chunk.read_text("utf-8"),
        )
        chunk.write_text(text, "utf-8")
        if (packed := chunk.with_name(chunk.name + ".gz")).exists():
            packed.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        patched += n
    if not patched:
        raise BuildFailed(t("The built pages name no address; this version of Reflex builds them differently."))
