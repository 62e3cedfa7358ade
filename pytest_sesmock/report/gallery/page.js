// The page: filters, keys, and which mail is open.

const index = JSON.parse(document.getElementById("index").textContent);
const details = document.getElementById("details").textContent.slice(1).split("\n");
const search = document.getElementById("search");
const region = document.getElementById("region");
const theme = document.getElementById("theme");
const filters = { kind: "all", region: "", terms: [] };
let haystacks = null;
let words = null; // unpacked when something is first searched for

const list = new List(index, (number, read) => {
  detail.show(number);
  location.replace(`#${number + 1}`);
  document.body.classList.toggle("reading", read);
});
const detail = new Detail(index, back);

function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

function matches(number) {
  const mail = index.mails[number];
  if (filters.kind !== "all" && mail.kind !== filters.kind) return false;
  if (filters.region && mail.region !== filters.region) return false;
  return filters.terms.every((term) =>
    haystacks[number].includes(term) || words?.[number].includes(term));
}

function apply() {
  const numbers = index.mails.map((_, number) => number).filter(matches);
  list.show(numbers);
  const all = index.mails.length;
  document.getElementById("found").textContent = !all ? "No messages"
    : numbers.length === all ? plural(all, "entry", "entries")
      : `${numbers.length.toLocaleString("en")} of ${plural(all, "entry", "entries")}`;
  if (numbers.includes(list.selected)) list.select(list.selected, { focus: false });
  else if (numbers.length) list.select(numbers[0], { focus: false });
  else detail.show(null);
}

async function applySearch() {
  haystacks ??= index.mails.map((mail) => [mail.subject, mail.from, ...mail.to,
    index.tests[mail.test].id, mail.operation, mail.code, mail.rule, ...mail.news ?? []].join("\n").toLowerCase());
  filters.terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  apply();
  if (filters.terms.length && !words) {
    const texts = await unpackJson(document.getElementById("words").textContent);
    words = texts.map((text) => text.toLowerCase());
    apply();
  }
}

function back() {
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
  Enter: read, "/": () => search.select(), Escape: back,
};
// Elsewhere these are the keys of what has the focus.
const LIST_KEYS = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "Enter"]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const { target, key } = event;
  if (target === search || target === region) return;
  if (LIST_KEYS.has(key) && target.id !== "list" && target !== document.body) return;
  if (!(key in KEYS)) return;
  event.preventDefault();
  KEYS[key]();
});

search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === "ArrowDown") back();
  else if (event.key === "Escape" && search.value) {
    search.value = "";
    applySearch();
  } else if (event.key === "Escape") back();
  else return;
  event.preventDefault();
  event.stopPropagation();
});

let waiting = 0;
search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(applySearch, 80);
});

region.addEventListener("change", () => {
  filters.region = region.value;
  apply();
});

const THEMES = { "": "Auto", light: "Light", dark: "Dark" };
function dress(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = `◐ ${THEMES[name]}`;
  theme.setAttribute("aria-label", `Page colours: ${THEMES[name]}`);
}
theme.addEventListener("click", () => {
  const names = Object.keys(THEMES);
  dress(names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length]);
});

function begin() {
  dress("");
  const kinds = { sent: 0, refused: 0, failed: 0 };
  for (const mail of index.mails) kinds[mail.kind] += 1;
  document.getElementById("facts").textContent = [
    `${plural(kinds.sent, "message")} sent`, `${kinds.refused.toLocaleString("en")} refused`,
    kinds.failed ? `${kinds.failed.toLocaleString("en")} failed on the way` : null,
    plural(index.tests.length, "test"), index.writtenAt,
  ].filter(Boolean).join(" · ");
  segmented(document.getElementById("kinds"), ["all", "sent", "refused", ...kinds.failed ? ["failed"] : []], "all", (kind) => {
    filters.kind = kind;
    apply();
  });
  const regions = [...new Set(index.mails.map((mail) => mail.region))].sort();
  region.append(make("option", { value: "" }, "All regions"),
    ...regions.map((name) => make("option", { value: name }, name)));
  region.hidden = regions.length < 2;
  const asked = Number(location.hash.slice(1)) - 1;
  apply();
  if (asked > 0 && asked < index.mails.length) list.select(asked, { focus: false });
  document.getElementById("list").focus({ preventScroll: true });
}

begin();
