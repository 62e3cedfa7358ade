// What differs between two mails: line by line, with words marked.

const MOST_EDITS = 1_500; // beyond it two texts have little in common, and differ as a whole
const AROUND = 3; // equal lines shown before and after a difference
const MOST_LINES = 5_000;
const LONGEST_MARKED = 2_000;

// Two lists, as runs of [kind, items]: "same", "left" or "right". Myers' greedy algorithm between
// the beginning and the end that both share.
function runsOf(left, right) {
  let start = 0;
  const least = Math.min(left.length, right.length);
  while (start < least && left[start] === right[start]) start += 1;
  let tail = 0;
  while (tail < least - start && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const middle = editsOf(left.slice(start, left.length - tail), right.slice(start, right.length - tail));
  const runs = [];
  const add = (kind, item) => {
    if (runs.at(-1)?.[0] !== kind) runs.push([kind, []]);
    runs.at(-1)[1].push(item);
  };
  for (const item of left.slice(0, start)) add("same", item);
  for (const [kind, item] of middle) add(kind, item);
  for (const item of left.slice(left.length - tail)) add("same", item);
  return runs;
}

function editsOf(left, right) {
  const whole = () => [...left.map((item) => ["left", item]), ...right.map((item) => ["right", item])];
  if (!left.length || !right.length) return whole();
  // How far one comes on each diagonal, and that of each number of edits, to walk back.
  const zero = MOST_EDITS + 1;
  const reached = new Int32Array(2 * zero + 1);
  const trace = [];
  for (let edits = 0; edits <= MOST_EDITS; edits += 1) {
    trace.push(reached.slice(zero - edits - 1, zero + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const comesDown = k === -edits || (k !== edits && reached[zero + k - 1] < reached[zero + k + 1]);
      let x = comesDown ? reached[zero + k + 1] : reached[zero + k - 1] + 1;
      while (x < left.length && x - k < right.length && left[x] === right[x - k]) x += 1;
      reached[zero + k] = x;
      if (x >= left.length && x - k >= right.length) return walkedBack(trace, left, right);
    }
  }
  return whole();
}

function walkedBack(trace, left, right) {
  const result = [];
  let [x, y] = [left.length, right.length];
  for (let edits = trace.length - 1; edits > 0; edits -= 1) {
    const before = (k) => trace[edits][k + edits + 1];
    const k = x - y;
    const comesDown = k === -edits || (k !== edits && before(k - 1) < before(k + 1));
    const start = comesDown ? before(k + 1) : before(k - 1) + 1; // after the edit
    for (; x > start; x -= 1, y -= 1) result.push(["same", left[x - 1]]);
    if (comesDown) result.push(["right", right[y -= 1]]);
    else result.push(["left", left[x -= 1]]);
  }
  for (; x > 0; x -= 1) result.push(["same", left[x - 1]]);
  return result.reverse();
}

// What the lines of a mail are, part by part.
function partsOf(mail, detail) {
  const body = (text) => (text?.data ?? "").split(/\r?\n/).map((line) => line.trimEnd());
  return [
    ["Subject", [titleOf(mail)]],
    ["Headers", (detail.headers ?? []).filter(([name]) => name !== "Subject")
      .map(([name, value]) => escaped(`${name}: ${value}`))],
    ["Text", body(detail.text)],
    ["HTML", body(detail.html).flatMap(atTags)],
  ];
}

// A long line of HTML, as programs write them, is read tag by tag.
function atTags(line) {
  return line.length > 120 ? line.split(/(?<=>)(?=<)/).filter((piece) => piece.trim()) : [line];
}

function difference(left, right) {
  const parts = partsOf(...left);
  return partsOf(...right).map(([name, lines], at) => differencePart(name, parts[at][1], lines));
}

function differencePart(name, left, right) {
  const more = Math.max(left.length, right.length) - MOST_LINES;
  const runs = runsOf(left.slice(0, MOST_LINES), right.slice(0, MOST_LINES));
  const count = (kind) => runs.reduce((sum, [each, lines]) => sum + (each === kind ? lines.length : 0), 0);
  const [gone, come] = [count("left"), count("right")];
  const isEqual = !gone && !come;
  const isEmpty = ![...left, ...right].some(Boolean);
  return make("section", { className: "part", "aria-label": name },
    make("h3", {}, name, isEqual ? make("span", { className: "nothing-new" }, isEmpty ? "none" : "equal")
      : make("span", { className: "changes" }, make("b", { className: "bad" }, `−${gone}`), " ",
        make("b", { className: "good" }, `+${come}`))),
    isEqual ? null : make("div", { className: "lines", tabIndex: 0, role: "group", "aria-label": `${name}, line by line` },
      ...linesOfRuns(runs)),
    more > 0 ? note(`${more.toLocaleString("en")} more lines not compared.`) : null);
}

function* linesOfRuns(runs) {
  for (let at = 0; at < runs.length; at += 1) {
    const [kind, lines] = runs[at];
    if (kind === "same") {
      yield* sameLines(lines, at > 0, at < runs.length - 1);
    } else if (kind === "left" && runs[at + 1]?.[0] === "right") {
      yield* changedLines(lines, runs[at += 1][1]);
    } else yield* lines.map((line) => lineOf(kind, [line]));
  }
}

function* sameLines(lines, follows, goesOn) {
  const before = follows ? AROUND : 0;
  const after = goesOn ? AROUND : 0;
  if (lines.length <= before + after + 1) {
    yield* lines.map((line) => lineOf("same", [line]));
    return;
  }
  const end = lines.length - after;
  yield* lines.slice(0, before).map((line) => lineOf("same", [line]));
  const left = lines.slice(before, end);
  const more = make("button", { type: "button", className: "more" },
    `⋯ ${left.length.toLocaleString("en")} equal lines`);
  more.addEventListener("click", () => more.replaceWith(...left.map((line) => lineOf("same", [line]))));
  yield more;
  yield* lines.slice(end).map((line) => lineOf("same", [line]));
}

function* changedLines(left, right) {
  const pairs = left.map((line, at) => marked(line, right[at]));
  yield* left.map((line, at) => lineOf("left", pairs[at]?.[0] ?? [line]));
  yield* right.map((line, at) => lineOf("right", pairs[at]?.[1] ?? [line]));
}

// Two lines with the words marked that only one of them has; null if they have little in common.
function marked(left, right) {
  if (right === undefined || left.length + right.length > LONGEST_MARKED) return null;
  const words = (line) => line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
  const runs = runsOf(words(left), words(right));
  const same = runs.filter(([kind]) => kind === "same").flatMap(([, each]) => each).join("").trim();
  if (same.length * 4 < Math.max(left.length, right.length)) return null;
  const of = (side) => runs.filter(([kind]) => kind === "same" || kind === side)
    .map(([kind, each]) => (kind === "same" ? each.join("") : make("mark", {}, each.join(""))));
  return [of("left"), of("right")];
}

const SIGNS = { same: " ", left: "−", right: "+" };
const SPOKEN = { same: null, left: "only in the first: ", right: "only in the second: " };

function lineOf(kind, parts) {
  const spoken = SPOKEN[kind] && make("span", { className: "spoken" }, SPOKEN[kind]);
  return make("p", { className: kind }, make("i", { "aria-hidden": "true" }, SIGNS[kind]), spoken,
    make("span", {}, ...parts));
}
