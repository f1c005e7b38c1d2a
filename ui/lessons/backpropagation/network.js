// The drawn network: a box for every neuron, a chip for every weight and bias, and each number a button.
//
// All places are there from the start and keep their size, so nothing moves when a number becomes known.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".net");
  root.drawn ??= new Drawn(root);
  root.drawn.show(data, setTriggerValue);
}

const LARGEST_FONT = 17;
const SMALLEST_FONT = 12;
const LAYOUTS = ["", "stacked", "flat", "flat stacked"]; // chips beside the boxes or over them; in three rows or in one
const WIDTHS = { 4: "5.5em", 6: "6.5em", 9: "8em" }; // of a number with so many digits, and its power of ten
const SIGNS = {
  w: "w",
  b: "b",
  x: "x",
  y: "y",
  z: "z",
  a: "a",
  C: "C",
  delta: "δ",
  slope: "σ′",
  dCda: "∂C/∂a",
  dCdw: "∂C/∂w",
  dCdb: "∂C/∂b",
  neww: "new w",
  newb: "new b",
};
const HIGH = "⁰¹²³⁴";
const LOW = "₀₁₂₃₄";

class Drawn {
  constructor(root) {
    this.root = root;
    this.plane = root.querySelector(".plane");
    this.columns = root.querySelector(".columns");
    this.svg = root.querySelector("svg");
    this.columns.addEventListener("click", (event) => this.choose(event.target.closest("button")));
    this.columns.addEventListener("keydown", (event) => this.walk(event));
    new ResizeObserver(() => this.shape && this.fit()).observe(root);
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    const text = JSON.stringify(data);
    if (text === this.text) return;
    this.text = text;
    this.data = data;
    const shape = JSON.stringify([data.sizes, data.instances, data.softmax, data.digits]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build();
      this.fit();
    }
    this.fill();
    requestAnimationFrame(() => document.dispatchEvent(new Event("picture-painted")));
  }

  // --- The places -------------------------------------------------------------------------------------------------

  build() {
    const { sizes, instances, softmax } = this.data;
    const cases = Array.from({ length: instances }, (_, i) => i + 1);
    this.buttons = {};
    this.lines = [];
    this.columns.replaceChildren();
    this.columns.style.setProperty("--n", instances);
    this.columns.style.setProperty("--number", WIDTHS[this.data.digits]);
    this.boxes = [
      this.column(
        "inputs",
        range(sizes[0]).map((j) => this.box([["x", cases.map((i) => `x${i}${j}`)]], `x${LOW[j]}`)),
      ),
    ];
    for (let l = 1; l < sizes.length; l++) {
      const last = l === sizes.length - 1;
      const rows = last
        ? ["y", "z", "a", "dCda", ...(softmax ? [] : ["slope"]), "delta"]
        : ["z", "a", "slope", "delta"];
      const neurons = range(sizes[l]).map((u) => {
        const neuron = make("div", "neuron");
        const chips = make("div", "chips");
        for (const j of range(sizes[l - 1])) {
          const chip = this.chip([`w${l}${u}${j}`, `dCdw${l}${u}${j}`, `neww${l}${u}${j}`]);
          this.lines.push({ code: `w${l}${u}${j}`, layer: l, from: [l - 1, j - 1], chip });
          chips.append(chip);
        }
        const bias = this.chip([`b${l}${u}`, `dCdb${l}${u}`, `newb${l}${u}`]);
        bias.classList.add("bias");
        chips.append(bias);
        const own = rows.map((kind) => [
          kind === "delta" && last ? "δ = ∂C/∂z" : SIGNS[kind],
          cases.map((i) => (kind === "y" ? `y${i}${u}` : `${kind}${l}${u}${i}`)),
        ]);
        neuron.append(chips, this.box(own));
        return neuron;
      });
      this.boxes.push(this.column(last ? `layer ${l}, the output` : `layer ${l}`, neurons));
    }
    const cost = this.box([
      ["C", cases.map((i) => `C${instances > 1 ? i : ""}`)],
      ...(instances > 1 ? [["mean", ["C", ...cases.slice(1).map(() => null)]]] : []),
    ]);
    this.columns.lastChild.append(cost);
    cost.classList.add("cost");
    const key = make("p");
    key.textContent = "w > 0: solid\nw < 0: dashed\nlarge: wide";
    this.columns.firstChild.append(key);
    this.svg.replaceChildren(
      ...this.lines.map((line) => (line.path = document.createElementNS("http://www.w3.org/2000/svg", "path"))),
    );
  }

