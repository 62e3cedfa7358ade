// The HTML of a mail as a program shows it, in a frame where it can do nothing.

const HIGHEST = 30_000; // pixels of a frame

function previewOf({ html, inline }) {
  if (!html) return [nothing("No HTML.")];
  const stage = make("div", { className: "stage" });
  const notes = make("div", { className: "told", hidden: true });
  const choice = (label, name, choices, onChoose) =>
    segmented(make("div", { className: "segmented", role: "radiogroup", "aria-label": label }),
      choices, view[name], (chosen) => {
        view[name] = chosen;
        stage.dataset[name] = chosen;
        onChoose?.();
      });
  const fit = () => fitHeight(stage);
  const bar = make("div", { className: "viewing" },
    choice("Width", "width", ["desktop", "phone"], fit),
    choice("Colours", "scheme", ["light", "dark"]),
    choice("Height", "height", ["fit", "full height"], fit));
  for (const name of ["width", "scheme", "height"]) stage.dataset[name] = view[name];
  framed(html.data, inline ?? {}).then(({ html: shown, blocked, missing }) => {
    if (shown === null) {
      stage.replaceChildren(
        nothing("This HTML cannot be shown safely. Here is its source."),
        ...lines(html));
      return;
    }
    // No script, no forms, no windows, an origin of its own: every flag of the sandbox is on.
    const frame = make("iframe", { title: "Preview of the HTML", referrerPolicy: "no-referrer" });
    frame.setAttribute("sandbox", "");
    frame.srcdoc = shown;
    stage.replaceChildren(frame);
    const told = [toldBlocked(blocked, missing), ...cutOff(html)].filter(Boolean);
    notes.replaceChildren(...told);
    notes.hidden = !told.length;
    new ResizeObserver(fit).observe(stage);
  });
  return [bar, notes, stage];
}

// Give the frame the height of the whole mail at its width, if that is wanted.
async function fitHeight(stage) {
  const frame = stage.querySelector(":scope > iframe");
  if (!frame) return;
  if (stage.dataset.height !== "full height") {
    frame.style.height = "";
    return;
  }
  const width = frame.clientWidth;
  if (!width || frame.dataset.measuredAt === String(width) && frame.style.height) return;
  frame.dataset.measuredAt = width;
  const height = await heightOf(frame.srcdoc, width);
  if (stage.dataset.height === "full height") frame.style.height = `${height + 2}px`;
}

// Asked of a hidden frame, only when the reader wants to see the mail whole: a frame with an origin of
// its own does not tell. This one has the page's, but runs no script either, and is gone at once.
async function heightOf(html, width) {
  const frame = make("iframe", { className: "measuring", title: "", tabIndex: -1, inert: true });
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.style.width = `${width}px`;
  frame.srcdoc = html;
  await new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    document.body.append(frame);
  });
  const { documentElement: root, body } = frame.contentDocument;
  const height = Math.min(Math.max(root.scrollHeight, body?.scrollHeight ?? 0, 120), HIGHEST);
  frame.remove();
  return height;
}
