"""Settings; the only reader of the environment."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path


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

    @property
    def on_sqlite(self) -> bool:
        """Tell whether one file is the database."""
        return self.database_url.startswith("sqlite")

    @property
    def secure_cookies(self) -> bool:
        """Tell whether people reach the clinic over https only."""
        return all(origin.startswith("https://") for origin in self.origins)


def _origins(host: str, port: int) -> tuple[str, ...]:
    given = os.environ.get("HMS_ORIGINS", "")
    if given:
        return tuple(origin.strip().rstrip("/") for origin in given.split(",") if origin.strip())
    names = {"127.0.0.1", "localhost"} | ({host} if host not in {"0.0.0.0", "::"} else set())  # noqa: S104 - compared, not bound
    return tuple(f"http://{name}:{port}" for name in sorted(names))


@cache
def settings() -> Settings:
    """Read the settings once. Raises ValueError for a port or a number of workers that is no number."""
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
    )


def reset_settings() -> None:
    """Forget the settings, so that the next reader sees a changed environment."""
    settings.cache_clear()
