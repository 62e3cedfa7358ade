// One mail with its tabs.

const TABS = ["Preview", "Text", "Headers", "Source", "Attachments", "Tags", "Events", "Request"];
const IMAGES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"]);
const BAD = new Set(["Bounce", "Complaint", "DeliveryDelay", "Reject", "Rendering Failure"]);
const view = { tab: "Preview", width: "desktop", scheme: "light" };

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
      make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value))))));
}

function lines(text) {
  const parts = [make("pre", { tabIndex: 0 }, text.data)];
  if (text.more) parts.push(note(`${text.more.toLocaleString("en")} more characters not shown.`));
  return parts;
}

// Buttons of which one is pressed, as a radio group: one tab stop, arrow keys inside.
function segmented(element, choices, chosen, onChoose) {
  const buttons = choices.map((choice) => make("button", {
    type: "button", role: "radio", "aria-checked": String(choice === chosen),
    tabIndex: choice === chosen ? 0 : -1,
  }, choice[0].toUpperCase() + choice.slice(1)));
  const choose = (at) => {
    buttons.forEach((button, other) => {
      button.setAttribute("aria-checked", String(other === at));
      button.tabIndex = other === at ? 0 : -1;
    });
    onChoose(choices[at]);
  };
  buttons.forEach((button, at) => button.addEventListener("click", () => choose(at)));
  arrows(element, buttons, choose);
  element.replaceChildren(...buttons);
  return element;
}

function arrows(element, buttons, choose) {
  element.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    const next = (to + buttons.length) % buttons.length;
    buttons[next].focus();
    choose(next);
    event.preventDefault();
    event.stopPropagation();
  });
}

function clock(moment) {
  return make("time", { dateTime: moment, title: `${moment.slice(0, 10)} UTC` }, moment.slice(11, 23).replace("+", ""));
}

const MOST_RECIPIENTS = 5;

