// The signs that keep a formula in one line on the page (unbroken.js). They are not part of what it says.

const CLOSE = "\u00a0"; // a space at which no line breaks
const JOINED = "\u2060"; // no line breaks here either; nothing is seen of it

function plainWords(text) {
  return text.replaceAll(CLOSE, " ").replaceAll(JOINED, "");
}
