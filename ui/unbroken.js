// Formulas within words of the page, save what our components draw: no line ends with a sign such as "=", and none begins with it as long as the formula is short.
// A space beside such a sign becomes one at which no line breaks. A long formula may still break before a sign: in words
// before "=" or its likes, in a cell of a table rather before "+".

const RELATION = /^[=≈≠<>≤≥∈→←↦∝]$/;
const OPERATION = /^[·×+−±/]$/;
const HAS_SIGN = / [=≈≠<>≤≥∈→←↦∝·×+−±/%]|[=≈≠<>≤≥∈→←↦∝·×+−±/½Σ] |ln |′\(|\/[∂σ(√]/;
const NO_WORDS = "svg, pre, code, textarea, script, style, .katex, .chart-text";
const TOGETHER = 30; // letters that stay in one line; a window of 320 px has room for 32
const IN_A_CELL = 12; // of a table

class Unbroken {
  constructor(root) {
    new MutationObserver((changes) => this.mend(changes)).observe(root, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    mendAll(root);
    document.addEventListener("copy", copyPlainWords);
  }

  mend(changes) {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") mendText(target);
      else addedNodes.forEach(mendAll);
    }
  }
}

// What is copied from the page has none of these signs; where there are none, the browser copies as ever.
function copyPlainWords(event) {
  const words = String(getSelection());
  if (!words.includes(JOINED)) return;
  event.clipboardData.setData("text/plain", plainWords(words));
  event.preventDefault();
}

function mendAll(node) {
  if (node.nodeType === Node.TEXT_NODE) return mendText(node);
  if (node.nodeType !== Node.ELEMENT_NODE || node.closest(NO_WORDS)) return;
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) mendText(texts.currentNode);
}

function mendText(text) {
  if (!HAS_SIGN.test(text.data) || text.parentElement?.closest(NO_WORDS)) return;
  const words = text.parentElement?.closest("td, th")
    ? unbroken(text.data, IN_A_CELL, [RELATION, OPERATION])
    : unbroken(text.data);
  if (words !== text.data) text.data = words;
}

// The signs of the first kind bind more closely than those of the second: 2 × 1 + 2 = 4 breaks before "=", if it must.
function unbroken(words, longest = TOGETHER, [closely, loosely] = [OPERATION, RELATION]) {
  const operands = words.replace(/(?<=½|Σ|\bln) (?=\S)| (?=%)/g, CLOSE).split(" ");
  const formulas = bound(bound(operands, closely, longest), loosely, longest);
  // A line may break after "|", even before a space that is close, and within σ′(z) and ∂C/∂w.
  return formulas.join(" ").replace(/(?<=\|)(?=\u00a0)|(?<=′)(?=\()|(?<=\/)(?=[∂σ(√])/g, JOINED);
}

// Bind words that such a sign connects, up to this many letters; a sign is always bound to what follows it.
function bound(words, sign, longest) {
  const done = [];
  for (let at = 0; at < words.length; at++) {
    const isSign = sign.test(words[at]);
    const part = isSign && at + 1 < words.length ? words[at] + CLOSE + words[++at] : words[at];
    const whole = done.at(-1) + CLOSE + part;
    if (isSign && done.length && whole.length <= longest) done.splice(-1, 1, whole);
    else done.push(part);
  }
  return done;
}
