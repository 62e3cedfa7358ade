// The account: what is out of the ordinary in it, and the dialog that arranges it.

function showAccount(account) {
  const { pausedBy, sandbox, failures, identities, moreIdentities, sent, quota, region } = account;
  notice("paused", pausedBy && "Sending is paused: SES refuses every message.", "Resume", () => request("sending", { on: true }));
  notice("sandbox", sandbox && "The account is in the sandbox: recipients must be verified, too.", "Leave",
    () => request("sandbox", { on: false }));
  const planned = failures.map(([code, times]) => `${plural(times, "attempt")} with ${code}`);
  notice("failing", planned.length && `The next to fail: ${planned.join(", then ")}.`, "Cancel", () => request("succeed"));

  document.getElementById("account-title").textContent = `Account in ${region}`;
  document.getElementById("quota").textContent = `${sent.toLocaleString("en")} of ${
    quota < 0 ? "any number of" : quota.toLocaleString("en")} recipients in the last 24 hours`;
  document.getElementById("sending").checked = !pausedBy;
  document.getElementById("sandbox").checked = sandbox;
  document.getElementById("failures-planned").replaceChildren(
    ...planned.map((each) => make("li", {}, each)));
  showIdentities(identities, moreIdentities);
}

let identitiesShown = "";

// Made anew only if they differ, or the button that has the focus would be gone with each change.
function showIdentities(identities, moreIdentities) {
  const shown = JSON.stringify([identities, moreIdentities]);
  if (shown === identitiesShown) return;
  identitiesShown = shown;
  const element = document.getElementById("identities");
  const isFocused = element.contains(document.activeElement);
  element.replaceChildren(
    ...identities.map(([name, status]) => make("li", {}, make("span", {}, escaped(name)),
      make("span", { className: status === "Success" ? "good" : "dim" }, status === "Success" ? "verified" : status),
      status === "Success" ? null : acting("Verify", `Verify ${escaped(name)}`, () => request("verify", { identity: name })))),
    ...moreIdentities ? [make("li", { className: "dim" }, `and ${moreIdentities.toLocaleString("en")} more`)] : [],
    ...identities.length ? [] : [make("li", { className: "dim" }, "None is verified: SES refuses whatever is sent.")]);
  if (isFocused) verifying.elements.identity.focus();
}

function notice(name, text, label, act) {
  if (text) notices.show(name, text, acting(label, "", act));
  else notices.hide(name);
}

// What an application needs to send here, to be copied.
function connection() {
  return Object.entries(settings.connection).map(([name, texts]) => {
    const text = texts.join("\n");
    const copy = make("button", { type: "button", className: "quiet" }, "Copy");
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
      setTimeout(() => { copy.textContent = "Copy"; }, 2000);
    });
    return make("div", { className: "lines-to-copy" }, make("p", {}, make("b", {}, name), copy),
      make("pre", { tabIndex: 0 }, text));
  });
}

function showConnection() {
  document.querySelector("#account .connection").replaceChildren(...connection());
}

// In place of a message, as long as there is none.
function invitation() {
  return make("section", { className: "waiting", "aria-label": "Connect an application" },
    make("h2", {}, "Waiting for the first message"),
    make("p", { className: "dim" }, "Start your application with these lines in its environment. ",
      "What it sends appears here, and so does what SES refuses."),
    ...connection());
}

const account = document.getElementById("account");
document.getElementById("account-button").addEventListener("click", () => {
  account.append(toast); // nothing outside is seen or read out while it is open
  account.showModal();
});
account.addEventListener("close", () => document.body.append(toast));
// A press beside it.
account.addEventListener("click", (event) => { if (event.target === account) account.close(); });

// Pressed twice, since nothing brings the messages back.
const clear = document.getElementById("clear");
clear.addEventListener("click", () => {
  if (clear.dataset.sure === undefined) {
    clear.dataset.sure = "";
    clear.textContent = "Clear all?";
    setTimeout(spare, 4_000);
  } else {
    spare();
    request("clear");
  }
});
function spare() {
  delete clear.dataset.sure;
  clear.textContent = "Clear";
}
document.getElementById("sending").addEventListener("change", ({ target }) => request("sending", { on: target.checked }));
document.getElementById("sandbox").addEventListener("change", ({ target }) => request("sandbox", { on: target.checked }));
for (const button of account.querySelectorAll("[data-seconds]")) {
  button.addEventListener("click", () => request("advance", { seconds: Number(button.dataset.seconds) }));
}

const failing = document.getElementById("failing");
failing.elements.code.append(...settings.failures.map((code) => new Option(code)));
failing.addEventListener("submit", (event) => {
  event.preventDefault();
  const { times, code } = failing.elements;
  request("fail", { times: times.valueAsNumber, code: code.value });
});

const verifying = document.getElementById("verifying");
verifying.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await request("verify", { identity: verifying.elements.identity.value })) verifying.reset();
});
