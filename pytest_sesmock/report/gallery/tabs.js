// What each tab shows of a mail: its name, how much there is of it (false: nothing; true: no number
// says more), and its elements.

const IMAGES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"]);
const BAD = new Set(["Bounce", "Complaint", "DeliveryDelay", "Reject", "Rendering Failure"]);

const TABS = [
  ["Preview", ({ html }) => Boolean(html), previewOf],
  ["Text", ({ text, visibleText }) => Boolean(text?.data || visibleText), textOf],
  ["HTML", ({ html }) => Boolean(html), htmlOf],
  ["Links", ({ links }) => links?.length ?? true, linksTable],
  ["Headers", ({ headers }) => Boolean(headers), ({ headers }) =>
    (headers ? [pairs(headers)] : [nothing("No delivered message.")])],
  ["Source", ({ source }) => Boolean(source), ({ source }) =>
    (source ? lines(source) : [nothing("No delivered message.")])],
  ["Attachments", ({ attachments }) => attachments?.length, attachmentsOf],
  ["Tags", ({ tags }) => tags?.length, ({ tags }) =>
    (tags?.length ? [pairs(tags)] : [nothing("No message tags.")])],
  ["Events", ({ events, eventsProblem, moreEvents = 0 }) =>
    (eventsProblem ? true : (events?.length ?? 0) + moreEvents), eventsOf],
  ["Lint", ({ lint, lintProblem }) => (lintProblem ? true : lint?.length), lintOf],
  ["Request", () => true, ({ request }) => [make("pre", { tabIndex: 0 }, JSON.stringify(request, null, 2))]],
];

function bytesOf(size) {
  if (size < 1000) return `${size} bytes`;
  return size < 1e6 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}

function nothing(text) {
  return make("p", { className: "nothing" }, text);
}

function note(text) {
  return make("p", { className: "note" }, text);
}

function pairs(rows) {
  return make("div", { className: "scroll", tabIndex: 0 },
    make("table", {}, make("tbody", {}, ...rows.map(([name, value]) =>
      make("tr", {}, make("th", { scope: "row" }, escaped(name)), make("td", {}, escaped(value)))))));
}

function lines(text) {
  return [make("pre", { tabIndex: 0 }, text.data), ...cutOff(text)];
}

function cutOff({ more }) {
  return more ? [note(`${more.toLocaleString("en")} more characters not shown.`)] : [];
}

function clock(moment) {
  return make("time", { dateTime: moment, title: `${moment.slice(0, 10)} UTC` }, moment.slice(11, 23).replace("+", ""));
}

const MOST_RECIPIENTS = 5;

function fewOf(addresses) {
  const more = addresses.length - MOST_RECIPIENTS;
  return addresses.slice(0, MOST_RECIPIENTS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function textOf({ text, visibleText }) {
  if (text?.data) return lines(text);
  if (!visibleText) return [nothing("No text.")];
  return [note("This message has no plain text. Here is its HTML as a reader sees it: message.visible_text."),
    ...lines(visibleText)];
}

function htmlOf({ html }) {
  if (!html) return [nothing("No HTML.")];
  return [coloured(html.data), ...cutOff(html)];
}

function linksTable(detail) {
  const links = detail.links ?? linksOf(detail);
  if (!links.length) return [nothing("No links.")];
  return [make("div", { className: "scroll", tabIndex: 0 }, make("table", { className: "links" },
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Text"), make("th", { scope: "col" }, "Address"))),
    make("tbody", {}, ...links.map(({ text, href }) => make("tr", {},
      text ? make("td", {}, escaped(text))
        : make("td", { className: "dim" }, text === null ? "in the plain text" : "no text"),
      make("td", {}, escaped(href)))))))];
}

function attachmentsOf({ attachments }) {
  if (!attachments?.length) return [nothing("No attachments.")];
  return [make("ul", { className: "files" }, ...attachments.map(attachmentOf))];
}

function attachmentOf({ name, type, size, file }, at) {
  const shownName = escaped(name ?? `part ${at + 1}`);
  const picture = make("div", { className: "picture", "aria-hidden": "true" },
    (type ?? "").split("/")[1]?.slice(0, 4) || "file");
  const row = make("li", {}, picture,
    make("div", {}, make("b", {}, shownName), make("span", {}, `${escaped(type ?? "unknown type")}, ${bytesOf(size)}`)));
  if (!data.has(file)) {
    row.append(make("span", { className: "note" }, "too large, not included"));
    return row;
  }
  if (IMAGES.has(type)) {
    dataUrl(file, type).then((url) => picture.replaceChildren(make("img", { src: url, alt: "" })));
  }
  const button = make("button", { type: "button", className: "quiet" }, "Save");
  button.setAttribute("aria-label", `Save ${shownName}`);
  button.addEventListener("click", async () => save(name ?? `part ${at + 1}`, await fileBytes(file)));
  row.append(button);
  return row;
}

function eventsOf({ events, eventsProblem, moreEvents }) {
  if (eventsProblem) return [note(`The events cannot be told (${eventsProblem}).`)];
  if (!events?.length) return [nothing("No events.")];
  const parts = [make("ol", { className: "events" }, ...events.map(eventOf))];
  if (moreEvents) parts.push(note(`${moreEvents.toLocaleString("en")} more events not shown.`));
  return parts;
}

function eventOf({ type, at, to, subType, answer, published = [], records = {} }) {
  return make("li", {},
    make("p", {}, make("b", { className: BAD.has(type) ? "bad" : "" }, type),
      subType ? make("span", {}, subType) : null,
      make("span", { className: "who", title: to.join(", ") }, fewOf(to)), clock(at)),
    answer ? make("p", { className: "answer" }, answer) : null,
    ...published.map(({ service, destination, name, family }) =>
      make("p", { className: "published" }, "published to ", make("b", {}, service), " ",
        make("code", {}, destination), name ? ` by ${name}` : "",
        family === "identity" ? " as a notification of the identity" : "")),
    ...Object.entries(records).map(([family, record]) => recordOf(family, record)));
}

// Its text is made when somebody asks for it.
function recordOf(family, record) {
  const details = make("details", {}, make("summary", {},
    family === "identity" ? "JSON of the notification" : "JSON of the event"));
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    details.append(make("pre", { tabIndex: 0 },
      typeof record === "string" ? record : JSON.stringify(record, null, 2)));
  });
  return details;
}

function lintOf({ lint, lintProblem }) {
  if (lintProblem) return [note(`Not linted: ${lintProblem}.`)];
  if (!lint) return [nothing("Only messages that SES accepts are linted.")];
  if (!lint.length) return [nothing("The lint finds nothing.")];
  return [make("ul", { className: "findings" }, ...lint.map(([rule, problem, remedy]) => make("li", {},
    make("code", {}, rule), make("p", {}, escaped(problem)), make("p", { className: "dim" }, `→ ${remedy}`))))];
}
