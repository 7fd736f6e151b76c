// How long a time is still kept. The server says how many seconds are left; from then on they are counted here, by a
// clock that goes on while the machine sleeps. All parts of the page count by the same end.
const ENDS = (globalThis.hmsHolds ??= new Map()); // hold -> {left, at}
const OFTEN_MS = 250, LAST_S = 60;

const secondsLeft = (hold, left) => {
  if (ENDS.get(hold)?.left !== left) ENDS.set(hold, { left, at: Date.now() + left * 1000 });
  return Math.max(0, Math.ceil((ENDS.get(hold).at - Date.now()) / 1000));
};
function useLeft(hold, left) {
  const [now, setNow] = useState(left);
  useEffect(() => {
    if (!hold) return;
    const look = () => setNow(secondsLeft(hold, left));
    look();
    const timer = setInterval(look, OFTEN_MS);
    return () => clearInterval(timer);
  }, [hold, left]);
  return now;
}

// Shows one of two faces: .h-kept while the time is kept, .h-unkept when it is no longer.
function HoldFace({ hold, left, children }) {
  return jsx("div", { className: "h-hold", "data-over": useLeft(hold, left) > 0 ? undefined : "" }, children);
}

function HoldLeft({ hold, left, name }) {
  const now = useLeft(hold, left);
  const two = (n) => String(n).padStart(2, "0"), hours = Math.floor(now / 3600), minutes = Math.floor(now / 60) % 60;
  const said = `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(now % 60)}`;
  return jsx("span", { role: "timer", "aria-label": name, className: "t-strong h-hold-left" }, said);
}

// Speaks three times: when a time is kept, when a minute is left, when it is over. And says goodbye for the reader.
function HoldKeeper({ hold, left, kept, last, over }) {
  const now = useLeft(hold, left), held = useRef("");
  held.current = hold;
  useEffect(() => {
    const goodbye = () => { if (held.current) navigator.sendBeacon(`/holds/${held.current}/let-go`); };
    window.addEventListener("pagehide", goodbye);
    return () => { window.removeEventListener("pagehide", goodbye); goodbye(); };
  }, []);
  const said = !hold ? "" : now <= 0 ? over : now <= LAST_S ? last : kept;
  return jsx("span", { role: "status", className: "h-hidden" }, said);
}
