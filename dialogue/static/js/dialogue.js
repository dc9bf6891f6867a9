// SPDX-License-Identifier: EUPL-1.2
// Comforts: every page is whole without them; only forms send. Words come from the page.

const PHONE = "localStorage", TAB = "sessionStorage";
const DRAFT = "draft:", RECEIPTS = "receipts", BORROWED = "borrowed", FORGOTTEN = "forgotten:";
const MONTH = 30 * 24 * 3600_000, PATIENCE = 30_000, MOST = 30;

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (tag, values) => Object.assign(document.createElement(tag), values);

// What is kept in the phone or the tab; both may be forbidden, full or spoiled.
const attempt = (act) => { try { return act(); } catch { return null; } };
const read = (shelf, name) => attempt(() => JSON.parse(window[shelf].getItem(name)));
const keep = (shelf, name, value) => attempt(() => {
  if (value === null) window[shelf].removeItem(name);
  else window[shelf].setItem(name, JSON.stringify(value));
  return true;
});
const drafts = (shelf = PHONE) => attempt(() => Object.keys(window[shelf]).filter((name) => name.startsWith(DRAFT))) ?? [];
let borrowed = Boolean(read(TAB, BORROWED));

// Characters left, counted as the server does: code points after LF, NFC and strip.
const count = (box) => {
  const line = document.getElementById(box.dataset.counter), limit = Number(box.dataset.limit);
  if (!line) return;
  const show = () => {
    const used = [...box.value.replace(/\r\n?/g, "\n").normalize("NFC").trim()].length;
    const words = used > limit ? box.dataset.over : box.dataset.left;
    line.hidden = used < Number(box.dataset.from);
    line.textContent = line.hidden ? "" : words.replace("{n}", Math.abs(limit - used));
  };
  box.addEventListener("input", show);
  show();
};

