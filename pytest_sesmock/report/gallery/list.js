// The list: rows of tests and of their mails, of which only those in sight are elements.

const TEST_HEIGHT = 36;
const FAILED_HEIGHT = 56; // with the first line of the failure
const MAIL_HEIGHT = 64;
const NONE_HEIGHT = 44; // what stands for the mails of a test that sent none
const MOST_TAGS = 2;
const BEYOND = 300; // pixels above and below that are made as well

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

// What an entry is, in words: `none` stands for the mails of a failed test that has none.
const KINDS = {
  sent: "sent", refused: "refused", failed: "lost", none: "no messages",
};

// pytest's words, the worst first; of others it is not known how bad they are.
const OUTCOMES = ["failed", "error", "xpassed", "rerun", "xfailed", "skipped", "passed"];

function outcomeOf(outcome) {
  return make("span", { className: `outcome ${outcome}` }, outcome);
}

// A test's name without its file, and the file.
function nameOf(id) {
  const [path, ...names] = id.split("::");
  return names.length ? [names.join(" › "), path] : [path, ""];
}

function timeOf(mail) {
  return mail.at.slice(11, 19);
}

// A refused call that never became a mail goes by its operation.
function titleOf(mail) {
  return mail.subject === null ? mail.operation : escaped(mail.subject) || "(no subject)";
}

