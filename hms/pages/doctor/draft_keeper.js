// Words typed into a visit, for as long as this tab lives: neither a live refresh, a refusal nor a lost connection
// takes them away. The fields are the browser's own; the server's text is put into them only where nothing was typed.
// visit -> {typed, sent, base, dirty}; base is the version that the words grew from. One for all parts of the page.
const KEPT = (globalThis.hmsDrafts ??= new Map());
const FIELDS = ["subjective", "objective", "assessment", "plan", "summary"];
const QUIET_MS = 1500, AT_MOST_MS = 5000, ANSWER_MS = 10000;
const SOON_FULL = 0.8; // from this share of a field's room on, it is said how much there is

const hex = () => // randomUUID is not there over plain http
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
const WRITER = (globalThis.hmsWriter ??= hex()); // tells this page from another one that writes in the same note
const every = (make) => Object.fromEntries(FIELDS.map((name) => [name, make(name)]));
const same = (a, b) => !!a && !!b && FIELDS.every((name) => (a[name] ?? "").trim() === (b[name] ?? "").trim());
const read = (form) => every((name) => form.elements[name].value);
const put = (form, words) => {
  for (const name of FIELDS) {
    form.elements[name].readOnly = false;
    if (form.elements[name].value !== (words[name] ?? "")) form.elements[name].value = words[name] ?? "";
  }
};
const under = (above, below) => {
  if (!below?.trim() || above.includes(below.trim())) return above;
  return !above.trim() || below.includes(above.trim()) ? below : `${above.trimEnd()}\n\n${below}`;
};

function DraftKeeper({ visit, version, held, answers, stale, chosen, added, most, words, onDraft }) {
  const own = useRef(null), shown = useRef(""), timer = useRef(0), since = useRef(0), flight = useRef(0);
  const again = useRef(false), lastChosen = useRef(""), lastAnswers = useRef(0), lastAdded = useRef(0), live = useRef({});
  const [said, setSaid] = useState(""), [full, setFull] = useState([]);
  live.current = { onDraft, words, stale, most };

  const kept = () => KEPT.get(shown.current);
  const long = () => FIELDS.filter((name) => (kept()?.typed[name] ?? "").length > most);
  const tell = () => {
    const now = kept();
    if (!now || !own.current) return;
    const { elements } = own.current.form, { words, stale, most } = live.current;
    elements.version.value = now.base;
    elements.encounter_id.value = shown.current;
    elements.writer.value = WRITER;
    const filled = FIELDS.filter((name) => now.typed[name].length > most * SOON_FULL);
    setFull(filled.map((name) => (now.typed[name].length > most ? words.full : words.filling)
      .replace("{field}", words[name]).replace("{n}", now.typed[name].length.toLocaleString("en"))
      .replace("{most}", most.toLocaleString("en"))));
    const calm = now.dirty ? words.unsaved : now.sent ? words.saved : "";
    setSaid(flight.current ? words.saving : stale ? words.stale : calm);
  };
  const send = (id, draft) => {
    draft.sent = draft.typed;
    live.current.onDraft(id, draft.typed, draft.base, WRITER);
  };
  const flush = () => {
    const now = kept();
    clearTimeout(timer.current);
    since.current = 0;
    if (!now || !now.dirty || live.current.stale || long().length) return; // a person must act first
    if (flight.current) { again.current = true; return; } // a second save would be stale beside the first
    flight.current = setTimeout(() => { flight.current = 0; tell(); }, ANSWER_MS);
    send(shown.current, now);
    tell();
  };
  const type = (form, now, typed) => {
    put(form, typed);
    Object.assign(now, { typed: read(form), dirty: true });
  };

  useEffect(() => {
    if (!visit) return; // not read yet, or the connection is coming back
    const form = own.current.form;
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
    } else if (choice === "both") {
      type(form, now, every((name) => under(now.typed[name], held[name])));
      now.base = version;
    } else if (same(held, now.sent) || choice === "mine") Object.assign(now, { base: version, dirty: true });
    // else somebody else's words are in the database: these stay, and are refused when they are saved
    if (answers !== lastAnswers.current) {
      clearTimeout(flight.current);
      flight.current = 0;
      lastAnswers.current = answers;
    }
    const more = added.number !== lastAdded.current && added.visit === visit;
    lastAdded.current = added.number;
    if (more) type(form, now, every((name) => under(now.typed[name], added.words[name])));
    if (more || ["mine", "both"].includes(choice) || again.current) { again.current = false; flush(); }
    tell();
  }, [visit, version, held, answers, stale, chosen, added, words.stale]);

  useEffect(() => {
    const form = own.current.form;
    const typed = (event) => {
      const now = kept();
      if (!now || !FIELDS.includes(event.target.name)) return;
      Object.assign(now, { typed: read(form), dirty: true });
      since.current ||= Date.now();
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, Math.min(QUIET_MS, Math.max(0, since.current + AT_MOST_MS - Date.now())));
      tell();
    };
    const left = (event) => FIELDS.includes(event.target.name) && flush();
    const clicked = (event) => event.target.closest("[data-save-draft]") && flush();
    const leaving = (event) => { if (kept()?.dirty) { flush(); event.preventDefault(); } };
    const signing = (event) => {
      clearTimeout(timer.current);
      const [first] = long();
      if (first) { event.preventDefault(); event.stopImmediatePropagation(); form.elements[first].focus(); }
      else if (kept()) kept().sent = kept().typed;
    };
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
      if (now && now.dirty && !same(now.typed, now.sent) && !long().length) send(shown.current, now);
    };
  }, []);

  const whose = jsx("input", { type: "hidden", name: "encounter_id" });
  const from = jsx("input", { type: "hidden", name: "version", ref: own });
  const writer = jsx("input", { type: "hidden", name: "writer" });
  const room = full.map((line) => jsx("p", { className: "t-small c-warn-ink", key: line }, line));
  const lines = jsx("div", { role: "alert" }, room);
  return jsx("div", null, whose, from, writer, lines, jsx("span", { className: "t-small c-ink-2", role: "status" }, said));
}

// What was typed but came too late, because the visit was signed elsewhere.
function DraftLeft({ visit, held, title }) {
  const left = KEPT.get(visit);
  if (!left || !left.dirty || same(left.typed, held)) return null;
  const words = FIELDS.filter((name) => left.typed[name].trim() && left.typed[name].trim() !== (held[name] ?? "").trim());
  return jsx("section", { className: "h-notice tone-warn" }, jsx("div", { className: "h-stack h-grow" },
    jsx("h2", { className: "t-strong h-notice-title" }, title),
    words.map((name) => jsx("p", { className: "t-body", key: name, style: { whiteSpace: "pre-wrap" } }, left.typed[name]))));
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
    key.current ||= hex();
    own.current.value = key.current;
  }, [used]);
  useEffect(() => {
    for (const field of own.current.form.querySelectorAll("select"))
      if (field.name in chosen.current) field.value = chosen.current[field.name];
  }, [options]);
  return jsx("input", { type: "hidden", name: "key", ref: own });
}
