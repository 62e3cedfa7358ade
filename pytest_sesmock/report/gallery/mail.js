// A mail made harmless before it is shown, and how packed data are read.

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function unpackJson(text) {
  return JSON.parse(new TextDecoder().decode(await unpack(text)));
}

// The bytes of an attachment; null where the page does not hold them.
async function fileBytes(digest) {
  return data.has(digest) ? unpack(await data.file(digest)) : null;
}

async function dataUrl(digest, type) {
  if (!/^[a-z]+\/[\w.+-]+$/i.test(type)) return null; // a mail may call its parts anything
  const bytes = await fileBytes(digest);
  return bytes && `data:${type};base64,${base64(bytes)}`;
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

const MAIL_POLICY = [
  "default-src 'none'", "img-src data:", "style-src 'unsafe-inline'", "base-uri 'none'",
  "form-action 'none'",
].join("; ");

// None of these can act in the frame, but for `link`: hints to connect are outside of any policy.
// The others go so that no browser has to be trusted alone. Of SVG drawings stay; what changes them
// later does not, as it could put a link's address back, nor what brings other markup in.
const FORBIDDEN =
  "script, link, base, meta[http-equiv], iframe, frame, frameset, object, embed, applet, portal, " +
  "fencedframe, template, plaintext, foreignObject, annotation-xml, animate, animateColor, " +
  "animateMotion, animateTransform, set, discard, mpath, use, handler, listener";
const HINTS = new Set(["action", "archive", "attributionsrc", "autofocus", "autoplay", "codebase",
  "classid", "data", "formaction", "formtarget", "http-equiv", "manifest", "nonce", "ping", "popover",
  "profile", "srcdoc", "srcset", "imagesrcset", "target"]);
// Each reading takes one layer of markup off that is made to change; honest mails need two or three.
const MOST_READINGS = 12;

const NOTHING = { html: null, blocked: [], missing: [] };

// The document for the frame, with images of the mail itself in place and no others. `blocked` is all
// that is not loaded or run, `missing` are the images that name a part the mail does not have; html is
// null if no harmless form was found.
async function framed(html, inline) {
  const doc = harmless(html);
  if (!doc) return NOTHING;
  const urls = new Map();
  for (const [cid, part] of Object.entries(inline)) {
    urls.set(cid, await dataUrl(part.file, part.type));
  }
  const missing = new Set();
  const inPlace = (name, instead) => {
    const url = urls.get(name) ?? urls.get(decoded(name));
    if (!url) missing.add(name);
    return url ?? instead;
  };
  for (const image of doc.querySelectorAll(IMAGE)) {
    const src = (image.getAttribute("src") ?? "").trim();
    if (!src || /^data:/i.test(src)) continue;
    if (/^cid:/i.test(src)) {
      image.setAttribute("src", inPlace(src.slice(4), placeOf(image)));
    } else {
      image.setAttribute("src", placeOf(image));
      image.setAttribute("title", `Not loaded: ${src}`);
    }
  }
  for (const element of doc.querySelectorAll("[background^='cid:' i]")) {
    element.setAttribute("background", inPlace(element.getAttribute("background").slice(4), crossed()));
  }
  const styled = (css) => css.replace(/url\(\s*(["']?)cid:([^"')\s]+)\1\s*\)/gi,
    (_, quote, name) => `url("${inPlace(name, crossed())}")`);
  for (const element of doc.querySelectorAll("[style*='cid:' i]")) {
    element.setAttribute("style", styled(element.getAttribute("style")));
  }
  for (const element of doc.querySelectorAll("style")) {
    if (/cid:/i.test(element.textContent)) element.textContent = styled(element.textContent);
  }
  const placed = written(doc);
  // What was put in place may have become markup; the policy comes last, as the cleaning takes any.
  if (!settled(placed)) return NOTHING;
  return { html: withPolicy(placed), blocked: blockedIn(parsed(html)), missing: [...missing] };
}

// As it goes into the frame. The policy stands first, so that nothing of the mail is before it.
function withPolicy(html) {
  const doc = parsed(html);
  const meta = (httpEquiv, content) => Object.assign(doc.createElement("meta"), { httpEquiv, content });
  // What opens a new window is stopped by the sandbox; any other link would lose the mail.
  const base = Object.assign(doc.createElement("base"), { target: "_blank" });
  doc.head.prepend(meta("Content-Security-Policy", MAIL_POLICY), meta("x-dns-prefetch-control", "off"),
    base);
  return written(doc);
}

// Read and cleaned until a further reading changes nothing at all: there is markup that turns into
// other markup each time it is read, and what is clean now could be anything next time. null if it
// does not come to rest.
function harmless(html) {
  let doc = parsed(html);
  for (let reading = 0; reading < MOST_READINGS; reading += 1) {
    clean(doc);
    html = written(doc);
    doc = settled(html);
    if (doc) return doc;
    doc = parsed(html);
  }
  return null;
}

// The document that a text is, if reading it and cleaning it gives the very same text; else null.
function settled(html) {
  const doc = parsed(html);
  clean(doc);
  return written(doc) === html ? doc : null;
}

// Read into a document that runs and loads nothing.
function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

function clean(doc) {
  for (const element of doc.querySelectorAll(FORBIDDEN)) element.remove();
  // Whether its content is markup or text depends on who reads it.
  for (const element of doc.querySelectorAll("noscript")) element.replaceWith(...element.childNodes);
  for (const element of doc.querySelectorAll("*")) {
    for (const { name, localName } of [...element.attributes]) {
      if (HINTS.has(localName.toLowerCase()) || /^on/i.test(localName)) element.removeAttribute(name);
      else if (localName.toLowerCase() === "href") disconnect(element, name);
    }
  }
}

// Browsers connect to where a link leads as soon as the mouse is pressed on it, so it leads nowhere,
// looks as before, and tells its address to who points at it.
function disconnect(element, name) {
  const address = element.getAttribute(name);
  if (address.startsWith("#")) return;
  element.setAttribute(name, "#");
  if (!element.hasAttribute("title")) element.setAttribute("title", address);
}

// A frame's text is laid out by the standard whatever doctype it has, so it is read with this one.
function written(doc) {
  return `<!DOCTYPE html>${doc.documentElement.outerHTML}`;
}

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
