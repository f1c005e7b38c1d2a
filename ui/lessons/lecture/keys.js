// What a key means in the lecture. A control keeps the keys that it needs, and so does whatever has used one already.

const MEANINGS = {
  ArrowRight: "next",
  PageDown: "next",
  ArrowLeft: "previous",
  PageUp: "previous",
  Escape: "end",
  t: "note",
  T: "note",
};
const TYPED =
  'textarea, select, [contenteditable="true"], input:not([type="range"], [type="checkbox"], [type="radio"])';
const SLID = 'input[type="range"], [role="slider"]';
const LED = '[role="radio"], [role="tab"], [role="option"], [role="combobox"], [role="menuitem"], input[type="radio"]';

function meaningOf(event) {
  const meant = MEANINGS[event.key];
  if (!meant || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.composedPath()[0];
  const within = (selector) => typeof target.closest === "function" && target.closest(selector) !== null;
  if (event.key.startsWith("Page")) return within(SLID) ? null : meant;
  if (event.key.startsWith("Arrow")) return within(`${TYPED}, ${SLID}, ${LED}`) ? null : meant;
  const asked = event.composedPath().some((part) => part.localName === "dialog" && !part.lecture);
  return within(TYPED) || asked || within('[role="dialog"]') ? null : meant; // Escape closes what a page has opened
}
