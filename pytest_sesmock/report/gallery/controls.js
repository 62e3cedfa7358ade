// Names as they are: what would not be seen in them, or would turn them round, is written out.

// Controls of ASCII and Latin-1, marks of direction, characters without a width, fillers. The joiners
// of emoji and of Persian are no part of it.
const CONTROLS = new RegExp("[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5" +
  "\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb]", "g");

function escaped(text) {
  return text.replace(CONTROLS, (character) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
