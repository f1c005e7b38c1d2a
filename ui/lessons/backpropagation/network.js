// The drawn network: a box for every neuron, a chip for every weight and bias, and each number in them is a button.
//
// All places are there from the start and keep their size, so nothing moves when a number becomes known. The numbers
// follow a moving slider: the feed brings them.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".net");
  root.drawn ??= new DrawnNetwork(root);
  const show = () => root.drawn.show(data.id, surely(setTriggerValue));
  return showLatest(parentElement, show, () => root.drawn.leave());
}

class DrawnNetwork {
  constructor(root) {
    this.root = root;
    this.plane = root.querySelector(".plane");
    this.columns = root.querySelector(".columns");
    this.svg = root.querySelector("svg");
    this.columns.addEventListener("click", (event) => this.press(event));
    this.columns.addEventListener("keydown", (event) => this.moveFocus(event));
    new ResizeObserver(() => this.shape && this.fit()).observe(root);
    document.fonts.ready.then(() => {
      this.whole = null;
      if (this.shape) this.fit();
    });
    root.shapeForPaper = () => this.fitPaper();
    root.shapeForScreen = () => this.fit();
    this.beyond = new Beyond(root);
    this.mailed = ({ detail }) => detail === this.id && this.read();
  }

  show(id, setTriggerValue) {
    Object.assign(this, { id, setTriggerValue });
    document.addEventListener("mail", this.mailed);
    this.read();
  }

  leave() {
    document.removeEventListener("mail", this.mailed);
  }

  read() {
    const data = document.mail?.[this.id];
    if (!data) return;
    const text = JSON.stringify(data);
    if (text === this.text) return;
    this.text = text;
    this.data = data;
    const { sizes, instances, slopes, digits, turn, total, velocities } = data;
    const shape = JSON.stringify([sizes, instances, slopes, digits, turn, total, velocities]);
    const isNew = shape !== this.shape;
    if (isNew) this.build();
    this.shape = shape;
    this.fill();
    if (isNew || (this.isPart() && this.needsAnotherPart())) this.fit();
    else this.scrollToLayer();
    requestAnimationFrame(() => document.dispatchEvent(new Event("picture-painted")));
  }

  build() {
    const places = new Places(this.data);
    this.columns.replaceChildren(...places.columns());
    const [wide, narrow] = WIDTHS[this.data.digits];
    this.columns.style.setProperty("--wide", wide);
    this.columns.style.setProperty("--narrow", narrow);
    this.columns.style.setProperty("--in-one-row", IN_ONE_ROW[this.data.velocities ? 5 : 3]);
    this.buttons = places.buttons;
    this.names = places.names;
    this.boxes = places.boxes;
    this.lines = places.weights.map((weight) => ({ ...weight, path: document.createElementNS(SVG, "path") }));
    this.svg.replaceChildren(...this.lines.map(({ path }) => path));
    this.whole = null;
  }

  // --- Size and lines ---

  // The largest letters with which everything is visible. If even the smallest letters are too large, the picture
  // takes as much of the window's height as it needs; and if that is too little, the user scrolls, preferably down.
  fit() {
    const { root } = this;
    root.classList.remove("tall");
    root.style.removeProperty("--needed");
    root.parentElement.style.zoom = "";
    let found = this.isPart() ? this.fitPart() : this.fitWhole();
    if (!found) root.classList.add("tall");
    found ??= largestThatFits(this.measured, root) ?? leastBeyond(this.measured, root);
    this.set(found.size, this.layouts[found.at]);
    if (root.classList.contains("tall")) root.style.setProperty("--needed", `${this.plane.scrollHeight + 2}px`);
    this.shrink();
    placeLines(this);
    this.scrollToLayer();
    this.beyond.say();
  }

  // Letters are large on a projector, and there is little room on a phone and in a low window (ui/low_window.css).
  isPart() {
    return this.root.currentCSSZoom > 1 || LITTLE_ROOM.matches;
  }

