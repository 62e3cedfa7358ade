// The buttons of a message and of a refusal, and what comes of pressing one.

const HAPPENINGS = [
  ["deliver", "Deliver", "The receiver's server takes the message: what happens by itself, said in so many words"],
  ["delay", "Delay", "The receiver's server asks to try again later"],
  ["bounce", "Bounce", "There is no such mailbox: a permanent bounce"],
  ["soft-bounce", "Soft bounce", "The mailbox is full or away for now: a transient bounce"],
  ["complain", "Complain", "The recipient calls it spam"],
  ["reject", "Reject", "SES finds a virus in it"],
  ["open", "Open", "The recipient opens it"],
];
const LONGEST_LINK = 60;

// Ask the server to do something; what it says is shown for a while. Whether it has been done.
async function request(action, values = {}) {
  try {
    const response = await fetch(`/_inbox/do/${action}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values),
    });
    const { told, problem, forcible } = await response.json();
    tell(told ?? problem, !response.ok, forcible ? () => request(action, { ...values, force: true }) : null);
    await askForNews();
    return response.ok;
  } catch {
    tell("The server does not answer.", true);
    return false;
  }
}

let telling = 0;
function tell(text, isProblem, again = null) {
  const element = document.getElementById("told");
  clearTimeout(telling);
  // In front of the dialog, if that is open.
  (account.open ? account : document.body).append(element);
  element.className = isProblem ? "problem" : "";
  element.hidden = false;
  element.replaceChildren(escaped(text),
    ...again ? [acting("Let it happen all the same", "", again, "again")] : []);
  telling = setTimeout(() => { element.hidden = true; }, isProblem ? 10_000 : 4_000);
}

// A button that cannot be pressed again before the server has answered.
function acting(text, title, act, className = "quiet") {
  const button = make("button", { type: "button", className, title }, text);
  button.addEventListener("click", async () => {
    button.disabled = true;
    await act();
    button.disabled = false;
  });
  return button;
}

// What can happen to a message that SES has accepted.
function happenings(mail, detail, number) {
  if (mail.kind !== "sent" || !detail) return null;
  const recipients = [...new Set(mail.to)];
  const who = recipients.length < 2 ? null : make("select", { "aria-label": "To whom it happens" },
    make("option", { value: "" }, `all ${recipients.length} recipients`),
    ...recipients.map((address) => make("option", { value: address }, escaped(address))));
  const happen = (event, values = {}) => request("happen",
    { number, event, ...who?.value ? { recipient: who.value } : {}, ...values });
  const addresses = [...new Set((detail.links ?? []).map(({ href }) => href).filter((href) => /^https?:/i.test(href)))];
  const links = addresses.length < 2 ? null : make("select", { "aria-label": "Link to click" },
    ...addresses.map((href) => make("option", { value: href }, shortened(escaped(href)))));
  const buttons = HAPPENINGS.filter(([name]) => name !== "open" || detail.html)
    .map(([name, text, title]) => acting(text, title, () => happen(name)));
  if (addresses.length && detail.html) {
    buttons.push(acting("Click", `The recipient follows ${addresses.length > 1 ? "the link" : addresses[0]}`,
      () => happen("click", { link: links?.value ?? addresses[0] })));
    if (links) buttons.push(links);
  }
  if (detail.request.ListManagementOptions) {
    buttons.push(acting("Unsubscribe", "The recipient unsubscribes from the list", () => happen("unsubscribe")));
  }
  return make("div", { className: "happenings", role: "group", "aria-label": "Let it happen" },
    make("span", { "aria-hidden": "true" }, "Let it happen"), who, ...buttons);
}

function shortened(text) {
  return text.length > LONGEST_LINK ? `${text.slice(0, LONGEST_LINK)}…` : text;
}

// What lets a refused call pass, as one press of a button.
function remedyButton(remedy, number) {
  const names = /\.verify\((.+)\)$/.exec(remedy)?.[1].replace(/'/g, "");
  const text = names ? `Verify ${shortened(names)}` : "Do this";
  return make("p", { className: "remedy" },
    acting(text, remedy, () => request("remedy", { number }), "primary"));
}

// Lines above the page, as long as something is out of the ordinary.
const notices = {
  shown: new Map(),

  show(name, text, button = null) {
    if (notices.shown.get(name)?.text === text) return;
    notices.hide(name);
    const element = make("p", { className: name }, make("span", {}, text), button);
    document.getElementById("notices").append(element);
    notices.shown.set(name, { text, element });
  },

  hide(name) {
    notices.shown.get(name)?.element.remove();
    notices.shown.delete(name);
  },
};
