// The list: rows of tests and of their mails, of which only those in sight are elements.

const TEST_HEIGHT = 34;
const MAIL_HEIGHT = 58;
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

function timeOf(mail) {
  return mail.at.slice(11, 19);
}

// A refused call that never became a mail goes by its operation.
function titleOf(mail) {
  return mail.subject === null ? mail.operation : escaped(mail.subject) || "(no subject)";
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

  show(numbers) {
    this.#shown = numbers;
    this.#lines = [];
    this.#lineOf.clear();
    let top = 0;
    let last = null;
    for (const number of numbers) {
      const test = this.#index.mails[number].test;
      if (test !== last) {
        this.#lines.push({ top, height: TEST_HEIGHT, test });
        top += TEST_HEIGHT;
        last = test;
      }
      this.#lineOf.set(number, this.#lines.length);
      this.#lines.push({ top, height: MAIL_HEIGHT, mail: number, at: this.#lineOf.size });
      top += MAIL_HEIGHT;
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
      const above = this.#lineOf.get(number) === 1 ? 0 : line.top;
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
    if (line) this.#scroller.setAttribute("aria-activedescendant", `mail-${number}`);
    if (focus) this.#scroller.focus({ preventScroll: true });
    this.#onSelect(number, read);
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

  #testRow({ test }) {
    const { id, outcome, worker } = this.#index.tests[test];
    const [path, ...names] = id.split("::");
    return make("div", { className: "test", role: "presentation", title: id },
      make("span", { className: `outcome ${outcome}`, title: outcome }, outcome),
      make("span", { className: "id" },
        make("b", {}, names.join(" › ") || path), make("span", {}, names.length ? path : "")),
      worker ? make("span", { className: "worker" }, worker) : null);
  }

  #mailRow({ mail: number, at }) {
    const mail = this.#index.mails[number];
    const subject = titleOf(mail);
    const news = mail.kind === "sent" ? mail.news?.join(", ") : mail.code;
    const what = mail.kind[0].toUpperCase() + mail.kind.slice(1);
    const to = mail.subject === null && !mail.to.length ? mail.region : addressees(mail);
    const row = make("div", {
      className: `mail ${mail.kind}`, role: "option", id: `mail-${number}`,
      "aria-selected": String(number === this.#selected),
      "aria-posinset": at, "aria-setsize": this.#shown.length,
      "aria-label": `${news ? `${what}, ${news}` : what}: ${subject}, to ${to}, ` +
        `in ${this.#index.tests[mail.test].id}`,
    },
    make("div", { className: "line" },
      make("span", { className: "subject" }, subject),
      make("time", { dateTime: mail.at }, timeOf(mail))),
    make("div", { className: "line" },
      make("span", { className: "to" }, to),
      news ? make("span", { className: "code" }, news) : null));
    row.dataset.mail = number;
    return row;
  }
}