function fewOf(addresses) {
  const more = addresses.length - MOST_RECIPIENTS;
  return addresses.slice(0, MOST_RECIPIENTS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

// Where there is no HTML something else is what one wants to see; the choice holds for other mails.
function firstTab(detail) {
  if (view.tab !== "Preview" || detail.html) return view.tab;
  if (detail.text) return "Text";
  return detail.source ? "Source" : "Request";
}

class Detail {
  #index;
  #element = document.getElementById("detail");
  #number = null;

  constructor(index) {
    this.#index = index;
  }

  async show(number) {
    this.#number = number;
    if (number === null) {
      this.#element.replaceChildren(nothing("No message selected."));
      return;
    }
    const mail = this.#index.mails[number];
    const packed = details[number];
    const detail = packed ? await unpackJson(packed) : null;
    if (number !== this.#number) return; // another one was chosen meanwhile
    this.#element.replaceChildren(this.#head(mail, detail), ...this.#body(mail, detail));
    this.#element.scrollTop = 0;
  }

  focus() {
    this.#element.focus({ preventScroll: true });
  }

  #head(mail, detail) {
    const test = this.#index.tests[mail.test];
    const who = detail ?? { from: mail.from, to: mail.to };
    const people = [["From", who.from && [who.from]], ["To", who.to], ["Cc", who.cc],
      ["Bcc", who.bcc], ["Reply-To", who.replyTo], ["Return path", who.returnPath && [who.returnPath]]];
    const eml = mail.eml
      ? make("a", { href: mail.eml, download: "", className: "quiet" }, ".eml") : null;
    return make("header", { className: "head" },
      make("div", { className: "title" },
        make("h2", {}, titleOf(mail)), eml),
      make("dl", { className: "people" }, ...people.filter(([, given]) => given?.length)
        .flatMap(([name, given]) => [make("dt", {}, name), make("dd", {}, given.join(", "))])),
      make("p", { className: "facts" },
        make("span", { className: `kind ${mail.kind}` }, mail.kind),
        make("span", {}, mail.region),
        make("span", {}, `${mail.api === "sesv2" ? "v2" : "v1"} ${mail.operation}`),
        detail?.configurationSet
          ? make("span", { title: "Configuration set" }, detail.configurationSet) : null,
        make("time", { dateTime: mail.at }, mail.at.replace("T", " ").slice(0, 19), " UTC")),
      make("p", { className: "from-test" }, make("span", { className: `outcome ${test.outcome}` },
        test.outcome), make("code", {}, test.id)));
  }

  #body(mail, detail) {
    if (!detail) {
      return [nothing("This message is not included because the page would be too large. " +
        "Use --sesmock-eml to get it as a file.")];
    }
    const refusal = detail.refusal ? [this.#refusal(detail.refusal)] : [];
    if (detail.attempts) refusal.push(this.#attempts(detail.attempts));
    if (mail.kind === "failed") return refusal;
    const problem = detail.problem
      ? [note(`Python cannot parse this message (${detail.problem}). Here is its source.`)] : [];
    return [...refusal, ...problem, ...this.#tabs(detail)];
  }

  #refusal({ code, message, status, rule, requires, remedy }) {
    // A failure that the test planned requires nothing.
    const reasons = requires ? {
      Rule: make("code", {}, rule),
      Requires: requires,
      "To let it pass": remedy ? make("code", {}, remedy) : "change the call",
    } : { Planned: "by the test with fail_next" };
    return make("section", { className: "refusal", "aria-label": "Refusal" },
      make("p", { className: "words" }, make("b", {}, code), ` ${status}`),
      make("blockquote", {}, message ?? "(no text)"),
      make("dl", {}, ...Object.entries(reasons).flatMap(([name, value]) =>
        [make("dt", {}, name), make("dd", {}, value)])));
  }

  #attempts(attempts) {
    const many = attempts.length > 1;
    return make("section", { className: "attempts", "aria-label": "Attempts" },
      make("p", {}, many ? `${attempts.length} attempts at this call` : "An attempt at this call"),
      make("ol", {}, ...attempts.map(({ number, at, outcome, lost, accepted, this: ours }) => {
        const became = ours && many ? "this message"
          : lost && accepted ? "SES accepted it" : lost ? "SES did not accept it" : null;
        return make("li", {}, clock(at), make("span", {}, String(number)),
          make("b", { className: outcome === "accepted" ? "good" : "bad" }, outcome),
          became ? make("span", {}, ours && many && lost ? `${became}, which SES accepted` : became) : null);
      })));
  }

  #tabs(detail) {
    const counts = { Attachments: detail.attachments, Tags: detail.tags, Events: detail.events };
    const panel = make("div", { role: "tabpanel", id: "panel" });
    const buttons = TABS.map((name) => {
      const count = counts[name]?.length;
      return make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel" },
        name, count ? make("span", { className: "count" }, String(count)) : null);
    });
    const choose = (at) => {
      buttons.forEach((button, other) => {
        button.setAttribute("aria-selected", String(other === at));
        button.tabIndex = other === at ? 0 : -1;
      });
      panel.setAttribute("aria-labelledby", buttons[at].id);
      panel.dataset.tab = TABS[at];
      panel.replaceChildren(...this[TABS[at]](detail));
      buttons[at].scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    buttons.forEach((button, at) => button.addEventListener("click", () => {
      view.tab = TABS[at];
      choose(at);
    }));
    const list = make("div", { role: "tablist", className: "tabs", "aria-label": "Parts of the message" },
      ...buttons);
    arrows(list, buttons, (at) => {
      view.tab = TABS[at];
      choose(at);
    });
    choose(TABS.indexOf(firstTab(detail)));
    return [list, panel];
  }

  Preview(detail) {
    if (!detail.html) return [nothing("No HTML.")];
    const stage = make("div", { className: "stage" });
    const told = make("p", { className: "note", hidden: true });
    const dress = () => {
      stage.dataset.width = view.width;
      stage.dataset.scheme = view.scheme;
    };
    const bar = make("div", { className: "viewing" },
      segmented(make("div", { className: "segmented", role: "radiogroup", "aria-label": "Width" }),
        ["desktop", "phone"], view.width, (width) => { view.width = width; dress(); }),
      segmented(make("div", { className: "segmented", role: "radiogroup", "aria-label": "Colours" }),
        ["light", "dark"], view.scheme, (scheme) => { view.scheme = scheme; dress(); }), told);
    dress();
    framed(detail.html.data, detail.inline ?? {}).then(({ html, remote, missing }) => {
      if (html === null) {
        stage.replaceChildren(
          nothing("This HTML becomes something else each time it is read. Here is its text."),
          ...lines(detail.html));
        return;
      }
      // No script, no forms, no windows, an origin of its own: every flag of the sandbox is on.
      const frame = make("iframe", { title: "Preview of the HTML", referrerPolicy: "no-referrer" });
      frame.setAttribute("sandbox", "");
      frame.srcdoc = html;
      stage.replaceChildren(frame);
      const notes = [];
      if (remote) notes.push(`${remote} remote image${remote > 1 ? "s" : ""} not loaded`);
      if (missing.length) notes.push(`missing: ${missing.map((name) => `cid:${name}`).join(", ")}`);
      if (detail.html.more) notes.push(`${detail.html.more.toLocaleString("en")} more characters not shown`);
      told.textContent = notes.join(" · ");
      told.hidden = !notes.length;
    });
    return [bar, stage];
  }

  Text(detail) {
    return detail.text ? lines(detail.text) : [nothing("No text.")];
  }

  Headers(detail) {
    return detail.headers ? [pairs(detail.headers)] : [nothing("No delivered message.")];
  }

  Source(detail) {
    return detail.source ? lines(detail.source) : [nothing("No delivered message.")];
  }

  Attachments(detail) {
    if (!detail.attachments?.length) return [nothing("No attachments.")];
    return [make("ul", { className: "files" },
      ...detail.attachments.map((attachment, at) => this.#attachment(attachment, at)))];
  }

  #attachment({ name, type, size, file }, at) {
    const shownName = name ?? `part ${at + 1}`;
    const picture = make("div", { className: "picture", "aria-hidden": "true" },
      (type ?? "").split("/")[1]?.slice(0, 4) || "file");
    const row = make("li", {}, picture,
      make("div", {}, make("b", {}, shownName), make("span", {}, `${type ?? "unknown type"}, ${bytesOf(size)}`)));
    if (!document.getElementById(`file-${file}`)) {
      row.append(make("span", { className: "note" }, "too large, not included"));
      return row;
    }
    if (IMAGES.has(type)) {
      dataUrl(file, type).then((url) => picture.replaceChildren(make("img", { src: url, alt: "" })));
    }
    const save = make("button", { type: "button", className: "quiet" }, "Save");
    save.setAttribute("aria-label", `Save ${shownName}`);
    save.addEventListener("click", async () => {
      // Whatever it is: as bytes of no type no browser opens it, so nothing in it runs.
      const blob = new Blob([await fileBytes(file)], { type: "application/octet-stream" });
      const url = URL.createObjectURL(blob);
      make("a", { href: url, download: shownName.replace(/[\\/]/g, "_") }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
    row.append(save);
    return row;
  }

  Tags(detail) {
    return detail.tags?.length ? [pairs(detail.tags)] : [nothing("No message tags.")];
  }

  Events(detail) {
    if (detail.eventsProblem) return [note(`The events cannot be told (${detail.eventsProblem}).`)];
    if (!detail.events?.length) return [nothing("No events.")];
    const parts = [make("ol", { className: "events" }, ...detail.events.map((event) => this.#event(event)))];
    if (detail.moreEvents) parts.push(note(`${detail.moreEvents.toLocaleString("en")} more events not shown.`));
    return parts;
  }

  #event({ type, at, to, subType, answer, published = [], records = {} }) {
    return make("li", {},
      make("p", {}, make("b", { className: BAD.has(type) ? "bad" : "" }, type),
        subType ? make("span", {}, subType) : null,
        make("span", { className: "who", title: to.join(", ") }, fewOf(to)), clock(at)),
      answer ? make("p", { className: "answer" }, answer) : null,
      ...published.map(({ service, destination, name, family }) =>
        make("p", { className: "published" }, "published to ", make("b", {}, service), " ",
          make("code", {}, destination), name ? ` by ${name}` : "",
          family === "identity" ? " as a notification of the identity" : "")),
      ...Object.entries(records).map(([family, record]) => this.#record(family, record)));
  }

  // Its text is made when somebody asks for it.
  #record(family, record) {
    const details = make("details", {}, make("summary", {},
      family === "identity" ? "JSON of the notification" : "JSON of the event"));
    details.addEventListener("toggle", () => {
      if (details.childElementCount > 1) return;
      details.append(make("pre", { tabIndex: 0 },
        typeof record === "string" ? record : JSON.stringify(record, null, 2)));
    });
    return details;
  }

  Request(detail) {
    return [make("pre", { tabIndex: 0 }, JSON.stringify(detail.request, null, 2))];
  }
}