  column(title, nodes) {
    const column = make("div", "column");
    const heading = make("h3");
    heading.textContent = title;
    const holder = make("div", "nodes");
    holder.append(...nodes);
    column.append(heading, holder);
    this.columns.append(column);
    return nodes.map((node) => (node.matches(".box") ? node : node.querySelector(".box")));
  }

  box(rows, name) {
    const box = make("div", "box");
    if (this.data.instances > 1)
      box.append(this.label(""), ...range(this.data.instances).map((i) => this.label(`⁽${HIGH[i]}⁾`, "of case")));
    for (const [label, codes] of rows) {
      box.append(this.label(name ?? label));
      for (const code of codes) box.append(code ? this.place(code) : this.label(""));
    }
    return box;
  }

  chip(codes) {
    const chip = make("div", "chip");
    for (const code of codes)
      chip.append(
        this.label(
          code.startsWith("new") ? "new" : code.startsWith("d") ? SIGNS[code.match(/[A-Za-z]+/)[0]] : named(code, 1),
        ),
        this.place(code),
      );
    return chip;
  }

  label(text, name = "of") {
    const label = make("span", name);
    label.textContent = text;
    return label;
  }

  place(code) {
    const button = make("button");
    button.type = "button";
    button.dataset.code = code;
    button.tabIndex = -1;
    this.buttons[code] = button;
    return button;
  }

  // --- Size and lines ---------------------------------------------------------------------------------------------

  // The largest letters with which all is seen. If even the smallest are too large, one scrolls, rather down than aside.
  fit() {
    const { root, plane } = this;
    const fits = (size) =>
      LAYOUTS.find((layout) => {
        this.set(size, layout);
        return plane.scrollWidth <= root.clientWidth && plane.scrollHeight <= root.clientHeight;
      });
    let size = LARGEST_FONT;
    while (size >= SMALLEST_FONT && fits(size) === undefined) size -= 0.5;
    if (size < SMALLEST_FONT) {
      const wanting = LAYOUTS.map((layout) => {
        this.set(SMALLEST_FONT, layout);
        return (plane.scrollWidth / root.clientWidth) ** 2 * (plane.scrollHeight / root.clientHeight);
      });
      this.set(SMALLEST_FONT, LAYOUTS[wanting.indexOf(Math.min(...wanting))]);
    }
    this.shrink();
    this.lay();
    this.reach();
  }

  set(size, layout) {
    this.plane.style.setProperty("--size", `${size}px`);
    this.plane.className = `plane ${layout}`;
  }

  lay() {
    const origin = this.plane.getBoundingClientRect();
    for (const { from, chip, path } of this.lines) {
      const [source, target] = [this.boxes[from[0]][from[1]].getBoundingClientRect(), chip.getBoundingClientRect()];
      const [x1, y1] = [source.right - origin.left, (source.top + source.bottom) / 2 - origin.top];
      const [x2, y2] = [target.left - origin.left, (target.top + target.bottom) / 2 - origin.top];
      const middle = (x1 + x2) / 2;
      path.setAttribute("d", `M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2},${y2}`);
    }
  }

  // Bring the layer that the stage is about into sight, where not all of it is.
  reach() {
    const { root, data } = this;
    if (root.scrollWidth <= root.clientWidth || !data.layer) return;
    const column = this.columns.children[data.layer];
    const [left, width] = [column.offsetLeft, column.offsetWidth];
    if (left < root.scrollLeft || left + width > root.scrollLeft + root.clientWidth) {
      root.scrollLeft = left + width / 2 - root.clientWidth / 2;
    }
  }

  // --- The numbers ------------------------------------------------------------------------------------------------