  fitWhole() {
    this.layouts = usable(LAYOUTS, this.data);
    if (!this.whole?.[0][0][0]) this.whole = this.measure(); // there is nothing to measure while it is hidden
    this.measured = this.whole;
    return largestThatFits(this.measured, this.root);
  }

  // The largest part for which there is room, first with a legend and then without.
  fitPart() {
    const [most, ...fewer] = degreesOf(this.data, this.buttons);
    let found = null;
    for (const [drawn, how] of [[most, "part"], ...[most, ...fewer].map((each) => [each, "part bare"])]) {
      leaveOut(this.columns, this.names, drawn);
      this.layouts = usable(PART_LAYOUTS, this.data).map((layout) => `${how} ${layout}`);
      this.measured = this.measure();
      found = largestThatFits(this.measured, this.root);
      if (found) return drawn === most ? found : this.fitMore(drawn);
    }
    return found;
  }

  // As much besides what is drawn as there is room for in the smallest letters.
  fitMore(drawn) {
    const { root, columns, names } = this;
    const [besides, full] = [new Set(), new Set()];
    const leave = (codes) =>
      leaveOut(columns, names, (code) => drawn(code) || besides.has(code) || codes.includes(code));
    const fits = ([width, height]) => width <= root.clientWidth && height <= root.clientHeight;
    for (const [column, codes] of roundsOf(this.data, this.buttons, columns)) {
      if (full.has(column)) continue;
      leave(codes);
      if (this.layouts.some((layout) => fits(this.sizeOf(SMALLEST_FONT, layout)))) {
        for (const code of codes) besides.add(code);
      } else full.add(column);
    }
    leave([]);
    this.measured = this.measure();
    return largestThatFits(this.measured, root);
  }

  // Whether other numbers are to be drawn than there are, or they have become too wide.
  needsAnotherPart() {
    const { numbers, needed, chosen, factors } = this.data;
    const asked = JSON.stringify([Object.keys(numbers), needed, chosen, factors]);
    const isOther = asked !== this.asked;
    this.asked = asked;
    const { root, plane } = this;
    return isOther || plane.offsetWidth > root.clientWidth || plane.offsetHeight > root.clientHeight;
  }

  // A sheet has about as much room across as down, whichever way it is turned. Lines are drawn as a projector does not
  // enlarge them.
  fitPaper() {
    if (!this.shape) return;
    this.root.parentElement.style.zoom = 1;
    this.layouts = usable(LAYOUTS, this.data);
    const sides = this.layouts.map((layout) => Math.max(...this.sizeOf(LARGEST_FONT, `paper ${layout}`)));
    this.set(LARGEST_FONT, `free paper ${this.layouts[sides.indexOf(Math.min(...sides))]}`);
    this.shrink();
    placeLines(this);
  }

  // How large each layout is with the smallest and with the largest letters: between them it grows evenly.
  measure() {
    return this.layouts.map((layout) => [SMALLEST_FONT, LARGEST_FONT].map((font) => this.sizeOf(font, layout)));
  }

  sizeOf(font, layout) {
    this.set(font, `free ${layout}`);
    return [this.plane.offsetWidth, this.plane.offsetHeight];
  }

  set(size, layout) {
    this.plane.style.setProperty("--size", `${size}px`);
    this.plane.className = `plane ${layout}`;
  }

  // Scroll to the layer that the stage is about, where not all layers are visible.
  scrollToLayer() {
    const { root, data } = this;
    if (root.scrollWidth <= root.clientWidth || !data.layer) return;
    const column = this.columns.children[data.layer];
    const [left, width] = [column.offsetLeft, column.offsetWidth];
    if (left < root.scrollLeft || left + width > root.scrollLeft + root.clientWidth) {
      root.scrollLeft = left + width / 2 - root.clientWidth / 2;
    }
  }

  // --- The numbers ---