// Sámi letters that a keyboard may lack.
const LETTERS = { sma: "ïæö", se: "áčđŋšŧž", smj: "ń" };
const letters = (box) => {
  const row = make("div", { className: "letters", role: "group", lang: box.dataset.lettersLang });
  row.setAttribute("aria-label", box.dataset.letters);
  for (const [lang, some] of Object.entries(LETTERS)) for (const letter of some) {
    const button = make("button", { type: "button", className: "btn plain small", lang, textContent: letter });
    button.addEventListener("mousedown", (event) => event.preventDefault());  // the focus stays
    button.addEventListener("click", ({ shiftKey }) => {
      const typed = shiftKey ? letter.toUpperCase() : letter;
      box.focus();
      if (document.execCommand("insertText", false, typed)) return;  // can be undone
      box.setRangeText(typed, box.selectionStart, box.selectionEnd, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    row.append(button);
  }
  const chosen = box.form?.elements.language;
  const show = () => { row.hidden = !LETTERS[document.documentElement.lang] && !LETTERS[chosen?.value]; };
  chosen?.addEventListener("input", show);
  show();
  box.after(row);
};

// Drafts: one for each form in any language, in the phone or the tab.
const nameFor = (url) => DRAFT + new URL(url).pathname.replace(/^\/\w+/, "");
const nameOf = (form) => nameFor(form.action)
  + (form.elements.parent?.value ? `#${form.elements.parent.value}` : "");
const older = (name) => `${name} older`;
const draftOf = (shelf, name) => {
  const found = read(shelf, name);
  return found?.words instanceof Object ? found : null;
};
const change = (token, to) => {
  for (const name of token ? drafts() : []) {
    const found = read(PHONE, name);
    if (found?.token === token) keep(PHONE, name, to ? { ...found, token: to } : null);
  }
};
const forget = (form) => {
  keep(TAB, nameOf(form), null);
  change(form.elements.csrf_token?.value);
};
const sweep = () => {
  for (const name of drafts()) if (!(Date.now() - read(PHONE, name)?.at < MONTH)) keep(PHONE, name, null);
};
// Her own words: no address to mail to, nor what nobody sees.
const fields = (form) => all(":is(textarea, select, [type=text]):not([aria-hidden] *)", form);

const saving = new WeakMap();  // how its draft is kept at once
const draft = (form) => {
  const box = form.querySelector("textarea");
  if (!box) return;
  const token = form.elements.csrf_token, own = token?.value, line = form.querySelector("[data-saved]");
  const shelf = form.dataset.draft === "tab" ? TAB : PHONE, name = nameOf(form);
  let timer = 0;

  // Back shows what is kept here, never what the browser keeps by itself.
  const close = () => { for (const one of borrowed ? form.elements : [box]) one.autocomplete = "off"; };
  close();

  const show = (at) => {
    if (!line || (line.hidden = !at)) return;
    const then = new Date(at), two = (n) => String(n).padStart(2, "0");
    const time = line.dataset.time.replace(/\d+(\D)\d+/, (_, dot) =>
      (dot === ":" ? two(then.getHours()) : then.getHours()) + dot + two(then.getMinutes()));
    const day = then.toDateString() === new Date().toDateString() ? "" : `${then.getDate()}/${then.getMonth() + 1} `;
    line.firstElementChild.textContent = line.dataset.saved.replace("{time}", day + time);
  };
  const save = () => {
    clearTimeout(timer);
    timer = 0;
    const before = draftOf(shelf, name), same = before?.token === token?.value;
    if (borrowed || !box.value.trim()) {
      if (same) keep(shelf, name, null);
      return show(0);
    }
    // Another text of this form, begun elsewhere, waits its turn.
    if (before && !same && before.words[box.name] !== box.value) keep(shelf, older(name), before);
    const words = { ...(same ? before?.words : null) }, at = Date.now();
    for (const field of fields(form)) words[field.name] = field.value;
    show(keep(shelf, name, { token: token?.value, given: box.defaultValue.trim(), words, at }) && at);
  };

  const left = borrowed ? null : draftOf(shelf, name) ?? draftOf(shelf, older(name));
  // What the server gives back is the newest, unless it is what she wrote on from.
  if (left && ["", left.given].includes(box.defaultValue.trim())) {
    if (left.token && shelf === PHONE) token.value = left.token;  // the same form: one contribution at most
    for (const field of fields(form)) {
      const words = left.words[field.name], before = field.value;
      if (typeof words !== "string") continue;
      field.value = words;
      if (field.matches("select") && field.selectedIndex < 0) field.value = before;
      if (field.matches("input") && words) field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input"));
    }
    if (!draftOf(shelf, name)) keep(shelf, older(name), null);
    keep(shelf, name, left);
    show(left.at);
  } else if (box.value.trim()) save();
  if (shelf === PHONE) keep(TAB, name, null);  // the first box's words have come this far

  const soon = () => { timer ||= setTimeout(save, 400); };
  form.addEventListener("input", soon);
  document.addEventListener("visibilitychange", () => { if (timer) save(); });
  saving.set(form, save);

  line?.querySelector("button").addEventListener("click", () => {
    forget(form);
    show(0);
    form.reset();
    if (token) token.value = own;
    for (const field of fields(form)) if (!field.matches("select")) field.value = "";
    box.dispatchEvent(new Event("input"));
    box.focus();
  });
  const place = form.querySelector("[data-borrowed]"), label = make("label", { className: "choice" });
  if (!place) return;
  const tick = make("input", { type: "checkbox", checked: borrowed });
  label.append(tick, ...place.childNodes);
  place.append(label);
  place.hidden = false;
  tick.addEventListener("change", () => {
    borrowed = tick.checked;
    close();
    keep(TAB, BORROWED, borrowed || null);
    for (const one of [name, older(name)]) keep(PHONE, one, null);
    for (const one of drafts(TAB)) keep(TAB, one, null);
    save();
  });
};

// What was begun in a dialogue that has closed goes where its link leads.
const carry = (link) => {
  const from = nameFor(location.href), to = nameFor(link.href), left = draftOf(PHONE, from);
  if (left && !draftOf(PHONE, to) && keep(PHONE, to, left)) keep(PHONE, from, null);
};

// Sending: a line when the net is away, else the page that the server answers. No word is lost.
// Pages that take each other's place have numbers in the history.
const pages = [];
let here = history.state ?? 0;
(window.onhashchange = () => history.state ?? history.replaceState(here, ""))();
const leaf = ({ body, title, documentElement: { lang, className } }) => ({ body, title, lang, className });
const turnTo = (number, { body, title, lang, className }) => {
  pages[here] = leaf(document);
  here = number;
  document.body.replaceWith(body);
  document.title = title;
  Object.assign(document.documentElement, { lang, className });
  for (const tick of all("[data-borrowed] input")) tick.checked = borrowed;
};
const turnOver = (page, url) => {
  history.pushState(here + 1, "", url);
  turnTo(here + 1, leaf(page));
  document.body.tabIndex = -1;  // Tab leads to the first link
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo({ top: 0, behavior: "instant" });
  arrive();
};
addEventListener("popstate", ({ state }) => {
  if (state === null || state === here) return;
  if (pages[state]) turnTo(state, pages[state]);
  else location.reload();
});

// What stands beside the buttons, which rest while the form is sent.
const say = (form, kind, words) => {
  const isBusy = kind === "sending";
  form.toggleAttribute("data-busy", isBusy);
  for (const button of all("[type=submit]", form)) button.ariaDisabled = isBusy || null;
  for (const line of all("[data-say]", form)) {
    if (line.hidden = line.dataset.say !== kind) continue;
    if (words) line.textContent = words;
    line.scrollIntoView({ block: "nearest" });
  }
};
const send = async (event) => {
  const form = event.target;
  if (!form.matches("form[data-draft]") || !("submitter" in event)) return;
  if (form.hasAttribute("data-busy")) return event.preventDefault();
  const fields = new URLSearchParams(new FormData(form)), { submitter } = event;
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  event.preventDefault();
  saving.get(form)?.();
  say(form, "sending");
  const stop = new AbortController(), timer = setTimeout(() => { stop.abort(); say(form); }, PATIENCE);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, signal: stop.signal });
    if (answer.redirected) {  // stored: the receipt has an address
      forget(form);
      stop.abort();
      return location.replace(answer.url);  // Back does not find the words
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.getElementById("main");
    if (!main) throw new TypeError("no page of ours");
    const sent = fields.get("csrf_token"), token = main.querySelector("[name=csrf_token]")?.value;
    if (token) change(sent, token);  // the form had grown too old
    say(form);
    if (main.querySelector("textarea, form[data-draft], .own-words")) turnOver(page, form.action);
    else say(form, "refused", all("h1, .lead", main).map((part) => part.textContent.trim()).join(": "));
  } catch {
    say(form, "no-net");
  }
  clearTimeout(timer);
};

// Receipts kept in the phone.
const receipts = () => {
  const kept = read(PHONE, RECEIPTS);
  return Array.isArray(kept) ? kept.filter((one) => /^[\w-]+$/.test(one?.code ?? "")) : [];
};
const others = (code) => receipts().filter((one) => one.code !== code);
const received = (note) => {
  const { code, when, lang } = note.dataset;
  if (borrowed || read(TAB, FORGOTTEN + code)) return;
  const list = [{ code, when, lang, at: Date.now() }, ...others(code)].slice(0, MOST);
  if (!keep(PHONE, RECEIPTS, list)) return;
  note.hidden = false;
  note.querySelector("[data-forget]").addEventListener("click", () => {
    keep(PHONE, RECEIPTS, others(code));
    keep(TAB, FORGOTTEN + code, true);
    const after = note.parentElement.querySelector("[data-forgot]");
    note.hidden = true;
    after.hidden = false;
    after.focus();
  });
};
const mine = (section) => {
  const list = section.querySelector("ul"), row = section.querySelector("template").content;
  const most = Number(section.dataset.most) || MOST;
  const show = (hasForgotten) => {
    const kept = receipts();
    list.replaceChildren(...kept.slice(0, most).map(({ code, when, lang }) => {
      const item = row.cloneNode(true), link = item.querySelector("a");
      link.href = `${section.dataset.mine}/${code}`;
      link.textContent = when || code;
      if (when && lang) link.lang = lang;
      for (const part of all("[data-code]", item)) part.textContent = ` ${code}`;
      item.querySelector("button").addEventListener("click", () => forgetThese(others(code)));
      return item;
    }));
    const shown = { more: kept.length > most, many: kept.length > 1, none: !kept.length, forgot: hasForgotten && kept.length };
    for (const [mark, isShown] of Object.entries(shown)) for (const part of all(`[data-${mark}]`, section)) part.hidden = !isShown;
    return kept.length;
  };
  const forgetThese = (left) => {
    keep(PHONE, RECEIPTS, left.length ? left : null);
    show(true);
    section.querySelector("h2").focus();
  };
  section.querySelector("[data-many]").addEventListener("click", () => forgetThese([]));
  section.hidden = !show() && "most" in section.dataset;
};

const copy = async (button, text, from) => {
  try { await navigator.clipboard.writeText(text); } catch {  // forbidden: the old way
    if (!from) return;
    getSelection().selectAllChildren(from);
    if (!document.execCommand("copy")) return;
  }
  const line = make("span", { role: "status", lang: button.dataset.doneLang });
  button.replaceChildren(line);
  setTimeout(() => { line.textContent = button.dataset.done; });  // a status tells changes
};
const press = (button, act) => { button.hidden = false; button.addEventListener("click", act); };
const copies = (button) => {
  const from = document.getElementById(button.dataset.copy);
  if (from) press(button, () => copy(button, from.textContent.trim(), from));
};
const shares = (button) => {
  const url = location.origin + location.pathname, { title } = button.dataset;
  if (navigator.share) press(button, () => navigator.share({ title, url }).catch(() => {}));
  else if (navigator.clipboard) press(button, () => copy(button, url));
};

// Words to begin from come with the chosen ground, until she has written her own.
const suggest = (list) => {
  const form = list.closest("form"), box = form.querySelector("textarea");
  form.addEventListener("change", ({ target }) => {
    const words = target.type === "radio" && list.querySelector(`[data-for="${target.value}"]`);
    if (words && ["", box.dataset.filled].includes(box.value)) box.value = box.dataset.filled = words.textContent;
  });
};

// All of it, on each page shown.
const arrive = () => {
  all("textarea[data-limit]").forEach(count);
  all("textarea[data-letters]").forEach(letters);
  all("form[data-draft]").forEach(draft);
  all("a[data-carry]").forEach(carry);
  all("[data-suggestions]").forEach(suggest);
  all("[data-kept]").forEach(received);
  all("[data-mine]").forEach(mine);
  all("[data-copy]").forEach(copies);
  all("[data-share]").forEach(shares);
  for (const button of all("[data-print]")) press(button, () => print());
  // The bar at the foot shows while its form is out of sight.
  const bar = document.querySelector("[data-follows]"), form = bar && document.querySelector(bar.dataset.follows);
  if (form) new IntersectionObserver(([seen]) => { bar.hidden = seen.isIntersecting; }).observe(form);
  // What is to be seen first, as the error summary, gets the focus.
  document.querySelector("[data-focus]")?.focus();
};

// A menu closes on Escape, and on a click beside it.
const menus = () => all("details[data-menu][open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("submit", send);
addEventListener("pagehide", () => all("[data-busy]").forEach((form) => say(form)));

sweep();
arrive();

// Long parts fold on a phone.
if (matchMedia("(max-width: 59.99rem)").matches) {
  for (const part of all("[data-part]")) part.open = part.contains(document.getElementById(location.hash.slice(1)));
}
