// A part of the page as SVG: boxes, lines and words where the browser has placed them. Words are measured, so that they
// keep their width where their font is missing.

const ANCHORS = { right: "end", end: "end", center: "middle" };

class Ink {
  constructor(root) {
    this.group = ofSvg("g");
    const { left, top, width, height } = root.getBoundingClientRect();
    Object.assign(this, { left, top, width, height });
    this.draw(root, 1);
  }

  draw(element, opacity) {
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden") return;
    const alpha = opacity * Number(style.opacity);
    if (element.localName === "path") return this.drawLine(element, style, alpha);
    this.drawBox(element, style, alpha);
    for (const child of element.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) this.draw(child, alpha);
      else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) this.drawWords(child, style, alpha);
    }
  }

  add(name, attributes, alpha) {
    const element = ofSvg(name, attributes);
    if (alpha < 1) element.setAttribute("opacity", short(alpha));
    this.group.append(element);
    return element;
  }

  drawLine(path, style, alpha) {
    const line = { d: path.getAttribute("d"), fill: "none", stroke: path.getAttribute("stroke") };
    const dash = path.getAttribute("stroke-dasharray");
    const width = path.getAttribute("stroke-width");
    this.add("path", { ...line, "stroke-width": width, "stroke-dasharray": dash ?? "none" }, alpha);
  }

  drawBox(element, style, alpha) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const [fill, filled] = plainColour(style.backgroundColor);
    const line = Number.parseFloat(style.borderTopWidth);
    const [stroke, drawn] = plainColour(style.borderTopColor);
    const [x, y] = [left - this.left, top - this.top];
    const foot = Number.parseFloat(style.borderBottomWidth);
    const radius = short(Number.parseFloat(style.borderTopLeftRadius) || 0);
    const place = (inset) => ({
      x: short(x + inset),
      y: short(y + inset),
      width: short(Math.max(0, width - 2 * inset)),
      height: short(Math.max(0, height - 2 * inset)),
      rx: radius,
    });
    if (filled) this.add("rect", { ...place(0), fill, "fill-opacity": filled }, alpha);
    if (line && foot && drawn) {
      const dash = dashOf(style.borderTopStyle);
      this.add(
        "rect",
        { ...place(line / 2), fill: "none", stroke, "stroke-width": line, "stroke-dasharray": dash },
        alpha,
      );
    }
    this.drawOutline(style, place, alpha);
    if (line && !foot) this.drawEdge("Top", style, [x, y + line / 2, width], alpha);
    if (foot && !line) this.drawEdge("Bottom", style, [x, y + height - foot / 2, width], alpha);
  }

  drawOutline(style, place, alpha) {
    const width = Number.parseFloat(style.outlineWidth);
    if (style.outlineStyle === "none" || !width) return;
    const [stroke] = plainColour(style.outlineColor);
    this.add("rect", { ...place(-width / 2), fill: "none", stroke, "stroke-width": width }, alpha);
  }

  // The line of an element that has a border on this side, and none on the other; no rectangle is as low as a line.
  drawEdge(side, style, [x, y, width], alpha) {
    const [stroke, drawn] = plainColour(style[`border${side}Color`]);
    if (!drawn) return;
    const look = { "stroke-width": Number.parseFloat(style[`border${side}Width`]), stroke };
    const dash = { "stroke-dasharray": dashOf(style[`border${side}Style`]) };
    this.add("line", { x1: short(x), x2: short(x + width), y1: short(y), y2: short(y), ...look, ...dash }, alpha);
  }

  drawWords(node, style, alpha) {
    const [fill] = plainColour(style.color);
    const font = { "font-family": style.fontFamily, "font-size": style.fontSize, "font-weight": style.fontWeight };
    const anchor = ANCHORS[style.textAlign] ?? "start";
    for (const { text, box } of linesOf(node)) {
      const x = { start: box.left, middle: box.left + box.width / 2, end: box.left + box.width }[anchor];
      const y = box.top + box.height / 2 + 0.34 * Number.parseFloat(style.fontSize);
      const place = { x: short(x - this.left), y: short(y - this.top), "text-anchor": anchor, fill, ...font };
      const width = { textLength: short(box.width), lengthAdjust: "spacingAndGlyphs" };
      this.add("text", { ...place, ...width }, alpha).textContent = text;
    }
  }
}

function dashOf(kind) {
  return kind === "dashed" ? "4 3" : "none";
}

// The lines into which the browser has broken a text, each with the place it takes.
function linesOf(node) {
  const range = document.createRange();
  const lines = [];
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (line && Math.abs(line.box.top - box.top) < box.height / 2) {
      line.text += ` ${word}`;
      line.box.width = box.right - line.box.left;
    } else if (box.width) {
      lines.push({ text: word, box: { left: box.left, top: box.top, width: box.width, height: box.height } });
    }
  }
  return lines;
}
