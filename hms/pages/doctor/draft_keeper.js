// Words typed into a visit, for as long as this tab lives: neither a live refresh, a refusal nor a lost connection
// takes them away. The fields are the browser's own; the server's text is put into them only where nothing was typed.
// visit -> {typed, sent, base, dirty}; base is the version that the words grew from. One for all parts of the page.
const KEPT = (globalThis.hmsDrafts ??= new Map());
const QUIET_MS = 1500, AT_MOST_MS = 5000, ANSWER_MS = 10000;

const same = (a, b) => !!a && !!b && a.note.trim() === b.note.trim() && a.summary.trim() === b.summary.trim();
const read = (form) => ({ note: form.elements.note.value, summary: form.elements.summary.value });
const put = (form, words) => {
  for (const name of ["note", "summary"]) {
    form.elements[name].readOnly = false;
    form.elements[name].value = words[name];
  }
};

function DraftKeeper({ visit, version, note, summary, answers, stale, chosen, words, onDraft }) {
  const own = useRef(null), shown = useRef(""), timer = useRef(0), since = useRef(0), flight = useRef(0);
  const again = useRef(false), lastChosen = useRef(""), lastAnswers = useRef(0), live = useRef({});
  const [said, setSaid] = useState("");
  live.current = { onDraft, words, stale };

  const kept = () => KEPT.get(shown.current);
  const tell = () => {
    const now = kept();
    if (!now || !own.current) return;
    own.current.form.elements.version.value = now.base;
    own.current.form.elements.encounter_id.value = shown.current;
    const { words, stale } = live.current;
    const calm = now.dirty ? words.unsaved : now.sent ? words.saved : "";
    setSaid(flight.current ? words.saving : stale ? words.stale : calm);
  };
  const send = (id, draft) => {
    draft.sent = draft.typed;
    live.current.onDraft(id, draft.typed.note, draft.typed.summary, draft.base);
  };
  const flush = () => {
    const now = kept();
    clearTimeout(timer.current);
    since.current = 0;
    if (!now || !now.dirty || live.current.stale) return; // a person must say first which words stay
    if (flight.current) { again.current = true; return; } // a second save would be stale beside the first
    flight.current = setTimeout(() => { flight.current = 0; tell(); }, ANSWER_MS);
    send(shown.current, now);
    tell();
  };

  useEffect(() => {
    if (!visit) return; // not read yet, or the connection is coming back
    const form = own.current.form, held = { note, summary };
    if (shown.current !== visit) {
      const left = kept();
      if (left && left.dirty) send(shown.current, left);
      shown.current = visit;
      if (!KEPT.get(visit)?.dirty) KEPT.set(visit, { typed: held, sent: null, base: version, dirty: false });
      put(form, kept().typed);
    }
    const now = kept();
    now.typed = read(form);
    const choice = chosen !== lastChosen.current ? chosen.split(":")[0] : "";
    lastChosen.current = chosen;
    if (same(held, now.typed)) Object.assign(now, { base: version, dirty: false });
    else if (choice === "theirs" || !now.dirty) {
      put(form, held);
      Object.assign(now, { typed: held, base: version, dirty: false });
    } else if (same(held, now.sent) || choice === "mine") Object.assign(now, { base: version, dirty: true });
    // else somebody else's words are in the database: these stay, and are refused when they are saved
    if (answers !== lastAnswers.current) {
      clearTimeout(flight.current);
      flight.current = 0;
      lastAnswers.current = answers;
    }
    if (choice === "mine" || again.current) { again.current = false; flush(); }
    tell();
  }, [visit, version, note, summary, answers, stale, chosen, words.stale]);

  useEffect(() => {
    const form = own.current.form;
    const typed = (event) => {
      const now = kept();
      if (!now || !["note", "summary"].includes(event.target.name)) return;
      Object.assign(now, { typed: read(form), dirty: true });
      since.current ||= Date.now();
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, Math.min(QUIET_MS, Math.max(0, since.current + AT_MOST_MS - Date.now())));
      tell();
    };
    const left = (event) => ["note", "summary"].includes(event.target.name) && flush();
    const clicked = (event) => event.target.closest("[data-save-draft]") && flush();
    const leaving = (event) => { if (kept()?.dirty) { flush(); event.preventDefault(); } };
    const signing = () => { clearTimeout(timer.current); if (kept()) kept().sent = kept().typed; };
    form.addEventListener("input", typed);
    form.addEventListener("focusout", left);
    document.addEventListener("click", clicked);
    form.addEventListener("submit", signing, true);
    window.addEventListener("beforeunload", leaving);
    return () => {
      clearTimeout(timer.current);
      clearTimeout(flight.current);
      window.removeEventListener("beforeunload", leaving);
      form.removeEventListener("input", typed);
      form.removeEventListener("focusout", left);
      document.removeEventListener("click", clicked);
      form.removeEventListener("submit", signing, true);
      const now = kept();
      if (now && now.dirty && !same(now.typed, now.sent)) send(shown.current, now);
    };
  }, []);

  const whose = jsx("input", { type: "hidden", name: "encounter_id" });
  const from = jsx("input", { type: "hidden", name: "version", ref: own });
  return jsx("span", { className: "t-small c-ink-2", role: "status" }, whose, from, said);
}

// What was typed but came too late, because the visit was signed elsewhere.
function DraftLeft({ visit, note, summary, title }) {
  const left = KEPT.get(visit);
  if (!left || !left.dirty || same(left.typed, { note, summary })) return null;
  return jsx("section", { className: "h-notice tone-warn" }, jsx("div", { className: "h-stack h-grow" },
    jsx("h2", { className: "t-strong h-notice-title" }, title),
    jsx("p", { className: "t-body", style: { whiteSpace: "pre-wrap" } }, left.typed.note),
    jsx("p", { className: "t-body", style: { whiteSpace: "pre-wrap" } }, left.typed.summary)));
}

// A form's own key: the same until the server has used it, so that sending twice adds once. It also keeps what was
// chosen while a list of options goes and comes back with the connection.
function EntryKey({ used, options }) {
  const own = useRef(null), key = useRef(""), chosen = useRef({});
  useEffect(() => {
    const form = own.current.form, note = (event) => { chosen.current[event.target.name] = event.target.value; };
    form.addEventListener("change", note);
    return () => form.removeEventListener("change", note);
  }, []);
  useEffect(() => {
    if (key.current && key.current === used) { own.current.form.reset(); chosen.current = {}; key.current = ""; }
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is not there over plain http
    key.current ||= Array.from(bytes, (n) => n.toString(16).padStart(2, "0")).join("");
    own.current.value = key.current;
  }, [used]);
  useEffect(() => {
    for (const field of own.current.form.querySelectorAll("select"))
      if (field.name in chosen.current) field.value = chosen.current[field.name];
  }, [options]);
  return jsx("input", { type: "hidden", name: "key", ref: own });
}
