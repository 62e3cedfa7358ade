// Files that the reader takes from the page.

// Whatever it is: as bytes of no type no browser opens it, so nothing in it runs.
function save(name, ...parts) {
  const url = URL.createObjectURL(new Blob(parts, { type: "application/octet-stream" }));
  make("a", { href: url, download: escaped(name).replace(/[\\/]/g, "_") }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// Whether the page holds every byte of a mail.
function isWhole({ source, raw }) {
  if (raw !== undefined) return data.has(raw);
  return Boolean(source) && (source.bodies ?? []).every(({ file }) => data.has(file));
}

// The message as SES would deliver it, byte for byte.
async function messageBytes({ source, raw }) {
  if (raw) return [await fileBytes(raw)];
  const parts = [];
  let at = 0;
  for (const { from, to, file, width, newline } of source.bodies ?? []) {
    parts.push(source.data.slice(at, from), encoded(await fileBytes(file), width, newline));
    at = to;
  }
  return [...parts, source.data.slice(at)];
}

function encoded(bytes, width, newline) {
  return base64(bytes).replace(new RegExp(`.{1,${width}}`, "g"), (line) => line + newline);
}

function fileNameOf(subject) {
  return `${subject.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80) || "message"}.eml`;
}
