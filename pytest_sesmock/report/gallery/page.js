// The page: filters, keys, the list's width, and which entry is open.

const { index } = data;
const field = document.getElementById("search");
const region = document.getElementById("region");
const theme = document.getElementById("theme");
const none = document.getElementById("none");
const filters = { outcome: "all", kind: "all", region: "" };
let ordered = data.inOrder();

const search = new Search(index);
const failure = new FailurePanel(index);
const detail = new Detail(index);
const list = new List(index, (number, read) => {
  open(number);
  location.replace(`#${number + 1}`);
  document.body.classList.toggle("reading", read);
});

function open(number) {
  const { kind, test } = index.mails[number] ?? { test: null };
  data.looked?.(number);
  detail.show(kind === "none" ? null : number);
  if (kind === "none") {
    document.getElementById("detail").replaceChildren(nothing("This test sent no messages."));
  }
  failure.show(test);
}

function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

function matches(number) {
  const mail = index.mails[number];
  const { outcome, kind, region: place } = filters;
  return (outcome === "all" || index.tests[mail.test].outcome === outcome)
    && (kind === "all" || mail.kind === kind)
    && (!place || mail.region === place)
    && search.finds(number);
}

// List what fits. What is open stays so if it fits, unless the first is asked for.
function apply({ first = false } = {}) {
  const numbers = ordered.filter(matches);
  list.show(numbers);
  count(numbers);
  if (!first && numbers.includes(list.selected)) list.select(list.selected, { focus: false });
  else if (numbers.length) list.select(numbers[0], { focus: false });
  else open(null);
}

function count(numbers) {
  const all = ordered.length;
  document.getElementById("found").textContent = !all ? "No messages" : !numbers.length ? "No matches"
    : numbers.length === all ? plural(all, "entry", "entries")
      : `${numbers.length.toLocaleString("en")} of ${plural(all, "entry", "entries")}`;
  none.hidden = Boolean(numbers.length);
  if (!numbers.length) explainNone(all);
}

function explainNone(all) {
  const text = field.value.trim();
  const filtered = filters.outcome !== "all" || filters.kind !== "all" || filters.region;
  none.firstElementChild.textContent = !all ? data.none
    : [text ? `Nothing matches ${text}` : "Nothing matches", filtered ? "with these filters." : ""]
      .filter(Boolean).join(" ").replace(/(?<!\.)$/, ".");
  none.lastElementChild.hidden = !all;
}

async function applySearch() {
  const text = field.value;
  // What cannot be had now, as the inbox's server does not answer, is not searched.
  await search.look(text).catch(() => {});
  if (text === field.value) apply({ first: Boolean(text.trim()) });
}

function searchFor(text) {
  field.value = text;
  applySearch();
}

function showAll() {
  Object.assign(filters, { outcome: "all", kind: "all", region: region.value = "" });
  chooseFilters();
  searchFor("");
  toList();
}

function toList() {
  document.body.classList.remove("reading");
  document.getElementById("list").focus({ preventScroll: true });
}

function read() {
  if (list.selected === null) return;
  document.body.classList.add("reading");
  detail.focus();
}

const KEYS = {
  j: () => list.move(1), ArrowDown: () => list.move(1),
  k: () => list.move(-1), ArrowUp: () => list.move(-1),
  PageDown: () => list.move(list.page), PageUp: () => list.move(-list.page),
  Home: () => list.move(-Infinity), End: () => list.move(Infinity),
  Enter: read, "/": () => field.select(), Escape: toList,
};
// Elsewhere these are the keys of what has the focus.
const LIST_KEYS = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "Enter"]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const { target, key } = event;
  if (target === field || target === region) return;
  if (LIST_KEYS.has(key) && target.id !== "list" && target !== document.body) return;
  if (!(key in KEYS)) return;
  event.preventDefault();
  KEYS[key]();
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === "ArrowDown") toList();
  else if (event.key === "Escape" && field.value) searchFor("");
  else if (event.key === "Escape") toList();
  else return;
  event.preventDefault();
  event.stopPropagation();
});

let waiting = 0;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(applySearch, 80);
});

region.addEventListener("change", () => {
  filters.region = region.value;
  apply();
});
none.lastElementChild.addEventListener("click", showAll);
document.getElementById("back").addEventListener("click", toList);

