"""Building the frontend once, with the Node that came from the package index."""

import fcntl
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hms.texts import t
from hms.web import frontend

Progress = Callable[[str, float], None]
LOOK_EVERY_S = 0.25
# What lies there once a step is done -> how far the build is then, and what it does next.
STEPS = (
    (frontend.WEB / "vite.config.js", 0.05, t("Drawing the pages")),
    (frontend.WEB / "node_modules", 0.25, t("Fetching the frontend's packages")),
    (frontend.WEB / "utils" / "context.jsx", 0.60, t("Building the pages")),
    (frontend.WEB / "build" / "client", 0.85, t("Packing the pages")),
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
    frontend.WEB.mkdir(exist_ok=True)
    with frontend.LOCK_FILE.open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        return False if is_current() else _build(progress)


def _build(progress: Progress) -> bool:
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
    command = [sys.executable, "-m", "hms.web.exporting", "export", "--frontend-only", "--no-zip"]
    began = time.time()
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said,
        subprocess.Popen(  # noqa: S603 - our own interpreter, fixed words
            command,
            cwd=frontend.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        while process.poll() is None:
            done = [(share, doing) for mark, share, doing in STEPS if mark.exists() and mark.stat().st_mtime >= began]
            if done:
                progress(done[-1][1], done[-1][0])
            time.sleep(LOOK_EVERY_S)
        said.seek(0)
        return process.returncode, said.read().splitlines()


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
