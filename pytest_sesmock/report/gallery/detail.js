// One mail: who it is from and to, why it was refused, its tabs; or what it differs in from another.

const view = { tab: "Preview", width: "desktop", scheme: "light", height: "fit" };
// A view of its own in another window, which the address asks for.
const isAloneForGood = new URLSearchParams(location.search).has("alone");
const API_NAMES = { ses: "v1", sesv2: "v2", smtp: "SMTP" };
const GONE = Symbol("gone");
const LARGE = 500_000; // characters of HTML that are read for links only when somebody asks

// Where there is no HTML something else is what one wants to see; the choice holds for other mails.
function firstTab(detail) {
  const tab = isAlone() ? "Preview" : view.tab;
  if (tab !== "Preview" || detail.html) return tab;
  if (detail.text?.data) return "Text";
  return detail.source ? "Source" : "Request";
}

function isAlone() {
  return document.body.classList.contains("alone");
}

class Detail {
  #index;
  #element = document.getElementById("detail");
  #number = null;
  #first = null; // the mail that others are compared with

  constructor(index) {
    this.#index = index;
    document.body.classList.toggle("alone", isAloneForGood);
    // Before the page's own keys, which would leave the mail.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || (this.#first === null && (!isAlone() || isAloneForGood))) return;
      if (this.#first === null) this.#leaveAlone();
      else this.#compare(null);
      event.preventDefault();
      event.stopPropagation();
    }, { capture: true });
  }

  // Compare with no mail: the numbers are of other mails now.
  forget() {
    this.#first = null;
  }

  async show(number) {
    this.#number = number;
    const { mails } = this.#index;
    if (!(this.#first in mails)) this.#first = null;
    if (number === null) {
      this.#element.replaceChildren(data.nothingSent?.() ?? nothing("No message selected."));
      return;
    }
    const other = this.#first === number ? null : this.#first;
    const [detail, otherDetail] = await Promise.all([number, other].map((each) => this.#detailOf(each)));
    if (number !== this.#number) return; // another one was chosen meanwhile
    const [mail, otherMail] = [mails[number], mails[other]];
    if (detail === GONE || otherDetail === GONE || !mail) {
      this.#element.replaceChildren(nothing("This message is gone, or the server does not answer."));
      return;
    }
    this.#element.replaceChildren(...otherMail
      ? this.#comparison(otherMail, otherDetail, mail, detail)
      : [...this.#chosenFirst(), this.#head(mail, detail), ...this.#body(mail, detail)]);
    this.#element.scrollTop = 0;
  }

  // Something has happened to the message: tell it without touching what the reader looks at.
  async refresh() {
    const number = this.#number;
    const detail = await this.#detailOf(number);
    if (number !== this.#number || this.#first !== null || detail === GONE) return;
    const panel = this.#element.querySelector("[role=tabpanel]");
    const isSame = Boolean(detail.attempts) === Boolean(this.#element.querySelector(".attempts"));
    if (!panel || !isSame) {
      this.show(number);
      return;
    }
    const old = this.#element.querySelector("[role=tablist]");
    const isFocused = old.contains(document.activeElement);
    const [tabs] = this.#tabs(detail, panel);
    old.replaceWith(tabs);
    if (isFocused) tabs.querySelector("[aria-selected=true]").focus();
  }

  focus() {
    this.#element.focus({ preventScroll: true });
  }

  // All of a mail; null if the page does not include it, GONE if it cannot be had any more.
  async #detailOf(number) {
    if (number === null) return null;
    let detail;
    try {
      const packed = await data.detailOf(number);
      if (!packed) return null;
      detail = await unpackJson(packed);
    } catch {
      return GONE;
    }
    if (!detail.html || detail.html.data.length < LARGE) detail.links ??= linksOf(detail);
    return detail;
  }

  #head(mail, detail) {
    const test = this.#index.tests[mail.test];
    const unsubscribe = unsubscribeOf(detail);
    const who = detail ?? { from: mail.from, to: mail.to };
    const people = [["From", who.from && [who.from]], ["To", who.to], ["Cc", who.cc],
      ["Bcc", who.bcc], ["Reply-To", who.replyTo], ["Return path", who.returnPath && [who.returnPath]],
      ["Unsubscribe", unsubscribe && [unsubscribe]]];
    return make("header", { className: "head" },
      make("div", { className: "title" },
        make("h2", {}, titleOf(mail)), this.#actions(mail, detail)),
      make("dl", { className: "people" }, ...people.filter(([, given]) => given?.length)
        .flatMap(([name, given]) => [make("dt", {}, name), make("dd", {}, escaped(given.join(", ")))])),
      make("p", { className: "facts" },
        make("span", { className: `kind ${mail.kind}` }, mail.kind),
        make("span", {}, mail.region),
        make("span", {}, `${API_NAMES[mail.api]} ${mail.operation}`),
        detail?.configurationSet
          ? make("span", { title: "Configuration set" }, escaped(detail.configurationSet)) : null,
        make("time", { dateTime: mail.at }, mail.at.replace("T", " ").slice(0, 19), " UTC"),
        mail.origin ? make("span", {}, escaped(mail.origin)) : null),
      test ? make("p", { className: "from-test" }, outcomeOf(test.outcome), make("code", {}, escaped(test.id)))
        : null,
      data.happenings?.(mail, detail, this.#number) ?? null);
  }

  #actions(mail, detail) {
    const number = this.#number;
    const button = (text, title, onClick) => {
      const element = make("button", { type: "button", className: "quiet", title }, text);
      element.addEventListener("click", onClick);
      return element;
    };
    const actions = [];
    if (mail.eml) {
      actions.push(make("a", { href: mail.eml, download: "", className: "quiet", title: "The message as a file" }, ".eml"));
    } else if (detail && mail.kind === "sent" && isWhole(detail)) {
      actions.push(button("Save .eml", "The message as SES would deliver it",
        async () => save(fileNameOf(titleOf(mail)), ...await messageBytes(detail))));
    }
    if (detail && mail.kind !== "failed") {
      if (this.#first === null) {
        actions.push(button("Compare", "Show what differs from another message", () => this.#compare(number)));
      }
      const address = new URL(location.href);
      address.searchParams.set("alone", "");
      address.hash = `#${number + 1}`;
      actions.push(
        button("Full view", "The message alone (Esc leaves)", () => {
          document.body.classList.add("alone");
          this.show(number).then(() => this.focus());
        }),
        make("a", { href: address.href, target: "_blank", rel: "noopener", className: "quiet new-view",
          title: "The message alone in a new tab", "aria-label": "Open alone in a new tab" }, "↗"));
    }
    const leave = button("Close", "Back to the list (Esc)", () => this.#leaveAlone());
    leave.classList.add("leave");
    return make("div", { className: "actions" }, ...actions, isAloneForGood ? null : leave);
  }

  #leaveAlone() {
    document.body.classList.remove("alone");
    this.show(this.#number);
  }

  #compare(number) {
    this.#first = number;
    this.show(this.#number);
  }

  #chosenFirst() {
    if (this.#first === null) return [];
    return [this.#comparing(make("p", {}, "Choose the other message in the list."))];
  }

  #comparing(...children) {
    const stop = make("button", { type: "button", className: "quiet" }, "Stop comparing");
    stop.addEventListener("click", () => this.#compare(null));
    return make("div", { className: "comparing" }, ...children, stop);
  }

  #comparison(left, leftDetail, right, rightDetail) {
    const named = (sign, mail) => make("p", { className: sign === "−" ? "left" : "right" },
      make("i", { "aria-hidden": "true" }, sign), make("b", {}, titleOf(mail)),
      make("span", {}, [mail.to[0], this.#index.tests[mail.test]?.id].filter(Boolean).map(escaped).join(" · ")));
    const head = this.#comparing(make("h2", {}, "Differences"));
    const names = make("div", { className: "compared" }, named("−", left), named("+", right));
    if (!leftDetail || !rightDetail) return [head, names, nothing("One of them is not included in this page.")];
    return [head, names, ...difference([left, leftDetail], [right, rightDetail])];
  }

  #body(mail, detail) {
    if (!detail) {
      return [nothing("This message is not included because the page would be too large. " +
        "Use --sesmock-eml to get it as a file.")];
    }
    const refusal = detail.refusal ? [this.#refusal(detail.refusal, this.#number)] : [];
    if (detail.attempts) refusal.push(this.#attempts(detail.attempts));
    if (detail.problem) {
      const why = escaped(detail.problem);
      refusal.push(note(detail.source ? `Python cannot parse this message (${why}). Here is its source.`
        : `This entry could not be read (${why}).`));
    }
    return mail.kind === "failed" ? refusal : [...refusal, ...this.#tabs(detail)];
  }

  #refusal({ code, message, status, rule, requires, remedy, evidence }, number) {
    // A failure that the test planned requires nothing.
    const reasons = requires ? {
      Rule: make("a", { href: evidence, target: "_blank", rel: "noreferrer" }, make("code", {}, rule)),
      Requires: requires,
      "To let it pass": remedy ? make("code", {}, remedy) : "change the call",
    } : { Planned: "by the test with fail_next" };
    return make("section", { className: "refusal", "aria-label": "Refusal" },
      make("p", { className: "words" }, make("b", {}, code), ` ${status}`),
      make("blockquote", {}, message || "(no text)"),
      make("dl", {}, ...Object.entries(reasons).flatMap(([name, value]) =>
        [make("dt", {}, name), make("dd", {}, value)])),
      (remedy && data.remedyButton?.(remedy, number)) ?? null);
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

  #tabs(detail, shown = null) {
    const panel = shown ?? make("div", { role: "tabpanel", id: "panel" });
    const buttons = TABS.map(([name, countOf]) => {
      const count = countOf(detail);
      return make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel",
        className: count ? "" : "empty" },
      name, typeof count === "number" && count ? make("span", { className: "count" }, count.toLocaleString("en")) : null);
    });
    const mark = (at) => buttons.forEach((button, other) => {
      button.setAttribute("aria-selected", String(other === at));
      button.tabIndex = other === at ? 0 : -1;
    });
    const choose = (at) => {
      mark(at);
      const [name, , elementsOf] = TABS[at];
      panel.setAttribute("aria-labelledby", buttons[at].id);
      panel.dataset.tab = name;
      panel.replaceChildren(...elementsOf(detail));
      buttons[at].scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    const keep = (at) => {
      view.tab = TABS[at][0];
      choose(at);
    };
    buttons.forEach((button, at) => button.addEventListener("click", () => keep(at)));
    const list = make("div", { role: "tablist", className: "tabs", "aria-label": "Parts of the message" },
      ...buttons);
    arrows(list, buttons, keep);
    const first = shown?.dataset.tab ?? firstTab(detail);
    const at = TABS.findIndex(([name]) => name === first);
    // Only events happen to a message that is shown already.
    if (shown && first !== "Events") mark(at);
    else choose(at);
    return [list, panel];
  }
}

// Where a reader unsubscribes; undefined if the message does not say.
function unsubscribeOf(detail) {
  const valueOf = (wanted) => detail?.headers?.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const address = valueOf("list-unsubscribe");
  const isOneClick = /one-click/i.test(valueOf("list-unsubscribe-post") ?? "");
  return address && `${address}${isOneClick ? " (one click)" : ""}`;
}
