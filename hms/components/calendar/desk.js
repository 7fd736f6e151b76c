// Event Calendar, and what it does not do by itself: patches, clinic time, keyboard, words, a clean end of each gesture.
// All parts share one `desk`. Only this file calls Event Calendar.
import { createCalendar, DayGrid, destroyCalendar, Interaction, List, ResourceTimeGrid, TimeGrid } from "@event-calendar/core";
import { slotCursor } from "./cursor.js";
import { called, isList, isMonth, isShown, toEntry, when } from "./drawing.js";
import { furnish, idOf } from "./furnish.js";
import { watchKeys } from "./keys.js";
import { nowLine } from "./now.js";
import { changing, firstHour, fixed, hours } from "./options.js";
import { follow, nothing } from "./patches.js";
import { watchPointer } from "./pointer.js";
import { watchPrinter } from "./print.js";
import { DAY, dayOf, later, MINUTE, number, say, text, wall } from "./time.js";

const ANSWER_MS = 15_000, PATCH_MS = 600, LIT_MS = 2_400;
const PLUGINS = [TimeGrid, ResourceTimeGrid, DayGrid, List, Interaction];
const spelled = (one, { view, resources }) =>
  JSON.stringify(one.kind ? [one, view, one.resource || resources.map(({ id }) => id)] : one);

