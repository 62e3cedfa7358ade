"use strict";

// A mail made harmless before it is shown, and the parts of the page that hold packed data.

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
  const element = digest && document.getElementById(`file-${digest}`);
  return element ? unpack(element.textContent) : null;
}

async function dataUrl(digest, type) {
  const bytes = await fileBytes(digest);
  if (!bytes) return null;
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return `data:${type};base64,${btoa(text)}`;
}

const MAIL_POLICY = [
  "default-src 'none'", "img-src data:", "style-src 'unsafe-inline'", "base-uri 'none'",
  "form-action 'none'",
].join("; ");

// None of these can act in the frame, but for `link`: hints to connect are outside of any policy.
// The others go so that no browser has to be trusted alone.
const FORBIDDEN =
  "script, link, base, meta[http-equiv], iframe, frame, frameset, object, embed, applet, portal, " +
  "fencedframe, template, foreignObject";
const HINTS = ["attributionsrc", "ping", "target", "srcset", "autofocus"];
const MOST_PASSES = 5;

// A crossed box that fills whatever place the mail has for the image.
const NOT_LOADED = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="24" viewBox="0 0 32 24" ' +
  'preserveAspectRatio="none"><path d="M0 0H32V24H0zL32 24M0 24L32 0" fill="#8881" ' +
  'stroke="#999" vector-effect="non-scaling-stroke"/></svg>',
);

// The document for the frame, with images of the mail itself in place and no others. `missing` are
// the images that name a part the mail does not have; html is null if no harmless form was found.
async function framed(html, inline) {
  const doc = harmless(html);
  if (!doc) return { html: null, remote: 0, missing: [] };
  const urls = new Map();
  for (const [cid, part] of Object.entries(inline)) {
    urls.set(cid, await dataUrl(part.file, part.type));
  }
  const missing = new Set();
  let remote = 0;
  const inPlace = (name) => {
    const url = urls.get(name) ?? urls.get(decoded(name));
    if (!url) missing.add(name);
    return url ?? NOT_LOADED;
  };
  for (const image of doc.querySelectorAll("img, input[type=image i]")) {
    const src = (image.getAttribute("src") ?? "").trim();
    if (!src || /^data:/i.test(src)) continue;
    if (/^cid:/i.test(src)) {
      image.setAttribute("src", inPlace(src.slice(4)));
    } else {
      remote += 1;
      image.setAttribute("src", NOT_LOADED);
      image.setAttribute("title", `Not loaded: ${src}`);
    }
  }
  for (const element of doc.querySelectorAll("[background^='cid:' i]")) {
    element.setAttribute("background", inPlace(element.getAttribute("background").slice(4)));
  }
  const styled = (css) => css.replace(/url\(\s*(["']?)cid:([^"')\s]+)\1\s*\)/gi,
    (_, quote, name) => `url("${inPlace(name)}")`);
  for (const element of doc.querySelectorAll("[style*='cid:' i]")) {
    element.setAttribute("style", styled(element.getAttribute("style")));
  }
  for (const element of doc.querySelectorAll("style")) {
    if (/cid:/i.test(element.textContent)) element.textContent = styled(element.textContent);
  }
  for (const link of doc.querySelectorAll("a, area")) disconnect(link);
  const policy = doc.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = MAIL_POLICY;
  const noLookups = doc.createElement("meta");
  noLookups.httpEquiv = "x-dns-prefetch-control";
  noLookups.content = "off";
  // What opens a new window is stopped by the sandbox; any other link would lose the mail.
  const base = doc.createElement("base");
  base.target = "_blank";
  doc.head.prepend(policy, noLookups, base);
  return { html: written(doc), remote, missing: [...missing] };
}

// Parsed into a document that runs and loads nothing, cleaned, written and read again until there
// is nothing to clean: text that becomes markup only when it is read twice is found as well.
function harmless(html) {
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const doc = new DOMParser().parseFromString(html, "text/html");
    const forbidden = doc.querySelectorAll(FORBIDDEN);
    if (pass && !forbidden.length) return doc;
    for (const element of forbidden) element.remove();
    for (const name of HINTS) {
      for (const element of doc.querySelectorAll(`[${name}]`)) element.removeAttribute(name);
    }
    html = written(doc);
  }
  return null;
}

// Browsers connect to where a link leads as soon as the mouse is pressed on it, so it leads nowhere,
// looks as before, and tells its address to who points at it.
function disconnect(link) {
  for (const name of ["href", "xlink:href"]) {
    const address = link.getAttribute(name);
    if (address === null) continue;
    link.setAttribute(name, "#");
    if (!link.hasAttribute("title")) link.setAttribute("title", address);
  }
}

// The doctype decides how the mail is laid out.
function written(doc) {
  const doctype = doc.doctype ? new XMLSerializer().serializeToString(doc.doctype) : "";
  return doctype + doc.documentElement.outerHTML;
}

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