  fill() {
    const { numbers, fresh, factors, chosen, weights, kind, layer } = this.data;
    const [isFresh, isFactor] = [new Set(fresh), new Set(factors)];
    for (const [code, button] of Object.entries(this.buttons)) {
      const number = numbers[code];
      if (button.textContent !== (number ?? "")) button.textContent = number ?? "";
      button.disabled = number === undefined;
      button.className = [isFresh.has(code) && "fresh", isFactor.has(code) && "factor", code === chosen && "chosen"]
        .filter(Boolean)
        .join(" ");
      button.setAttribute("aria-label", `${named(code, this.data.instances)} = ${number ?? "not known yet"}`);
      button.setAttribute("aria-pressed", code === chosen);
    }
    [...this.columns.children].forEach((column, l) => {
      const now =
        kind === "given" ? l === 0 : kind === "cost" ? l === this.data.sizes.length - 1 : l > 0 && layer === l;
      column.classList.toggle("now", now);
    });
    this.shrink();
    const colours = getComputedStyle(this.root)
      .getPropertyValue("--st-chart-categorical-colors")
      .split(/,\s*(?![^(]*\))/);
    for (const line of this.lines) {
      const value = weights[line.code];
      const now =
        (kind === "forward" && line.layer === layer) ||
        (kind === "hidden" && line.layer === layer + 1) ||
        isFactor.has(line.code) ||
        line.code === chosen;
      line.path.setAttribute("class", now ? "now" : "");
      line.path.setAttribute("stroke", colours[value < 0 ? 0 : value > 0 ? 1 : 3]);
      line.path.setAttribute("stroke-dasharray", value < 0 ? "5 4" : value > 0 ? "none" : "1 5");
      line.path.setAttribute("stroke-width", Math.min(6, 1 + 2 * Math.abs(value)));
    }
    const stop = this.buttons[chosen]?.disabled === false ? this.buttons[chosen] : this.shown()[0];
    for (const button of Object.values(this.buttons)) button.tabIndex = button === stop ? 0 : -1;
    this.reach();
  }

  // A number that is too long for its place, such as −1.234 × 10⁻¹², is written smaller, never cut.
  shrink() {
    const all = this.shown();
    for (const button of all) button.style.fontSize = "";
    const shares = all.map((button) => button.clientWidth / button.scrollWidth);
    all.forEach((button, k) => shares[k] < 1 && (button.style.fontSize = `${Math.floor(96 * shares[k])}%`));
  }

  shown() {
    return Object.values(this.buttons).filter((button) => !button.disabled);
  }

  choose(button) {
    if (button && !button.disabled) this.setTriggerValue("choice", { code: button.dataset.code, at: Date.now() });
  }

  // Arrow keys go to the nearest number in their direction.
  walk(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way || !event.target.matches("button")) return;
    event.preventDefault();
    const here = centre(event.target);
    let [best, nearest] = [null, Infinity];
    for (const button of this.shown()) {
      const [dx, dy] = centre(button).map((value, axis) => value - here[axis]);
      const along = dx * way[0] + dy * way[1];
      const away = along + 3 * Math.abs(dx * way[1] + dy * way[0]);
      if (along > 1 && away < nearest) [best, nearest] = [button, away];
    }
    best?.focus();
  }
}

function range(n) {
  return Array.from({ length: n }, (_, i) => i + 1);
}

function make(kind, name = "") {
  const element = document.createElement(kind);
  element.className = name;
  return element;
}

function centre(element) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return [(left + right) / 2, (top + bottom) / 2];
}

// A quantity as it is written in formulas; the number of the instance is left out if there is only one.
function named(code, instances) {
  const [, kind, digits] = code.match(/([A-Za-z]+)([1-4]*)/);
  const low = (text) => [...text].map((digit) => LOW[digit]).join("");
  const of = (digit) => (digit && instances > 1 ? `⁽${HIGH[digit]}⁾` : "");
  if (kind === "x" || kind === "y") return `${kind}${low(digits[1])}${of(digits[0])}`;
  if (kind === "C") return `C${of(digits[0])}`;
  const perInstance = !/[wb]$/.test(kind);
  const index = perInstance ? digits[1] : digits.slice(1);
  const place = `${HIGH[digits[0]]}${low(index)}${perInstance ? of(digits[2]) : ""}`;
  return kind === "slope" ? `σ′(z${place})` : `${SIGNS[kind]}${place}`;
}
