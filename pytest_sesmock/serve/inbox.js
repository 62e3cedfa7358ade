"use strict";

// What the inbox shows: the server holds it, and tells what is new.

const settings = JSON.parse(document.getElementById("settings").textContent);
const BETWEEN = 600; // milliseconds from an answer to the next question
const WHILE_AWAY = 2000; // the same while the server does not answer

const data = {
  index: { tests: [], mails: [] }, // a mail by its number; those that are gone are holes
  examples: ["to:", "subject:", "is:refused", "has:attachment"],
  none: "Nothing has been sent yet. Account tells how an application connects.",
  run: "",
  version: 0,
  texts: [], // to search, by number

  detailOf: (number) => fetchText(`entries/${number}`),
  failuresOf: () => "",
  has: (file) => Boolean(file),
  file: (file) => fetchText(`files/${file}`),
  inOrder: () => Object.keys(data.index.mails).map(Number).reverse(),
  facts: () => [],
  nothingSent: () => (ordered.length ? null : invitation()),
  timeOf: ({ at }) => localTime(new Date(at)),

  async words() {
    const texts = await unpackJson(await fetchText(`words/${data.texts.length}`));
    for (const [number, text] of Object.entries(texts)) data.texts[number] = text;
    return data.texts;
  },

  // The reader has seen an entry.
  looked(number) {
    const mail = data.index.mails[number];
    if (!mail?.isNew) return;
    mail.isNew = false;
    document.getElementById(`mail-${number}`)?.classList.remove("new");
    tellNumber();
  },

  follow,
  happenings,
  remedyButton,
};

function localTime(moment) {
  const time = moment.toLocaleTimeString("en-GB");
  return moment.toDateString() === new Date().toDateString() ? time
    : `${moment.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${time.slice(0, 5)}`;
}

async function fetchText(path) {
  const response = await fetch(`/_inbox/${path}`);
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return response.text();
}

// Ask what is new, again and again.
async function follow() {
  showConnection();
  for (;;) {
    const isThere = await askForNews();
    await new Promise((resolve) => setTimeout(resolve, isThere ? BETWEEN : WHILE_AWAY));
  }
}

let asking = null;

// Two questions at a time would take in the same answer twice.
function askForNews() {
  asking ??= look().finally(() => { asking = null; });
  return asking;
}

// Whether the server answers, with all that is needed to show what is new.
async function look() {
  try {
    const response = await fetch(`/_inbox/changes?since=${data.version}&run=${data.run}`);
    if (!response.ok) throw new Error(String(response.status));
    if (response.status === 200) await take(await response.json());
  } catch {
    notices.show("away", "The server does not answer. It is asked again every two seconds.");
    return false;
  }
  notices.hide("away");
  return true;
}

async function take({ run, version, first, rows, gone, account }) {
  const { mails } = data.index;
  const isFirst = data.run === "";
  if (run !== data.run) {
    mails.length = data.texts.length = 0;
    list.forget();
    detail.forget();
  }
  Object.keys(mails).filter((number) => number < first).forEach((number) => delete mails[number]);
  for (const number of gone) delete mails[number];
  const news = rows.filter(({ number }) => !mails[number]);
  const selected = rows.some(({ number }) => number === list.selected);
  for (const row of rows) mails[row.number] = { ...row, isNew: mails[row.number]?.isNew ?? false };
  if (!isFirst) for (const { number } of news) mails[number].isNew = true;
  showAccount(account);
  if (isFirst || rows.length || gone.length || first > 0) await showNews(isFirst);
  // Not before: what could not be shown is asked for again.
  Object.assign(data, { run, version });
  if (selected && !isFirst) detail.refresh();
  if (!isFirst) announce(news);
}

async function showNews(isFirst) {
  ordered = data.inOrder();
  search.forget();
  await search.look(field.value);
  summarize();
  tellNumber();
  const numbers = ordered.filter(matches);
  list.update(numbers);
  count(numbers);
  const asked = Number(location.hash.slice(1)) - 1;
  if (isFirst && asked in index.mails) list.select(asked, { focus: false });
  else if (!(list.selected in index.mails)) {
    list.forget();
    if (numbers.length) list.select(numbers[0], { focus: false });
    else open(null);
  }
}

function announce(news) {
  if (!news.length) return;
  const { kind, subject, operation, to, code } = news[news.length - 1];
  const what = escaped(subject ?? operation);
  document.getElementById("arrivals").textContent = news.length > 1
    ? `${news.length} new entries, the last one: ${what}`
    : kind === "sent" ? `New message: ${what}, to ${escaped(to.join(", "))}`
      : `${capitalized(KINDS[kind])}: ${what}, ${code}`;
}

// In the title, so that it is seen in another tab, too.
function tellNumber() {
  const number = data.index.mails.filter((mail) => mail.isNew).length;
  document.title = document.title.replace(/^(\(\d+\) )?/, number ? `(${number}) ` : "");
}
