// The picture of a run: what the networks answer, cost and accuracy, gradients, saturation, and the player.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage");
  root.stage ??= new Stage(root);
  const show = () => root.stage.show(data, setTriggerValue);
  return showLatest(parentElement, show, () => root.stage.leave());
}

class Stage extends Picture {
  constructor(root) {
    super(root);
    this.scrub = root.querySelector("input");
    this.player = root.querySelector(".player");
    this.branch = root.querySelector(".branch");
    this.moment = root.querySelector("output");
    this.pace = root.querySelector(".pace");
    this.legend = root.querySelector(".legend");
    this.listener = () => this.update();
    this.scrub.addEventListener("input", () => this.goTo(nearestMoment(this.store, Number(this.scrub.value))));
    this.scrub.addEventListener("keydown", (event) => this.stepByKey(event));
    this.player.addEventListener("click", () => (this.replaying ? this.pause() : this.replay()));
    this.branch.addEventListener("click", () => this.goOnFromHere());
    this.canvas.addEventListener("click", (event) => this.addPoint(...this.pointer(event)));
    this.cursor = new KeyCursor(this, {
      area: () => this.kinds && this.places?.map0,
      words: (x, y) => this.placeInWords(x, y),
      press: (x, y) => this.addPoint(x, y),
    });
    this.canvas.addEventListener("keydown", ({ key }) => this.chooseKind(key));
    document.addEventListener("training-mail", readMail);
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    const fresh = this.data?.run !== data.run;
    this.data = data;
    if (fresh) this.take(data);
    readMail();
    this.store = storeOf(data.run);
    this.store.listeners.add(this.listener);
    this.watchTheme();
    this.update();
  }

  take(data) {
    this.store?.listeners.delete(this.listener);
    this.pause();
    this.grid = numbers(data.grid);
    this.training = split(numbers(data.training), 3);
    this.test = split(numbers(data.test), 3);
    this.answers = [];
    this.legend.replaceChildren(...legendOf(data));
    const kind = this.kinds?.value ?? "0";
    this.kinds = data.adds ? paletteOf(data.adds, kind) : null;
    if (this.kinds) this.legend.append(this.kinds);
    if (!data.adds) return keepKeysOut(this.canvas);
    letKeysIn(
      this.canvas,
      "Arrow keys move a cursor over the first picture, a digit chooses a class, Enter adds a point.",
    );
  }

  // --- Points set by hand ---

  addPoint(x, y) {
    const map = this.kinds && this.mapAt(x, y);
    if (!map) return;
    this.canvas.focus();
    const [x1, x2] = map.pointAt(x, y).map((value) => Number(value.toFixed(2)));
    this.setTriggerValue("point", { x1, x2, kind: Number(this.kinds.value), at: Date.now() });
  }

  mapAt(x, y) {
    return this.panels?.find((panel) => panel instanceof Responses && contains(panel.area, [x, y]));
  }

  placeInWords(x, y) {
    const [x1, x2] = this.mapAt(x, y)
      .pointAt(x, y)
      .map((value) => withMinus(value.toFixed(2)));
    return `x₁ = ${x1}, x₂ = ${x2}, class ${this.kinds.value}`;
  }

  chooseKind(key) {
    if (this.kinds && [...this.kinds.options].some(({ value }) => value === key)) this.kinds.value = key;
  }

  leave() {
    this.pause();
    this.stopWatching();
    this.store?.listeners.delete(this.listener);
  }

  // --- The player ---

  update() {
    const { store } = this;
    if (store.playing) this.pause();
    const last = store.now?.updates ?? 0;
    this.scrub.max = last;
    this.scrub.step = 1;
    this.scrub.value = store.shown ?? last;
    this.scrub.title = `Moments that were kept: ${momentsIn(store, this.data)}`;
    this.draw();
  }

  goTo(updates) {
    const { store } = this;
    store.shown = updates >= (store.now?.updates ?? 0) ? null : updates;
    for (const listener of store.listeners) listener();
  }