export function open(places, props) {
  const desk = {
    ...places,
    props,
    known: nothing(),
    shown: new Map(), // id -> {one, as}: what is drawn, and how it was spelled
    waiting: new Map(), // id -> {as, rev, due, timer}: moved here, not answered yet
    lit: new Map(), // id -> until when
    days: [], // the days in view
    hours: hours(props, []), // the minutes of a day in view
    busy: "", // "pointer" or "keys" while an entry is in somebody's hand: nothing is redrawn then
    dragged: null, // where it is meanwhile
    cancelled: false, // the gesture that ends now is to have no effect
    focus: null, // the entry to give the focus back to
    shows: (id) => desk.shown.get(id)?.one,
    say: (words, values = {}) => {
      const said = say(words, values); // the same words again are read out only if something differs
      desk.live.textContent = desk.live.textContent === said ? `${said}\u00a0` : said;
    },
    tell: (words, one) => desk.say(words, { title: called(desk, one), when: when(desk, one) }),
  };

  // ---- what is drawn
  const draw = (one, as) => {
    const isNew = !desk.shown.has(one.id);
    desk.shown.set(one.id, { one, as });
    if (isNew) desk.cal.addEvent(toEntry(desk, one));
    else desk.cal.updateEvent(toEntry(desk, one));
  };
  const erase = (id) => {
    desk.cal.removeEventById(id);
    desk.shown.delete(id);
    answered(id);
  };
  const answered = (id) => {
    clearTimeout(desk.waiting.get(id)?.timer);
    desk.waiting.delete(id);
  };
  const light = (one) => { if (one.changed) desk.lit.set(one.id, performance.now() + LIT_MS); };
  const reconcile = () => {
    const { want } = desk.known, { view } = desk.props;
    desk.focus ??= idOf(document.activeElement, desk.host);
    for (const id of [...desk.shown.keys()]) if (!want.has(id) || !isShown(want.get(id), view)) erase(id);
    for (const one of want.values()) {
      if (!isShown(one, view)) continue;
      const wait = desk.waiting.get(one.id), as = spelled(one, desk.props);
      if (wait && wait.as === as) continue;
      if (desk.shown.get(one.id)?.as === as) continue;
      if (wait) answered(one.id);
      light(one);
      draw(one, as);
    }
    desk.furnishSoon();
  };

  // ---- what came from the server; nothing of it is shown while an entry is in somebody's hand
  let options = {};
  const scroll = () => {
    if (desk.now.isShown()) return later(desk.now.moment(), -60 * MINUTE).slice(11);
    return desk.props.scrollTo || wall(firstHour(desk.known.want.values()) ?? desk.hours[0]);
  };
  const begin = () => { if (desk.cal && isList(desk.props.view) && desk.now.isShown()) desk.now.inList(); };
  const apply = () => {
    const [opened] = desk.hours;
    desk.hours = hours(desk.props, desk.known.want.values());
    const next = changing(desk.props, desk.hours);
    const altered = Object.keys(next).filter((name) => JSON.stringify(next[name]) !== JSON.stringify(options[name]));
    options = next;
    for (const name of altered) desk.cal.setOption(name, next[name]);
    if (altered.includes("view") || altered.includes("date")) {
      desk.cursor.leave();
      desk.cal.setOption("scrollTime", scroll());
      setTimeout(begin, 0);
    } else if (opened !== desk.hours[0]) keepScroll(opened - desk.hours[0]);
    const { rev } = desk.props;
    for (const [id, wait] of desk.waiting) if (rev >= wait.due || rev < wait.rev) bringSoon(id, wait);
    reconcile();
    desk.now.draw();
  };
  const keepScroll = (grown) => queueMicrotask(() => {
    const main = desk.host.querySelector(".ec-main");
    if (main) main.scrollTop += (grown / desk.props.slotMin) * desk.props.slotHeight;
  });
  // What still stands where its reader put it, although the answer has come, was refused and goes back. The patch of
  // what was done may come a moment after the answer.
  const bring = (id) => {
    const one = desk.known.want.get(id), wait = desk.waiting.get(id);
    answered(id);
    if (one && wait.as === spelled(one, desk.props)) desk.tell(desk.props.words.back, one);
    if (!desk.busy) reconcile();
  };
  const bringSoon = (id, wait) => {
    clearTimeout(wait.timer);
    Object.assign(wait, { rev: -Infinity, due: Infinity, timer: setTimeout(bring, PATCH_MS, id) });
  };
  desk.update = (given) => {
    desk.props = given;
    if (follow(desk.known, given)) given.onResync?.();
    if (!desk.busy) apply();
  };
  desk.take = (hand) => { desk.busy = hand; };
  desk.release = () => {
    desk.busy = "";
    desk.dragged = null;
    apply();
  };

  // ---- what its reader does
  desk.put = (one) => draw(one, "moved");
  desk.restore = (id) => {
    const one = desk.known.want.get(id);
    if (one) draw(one, spelled(one, desk.props));
  };
  desk.move = (from, to) => {
    const same = from.start === to.start && from.end === to.end && from.resource === to.resource;
    const known = desk.known.want.get(from.id), { rev } = desk.props;
    if (same || !known) return desk.restore(from.id);
    answered(from.id);
    const timer = setTimeout(bring, ANSWER_MS, from.id);
    const due = rev + desk.waiting.size + 1; // each answer counts up by one, in the order of the questions
    desk.waiting.set(from.id, { as: spelled(known, desk.props), rev, due, timer });
    desk.put({ ...from, ...to });
    desk.tell(desk.props.words.sent, { ...from, ...to });
    desk.props.onMove?.(from.id, to.start, to.end, to.resource, from.version);
  };
  desk.choose = (start, end, resource) => desk.props.onSelectRange?.(start, end, resource || desk.only());
  desk.open = (id) => {
    const one = desk.shows(id);
    if (one && !one.held && !one.kind) desk.props.onOpen?.(id);
  };
  desk.only = () => (desk.props.resources.length === 1 ? desk.props.resources[0].id : "");
  desk.isLit = (id) => (desk.lit.get(id) ?? 0) > performance.now();
  desk.setDays = (first, end) => {
    desk.days = [];
    for (let at = number(first); at < number(end); at += DAY) desk.days.push(dayOf(text(at)));
    desk.furnishSoon();
  };

  // ---- the parts
  const observer = new MutationObserver(() => { if (desk.busy !== "pointer") furnish(desk); });
  desk.furnishSoon = () => queueMicrotask(() => { if (desk.cal) furnish(desk); });
  desk.cursor = slotCursor(desk);
  desk.now = nowLine(desk);
  follow(desk.known, props);
  desk.hours = hours(props, desk.known.want.values());
  options = changing(props, desk.hours);
  desk.cal = createCalendar(desk.host, PLUGINS, { ...fixed(desk), ...options, scrollTime: scroll() });
  observer.observe(desk.host, { childList: true, subtree: true });
  const stops = [watchPointer(desk), watchKeys(desk), watchPrinter(desk), desk.now.start()];
  reconcile();
  setTimeout(begin, 0);

  desk.close = () => {
    desk.cancel();
    stops.forEach((stop) => stop());
    observer.disconnect();
    for (const id of [...desk.waiting.keys()]) answered(id);
    destroyCalendar(desk.cal);
    desk.cal = null;
  };
  desk.isMonth = () => isMonth(desk.props.view);
  return desk;
}
