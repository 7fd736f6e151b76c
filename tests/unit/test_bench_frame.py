"""The frame of `make bench` says what was reached, and what was not, and why."""

import json

from tests.bench import table
from tests.bench.registry import Figure, Goal


def _figure(comparison, goal):
    return Figure("a_figure", "ms", comparison, goal, lambda: 0.0)


def test_a_goal_is_reached_on_its_own_side_only():
    assert Goal.UNDER.is_reached(149.9, 150) and not Goal.UNDER.is_reached(150, 150)
    assert Goal.AT_MOST.is_reached(1.5, 1.5) and not Goal.AT_MOST.is_reached(1.51, 1.5)
    assert Goal.OVER.is_reached(301, 300) and not Goal.OVER.is_reached(300, 300)
    assert Goal.AT_LEAST.is_reached(300, 300) and not Goal.AT_LEAST.is_reached(299, 300)


def test_what_falls_short_is_said_loudly_and_written_down(tmp_path, capsys):
    short = table.Measured(_figure(Goal.UNDER, 150), 212.0, 1)
    broken = table.Measured(_figure(Goal.UNDER, 150), None, 1, "could not be measured: OSError: [no port]")
    table.show([short, broken])
    table.write([short, broken], tmp_path / "latest.json")
    said = capsys.readouterr().out
    assert said.count("NOT REACHED:") == 2 and "212 ms" in said and "[no port]" in said
    first, second = json.loads((tmp_path / "latest.json").read_text("utf-8"))
    assert first == {"name": "a_figure", "value": 212.0, "unit": "ms", "goal": 150, "ok": False}
    assert second["value"] is None and second["ok"] is False