// What the reader chose, kept for the next page at the same place where the browser allows it.
const kept = {
  get(name) {
    try {
      return localStorage.getItem(`${location.pathname} ${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`${location.pathname} ${name}`, value);
    } catch {
      // It is the same page without.
    }
  },
};

const THEMES = { "": "Auto", light: "Light", dark: "Dark" };
function dress(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = `◐ ${THEMES[name]}`;
  theme.setAttribute("aria-label", `Page colours: ${THEMES[name]}`);
}
theme.addEventListener("click", () => {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length];
  dress(next);
  kept.set("theme", next);
});

const splitter = document.getElementById("splitter");
const NARROWEST = 260;
const LEAST_FOR_MAIL = 360;
const STEP = 24;
let wantedWidth = Number(kept.get("list-width")) || null;

function listWidth() {
  return document.getElementById("browse").getBoundingClientRect().width;
}

// As wide as the reader wants it, as far as there is room; null is what suits the window.
function resize() {
  const widest = Math.max(NARROWEST, document.documentElement.clientWidth - LEAST_FOR_MAIL);
  const main = document.querySelector("main");
  if (wantedWidth === null) main.style.removeProperty("--list-width");
  else {
    const width = Math.min(Math.max(wantedWidth, NARROWEST), widest);
    main.style.setProperty("--list-width", `${width}px`);
  }
  splitter.setAttribute("aria-valuemin", NARROWEST);
  splitter.setAttribute("aria-valuemax", widest);
  splitter.setAttribute("aria-valuenow", Math.round(listWidth()));
}

function chooseWidth(width) {
  wantedWidth = width;
  resize();
  kept.set("list-width", width === null ? "" : Math.round(listWidth()));
}

splitter.addEventListener("pointerdown", (event) => {
  splitter.setPointerCapture(event.pointerId);
  event.preventDefault();
  splitter.focus();
});
splitter.addEventListener("pointermove", (event) => {
  if (splitter.hasPointerCapture(event.pointerId)) chooseWidth(event.clientX);
});
splitter.addEventListener("dblclick", () => chooseWidth(null));
splitter.addEventListener("keydown", (event) => {
  const to = { ArrowLeft: listWidth() - STEP, ArrowRight: listWidth() + STEP, Home: 0, End: Infinity }[event.key];
  if (to === undefined) return;
  chooseWidth(to);
  event.preventDefault();
});
window.addEventListener("resize", resize);

function counted(things) {
  const counts = new Map();
  things.forEach((thing) => counts.set(thing, (counts.get(thing) ?? 0) + 1));
  return counts;
}

function chip(className, name, count) {
  return [make("span", { className }, name), make("span", { className: "count" }, count.toLocaleString("en"))];
}

// The filters, each with its sign, word and number: they are the list's legend, too.
function chooseFilters() {
  const outcomes = counted(index.tests.map((test) => test.outcome));
  const kinds = counted(index.mails.map((mail) => mail.kind));
  const known = [...OUTCOMES, ...[...outcomes.keys()].filter((name) => !OUTCOMES.includes(name))];
  const filter = (id, name, choices, label) => {
    const element = document.getElementById(id);
    element.hidden = choices.length < 2;
    // Else it would stay in force, and nothing would show it.
    if (!choices.includes(filters[name])) filters[name] = "all";
    const all = ["all", ...choices];
    const isFocused = element.contains(document.activeElement);
    segmented(element, all, filters[name], (choice) => {
      filters[name] = choice;
      apply();
    });
    [...element.children].forEach((button, at) => button.replaceChildren(...label(all[at])));
    if (isFocused) element.querySelector("[aria-checked=true]")?.focus();
  };
  filter("outcomes", "outcome", known.filter((name) => outcomes.has(name)), (name) => (name === "all"
    ? chip("", "all tests", index.tests.length) : chip(`outcome ${name}`, name, outcomes.get(name))));
  filter("kinds", "kind", ["sent", "refused", "failed"].filter((kind) => kinds.has(kind)), (kind) => (
    kind === "all" ? chip("", "all", ordered.length) : chip(`mark ${kind}`, KINDS[kind], kinds.get(kind))));
}

function facts() {
  const kinds = counted(index.mails.map((mail) => mail.kind));
  return [
    `${plural(kinds.get("sent") ?? 0, "message")} sent`,
    `${(kinds.get("refused") ?? 0).toLocaleString("en")} refused`,
    kinds.has("failed") ? `${kinds.get("failed").toLocaleString("en")} lost on the way` : null,
    ...data.facts(),
  ].filter(Boolean).join(" · ");
}

function suggestSearches() {
  document.getElementById("operators").append(...data.examples.map((example) => {
    const button = make("button", { type: "button" }, example);
    button.addEventListener("click", () => {
      searchFor([field.value.trim(), example].filter(Boolean).join(" "));
      field.focus();
    });
    return button;
  }));
}

// All that tells of the entries together: numbers, filters, regions.
function summarize() {
  document.getElementById("facts").textContent = facts();
  chooseFilters();
  const regions = [...counted(index.mails.map((mail) => mail.region)).keys()].filter(Boolean).sort();
  region.replaceChildren(make("option", { value: "" }, "All regions"),
    ...regions.map((name) => make("option", { value: name }, name)));
  if (!regions.includes(filters.region)) filters.region = "";
  region.value = filters.region;
  region.hidden = regions.length < 2;
}

function begin() {
  dress(kept.get("theme") in THEMES ? kept.get("theme") : "");
  resize();
  suggestSearches();
  summarize();
  const asked = Number(location.hash.slice(1)) - 1;
  apply();
  if (asked in index.mails) list.select(asked, { focus: false });
  document.getElementById("list").focus({ preventScroll: true });
  data.follow?.();
}

begin();
