// Why a test failed, beside each of its mails.

class FailurePanel {
  #index;
  #element = document.getElementById("failure");
  #test = null;
  // As the reader left it; on a phone the message would be out of sight.
  #open = !matchMedia("(max-width: 760px)").matches;

  constructor(index) {
    this.#index = index;
  }

  // Show why a test failed; nothing for one that did not, and for null.
  async show(test) {
    if (test === this.#test) return;
    this.#test = test;
    const packed = test === null ? "" : data.failuresOf(test);
    const failures = packed ? await unpackJson(packed) : [];
    if (test !== this.#test) return; // another one was chosen meanwhile
    this.#element.hidden = !failures.length;
    this.#element.replaceChildren(...failures.length ? [this.#panel(test, failures)] : []);
    this.#element.scrollTop = 0;
  }

  #panel(test, failures) {
    const { id, outcome, headline } = this.#index.tests[test];
    const panel = make("details", { open: this.#open },
      make("summary", {}, outcomeOf(outcome), make("b", {}, nameOf(escaped(id))[0]),
        make("span", { className: "headline" }, escaped(headline))),
      ...failures.flatMap((failure) => this.#failure(failure)));
    panel.addEventListener("toggle", () => { this.#open = panel.open; });
    return panel;
  }

  #failure([phase, message, traceback]) {
    return [
      phase === "call" ? null : make("p", { className: "phase" }, `in ${phase}`),
      make("pre", { tabIndex: 0 }, message),
      message === traceback ? null
        : make("details", {}, make("summary", {}, "Traceback"), make("pre", { tabIndex: 0 }, traceback)),
    ].filter(Boolean);
  }
}
