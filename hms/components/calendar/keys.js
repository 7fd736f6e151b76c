// Everything a mouse does, by keyboard. On an entry: arrows walk, Alt+arrows or M move it (with Shift they change its
// end), Enter opens, N books after it, E goes to the empty times. Some browsers keep Alt+Left for themselves: hence M.
import { entries, idOf, nodeOf } from "./furnish.js";
import { when } from "./drawing.js";
import { DAY, dayOf, later, MINUTE, minuteOf, number } from "./time.js";

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const isColumns = (view) => view.startsWith("resource");

export function watchKeys(desk) {
  let moving = null, timer = 0;
  const words = () => desk.props.words;
  const snap = () => (desk.props.snapMin || desk.props.slotMin) * MINUTE;

  // ---- moving
  const begin = (one) => {
    if (one.held || one.kind || !one.editable || !desk.props.onMove || desk.props.view.startsWith("list")) {
      desk.tell(words().fixed, one);
      return false;
    }
    if (desk.waiting.has(one.id)) return false; // where it is, and in which version, is known in a moment
    moving = { from: one, to: one };
    desk.take("keys");
    return true;
  };
  const fits = ({ start, end }) => {
    const { days } = desk, last = later(end, -1_000);
    if (!days.includes(dayOf(start)) || !days.includes(dayOf(last))) return false;
    if (desk.isMonth() || dayOf(start) !== dayOf(last)) return true;
    return minuteOf(start) >= desk.hours[0] && minuteOf(last) < desk.hours[1];
  };
  const shifted = (one, [right, down], resize) => {
    const by = (ms) => ({ ...one, start: later(one.start, ms), end: later(one.end, ms) });
    if (desk.isMonth()) return by((right + 7 * down) * DAY);
    if (resize) return { ...one, end: later(one.end, down * snap()) };
    if (down) return by(down * snap());
    if (!isColumns(desk.props.view)) return by(right * DAY);
    const { resources } = desk.props, at = resources.findIndex(({ id }) => id === one.resource);
    return { ...one, resource: resources[at + right]?.id ?? one.resource };
  };
  const shift = (arrow, resize) => {
    if (resize && (arrow[0] || desk.isMonth())) return;
    const next = shifted(moving.to, arrow, resize);
    if (number(next.end) - number(next.start) < snap() || !fits(next)) return;
    moving.to = next;
    desk.focus = next.id;
    desk.put(next);
    const place = desk.props.resources.find(({ id }) => id === next.resource)?.title ?? "";
    desk.say(words().moving, { title: next.title, when: [when(desk, next), place].filter(Boolean).join(", ") });
  };
  const end = (keep) => {
    const { from, to } = moving;
    moving = null;
    desk.busy = "";
    desk.focus = from.id;
    if (keep) desk.move(from, to);
    else desk.restore(from.id);
    desk.release();
  };
  desk.cancel = () => { if (moving) end(false); };

  // ---- walking
  const go = (node) => {
    node?.focus({ preventScroll: true });
    node?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const middle = (node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const walk = (node, [right, down]) => {
    const [x, y] = middle(node);
    let best = null, least = Infinity;
    for (const other of entries(desk)) {
      const [a, b] = middle(other), along = right ? (a - x) * right : (b - y) * down;
      const cost = along + 3 * Math.abs(right ? b - y : a - x);
      if (along > 3 && cost < least) [best, least] = [other, cost];
    }
    go(best);
  };
  const ends = (one, last, everywhere) => {
    const column = (other) => (isColumns(desk.props.view) ? other.resource : dayOf(other.start));
    const listed = [...desk.shown.values()].map((drawn) => drawn.one)
      .filter((other) => !other.kind && nodeOf(desk, other.id) && (everywhere || column(other) === column(one)))
      .sort((a, b) => number(a.start) - number(b.start));
    go(nodeOf(desk, listed.at(last ? -1 : 0)?.id));
  };

  // ---- which key does what
  const onEntry = (event, node) => {
    const one = desk.shows(node.dataset.id), arrow = ARROWS[event.key], letter = event.key.toLowerCase();
    if (!one || ((event.ctrlKey || event.metaKey) && !["Home", "End"].includes(event.key))) return false;
    if (moving) {
      if (arrow) shift(arrow, event.shiftKey);
      else if (["Enter", " "].includes(event.key)) end(true);
      else if (event.key === "Escape") { end(false); desk.say(words().cancelled); } else return false;
    } else if (arrow && event.altKey) {
      if (begin(one)) shift(arrow, event.shiftKey);
    } else if (event.altKey) return false;
    else if (arrow) walk(node, arrow);
    else if (event.key === "Home" || event.key === "End") ends(one, event.key === "End", event.ctrlKey);
    else if (event.key === "Enter" || event.key === " ") desk.open(one.id);
    else if (letter === "m") { if (begin(one)) desk.tell(words().grabbed, one); }
    else if (letter === "n" && desk.props.onSelectRange) desk.choose(one.end, later(one.end, desk.props.slotMin * MINUTE), one.resource);
    else if (letter === "e") desk.cursor.go(one.end, one.resource, one.id);
    else return false;
    return true;
  };
  const key = (event) => {
    const node = event.target.closest?.(".ec-event");
    const done = node ? onEntry(event, node) : event.target === desk.cursor.node && desk.cursor.key(event);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation(); // Event Calendar would act on a node that may be gone by then
  };
  const focused = (event) => {
    const id = idOf(event.target, desk.host);
    if (id !== null) desk.stop = id;
    desk.furnishSoon();
  };
  const left = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (!desk.host.contains(document.activeElement)) desk.cancel(); }, 100);
  };
  desk.host.addEventListener("keydown", key, true);
  desk.host.addEventListener("focusin", focused);
  desk.host.addEventListener("focusout", left);
  return () => {
    clearTimeout(timer);
    desk.host.removeEventListener("keydown", key, true);
    desk.host.removeEventListener("focusin", focused);
    desk.host.removeEventListener("focusout", left);
  };
}
