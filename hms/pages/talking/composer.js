// A message that is being written, for as long as this tab lives: neither a live refresh, a refusal nor a lost connection
// takes it away. The fields are the browser's own; what the server holds is put into them only where nothing was typed.
// place -> {typed, dirty, key}
const HALF = (globalThis.hmsHalf ??= new Map());
const FIELDS = ["whom", "subject", "body"], PAUSE_MS = 1200;

const newKey = () => // randomUUID is not there over plain http
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
const typedIn = (form) => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name]?.value ?? ""]));
const alike = (form, a, b) => FIELDS.every((n) => !form.elements[n] || (a[n] ?? "").trim() === (b[n] ?? "").trim());
const putIn = (form, words) => {
  for (const name of FIELDS) {
    const field = form.elements[name], value = words[name] ?? "";
    if (field && field.value !== value && (value || field.tagName !== "SELECT")) field.value = value;
  }
};

function Composer({ place, whom, subject, body, used, upload, most, words, onDraft }) {
  const own = useRef(null), picker = useRef(null), shown = useRef(""), timer = useRef(0), live = useRef({});
  const [said, setSaid] = useState(""), [problem, setProblem] = useState("");
  live.current = { onDraft, words, upload };

  const half = () => HALF.get(shown.current);
  const flush = () => {
    clearTimeout(timer.current);
    const now = half();
    if (!now?.dirty || now.sent === JSON.stringify(now.typed)) return;
    now.sent = JSON.stringify(now.typed);
    live.current.onDraft(shown.current, now.typed.whom, now.typed.subject, now.typed.body);
    setSaid(live.current.words.kept);
  };

  useEffect(() => {
    if (!place) return; // not read yet, or the connection is coming back
    const form = own.current.form, held = { whom, subject, body };
    if (shown.current !== place) { flush(); shown.current = place; }
    const now = HALF.get(place) ?? { typed: held, dirty: false, key: newKey(), sent: "" };
    HALF.set(place, now);
    if (used && used === now.key) {
      clearTimeout(timer.current);
      Object.assign(now, { typed: { whom: now.typed.whom, subject: "", body: "" }, dirty: false, key: newKey(), sent: "" });
      putIn(form, now.typed);
      setSaid("");
      setProblem("");
    } else if (!now.dirty) {
      now.typed = held;
      putIn(form, held);
    } else {
      putIn(form, now.typed);
      if (alike(form, held, now.typed)) now.dirty = false;
    }
    own.current.value = now.key;
  }, [place, whom, subject, body, used]);

  useEffect(() => {
    const form = own.current.form;
    const typed = (event) => {
      if (!half() || !FIELDS.includes(event.target.name)) return;
      Object.assign(half(), { typed: typedIn(form), dirty: true });
      setSaid("");
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    };
    const pressed = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    };
    const sending = () => { clearTimeout(timer.current); if (half()) half().typed = typedIn(form); };
    form.addEventListener("input", typed);
    form.addEventListener("keydown", pressed);
    form.addEventListener("focusout", flush);
    form.addEventListener("submit", sending, true);
    window.addEventListener("pagehide", flush);
    return () => {
      flush();
      form.removeEventListener("input", typed);
      form.removeEventListener("keydown", pressed);
      form.removeEventListener("focusout", flush);
      form.removeEventListener("submit", sending, true);
      window.removeEventListener("pagehide", flush);
    };
  }, []);

  const sendFile = async (file) => {
    const { words, upload } = live.current;
    if (file.size > most) return words.large;
    const headers = { "x-file-name": encodeURIComponent(file.name), "x-upload-key": newKey() };
    try {
      const answer = await fetch(upload, { method: "POST", body: file, headers, credentials: "same-origin" });
      if (answer.ok) return "";
      if (answer.status === 413) return words.large;
      const told = await answer.json();
      return [told.title, told.body].filter(Boolean).join(". ");
    } catch { return words.lost; }
  };
  const picked = async (event) => {
    const files = [...event.target.files], wrong = [];
    event.target.value = "";
    setProblem("");
    for (const file of files) {
      setSaid(live.current.words.sending.replace("{name}", file.name));
      const refused = await sendFile(file);
      if (refused) wrong.push(`${file.name}: ${refused}`);
    }
    setSaid("");
    setProblem(wrong.join("\n"));
  };

  const alert = jsx("p", { role: "alert", className: "h-field-error t-strong h-talk-problem" }, problem);
  const status = jsx("span", { role: "status", className: "t-small c-ink-2" }, said);
  const key = jsx("input", { type: "hidden", name: "key", ref: own });
  const kinds = ".pdf,.jpg,.jpeg,.png,.webp,.txt,image/jpeg,image/png,image/webp,application/pdf,text/plain";
  const input = jsx("input", { type: "file", multiple: true, accept: kinds, ref: picker, onChange: picked, hidden: true,
    "data-files": true, "aria-label": words.add });
  const add = jsx("button", { type: "button", className: "h-btn h-btn-big", onClick: () => picker.current.click() }, words.add);
  return jsx("div", { className: "h-talk-tools" }, key, input, add, status, alert);
}

// Says that the messages were in view: the page is in front, and they are drawn. The newest stays in sight.
function ReadSign({ place, last, read, onSeen }) {
  const told = useRef(""), live = useRef({});
  live.current = { place, last, read, onSeen };
  useEffect(() => {
    const look = () => {
      const { place, last, read, onSeen } = live.current, now = `${place}:${last}`;
      if (!place || last <= read || told.current === now || document.visibilityState !== "visible") return;
      told.current = now;
      onSeen(place, last);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [place, last, read]);
  useEffect(() => {
    if (place && last) requestAnimationFrame(() => document.getElementById("latest")?.scrollIntoView({ block: "nearest" }));
  }, [place, last]);
  return null;
}
