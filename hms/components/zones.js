// The clinic's time is worded by the server. Here the same instant is read from the reader's own clock: only a browser
// knows its zone. Where the two clocks agree, nothing is said.
const readClock = (zone, language, style) => {
  const format = new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: "h23", ...style });
  return (instant) => Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
};
const DAY_AND_TIME = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
const shownOn = (zone) => {
  const read = readClock(zone, "en", DAY_AND_TIME);
  return (instant) => { const it = read(instant); return [`${it.year}-${it.month}-${it.day}`, `${it.hour}:${it.minute}`]; };
};
const MINUTE = 60000;

function readersTime(at, zone) {
  const instant = new Date(at.replace(" ", "T")), mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!at || !zone || isNaN(instant)) return "";
  const here = shownOn(mine), [day, time] = here(instant), [theirDay, theirTime] = shownOn(zone)(instant);
  if (day === theirDay && time === theirTime) return "";
  const language = document.documentElement.lang || "en";
  const weekday = readClock(mine, language, { weekday: "short" })(instant).weekday;
  // A clock that is set back shows this time twice: the offset says which of the two is meant.
  const twice = [-60, -30, 30, 60].some((far) => here(new Date(+instant + far * MINUTE)).join() === [day, time].join());
  const offset = twice ? ` (${readClock(mine, "en", { timeZoneName: "longOffset" })(instant).timeZoneName})` : "";
  return (day === theirDay ? "" : `${weekday} `) + time + offset;
}

function ReadersTime({ at, zone, words, looks, spoken }) {
  const [said, setSaid] = useState("");
  useEffect(() => setSaid(readersTime(at, zone)), [at, zone]);
  if (!said) return null;
  const before = spoken ? jsx("span", { className: "h-hidden" }, `${spoken} `) : null;
  return jsx("span", { className: looks }, before, words.replace("{time}", said));
}
