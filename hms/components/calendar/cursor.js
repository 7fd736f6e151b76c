// A place for the keyboard where nothing is booked: arrows carry it over the times, with Shift it grows, Enter books.
import { isList } from "./drawing.js";
import { nodeOf } from "./furnish.js";
import { clock, DAY, dayOf, dayWords, later, MINUTE, number } from "./time.js";

export function slotCursor(desk) {
  const node = document.createElement("div");
  node.className = "h-cal-cursor";
  node.setAttribute("role", "button");
  node.tabIndex = -1;
  let at = null, from = null, back = false; // {column, start, end}; the entry it came from; whether the focus was on it

  const slot = () => (desk.isMonth() ? DAY : desk.props.slotMin * MINUTE);
  const bounds = (day) => (desk.isMonth() ? [0, 1_440] : desk.hours).map((minute) => number(day) + minute * MINUTE);
  const columns = () => desk.props.view.startsWith("resource")
    ? desk.props.resources.map(({ id, title }) => ({ day: desk.days[0], resource: id, title }))
    : desk.days.map((day) => ({ day, resource: desk.only(), title: dayWords(day, desk.props.locale) }));

  const first = () => {
    const all = columns(), { moment } = desk.now, today = all.findIndex(({ day }) => day === dayOf(moment()));
    const column = Math.max(0, today), [opens, closes] = bounds(all[column]?.day ?? desk.props.date);
    const now = Math.floor(number(moment()) / slot()) * slot();
    const start = today >= 0 && now >= opens && now < closes ? now : opens;
    return { column, start, end: start + slot() };
  };
  const within = (start, end) => ({ resource }) => (one) => (!resource || !one.resource || one.resource === resource)
    && number(one.start) < end && number(one.end) > start;
  const lying = () => {
    const inside = within(at.start, at.end)(columns()[at.column] ?? {});
    return [...desk.known.want.values()].filter(inside);
  };
  const text = (ms) => later("1970-01-01T00:00:00", ms);
  const name = () => {
    const { words, locale } = desk.props, column = columns()[at.column];
    if (!column) return "";
    const times = desk.isMonth() ? "" : `${clock(text(at.start))} ${words.to} ${clock(text(at.end))}`;
    const there = lying(), visit = there.find((one) => !one.kind), ground = there.filter((one) => one.kind);
    const state = visit ? words.taken.replace("{title}", visit.title || words.held)
      : ground.map((one) => one.title || words[one.kind]).filter(Boolean).join(", ") || words.free;
    return [column.title, times, state].filter(Boolean).join(", ");
  };
  const place = () => {
    const column = columns()[at.column];
    if (!column) return;
    const style = node.style, [opens] = bounds(column.day);
    if (desk.isMonth()) {
      style.gridArea = `${Math.floor(at.column / 7) + 1} / ${(at.column % 7) + 1}`;
      style.top = style.height = "";
    } else {
      const pixels = (ms) => `${(ms / MINUTE / desk.props.slotMin) * desk.props.slotHeight}px`;
      style.gridArea = `1 / ${at.column + 1}`;
      style.top = pixels(at.start - opens);
      style.height = pixels(at.end - at.start);
    }
    node.setAttribute("aria-label", name());
  };
  const show = () => {
    place();
    if (document.activeElement !== node) node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
    desk.say(name());
  };
  const carry = ([right, down], grow) => {
    const count = columns().length, column = at.column + (desk.isMonth() ? right + 7 * down : right);
    if (grow && !desk.isMonth()) {
      const end = Math.max(at.end + down * slot(), at.start + slot());
      if (!right && end <= bounds(columns()[at.column].day)[1]) at = { ...at, end };
      return show();
    }
    if (column < 0 || column >= count) return show();
    const by = desk.isMonth() ? 0 : down * slot(), days = number(columns()[column].day) - number(columns()[at.column].day);
    const start = at.start + by + days, [opens, closes] = bounds(columns()[column].day);
    if (start >= opens && start + slot() <= closes) at = { column, start, end: start + slot() };
    return show();
  };

  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const key = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    const arrow = ARROWS[event.key], [opens, closes] = bounds(columns()[at.column]?.day ?? desk.props.date);
    const visit = lying().find((one) => !one.kind), home = nodeOf(desk, from);
    if (arrow) carry(arrow, event.shiftKey);
    else if (event.key === "Home") { at = { ...at, start: opens, end: opens + slot() }; show(); }
    else if (event.key === "End") { at = { ...at, start: closes - slot(), end: closes }; show(); }
    else if (event.key === "Enter" || event.key === " ") {
      if (visit) nodeOf(desk, visit.id)?.focus();
      else desk.choose(text(at.start), text(at.end), columns()[at.column].resource);
    } else if (event.key === "Escape" && home) home.focus();
    else return false;
    return true;
  };
  const put = (start, resource) => {
    const column = columns().findIndex((one) => one.day === dayOf(start)
      && (!desk.props.view.startsWith("resource") || one.resource === resource));
    const begins = desk.isMonth() ? number(dayOf(start)) : number(start);
    if (column >= 0) at = { column, start: begins, end: begins + slot() };
    return column >= 0;
  };
  return {
    node,
    key,
    put: (start, resource) => { if (put(start, resource) && node.isConnected) place(); },
    go: (start, resource, id) => {
      if (isList(desk.props.view) || !desk.props.onSelectRange) return;
      from = id;
      at ??= first();
      put(start, resource);
      show();
    },
    leave: () => {
      back = document.activeElement === node;
      at = from = null;
    },
    isActive: () => document.activeElement === node,
    stop: (isStop) => { node.tabIndex = isStop ? 0 : -1; },
    // Event Calendar makes its grid anew for another view or day: ours goes along.
    attach: () => {
      const room = isList(desk.props.view) || !desk.props.onSelectRange ? null : desk.host.querySelector(".ec-body .ec-events");
      if (!room) return node.remove();
      if (node.parentElement !== room) room.append(node);
      if (!desk.days.length) return undefined;
      at ??= first();
      place();
      if (back) node.focus({ preventScroll: true });
      back = false;
      return undefined;
    },
  };
}
