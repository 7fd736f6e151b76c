// The clinic's wall clock as text ("2026-11-23T08:30:00"), reckoned as if it were UTC: the browser's zone plays no part.
export const MINUTE = 60_000;
export const DAY = 1440 * MINUTE;

const padded = (text) => (text.length > 10 ? text.slice(0, 19) : `${text.slice(0, 10)}T00:00:00`);
export const number = (text) => Date.parse(`${padded(text)}Z`);
export const text = (at) => new Date(at).toISOString().slice(0, 19);
export const later = (from, by) => text(number(from) + by);
export const clock = (moment) => moment.slice(11, 16);
export const dayOf = (moment) => moment.slice(0, 10);
export const minuteOf = (moment) => (number(moment) % DAY) / MINUTE;
export const minutes = (wall) => wall.split(":").reduce((hours, part, n) => hours + Number(part) * (n ? 1 : 60), 0);
export const wall = (minute) => `${Math.floor(minute / 60)}:${minute % 60}:00`;

const known = new Map();
const kept = (name, make) => known.get(name) ?? known.set(name, make()).get(name);

const DAYS = {
  long: { weekday: "long", day: "numeric", month: "long" },
  short: { weekday: "short", day: "numeric", month: "short" },
  weekday: { weekday: "short" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};

// A day in words of the reader's language.
export function dayWords(moment, locale, kind = "long") {
  const format = kept(`${locale} ${kind}`, () => new Intl.DateTimeFormat(locale, { ...DAYS[kind], timeZone: "UTC" }));
  return format.format(number(dayOf(moment)));
}

const PARTS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" };

// What the clinic's clock shows now. Asked anew each time, so that it is right when the clocks have changed.
export function wallClock(zone) {
  const format = kept(`zone ${zone}`, () => new Intl.DateTimeFormat("en-GB", { ...PARTS, hourCycle: "h23", timeZone: zone }));
  const part = Object.fromEntries(format.formatToParts(Date.now()).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

// Fill the {names} of one of our texts.
export const say = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
