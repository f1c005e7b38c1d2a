// The places of all numbers of a network of a certain shape: columns of boxes and chips, with a button for each number.

class Places {
  constructor({ sizes, instances, slopes, turn, total, velocities }) {
    Object.assign(this, { sizes, instances, slopes, turn, total, velocities });
    this.buttons = {}; // by the code of the quantity
    this.boxes = []; // by layer and neuron: where a line begins
    this.weights = []; // code, layer, where its line begins, and the chip where it ends
    this.names = []; // what is written as soon as one of its numbers is known: elements, and the codes of these
  }

  columns() {
    const inputs = range(this.sizes[0]).map((j) => this.input(j));
    const columns = [this.column("inputs", inputs)];
    for (const l of range(this.sizes.length - 1)) columns.push(this.layer(l));
    columns[0].append(made("p", "", LEGEND));
    columns.at(-1).append(this.costBox());
    return columns;
  }

  input(j) {
    return this.box([
      [`x${LOW[j]}`, this.codes((i) => `x${i}${j}`)],
      ["∂C/∂x", this.codes((i) => `dCdx${i}${j}`)],
    ]);
  }

  layer(l) {
    const last = l === this.sizes.length - 1;
    const neurons = range(this.sizes[l]).map((u) => this.neuron(l, u, last));
    return this.column(last ? `layer ${l}, the output` : `layer ${l}`, neurons);
  }

  column(title, neurons) {
    const column = made("div", "column");
    const holder = made("div", "nodes");
    holder.append(...neurons);
    for (const neuron of neurons) neuron.append(showing("⋯", "Show this neuron"));
    column.append(made("h2", "", title), holder, showing(`${title} ▸`, `Show ${title}`));
    this.boxes.push(neurons.map((node) => (node.matches(".box") ? node : node.querySelector(".box"))));
    return column;
  }

  neuron(l, u, last) {
    const neuron = made("div", "neuron");
    const rows = last ? this.outputRows() : ["z", "a", "slope", "delta"];
    const cases = last ? range(this.instances) : this.passed();
    const titled = rows.map((kind) => [
      kind === "delta" && last ? "δ = ∂C/∂z" : SIGNS[kind],
      cases.map((i) => (kind === "y" ? `y${i}${u}` : `${kind}${l}${u}${i}`)),
    ]);
    neuron.append(this.chips(l, u), this.box(titled, cases));
    return neuron;
  }

  outputRows() {
    return ["y", "z", "a", "dCda", ...(this.slopes ? ["slope"] : []), "delta"];
  }

  chips(l, u) {
    const chips = made("div", "chips");
    for (const j of range(this.sizes[l - 1])) {
      const chip = this.chip(`${l}${u}${j}`, "w");
      this.weights.push({ code: `w${l}${u}${j}`, layer: l, from: [l - 1, j - 1], chip });
      chips.append(chip);
    }
    chips.append(this.chip(`${l}${u}`, "b"));
    return chips;
  }

  // A weight or bias, its gradient, and its new value; with momentum also its velocity, old and new.
  chip(place, kind) {
    const chip = made("div", "chip");
    const titles = [
      [kind, named(`${kind}${place}`, 1)],
      [`v${kind}`, "v"],
      [`dCd${kind}`, SIGNS[`dCd${kind}`]],
      [`newv${kind}`, "new v"],
      [`new${kind}`, SIGNS[`new${kind}`]],
    ];
    for (const [letters, title] of titles.filter(([letters]) => this.velocities || !/v[wb]$/.test(letters))) {
      const code = `${letters}${place}`;
      chip.append(...this.written([label(title), this.button(code)], [code]));
    }
    return chip;
  }

  // A row for each quantity, with a column for each of the instances; a code that is null leaves its place empty.
  box(rows, cases = range(this.instances)) {
    const box = made("div", "box");
    box.style.setProperty("--n", cases.length);
    if (this.instances > 1) {
      const named = (i) => label(`instance ${i}`, i === this.turn ? "of case turn" : "of case");
      box.append(label(""), ...cases.map(named));
    }
    for (const [title, codes] of rows) {
      const cells = codes.map((code) => (code ? this.button(code) : label("")));
      box.append(...this.written([label(title), ...cells], codes));
    }
    return box;
  }

  costBox() {
    const several = this.instances > 1;
    const rows = [["C", this.passed().map((i) => (several ? `C${i}` : "C"))]];
    if (this.total) rows.push([this.total, this.codes((i) => (i === 1 ? "C" : null))]);
    const box = this.box(rows, this.passed());
    box.classList.add("cost");
    return this.written([box], rows[0][1])[0];
  }

  // Elements of which the first is a name: it is not written before one of the numbers is known.
  written(elements, codes) {
    this.names.push([elements, codes.filter(Boolean)]);
    return elements;
  }

  // The instances of this pass: all, or the one whose turn it is.
  passed() {
    return this.turn ? [this.turn] : range(this.instances);
  }

  // A code for each instance.
  codes(codeOf) {
    return range(this.instances).map(codeOf);
  }

  button(code) {
    const button = made("button", "");
    button.type = "button";
    button.dataset.code = code;
    button.tabIndex = -1;
    this.buttons[code] = button;
    return button;
  }
}

// What stands in the place of a part that is left out: a press shows that part.
function showing(text, name) {
  const element = made("div", "show", text);
  element.role = "button";
  element.tabIndex = 0;
  element.ariaLabel = name;
  return element;
}

const LEGEND = "Lines:\nsolid w > 0\ndashed w < 0\nwide: large\nFramed: goes into\nthe chosen number";
