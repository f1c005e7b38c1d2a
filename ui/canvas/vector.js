// A context that notes what is drawn on it as SVG: text stays text, curves stay curves, and only images are pixels. It
// has what a Picture asks of a canvas, and no more. A circle is the only arc.

const OF_SVG = "http://www.w3.org/2000/svg";
const STATE = ["matrix", "target", "dash", "font", "textAlign", "fillStyle", "strokeStyle", "lineWidth", "globalAlpha"];
const FINEST = 2; // pixels of an image for each pixel of the page, at least

class SvgContext {
  constructor(theme) {
    this.theme = theme;
    this.group = this.target = ofSvg("g");
    this.measuring = new OffscreenCanvas(1, 1).getContext("2d");
    this.matrix = new DOMMatrix();
    this.saved = [];
    this.path = "";
    Object.assign(this, {
      dash: [],
      font: "13px sans-serif",
      textAlign: "left",
      fillStyle: "#000",
      strokeStyle: "#000",
    });
    Object.assign(this, {
      lineWidth: 1,
      lineJoin: "miter",
      lineCap: "butt",
      globalAlpha: 1,
      imageSmoothingEnabled: true,
    });
  }

  // --- The state ---

  save() {
    this.saved.push(Object.fromEntries(STATE.map((name) => [name, this[name]])));
  }

  restore() {
    Object.assign(this, this.saved.pop());
  }

  translate(x, y) {
    this.matrix = this.matrix.translate(x, y);
  }

  rotate(angle) {
    this.matrix = this.matrix.rotate((angle * 180) / Math.PI);
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  // What comes next, until the state is restored, is drawn within the path.
  clip() {
    const id = `clip${Math.random().toString(36).slice(2)}`;
    const holder = ofSvg("clipPath", { id });
    holder.append(ofSvg("path", { d: this.path, ...this.placed() }));
    const inner = ofSvg("g", { "clip-path": `url(#${id})` });
    this.target.append(holder, inner);
    this.target = inner;
  }

  placed() {
    return this.matrix.isIdentity ? {} : { transform: this.matrix.toString() };
  }

  add(name, attributes) {
    const element = ofSvg(name, { ...attributes, ...this.placed() });
    if (this.globalAlpha < 1) element.setAttribute("opacity", short(this.globalAlpha));
    this.target.append(element);
    return element;
  }

  // --- Paths ---

  beginPath() {
    this.path = "";
  }

  moveTo(x, y) {
    this.path += `M${short(x)},${short(y)}`;
  }

  lineTo(x, y) {
    this.path += `${this.path ? "L" : "M"}${short(x)},${short(y)}`;
  }

  bezierCurveTo(...places) {
    this.path += `C${places.map(short).join(" ")}`;
  }

  rect(x, y, w, h) {
    this.path += `M${short(x)},${short(y)}h${short(w)}v${short(h)}h${short(-w)}Z`;
  }

  arc(x, y, radius) {
    const half = `A${short(radius)} ${short(radius)} 0 1 1`;
    this.path += `M${short(x + radius)},${short(y)}${half} ${short(x - radius)},${short(y)}`;
    this.path += `${half} ${short(x + radius)},${short(y)}Z`;
  }

  closePath() {
    this.path += "Z";
  }

  fill() {
    this.add("path", { d: this.path, fill: this.fillStyle });
  }

  stroke() {
    this.add("path", { d: this.path, ...this.line() });
  }

  strokeRect(x, y, w, h) {
    this.add("rect", { x: short(x), y: short(y), width: short(w), height: short(h), ...this.line() });
  }

  line() {
    const line = { fill: "none", stroke: this.strokeStyle, "stroke-width": short(this.lineWidth) };
    if (this.dash.length) line["stroke-dasharray"] = this.dash.map(short).join(" ");
    return { ...line, "stroke-linejoin": this.lineJoin, "stroke-linecap": this.lineCap };
  }

  // --- Text and images ---

  measureText(words) {
    this.measuring.font = this.font;
    return this.measuring.measureText(words);
  }

  fillText(words, x, y) {
    this.write(words, x, y, { fill: this.fillStyle });
  }

  strokeText(words, x, y) {
    this.write(words, x, y, this.line());
  }

  write(words, x, y, look) {
    const [, weight, size, family] = this.font.match(/^(?:(\d+) )?([\d.]+)px (.*)$/);
    const anchor = { left: "start", center: "middle", right: "end" }[this.textAlign];
    const written = { x: short(x), y: short(y), "text-anchor": anchor, "font-family": family, "font-size": size };
    const width = { textLength: short(this.measureText(words).width), lengthAdjust: "spacingAndGlyphs" };
    this.add("text", { ...written, "font-weight": weight ?? 400, ...width, ...look }).textContent = words;
  }

  // The image is enlarged as the canvas would enlarge it, since programs do that in different ways.
  drawImage(image, x, y, w, h) {
    const fine = document.createElement("canvas");
    [fine.width, fine.height] = [w, h].map((size) => Math.max(1, Math.round(size * FINEST)));
    const context = fine.getContext("2d");
    context.imageSmoothingEnabled = this.imageSmoothingEnabled;
    context.drawImage(image, 0, 0, fine.width, fine.height);
    const place = { x: short(x), y: short(y), width: short(w), height: short(h), preserveAspectRatio: "none" };
    this.add("image", { ...place, href: fine.toDataURL("image/png") });
  }
}

function ofSvg(name, attributes = {}) {
  const element = document.createElementNS(OF_SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function short(value) {
  return Number(value.toFixed(2));
}
