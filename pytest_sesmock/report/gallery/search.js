// What is typed into the search field, and which entries it asks for.

// A part's name alone, its name and words, or words alone; in quotes these may have blanks.
const TERM = /([a-z]+):(?!\S)|(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/g;

// What a name before a colon looks at: the texts of an entry.
const PARTS = {
  __proto__: null,
  from: (mail) => [mail.from ?? ""],
  to: (mail) => mail.to,
  subject: (mail) => [mail.subject ?? ""],
  test: (mail, test) => [test?.id ?? ""],
  tag: (mail) => (mail.tags ?? []).map((tag) => tag.join("=")),
};
// The same for words of which the beginning is enough.
const MARKS = {
  __proto__: null,
  is: (mail, test) => [test?.outcome ?? "", KINDS[mail.kind]],
  has: (mail) => [mail.files ? "attachments" : "", mail.tags ? "tags" : ""],
};

class Search {
  #index;
  #terms = [];
  #haystacks = null;
  #words = null; // unpacked when something is first searched for

  constructor(index) {
    this.#index = index;
  }

  // Take what is searched for from now on, once there is everything to be searched.
  async look(text) {
    this.#haystacks ??= this.#index.mails.map((mail) => [mail.subject, mail.from, ...mail.to,
      this.#index.tests[mail.test]?.id, mail.operation, mail.code, mail.rule, ...mail.news ?? [],
    ].join("\n").toLowerCase());
    this.#terms = [...text.toLowerCase().matchAll(TERM)].map((match) => this.#term(match));
    if (this.#terms.length && !this.#words) {
      const texts = await data.words();
      this.#words = texts.map((each) => each.toLowerCase());
    }
  }

  // Have what is searched read anew: entries have come or gone.
  forget() {
    this.#haystacks = this.#words = null;
  }

  finds(number) {
    return this.#terms.every((term) => term(number));
  }

  // A test of an entry's number; `to:` alone, of which the rest is yet to come, is true of all.
  #term([whole, bare, name, quoted, plain]) {
    const wanted = quoted ?? plain ?? "";
    const texts = PARTS[name ?? bare] ?? MARKS[name ?? bare];
    if (!texts) {
      const text = name === undefined ? quoted ?? whole : whole.replaceAll('"', "");
      return (number) =>
        this.#haystacks[number].includes(text) || this.#words?.[number]?.includes(text);
    }
    const fits = (name ?? bare) in MARKS ? "startsWith" : "includes";
    return (number) => {
      const mail = this.#index.mails[number];
      return texts(mail, this.#index.tests[mail.test])
        .some((text) => text.toLowerCase()[fits](wanted)) || !wanted;
    };
  }
}
