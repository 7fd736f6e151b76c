"""`make bench`: measure, compare, write. A figure that falls short is said loudly; one that cannot be measured is an error."""

import argparse
import sys
import time
import traceback
from pathlib import Path

from tests.bench import table
from tests.bench.registry import Figure, all_figures

LATEST = Path(__file__).resolve().parents[2] / ".bench" / "latest.json"


def _chosen(only: str) -> list[Figure]:
    known = all_figures()
    names = [name.strip() for name in only.split(",") if name.strip()] or sorted(known)
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"No such figure: {', '.join(unknown)}. There are: {', '.join(sorted(known)) or 'none'}")
    return [known[name] for name in names]


def _measure(figure: Figure) -> table.Measured:
    sys.stdout.write(f"  {figure.name + ' ...':<56}")
    sys.stdout.flush()
    began = time.monotonic()
    try:
        (value, how), problem = figure.measure(), ""
    except Exception as failure:  # noqa: BLE001 - whatever stopped one figure, the others are still wanted
        traceback.print_exc()
        value, how, problem = None, "", f"could not be measured: {type(failure).__name__}: {failure}"
    took_s = time.monotonic() - began
    sys.stdout.write(f"{took_s:4.0f} s\n" + (f"    {how}\n" if how else ""))
    return table.Measured(figure, value, took_s, problem)


def main() -> int:
    """Run the figures one after another: they would disturb each other."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", default="", help="names of figures, with commas between them")
    results = [_measure(figure) for figure in _chosen(arguments.parse_args().only)]
    table.show(results)
    table.write(results, LATEST)
    return int(any(result.value is None for result in results))


if __name__ == "__main__":
    sys.exit(main())
