// What is in the HTML of a mail: its links, and its source with colours.

const MOST_COLOURED = 200_000; // characters; the rest is plain
const UNSEEN = "[hidden], head, template, [style*='display:none' i], [style*='display: none' i]";
const IN_TEXT = /\bhttps?:\/\/[^\s<>"]+/gi;
const AFTER_ADDRESS = /[.,:;!?'*_)\]}]+$/;

// Of a message that Python has not read: nearly `message.links`, but style sheets hide nothing here. Those
// in the HTML, then those of the plain text that are not in the HTML.
function linksOf({ html, text }) {
  const links = [];
  if (html) {
    for (const link of parsed(html.data).querySelectorAll("a[href], area[href]")) {
      if (link.closest(UNSEEN)) continue;
      const alts = [...link.querySelectorAll("img[alt]")].map((image) => image.alt);
      const words = [link.textContent, ...alts, link.getAttribute("alt") ?? ""].join(" ");
      links.push({ text: words.replace(/\s+/g, " ").trim(), href: link.getAttribute("href").trim() });
    }
  }
  const known = new Set(links.map(({ href }) => href));
  for (const [address] of (text?.data ?? "").matchAll(IN_TEXT)) {
    const href = address.replace(AFTER_ADDRESS, "");
    if (!known.has(href)) links.push({ text: null, href });
    known.add(href);
  }
  return links;
}

// Pieces of HTML with what each is: its text, whole and in order.
function* piecesOf(html) {
  const tag = /<[/!]?[a-z][^\s/>]*/iy;
  const part = /\s+|[^\s"'<>/=]+|"[^"]*"|'[^']*'|[\s\S]/y;
  let at = 0;
  const upTo = (end) => html.slice(at, at = end < 0 ? html.length : end);
  while (at < html.length) {
    yield ["", upTo(html.indexOf("<", at))];
    if (at === html.length) return;
    if (html.startsWith("<!--", at)) {
      const end = html.indexOf("-->", at + 4);
      yield ["comment", upTo(end < 0 ? -1 : end + 3)];
      continue;
    }
    tag.lastIndex = at;
    const opened = tag.exec(html)?.[0];
    if (!opened) {
      yield ["", upTo(at + 1)];
      continue;
    }
    yield ["tag", upTo(tag.lastIndex)];
    let isValue = false;
    for (let piece = ""; at < html.length && piece !== ">";) {
      part.lastIndex = at;
      [piece] = part.exec(html);
      yield [piece === ">" || piece === "/" ? "tag" : isValue ? "value" : "name", upTo(part.lastIndex)];
      isValue = piece === "=" || (isValue && !piece.trim());
    }
    const raw = /^<(style|script)$/i.exec(opened)?.[1];
    if (raw) {
      const end = html.slice(at).search(new RegExp(`</${raw}`, "i"));
      yield ["raw", upTo(end < 0 ? -1 : at + end)];
    }
  }
}

function coloured(html) {
  const head = html.slice(0, MOST_COLOURED);
  const pieces = [...piecesOf(head)].filter(([, text]) => text)
    .map(([kind, text]) => (kind ? make("span", { className: kind }, text) : text));
  return make("pre", { tabIndex: 0, className: "coloured" }, ...pieces, html.slice(MOST_COLOURED));
}