  fill() {
    const { chosen, factors, fresh, numbers } = this.data;
    const [isFresh, isFactor] = [new Set(fresh), new Set(factors)];
    for (const [[element], codes] of this.names) {
      element.classList.toggle("later", !codes.some((code) => numbers[code] !== undefined));
    }
    for (const [code, button] of Object.entries(this.buttons)) {
      const names = [isFresh.has(code) && "fresh", isFactor.has(code) && "factor", code === chosen && "chosen"];
      this.fillButton(code, button, names.filter(Boolean).join(" "));
    }
    [...this.columns.children].forEach((column, l) => {
      column.classList.toggle("now", this.isNow(l));
    });
    this.shrink();
    const colours = seriesColours(getComputedStyle(this.root));
    for (const line of this.lines) {
      inkLine(line, this.data, colours, isFactor.has(line.code) || line.code === chosen);
    }
    this.setTabStop();
  }

  fillButton(code, button, className) {
    const { numbers, chosen, instances } = this.data;
    const number = numbers[code];
    if (button.textContent !== (number ?? "")) button.textContent = number ?? "";
    button.disabled = number === undefined;
    button.className = className;
    button.setAttribute("aria-label", `${named(code, instances)} = ${number ?? "not known yet"}`);
    button.setAttribute("aria-pressed", code === chosen);
  }

  // Whether the stage is about this column.
  isNow(l) {
    const { kind, layer, sizes } = this.data;
    if (kind === "given") return l === 0;
    return kind === "cost" ? l === sizes.length - 1 : l > 0 && layer === l;
  }

  // The tab key stops once in the network: at the chosen number, or else at the first.
  setTabStop() {
    const chosen = this.buttons[this.data.chosen];
    const stop = this.shown().includes(chosen) ? chosen : this.shown()[0];
    for (const button of Object.values(this.buttons)) button.tabIndex = button === stop ? 0 : -1;
  }

  // A number that is too long for its place, such as −1.234 × 10⁻¹², is written smaller, never cut.
  shrink() {
    const all = this.shown();
    for (const button of all) button.style.fontSize = "";
    const shares = all.map((button) => button.clientWidth / button.scrollWidth);
    all.forEach((button, k) => {
      if (shares[k] < 1) button.style.fontSize = `${Math.floor(96 * shares[k])}%`;
    });
  }

  shown() {
    return Object.values(this.buttons).filter((button) => !button.disabled && !button.matches(".part .out"));
  }

  // A key that presses the chosen number again leads to its slider: by Tab that is thirty stops away.
  press(event) {
    const sign = event.target.closest(".show");
    if (sign) return this.showPart(sign.parentElement);
    const button = event.target.closest("button");
    const again = event.detail === 0 && button?.dataset.code === this.data.chosen;
    const slider = again && document.querySelector('[class*="st-key-live_row_back_value"]');
    const range = slider && inShadows(slider, 'input[type="range"]:enabled');
    if (range) range.focus();
    else this.choose(button);
  }

  // Another part of the network is drawn where a number in it is chosen.
  showPart(part) {
    const known = [...part.querySelectorAll("[data-code]:enabled")];
    this.choose(known.find((button) => this.data.fresh.includes(button.dataset.code)) ?? known[0]);
  }

  choose(button) {
    if (button && !button.disabled) this.setTriggerValue("choice", { code: button.dataset.code, at: Date.now() });
  }

  // Arrow keys go to the nearest number in their direction.
  moveFocus(event) {
    if (["Enter", " "].includes(event.key) && event.target.matches(".show")) this.showPart(event.target.parentElement);
    const direction = DIRECTIONS[event.key];
    if (!direction || !event.target.matches("button")) return;
    event.preventDefault();
    const [rightwards, downwards] = direction;
    const here = centre(event.target);
    let [best, nearest] = [null, Infinity];
    for (const button of this.shown()) {
      const [dx, dy] = centre(button).map((value, axis) => value - here[axis]);
      const along = dx * rightwards + dy * downwards;
      const distance = along + 3 * Math.abs(dx * downwards + dy * rightwards);
      if (along > 1 && distance < nearest) [best, nearest] = [button, distance];
    }
    best?.focus();
  }
}

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LITTLE_ROOM = matchMedia("(max-width: 640px), (max-width: 768px) and (max-height: 600px)");
