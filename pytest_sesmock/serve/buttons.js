// The buttons of a message and of a refusal, and what comes of pressing one.

const HAPPENINGS = [
  ["deliver", "Deliver", "The receiver's server takes the message: what happens by default, made explicit"],
  ["delay", "Delay", "The receiver's server asks to try again later"],
  ["bounce", "Bounce", "There is no such mailbox: a permanent bounce"],
  ["soft-bounce", "Soft bounce", "The mailbox is full or away for now: a transient bounce"],
  ["complain", "Complain", "The recipient calls it spam"],
  ["reject", "Reject", "SES finds a virus in it"],
  ["open", "Open", "The recipient opens it"],
];
const LONGEST_LINK = 60;

// Ask the server to do something, and show what it says. Whether it has been done. `name` is what to
// call it where it can be done all the same.
async function request(action, values = {}, name = "Do it") {
  try {
    const response = await fetch(`/_inbox/do/${action}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values),
    });
    const { told, problem, forcible } = await response.json();
    tell(told ?? problem, !response.ok,
      forcible ? acting(`${name} all the same`, "", () => request(action, { ...values, force: true }, name), "again") : null);
    await askForNews();
    return response.ok;
  } catch {
    tell("The server does not answer.", true);
    return false;
  }
}

const toast = document.getElementById("told");
let telling = 0;
let focusBefore = null; // what had the focus when there was a button to press

// What has a button stays until it is pressed or dismissed, all else for a while.
function tell(text, isProblem, again = null) {
  clearTimeout(telling);
  if (!toast.contains(document.activeElement)) focusBefore = document.activeElement;
  const leave = () => fillToast();
  fillToast(escaped(text), ...again ? [again, dismissing(leave)] : []);
  toast.className = isProblem ? "problem" : "";
  if (!again) telling = setTimeout(leave, isProblem ? 10_000 : 4_000);
}

// It is emptied and never hidden, so that readers of the screen know it before something is told.
function fillToast(...children) {
  const isFocused = toast.contains(document.activeElement);
  toast.replaceChildren(...children);
  if (isFocused) focusBefore.focus();
}

function dismissing(leave) {
  const button = make("button", { type: "button", className: "again", "aria-label": "Dismiss" }, "×");
  button.addEventListener("click", leave);
  return button;
}

// A button that cannot be pressed again before the server has answered. It keeps the focus, which a
// disabled one would lose.
function acting(text, title, act, className = "quiet") {
  const button = make("button", { type: "button", className, title }, text);
  button.addEventListener("click", async () => {
    if (button.hasAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    await act();
    button.removeAttribute("aria-disabled");
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
  const happening = (event, text, title, values = () => ({})) => acting(text, title, () => request("happen",
    { number, event, ...who?.value ? { recipient: who.value } : {}, ...values() }, text));
  const addresses = [...new Set((detail.links ?? []).map(({ href }) => href).filter((href) => /^https?:/i.test(href)))];
  const links = addresses.length < 2 ? null : make("select", { "aria-label": "Link to click" },
    ...addresses.map((href) => make("option", { value: href }, shortened(escaped(href)))));
  const buttons = HAPPENINGS.filter(([name]) => name !== "open" || detail.html)
    .map(([event, text, title]) => happening(event, text, title));
  if (addresses.length && detail.html) {
    buttons.push(happening("click", "Click", `The recipient follows ${addresses.length > 1 ? "the link" : addresses[0]}`,
      () => ({ link: links?.value ?? addresses[0] })));
    if (links) buttons.push(links);
  }
  if (detail.request.ListManagementOptions) {
    buttons.push(happening("unsubscribe", "Unsubscribe", "The recipient unsubscribes from the list"));
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
    const shown = notices.shown.get(name);
    if (!shown) {
      const element = make("p", { className: name }, make("span", {}, text), button);
      document.getElementById("notices").append(element);
      notices.shown.set(name, element);
    } else if (shown.firstElementChild.textContent !== text) shown.firstElementChild.textContent = text;
  },

  hide(name) {
    const shown = notices.shown.get(name);
    if (!shown) return;
    const isFocused = shown.contains(document.activeElement);
    shown.remove();
    notices.shown.delete(name);
    if (isFocused) (document.querySelector("#notices button") ?? readersPlace()).focus();
  },
};

// Where the reader goes on once a button is gone.
function readersPlace() {
  return document.getElementById(document.body.classList.contains("reading") ? "detail" : "list");
}
