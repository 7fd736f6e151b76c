// How one entry looks and what it is called. Only text nodes: names are patients' data, never markup.
import { clock, dayOf, dayWords, number, DAY } from "./time.js";

const made = (tag, name, ...inside) => {
  const node = document.createElement(tag);
  node.className = name;
  node.append(...inside.filter((part) => part !== null && part !== ""));
  return node;
};
const LISTED = new Set(["break", "leave", "holiday"]);
export const isGround = (one) => !!one.kind;
export const isList = (view) => view.startsWith("list");
export const isMonth = (view) => view.startsWith("dayGrid");
const oneDay = (view) => view.endsWith("Day");
const fullDays = (one) => number(one.start) % DAY === 0 && number(one.end) % DAY === 0;
const colour = (name) => `var(--h-${name.replace(/[^a-z0-9]/g, "-")})`;

// Whether a view shows an entry at all: in a list, ground is a line of its own only where it says something.
export const isShown = (one, view) => !isGround(one) || !isList(view) || LISTED.has(one.kind);

// An entry in the words of Event Calendar.
export function toEntry(desk, one) {
  const { view, resources } = desk.props;
  const ground = isGround(one);
  const movable = !ground && !one.held && one.editable && !!desk.props.onMove;
  return {
    id: one.id,
    start: one.start,
    end: one.end,
    title: one.title,
    allDay: ground && fullDays(one),
    resourceIds: one.resource || !ground ? [one.resource] : resources.map(({ id }) => id),
    display: ground && !isList(view) ? "background" : "auto",
    startEditable: movable,
    durationEditable: movable ? undefined : false, // undefined: the view decides, a month has no lengths
    styles: one.colour ? [`--edge: ${colour(one.colour)}`] : [],
    classNames: [
      ground ? `h-cal-ground h-cal-${one.kind}` : "h-cal-visit",
      one.status && `is-${one.status}`,
      one.held && "h-cal-held",
      one.overbooked && "h-cal-overbooked",
    ].filter(Boolean),
  };
}

const mark = (desk, name) => desk.icons.querySelector(`[data-mark="${name}"] svg`)?.cloneNode(true) ?? null;

// When an entry is, in words: with its day wherever more than one day is shown.
export function when(desk, one) {
  const { view, locale, words } = desk.props;
  const times = `${clock(one.start)} ${words.to} ${clock(one.end)}`;
  return oneDay(view) ? times : `${dayWords(one.start, locale)}, ${times}`;
}

export const called = (desk, one) => one.title || desk.props.words[one.held ? "held" : "visit"];
export const place = (desk, one) => desk.props.resources.find(({ id }) => id === one.resource)?.title ?? "";

// The words that say in which state an entry is.
export function states(desk, one) {
  const { words, statuses } = desk.props;
  return [one.held && one.title && words.held, statuses[one.status], one.overbooked && words.overbooked].filter(Boolean);
}

function times(one) {
  const ends = made("span", "h-cal-ends", `–${clock(one.end)}`);
  const node = made("time", "h-cal-time", clock(one.start), ends);
  node.dateTime = one.start;
  return node;
}

// The inside of an entry. `helper` is Event Calendar's own: what is being dragged or selected. The spaces between the
// parts are for the name that is read out; they take no room.
export function drawn(desk, { id, display }) {
  const helper = display === "preview" || display === "pointer";
  const known = desk.shows(id);
  const one = helper ? { ...known, ...desk.dragged } : known;
  if (!one?.start) return { domNodes: [] };
  if (isGround(one) && display === "background") return { domNodes: [made("span", "h-cal-label", one.title)] };
  const { view, locale } = desk.props;
  const title = made("span", "h-cal-title", known ? called(desk, one) : "");
  const line = made("span", "h-cal-line", ...(fullDays(one) ? [] : [times(one), " "]), title);
  const note = made("span", "h-cal-note", [one.note, ...states(desk, one)].filter(Boolean).join(" · "));
  const marks = [one.held && "held", one.status, one.overbooked && "overbooked"].filter(Boolean);
  const icons = made("span", "h-cal-marks", ...marks.map((name) => mark(desk, name)));
  const day = oneDay(view) ? null : made("span", "h-hidden", `, ${dayWords(dayOf(one.start), locale)}`);
  const where = place(desk, one); // one's own calendar names no place
  const below = made("span", where ? "h-cal-place h-cal-named" : "h-cal-place", where, day);
  return { domNodes: [line, " ", icons, note, " ", below] };
}
