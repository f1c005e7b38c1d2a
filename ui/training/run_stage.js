// The picture of a run with its bar: the moment that is shown, and the player that shows the run again. A subclass has
// placesFor(width, height), panelsIn(places), and what it paints over them; each panel has an area and paints itself.

class RunStage extends Picture {
  constructor(root) {
    super(root);
    this.scrub = root.querySelector("input");
    this.player = root.querySelector(".player");
    this.moment = root.querySelector("output");
    this.pace = root.querySelector(".pace");
    this.legend = root.querySelector(".legend");
    this.listener = () => this.update();
    this.goneBack = () => this.goToAddress();
    this.scrub.addEventListener("input", () => this.goTo(nearestMoment(this.store, Number(this.scrub.value))));
    this.scrub.addEventListener("keydown", (event) => this.stepByKey(event));
    this.player.addEventListener("click", () => (this.replaying ? this.pause() : this.replay()));
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

  // To be called for each run once.
  take(_data) {
    this.store?.listeners.delete(this.listener);
    this.pause();
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

  // Back and Forward lead to moments at which the run has rested, and the address names them again: in updates, or in
  // epochs if `address_per` says so. Where it names none, the run opens at `opens_at`.
  goToAddress() {
    const { address, address_per = 1, opens_at } = this.data;
    if (opens_at === undefined || this.store.playing) return;
    const asked = new URLSearchParams(location.search).get(address);
    this.goTo(asked === null ? opens_at : Math.round((Number(asked) || 0) * address_per));
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
    this.places = this.placesFor(width, height);
    this.panels = this.panelsIn(this.places);
    for (const panel of this.panels) panel.paint(moment.theta);
    this.paintOver();
    this.showMoment(moment);
    canvas.setAttribute("aria-label", this.describe());
    this.countFrame();
    this.root.dataset.updates = moment.updates;
  }

  // What lies over the panels.
  paintOver() {}

  // The bar below the picture.
  showMoment({ updates }) {
    const { store } = this;
    this.moment.textContent = `epoch ${epochOf(updates, this.data)} · update ${updates.toLocaleString("en")}`;
    this.root.dataset.moment = `Shown: ${this.moment.textContent}`; // for the sheet that is printed (ui/handout/)
    this.player.textContent = this.replaying ? "❚❚ Stop" : "▶ Show the run";
    this.player.disabled = store.playing || store.snapshots.length < 2;
    this.player.title = this.player.disabled ? this.whyNot() : "Shows again what has been trained; trains nothing";
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
