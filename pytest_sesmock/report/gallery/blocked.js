// What the page neither loads nor runs of a mail: counted, and shown by its place.

const IMAGE = "img, input[type=image i]";
const BLOCKED_ELEMENTS = { script: "script", iframe: "frame", frame: "frame", object: "embedded object",
  embed: "embedded object", applet: "embedded object", portal: "frame", fencedframe: "frame",
  video: "video", audio: "audio", form: "form" };
const REMOTE = /^(?!data:|cid:|#|about:)./i;
const MOST_SHOWN = 200;

// Each as [what, address]; of what stands in the HTML, before anything is taken out.
function blockedIn(doc) {
  const blocked = [];
  const add = (what, address) => blocked.push([what, (address ?? "").trim()]);
  for (const element of doc.querySelectorAll("*")) {
    const name = element.localName.toLowerCase();
    const given = (attribute) => (element.getAttribute(attribute) ?? "").trim();
    const what = BLOCKED_ELEMENTS[name];
    if (what) add(what, given("src") || given("data") || given("action"));
    else if (name === "link" && REMOTE.test(given("href"))) {
      add(/\bstylesheet\b/i.test(given("rel")) ? "style sheet" : "connection", given("href"));
    } else if (name === "meta" && /^refresh$/i.test(given("http-equiv"))) add("redirect", given("content"));
    else if (element.matches(IMAGE) && REMOTE.test(given("src"))) add("remote image", given("src"));
    else if (/^(image|feimage)$/.test(name) && REMOTE.test(given("href") || given("xlink:href"))) {
      add("remote image", given("href") || given("xlink:href"));
    }
    if (REMOTE.test(given("background"))) add("remote image", given("background"));
    if (/^javascript:/i.test(given("href"))) add("script", given("href"));
    for (const attribute of element.getAttributeNames()) if (/^on/i.test(attribute)) add("script", attribute);
    const css = name === "style" ? element.textContent : given("style");
    if (/url\(|@import/i.test(css)) blocked.push(...blockedOf(css));
  }
  return blocked;
}

function blockedOf(css) {
  const found = [];
  const rest = css.replace(/@import\s+(?:url\(\s*)?["']?([^"')\s;]+)/gi, (_, address) => {
    found.push(["style sheet", address]);
    return "";
  });
  const fonts = rest.replace(/@font-face\s*\{[^{}]*\}/gi, (face) => {
    const address = /url\(\s*["']?([^"')]+)/i.exec(face)?.[1];
    if (address && REMOTE.test(address)) found.push(["font", address]);
    return "";
  });
  for (const [, address] of fonts.matchAll(/url\(\s*["']?([^"')]+)/gi)) {
    if (REMOTE.test(address)) found.push(["remote image", address]);
  }
  return found;
}

// The line that tells how much is blocked, which opens to say what; null if it is nothing.
function toldBlocked(blocked, missing) {
  const all = [...blocked, ...missing.map((name) => ["missing image", `cid:${name}`])];
  if (!all.length) return null;
  const counts = new Map();
  for (const [what] of all) counts.set(what, (counts.get(what) ?? 0) + 1);
  const uses = new Map();
  for (const [what, address] of all) {
    const line = `${what}\n${address}`;
    uses.set(line, (uses.get(line) ?? 0) + 1);
  }
  const rows = [...uses].slice(0, MOST_SHOWN).map(([line, times]) => {
    const [what, address] = line.split("\n", 2);
    return make("li", {}, make("span", {}, times > 1 ? `${what} ×${times}` : what),
      make("code", {}, escaped(address).slice(0, 300) || "in the message"));
  });
  return make("details", { className: "blocked" },
    make("summary", {}, "Not loaded: ", [...counts].map(([what, count]) =>
      `${count} ${what}${count > 1 && what !== "audio" ? "s" : ""}`).join(", ")),
    make("ul", { tabIndex: 0 }, ...rows),
    uses.size > MOST_SHOWN ? note(`and ${(uses.size - MOST_SHOWN).toLocaleString("en")} more`) : null);
}

// A crossed box in place of an image, with its alt text.
function placeOf(image) {
  const alt = (image.getAttribute("alt") ?? "").replace(/\s+/g, " ").trim();
  const measure = (side) => {
    const given = (image.getAttribute(side) ?? image.style[side] ?? "").trim();
    return /^\d+(?:\.\d+)?\s*(?:px)?$/.test(given) ? parseFloat(given) : null;
  };
  return crossed(alt, measure("width"), measure("height"));
}

const LETTER = 6.5; // the width of one, in pixels, about
const LINE = 15;

function crossed(alt = "", width = null, height = null) {
  const wide = Math.max(1, width ?? (alt ? Math.min(alt.length * LETTER + 16, 400) : 32));
  const lines = wrapped(alt, Math.floor((wide - 8) / LETTER));
  const high = Math.max(1, height ?? Math.max(24, lines.length * LINE + 8));
  const shown = lines.slice(0, Math.floor(high / LINE));
  if (shown.length < lines.length && shown.length) shown[shown.length - 1] = `${shown.at(-1).slice(0, -1)}…`;
  const top = high / 2 - (shown.length - 1) * LINE / 2 + 4;
  const texts = shown.map((line, at) => `<text x="${wide / 2}" y="${top + at * LINE}">${asText(line)}</text>`);
  return "data:image/svg+xml," + encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" ` +
    'preserveAspectRatio="none" font-family="sans-serif" font-size="12" text-anchor="middle">' +
    `<path d="M0 0H${wide}V${high}H0z${shown.length ? "" : `L${wide} ${high}M0 ${high}L${wide} 0`}" ` +
    'fill="#8882" stroke="#999" vector-effect="non-scaling-stroke"/>' +
    `<g fill="#7a7f88">${texts.join("")}</g></svg>`);
}

function wrapped(text, longest) {
  if (longest < 4) return text && text.length <= longest ? [text] : [];
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= longest) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word.length > longest ? `${word.slice(0, longest - 1)}…` : word);
  }
  return lines;
}

function asText(text) {
  return escaped(text).toWellFormed().replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
