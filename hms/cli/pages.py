"""The frontend, built once, beside whatever else a first start has to do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from hms.cli.terminal import Progress, refuse, step
from hms.texts import t


@contextmanager
def built_beside() -> Iterator[None]:
    """Build the frontend where there is none for this code, in a process of its own, while the block runs."""
    from hms.web import build  # noqa: PLC0415 - only a server needs it

    if build.is_current():
        yield
        return
    shown: list[Progress] = []

    def tell(doing: str, share: float) -> None:
        for progress in shown:
            progress(doing, share)

    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(build.build, tell)
        yield
        try:
            with step(t("The pages, built once")) as progress:
                shown.append(progress)
                building.result()
        except build.BuildFailed as problem:
            raise refuse(str(problem)) from problem