function capitalized(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function attachmentCount(mail) {
  return `${mail.files} ${mail.files === 1 ? "attachment" : "attachments"}`;
}

function addressees(mail) {
  const [first = "nobody", ...others] = mail.to;
  return others.length ? `${escaped(first)} +${others.length}` : escaped(first);
}

class List {
  #index;
  #scroller = document.getElementById("list");
  #rows = document.getElementById("rows");
  #lines = []; // {top, height, test} or {top, height, mail}
  #shown = []; // numbers of the mails that are listed
  #lineOf = new Map(); // by number of mail
  #made = new Map(); // elements by number of line
  #selected = null;
  #onSelect;

  constructor(index, onSelect) {
    this.#index = index;
    this.#onSelect = onSelect;
    this.#scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(this.#scroller);
    this.#rows.addEventListener("click", (event) => {
      const row = event.target.closest("[data-mail]");
      if (row) this.select(Number(row.dataset.mail), { read: true });
    });
  }

  get selected() {
    return this.#selected;
  }

  get shown() {
    return this.#shown;
  }

  // What is in sight stays there, unless that is the beginning of the list.
  update(numbers) {
    const { scrollTop } = this.#scroller;
    const line = scrollTop ? this.#lines.slice(this.#lineAt(scrollTop)).find(({ mail }) => this.#index.mails[mail]) : null;
    this.show(numbers);
    const moved = line && this.#lines[this.#lineOf.get(line.mail)];
    if (moved) this.#scroller.scrollTop = scrollTop + moved.top - line.top;
  }

  show(numbers) {
    this.#shown = numbers;
    this.#lines = [];
    this.#lineOf.clear();
    let top = 0;
    let last = null;
    for (const number of numbers) {
      const { test } = this.#index.mails[number];
      if (test !== last) {
        const height = this.#index.tests[test].headline ? FAILED_HEIGHT : TEST_HEIGHT;
        this.#lines.push({ top, height, test, first: number });
        top += height;
        last = test;
      }
      this.#lineOf.set(number, this.#lines.length);
      const height = this.#index.mails[number].kind === "none" ? NONE_HEIGHT : MAIL_HEIGHT;
      this.#lines.push({ top, height, mail: number, at: this.#lineOf.size });
      top += height;
    }
    this.#rows.style.height = `${top}px`;
    for (const element of this.#made.values()) element.remove();
    this.#made.clear();
    this.#draw();
  }

  // `read` tells that the reader asked for this very mail, not only passed it.
  select(number, { read = false, focus = true } = {}) {
    this.#selected = number;
    const line = this.#lines[this.#lineOf.get(number)];
    if (line) {
      // With the test's name, where the mail is the first.
      const before = this.#lines[this.#lineOf.get(number) - 1];
      const above = before && before.mail === undefined ? before.top : line.top;
      const { scrollTop, clientHeight } = this.#scroller;
      if (above < scrollTop) this.#scroller.scrollTop = above;
      else if (line.top + line.height > scrollTop + clientHeight) {
        this.#scroller.scrollTop = line.top + line.height - clientHeight;
      }
    }
    this.#draw();
    for (const [at, element] of this.#made) {
      const { mail } = this.#lines[at];
      if (mail !== undefined) element.setAttribute("aria-selected", String(mail === number));
    }
    if (focus) this.#scroller.focus({ preventScroll: true });
    this.#onSelect(number, read);
  }

  // Have nothing selected.
  forget() {
    this.#selected = null;
  }

  // Move by a number of mails, or to an end.
  move(by) {
    if (!this.#shown.length) return;
    const from = this.#shown.indexOf(this.#selected);
    const to = from < 0 ? 0 : Math.min(Math.max(from + by, 0), this.#shown.length - 1);
    this.select(this.#shown[to]);
  }

  get page() {
    return Math.max(1, Math.floor(this.#scroller.clientHeight / MAIL_HEIGHT) - 1);
  }

  #draw() {
    const top = this.#scroller.scrollTop - BEYOND;
    const bottom = top + this.#scroller.clientHeight + 2 * BEYOND;
    const from = this.#lineAt(top);
    let to = from;
    while (to < this.#lines.length && this.#lines[to].top < bottom) to += 1;
    for (const [at, element] of this.#made) {
      if (at >= from && at < to) continue;
      element.remove();
      this.#made.delete(at);
    }
    for (let at = from; at < to; at += 1) {
      if (this.#made.has(at)) continue;
      const line = this.#lines[at];
      const element = line.mail === undefined ? this.#testRow(line) : this.#mailRow(line);
      element.style.transform = `translateY(${line.top}px)`;
      this.#made.set(at, element);
      // In the order of the list, which is the order in which it is read out.
      const next = [...this.#made].filter(([other]) => other > at)
        .reduce((least, each) => (least && least[0] < each[0] ? least : each), null);
      this.#rows.insertBefore(element, next && next[1]);
    }
    // Only what is there can be the active one.
    if (this.#made.has(this.#lineOf.get(this.#selected))) {
      this.#scroller.setAttribute("aria-activedescendant", `mail-${this.#selected}`);
    } else this.#scroller.removeAttribute("aria-activedescendant");
  }

  #lineAt(top) {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle].top + this.#lines[middle].height <= top) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #testRow({ test, first }) {
    const { id, outcome, worker, headline } = this.#index.tests[test];
    const [name, path] = nameOf(escaped(id));
    const row = make("div", { className: `test ${outcome}`, role: "presentation", title: escaped(id) },
      make("div", { className: "line" }, outcomeOf(outcome), make("b", {}, name),
        make("span", { className: "path" }, path),
        worker ? make("span", { className: "worker" }, worker) : null),
      headline ? make("div", { className: "line headline" }, make("span", {}, escaped(headline))) : null);
    row.dataset.mail = first;
    return row;
  }

  #clip(label, files) {
    return make("span", { className: "clip", role: "img", "aria-label": label, title: label }, String(files));
  }

  #mailRow({ mail: number, at }) {
    const mail = this.#index.mails[number];
    const kind = KINDS[mail.kind];
    const nobody = mail.subject === null && !mail.to.length;
    const to = nobody ? mail.region : addressees(mail);
    const news = mail.kind === "sent" ? mail.news?.join(", ") : mail.code;
    const subject = mail.kind === "none" ? "No messages" : titleOf(mail);
    const row = make("div", {
      className: `mail ${mail.kind}${mail.isNew ? " new" : ""}`, role: "option", id: `mail-${number}`,
      "aria-selected": String(number === this.#selected),
      "aria-posinset": at, "aria-setsize": this.#shown.length,
    });
    const test = this.#index.tests[mail.test];
    if (test) row.setAttribute("aria-description", `in ${escaped(test.id)}`);
    row.dataset.mail = number;
    row.append(make("div", { className: "line" },
      make("span", { className: "subject" }, subject),
      mail.files ? this.#clip(attachmentCount(mail), mail.files) : null));
    if (mail.kind === "none") return row;
    const tags = mail.tags ?? [];
    row.append(
      make("div", { className: "line" },
        make("span", { className: "to" }, to),
        mail.size ? make("span", { className: "size" }, bytesOf(mail.size)) : null,
        make("time", { dateTime: mail.at }, (data.timeOf ?? timeOf)(mail))),
      make("div", { className: "line" },
        news ? make("span", { className: "code" },
          mail.kind === "sent" ? news : `${capitalized(kind)}: ${news}`) : null,
        make("span", { className: "snippet" }, escaped(mail.snippet ?? "")),
        ...tags.slice(0, MOST_TAGS).map(([name, value]) =>
          make("span", { className: "tag", title: escaped(`${name}=${value}`) }, escaped(value))),
        tags.length > MOST_TAGS
          ? make("span", { className: "tag" }, `+${tags.length - MOST_TAGS}`) : null));
    return row;
  }
}
