"use strict";

// What the page of a test run shows: all of it stands in the page.

const data = {
  index: JSON.parse(document.getElementById("index").textContent),
  details: document.getElementById("details").textContent.slice(1).split("\n"),
  failures: document.getElementById("failures").textContent.slice(1).split("\n"),
  examples: ["to:", "subject:", "test:", "is:failed", "has:attachment"],
  none: "No test sent a message.",

  // Packed, as everything that is long.
  detailOf: (number) => data.details[number],
  failuresOf: (test) => data.failures[test],
  words: () => unpackJson(document.getElementById("words").textContent),
  has: (file) => Boolean(document.getElementById(`file-${file}`)),
  file: (file) => document.getElementById(`file-${file}`).textContent,

  // The numbers of all entries, those of failed tests first. A test that failed and sent nothing gets
  // an entry, behind the others, so that an entry's number is that of its details.
  inOrder() {
    const { mails, tests } = data.index;
    const silent = new Set(tests.keys());
    for (const mail of mails) silent.delete(mail.test);
    for (const test of silent) {
      mails.push({ kind: "none", test, subject: null, from: null, to: [], region: "", at: "" });
    }
    const isFailed = ({ test }) => tests[test].headline !== "";
    return [...mails.keys()].sort((one, other) => {
      const [a, b] = [mails[one], mails[other]];
      return isFailed(b) - isFailed(a) || a.test - b.test || one - other;
    });
  },

  facts() {
    const { tests, writtenAt } = data.index;
    const failed = tests.filter((test) => test.headline).length;
    return [plural(tests.length, "test") + (failed ? `, ${failed.toLocaleString("en")} failed` : ""), writtenAt];
  },
};
