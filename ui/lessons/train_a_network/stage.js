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
    this.goneBack = () => this.goToAddress();
    this.scrub.addEventListener("input", () => this.goTo(nearestMoment(this.store, Number(this.scrub.value))));
    this.scrub.addEventListener("keydown", (event) => this.stepByKey(event));
    this.player.addEventListener("click", () => (this.replaying ? this.pause() : this.replay()));
    this.branch.addEventListener("click", () => this.goOnFromHere());
    this.canvas.addEventListener("click", (event) => this.addPoint(...this.pointer(event)));
    this.cursor = new KeyCursor(this, {
      area: () => this.places?.[`map${this.over}`],
      words: (x, y) => this.placeInWords(x, y),
      press: (x, y) => this.addPoint(x, y),
    });
    this.canvas.addEventListener("keydown", (event) => this.keyBeside(event));
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
    addEventListener("popstate", this.goneBack);
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
    this.over = Math.min(this.over ?? 0, data.networks.length - 1); // the network over whose answers the cursor moves
    const turn = data.networks.length > 1 ? ["Page Up and Page Down lead to the other network's."] : [];
    const adds = data.adds ? ["A digit chooses a class, Enter adds a point."] : [];
    const how = ["Arrow keys move a cursor over what a network answers, and tell the answer there.", ...turn, ...adds];
    letKeysIn(this.canvas, how.join(" "));
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

  // What a network answers at the cursor, and the class of the point that Enter would add.
  placeInWords(x, y) {
    const { letter } = this.data.networks[this.over];
    const named = this.data.networks.length > 1 ? `${letter}: ` : "";
    const adds = this.kinds ? `; Enter adds a point of class ${this.kinds.value}` : "";
    return named + this.mapAt(x, y).valueAt(x, y) + adds;
  }

  // Keys that move no cursor: a digit chooses a class, and the page keys lead to the other network's picture.
  keyBeside(event) {
    const { key } = event;
    if (this.kinds && [...this.kinds.options].some(({ value }) => value === key)) this.kinds.value = key;
    if (!/^Page(Up|Down)$/.test(key) || this.data.networks.length < 2) return;
    this.over = 1 - this.over;
    this.cursor.move([0, 0], 0);
    event.preventDefault();
  }

  leave() {
    this.pause();
    this.stopWatching();
    removeEventListener("popstate", this.goneBack);
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

  // Back and Forward lead to moments at which the run has rested, and the address names them again.
  goToAddress() {
    const asked = new URLSearchParams(location.search);
    const updates = asked.has("train_at") ? Number(asked.get("train_at")) || 0 : this.data.opens_at;
    if (!this.store.playing) this.goTo(updates);
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
    this.places = placesIn(this, width, height);
    this.panels = this.panelsIn(this.places);
    for (const panel of this.panels) panel.paint(moment.theta);
    this.cursor.paint();
    if (!this.noting) this.colourLegend();
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

  colourLegend() {
    this.legend.querySelectorAll("b").forEach((mark, kind) => (mark.style.color = classColour(kind, this.theme)));
  }

  // The bar below the picture.
  showMoment({ updates }) {
    const { store } = this;
    this.moment.textContent = `epoch ${epochOf(updates, this.data)} · update ${updates.toLocaleString("en")}`;
    this.player.textContent = this.replaying ? "❚❚ Stop" : "▶ Show the run";
    this.player.disabled = store.playing || store.snapshots.length < 2;
    this.player.title = this.player.disabled ? this.whyNot() : "Shows again what has been trained; trains nothing";
    this.branch.classList.toggle("unseen", store.playing || store.shown === null);
    this.scrub.disabled = store.playing;
    this.scrub.setAttribute("aria-valuetext", this.moment.textContent);
  }

  whyNot() {
    return this.store.playing ? "It trains: Pause it first" : "Train it first: there is nothing to show again";
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
  for (let kind = 0; kind < classes; kind++) list.append(new Option(`a press adds ${MARKS[kind]} class ${kind}`, kind));
  list.value = chosen;
  return list;
}
