// The kiosk's keys. What is typed stays in this browser until both answers are there, and goes when nobody is left.
const BACK = "Backspace", ON = "Enter", AGAIN = "Escape";
const GROUPS = { code: [4, 4], born: [2, 2, 4] };
const full = (step) => GROUPS[step].reduce((sum, n) => sum + n, 0);
const iso = (born) => `${born.slice(4)}-${born.slice(2, 4)}-${born.slice(0, 2)}`; // typed as day, month, year
const NOTHING = { step: "code", code: "", born: "" };

function KioskPad({ signs, words, idleS, sent, busy, onGive, onIdle }) {
  const [typed, setTyped] = useState(NOTHING), now = useRef(NOTHING), timer = useRef(0), live = useRef({});
  live.current = { busy, onGive, onIdle };
  const set = (next) => { now.current = next; setTyped(next); };

  const press = (key) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { set(NOTHING); live.current.onIdle(); }, idleS * 1000);
    const { step } = now.current, value = now.current[step], sign = key.toUpperCase();
    if (key === AGAIN) { set(NOTHING); live.current.onIdle(); }
    else if (key === BACK && value) set({ ...now.current, [step]: value.slice(0, -1) });
    else if (key === BACK && step === "born") set({ ...now.current, step: "code" });
    else if (key === ON && value.length === full(step)) {
      if (step === "code") set({ ...now.current, step: "born" });
      else if (!live.current.busy) live.current.onGive(now.current.code, iso(now.current.born));
    } else if (sign.length === 1 && value.length < full(step) && (step === "code" ? signs : "0123456789").includes(sign))
      set({ ...now.current, [step]: value + sign });
  };

  useEffect(() => {
    const down = (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === ON && event.target.closest?.("button")) return; // the button is pressed by itself
      if (event.key === BACK || event.key === ON) event.preventDefault();
      press(event.key);
    };
    document.addEventListener("keydown", down);
    return () => { document.removeEventListener("keydown", down); clearTimeout(timer.current); };
  }, []);
  useEffect(() => { if (sent) set(NOTHING); }, [sent]);

  const { step } = typed, value = typed[step], done = value.length === full(step);
  let from = 0;
  const slots = GROUPS[step].map((size, n) => {
    const part = [...value.slice(from, from + size).padEnd(size, " ")];
    from += size;
    return jsx("div", { key: n, className: "h-pad-group" },
      step === "born" && jsx("span", { className: "t-label c-ink-2" }, words[["day", "month", "year"][n]]),
      jsx("div", { className: "h-pad-slots" },
        part.map((sign, place) => jsx("span", { key: place, className: "h-pad-slot", "data-on": sign !== " " }, sign))));
  });
  const key = (sign) => jsx("button",
    { key: sign, type: "button", className: "h-pad-key", onClick: () => press(sign) }, sign);
  return jsx("section", { className: "h-pad", "data-step": step },
    jsx("h2", { className: "h-pad-title" }, words[step]),
    jsx("p", { className: "t-reading c-ink-2" }, words[step + "Hint"]),
    jsx("div", { className: "h-pad-typed", role: "status", "aria-label": words.typed }, slots),
    jsx("div", { className: "h-pad-keys" }, [...(step === "code" ? signs : "1234567890")].map(key)),
    jsx("div", { className: "h-pad-acts" },
      jsx("button", { type: "button", className: "h-btn h-pad-act", onClick: () => press(AGAIN) }, words.again),
      jsx("button", { type: "button", className: "h-btn h-pad-act", onClick: () => press(BACK) }, words.back),
      jsx("button", { type: "button", className: "h-btn h-btn-primary h-pad-act", disabled: !done || busy,
        onClick: () => press(ON) }, step === "code" ? words.next : words.give)));
}

function Later({ seconds, onDone }) {
  const live = useRef(onDone);
  live.current = onDone;
  useEffect(() => {
    const timer = setTimeout(() => live.current(), seconds * 1000);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