  // An arrow key goes to the next moment that was kept, however many updates away.
  stepByKey(event) {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!way || !this.store.now) return;
    event.preventDefault();
    const now = shown(this.store).updates;
    const moments = momentsOf(this.store);
    const next = way > 0 ? moments.find((each) => each > now) : moments.findLast((each) => each < now);
    if (next !== undefined) this.goTo(next);
  }

  goOnFromHere() {
    const { updates } = shown(this.store);
    this.setTriggerValue("branch", { run: this.data.run, updates, at: Date.now() });
  }

  replay() {
    const { store } = this;
    if (!store.snapshots.length) return;
    const first = store.shown === null ? 0 : store.snapshots.findIndex(({ updates }) => updates > store.shown);
    let [at, drawn] = [first, 0];
    const began = performance.now();
    const frame = () => {
      if (!this.replaying) return;
      const pace = Number(this.pace.value); // seconds for the whole run; 0: a snapshot in each frame
      const share = (performance.now() - began) / 1000 / pace;
      const due = pace ? first + Math.floor(share * store.snapshots.length) : at;
      if (due < at) {
        this.replaying = requestAnimationFrame(frame);
        return;
      }
      const next = store.snapshots[due];
      at = due + 1;
      if (!next) {
        this.pause();
        return this.goTo(Infinity);
      }
      this.goTo(next.updates);
      this.root.dataset.rate = ((1000 * ++drawn) / (performance.now() - began)).toFixed(1);
      this.replaying = requestAnimationFrame(frame);
    };
    this.replaying = requestAnimationFrame(frame);
    this.draw();
  }

  pause() {
    cancelAnimationFrame(this.replaying);
    this.replaying = null;
  }

  // --- Drawing ---

  paint() {
    const { canvas, data, store } = this;
    const moment = shown(store);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!moment || !width) return;
    this.begin(width, height);
    this.epoch = moment.updates / data.per_epoch;
    this.places = this.layout(width, height);
    this.panels = this.panelsIn(this.places);
    for (const panel of this.panels) panel.paint(moment.theta);
    this.cursor.paint();
    this.showMoment(moment);
    canvas.setAttribute("aria-label", this.describe());
    this.countFrame();
    this.root.dataset.updates = moment.updates;
  }

  panelsIn(places) {
    const { data } = this;
    const panels = data.networks.flatMap((_, k) => [
      new Responses(this, places[`map${k}`], k),
      ...(places[`gradient${k}`] ? [new Gradients(this, places[`gradient${k}`], k)] : []),
      ...(places[`slope${k}`] ? [new Slopes(this, places[`slope${k}`], k)] : []),
    ]);
    panels.push(new Curves(this, places.cost, "cost"));
    if (data.classes) panels.push(new Curves(this, places.accuracy, "accuracy"));
    return panels;
  }

  // The bar below the picture.
  showMoment({ updates }) {
    const { store } = this;
    this.moment.textContent = `epoch ${epochOf(updates, this.data)} · update ${updates.toLocaleString("en")}`;
    this.player.textContent = this.replaying ? "❚❚" : "▶ replay";
    this.player.setAttribute("aria-label", this.replaying ? "Stop the replay" : "Replay the whole run");
    this.player.disabled = store.playing || store.snapshots.length < 2;
    this.branch.disabled = store.playing || store.shown === null;
    this.scrub.disabled = store.playing;
    this.scrub.setAttribute("aria-valuetext", this.moment.textContent);
  }

  describe() {
    return sentenceOn(this.store, this.data)
      .map(([words]) => words)
      .join("");
  }

  value(row, k, name) {
    return valueIn(row, this.data, name + k);
  }

  rowOf(k) {
    return rowOf(this.store, this.data, k);
  }

  colour(k) {
    return this.theme.series[this.data.networks[k].series] ?? this.theme.text;
  }

  layout(width, height) {
    const { data } = this;
    const pair = data.networks.length === 2;
    const gap = 14;
    const half = (width - gap) / 2;
    const small = height < 380; // a phone's picture: what the networks answer, cost and accuracy
    const sideBelow = (above) => Math.min(half, (small ? 0.62 : pair ? 0.42 : 0.5) * height - above);
    const head = this.titlesFit(sideBelow(24)) ? 24 : 42; // else the number stands below the name
    const side = sideBelow(head);
    const top = head + side + 8;
    const box = (column, y, h, span = 1) => ({ x: column * (half + gap), y, w: span * half + (span - 1) * gap, h });
    const shares = small ? [1, 0, 0] : pair ? [0.4, 0.34, 0.26] : [0, 0.58, 0.42];
    const [curves, gradients, slopes] = shares.map((share) => share * (height - top));
    const places =
      pair || small
        ? { cost: box(0, top, curves, data.classes ? 1 : 2), accuracy: box(1, top, curves) }
        : { cost: box(1, 0, data.classes ? top / 2 : top), accuracy: box(1, top / 2, top / 2) };
    data.networks.forEach((_, k) => {
      places[`map${k}`] = { x: k * (half + gap), y: head, w: side, h: side, wide: small ? side : half, head };
      if (small) return;
      places[`gradient${k}`] = box(k, top + curves, gradients, pair ? 1 : 2);
      places[`slope${k}`] = box(k, top + curves + gradients, slopes, pair ? 1 : 2);
    });
    return places;
  }

  // Whether each network's name and its number stand side by side above a picture of this width.
  titlesFit(side) {
    const number = this.widthOf("99.99 % right", 15, 600);
    return this.data.networks.every(({ name }) => this.widthOf(name, 15, 700) + number + 14 <= side);
  }

  // --- Values under the pointer ---

  hover(event) {
    const [x, y] = this.pointer(event);
    const panel = this.panels?.findLast(({ area }) => contains(area, [x, y]));
    this.showTip(panel ? panel.valueAt(x, y) : "", x, y);
  }
}

// The list from which the class of the next point is chosen.
function paletteOf(classes, chosen) {
  const list = document.createElement("select");
  list.setAttribute("aria-label", "Class of the next point");
  for (let kind = 0; kind < classes; kind++) list.append(new Option(`press adds ${MARKS[kind]} class ${kind}`, kind));
  list.value = chosen;
  return list;
}
