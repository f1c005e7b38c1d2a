// The networks themselves: every weight is a line, every neuron a small image of its answers over the plane.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".inside");
  root.inside ??= new Inside(root);
  const show = () => root.inside.show(data, surely(setTriggerValue));
  return showLatest(parentElement, show, () => root.inside.leave());
}

class Inside extends Picture {
  constructor(root) {
    super(root);
    this.form = root.querySelector("form");
    this.listener = () => {
      if (this.store.playing) this.form.hidden = true;
      this.draw();
    };
    this.canvas.addEventListener("click", (event) => this.choose(this.under(event)));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("blur", () => this.showTip(""));
    letKeysIn(this.canvas, "Arrow keys go from one weight or bias to the next, and Enter asks for its new value.");
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    document.addEventListener("training-mail", readMail);
    this.watchSight();
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    this.store?.listeners.delete(this.listener);
    this.data = data;
    this.grid = numbers(data.grid);
    readMail();
    this.store = storeOf(data.run);
    this.store.listeners.add(this.listener);
    this.watchTheme();
    this.draw();
  }

  leave() {
    this.stopWatching();
    this.store?.listeners.delete(this.listener);
  }

  // --- Drawing ---

  paint() {
    const { canvas, data } = this;
    const moment = shown(this.store);
    const box = canvas.getBoundingClientRect();
    if (!moment || !box.width || box.bottom < 0 || box.top > innerHeight) return; // nothing is drawn outside the window
    this.begin(canvas.clientWidth, canvas.clientHeight);
    this.drawings = data.networks.map((_, k) => new DrawnNetwork(this, this.areaOf(k, box), k, moment.theta));
    for (const drawing of this.drawings) drawing.paint();
    const values = this.lines.map(({ value }) => Math.abs(value));
    const names = data.networks.map(({ name }) => name).join(" and ");
    const largest = written(Math.max(0, ...values));
    canvas.setAttribute("aria-label", `${names} as drawn networks; the largest weight is ${largest}`);
  }

  // The networks stand side by side, or one below the other where there is little room.
  areaOf(k, { width, height }) {
    const count = this.data.networks.length;
    if (width >= 800) return { x: (k * width) / count, y: 0, w: width / count, h: height };
    return { x: 0, y: (k * height) / count, w: width, h: height / count };
  }

  get lines() {
    return this.drawings?.flatMap(({ lines }) => lines) ?? [];
  }

  get neurons() {
    return this.drawings?.flatMap(({ neurons }) => neurons) ?? [];
  }

  // --- The pointer ---

  // The neuron, or else the weight, under the pointer.
  under(event) {
    const [x, y] = this.pointer(event);
    const neuron = this.neurons.find((each) => isOver(each, x, y));
    if (neuron) return { ...neuron, x, y };
    const near = this.lines.map((line) => [distanceTo(line, x, y), line]);
    const [distance, line] = near.reduce((best, each) => (each[0] < best[0] ? each : best), [7, null]);
    return distance < 7 ? { ...line, x, y } : null;
  }

  hover(event) {
    const found = this.under(event);
    if (!found) return this.showTip("");
    this.canvas.style.cursor = found.what ? "pointer" : "default";
    this.showTip(found.words, found.x, found.y);
  }

  // Ask for a new value of the pressed weight or bias. Only the latest moment can be changed.
  choose(found) {
    if (!found?.what || this.store.playing || this.store.shown !== null) return;
    this.chosen = found;
    this.form.hidden = false;
    this.form.querySelector("label").firstChild.textContent = `${found.label} = `;
    this.form.elements.value.value = withMinus(String(Number(found.value.toPrecision(4))));
    this.form.style.left = `${Math.max(0, Math.min(found.x, this.canvas.clientWidth - 360))}px`;
    this.form.style.top = `${found.y + 8}px`;
    this.form.elements.value.select();
    this.draw();
  }

  submit(event) {
    event.preventDefault();
    const text = this.form.elements.value.value; // Python reads it, as it reads all numbers that are typed
    this.setTriggerValue("set", { run: this.data.run, what: this.chosen.what, text, at: Date.now() });
    this.close();
  }

  close() {
    this.form.hidden = true;
    this.canvas.focus({ preventScroll: true });
  }

  // --- Keys ---

  // Every weight and bias in the order of the networks' parameters: a neuron's weights, then its bias.
  get parameters() {
    return (this.drawings ?? []).flatMap(({ lines, neurons }) => {
      const all = [...lines, ...neurons.filter(({ what }) => what)];
      return all.sort((one, other) => Number(one.what.slice(1)) - Number(other.what.slice(1)));
    });
  }

  // Left and right go to the next parameter, up and down to the next bias.
  key(event) {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = this.parameters;
    const here = all.findIndex(({ what }) => what === this.chosen?.what);
    if (way && all.length) this.goTo(this.next(all, here, way, /Up|Down/.test(event.key)));
    else if (event.key === "Enter" && here >= 0) this.choose(placed(all[here]));
    else return;
    event.preventDefault();
  }

  next(all, here, way, toBias) {
    let at = here < 0 && way < 0 ? all.length : here;
    do at = (at + way + all.length) % all.length;
    while (toBias && !all[at].tile);
    return all[at];
  }

  goTo(parameter) {
    this.chosen = parameter;
    const { words, x, y } = placed(parameter);
    this.draw();
    this.showTip(words, x, y);
    speak(words);
  }
}

// A parameter with the place on the canvas where it is named: the middle of a weight's line, or a neuron.
function placed(parameter) {
  const { x1, x2, y1, y2 } = parameter;
  return x1 === undefined ? parameter : { ...parameter, x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}
