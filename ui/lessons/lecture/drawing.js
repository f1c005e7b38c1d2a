// A part of a page as one SVG picture: its charts, its drawings, its canvases, and its text where it stands.

const SVG = "http://www.w3.org/2000/svg";
const LEFT_OUT = ".bar, .tip, .more, .chart-text, details, input, select, textarea, style, script, template";
const INHERITED = {
  fill: "rgb(0, 0, 0)",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-opacity": "1",
  "stroke-linecap": "butt",
  opacity: "1",
  "font-family": "",
  "font-size": "",
  "font-weight": "400",
  "font-style": "normal",
  "text-anchor": "start",
  "dominant-baseline": "auto",
  visibility: "visible",
};

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// Draw elements of a page, whose window this is, into one picture; null if there is nothing to see.
function pictureOf(elements, view) {
  const boxes = elements.map((element) => element.getBoundingClientRect()).filter((box) => box.width && box.height);
  if (!boxes.length) return null;
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const width = Math.max(...boxes.map((box) => box.right)) - left;
  const height = Math.max(...boxes.map((box) => box.bottom)) - top;
  const svg = make("svg", { viewBox: `${left} ${top} ${width} ${height}`, width, height });
  for (const element of elements) drawElement(element, svg, view);
  return svg;
}

function drawElement(element, parent, view) {
  const box = element.getBoundingClientRect();
  const style = view.getComputedStyle(element);
  if (element.matches(LEFT_OUT) || style.display === "none" || style.opacity === "0") return;
  if (style.clipPath.startsWith("inset(50%")) return; // for screen readers alone
  if (style.visibility === "visible" && drawSpecial(element, box, parent, view)) return;
  if (style.visibility === "visible") drawBox(style, box, parent);
  const clips = style.overflow !== "visible" && box.width > 0 && box.height > 0;
  const place = { x: box.left, y: box.top, width: box.width, height: box.height };
  const viewBox = Object.values(place).join(" ");
  const into = clips ? parent.appendChild(make("svg", { ...place, viewBox })) : parent;
  const group = style.opacity === "1" ? into : into.appendChild(make("g", { opacity: style.opacity }));
  for (const child of (element.shadowRoot ?? element).childNodes) {
    if (child.nodeType === 1) drawElement(child, group, view);
    else if (child.nodeType === 3 && style.visibility === "visible") drawText(child, style, group, view);
  }
}

// Draw what is a picture already; return whether it was one.
function drawSpecial(element, box, parent, view) {
  const place = { x: box.left, y: box.top, width: box.width, height: box.height };
  if (element.localName === "canvas") {
    if (element.width && element.height) parent.append(make("image", { ...place, href: element.toDataURL() }));
    return true;
  }
  if (element.localName !== "svg") return false;
  const copy = element.cloneNode(true);
  dress(element, copy, view);
  for (const [key, value] of Object.entries(place)) copy.setAttribute(key, value);
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${element.clientWidth} ${element.clientHeight}`);
  copy.setAttribute("overflow", view.getComputedStyle(element).overflow);
  for (const name of ["class", "style", "id"]) copy.removeAttribute(name);
  parent.append(copy);
  return true;
}

// Write into a copy of a drawing what its page's styles say of it.
function dress(original, copy, view) {
  const style = view.getComputedStyle(original);
  for (const [name, usual] of Object.entries(INHERITED)) {
    const value = style.getPropertyValue(name);
    if (value !== usual || copy.hasAttribute(name)) copy.setAttribute(name, value);
  }
  if (style.display === "none") copy.setAttribute("display", "none");
  [...original.children].forEach((child, at) => dress(child, copy.children[at], view));
}

function drawBox(style, box, parent) {
  const filled = !/, 0\)$|^transparent$/.test(style.backgroundColor);
  const edge = parseFloat(style.borderTopWidth) || 0;
  const rule = edge ? 0 : parseFloat(style.borderBottomWidth) || 0; // a line below, as that of a fraction
  const { left: x, width } = box;
  if (rule)
    parent.append(make("rect", { x, y: box.bottom - rule, width, height: rule, fill: style.borderBottomColor }));
  if (!width || !box.height || !(filled || edge)) return;
  parent.append(
    make("rect", {
      x: x + edge / 2,
      y: box.top + edge / 2,
      width: Math.max(0, width - edge),
      height: Math.max(0, box.height - edge),
      rx: parseFloat(style.borderTopLeftRadius) || 0,
      fill: filled ? style.backgroundColor : "none",
      stroke: edge ? style.borderTopColor : "none",
      "stroke-width": edge,
    }),
  );
}

// How much larger than its own pixels an element is seen: the page may zoom a part of itself.
function scaleOf(element) {
  return element?.offsetWidth ? element.getBoundingClientRect().width / element.offsetWidth : 1;
}

// Draw each word where it stands: lines break as on the page.
function drawText(node, style, parent, view) {
  const range = view.document.createRange();
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    const text = make("text", { x: box.left, y: (box.top + box.bottom) / 2, "dominant-baseline": "central" });
    for (const name of ["font-family", "font-weight", "font-style"]) {
      text.setAttribute(name, style.getPropertyValue(name));
    }
    text.setAttribute("font-size", parseFloat(style.fontSize) * scaleOf(node.parentElement));
    text.setAttribute("fill", style.color);
    text.setAttribute("textLength", box.width);
    text.setAttribute("lengthAdjust", "spacingAndGlyphs"); // paper may have other fonts
    text.textContent = word;
    parent.append(text);
  }
}
