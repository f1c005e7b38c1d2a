// A frame for the present step and one for each neighbour, which are computed while the present one is looked at. What
// was set by hand in a step stays so while its frame is kept.

const BESIDE = 1; // steps on each side that are kept

class Frames {
  constructor(root, press, onReady) {
    Object.assign(this, { root, press, onReady });
    this.kept = new Map();
  }

  get ready() {
    return this.kept.get(this.place)?.dataset.ready === "true";
  }

  clear() {
    clearTimeout(this.waiting);
    this.root.replaceChildren();
    this.kept.clear();
    this.place = null;
  }

  // Show the step at a place at once, and let the neighbours come one after another, the next one first.
  show(steps, place) {
    if (this.place === place && this.steps === steps) return;
    Object.assign(this, { steps, place });
    for (const [at, frame] of this.kept) {
      const gone = Math.abs(at - place) > BESIDE || frame.dataset.link !== steps[at]?.link;
      if (gone) this.drop(at, frame);
    }
    this.frameAt(place);
    for (const [at, frame] of this.kept) {
      frame.classList.toggle("present", at === place);
      frame.inert = at !== place;
    }
    this.kept.get(place).contentWindow?.focus();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), LOOK);
  }

  // Once the frames that are there are drawn, begin with another one.
  look() {
    for (const frame of this.kept.values()) {
      if (frame.dataset.ready !== "true" && isAtRest(frame)) frame.dataset.ready = "true";
    }
    this.onReady();
    const wanted = [this.place, this.place + 1, this.place - 1].filter((at) => at in this.steps);
    const missing = wanted.find((at) => !this.kept.has(at));
    const busy = [...this.kept.values()].some((frame) => frame.dataset.ready !== "true");
    if (!busy && missing !== undefined) this.frameAt(missing).inert = true;
    if (busy || missing !== undefined) this.waiting = setTimeout(() => this.look(), LOOK);
  }

  frameAt(at) {
    if (this.kept.has(at)) return this.kept.get(at);
    const { link, title } = this.steps[at];
    const frame = openFrame(this.root, link, title);
    frame.addEventListener("load", () => {
      frame.contentWindow.addEventListener("keydown", this.press);
      if (at === this.place) frame.contentWindow.focus();
    });
    this.kept.set(at, frame);
    return frame;
  }

  drop(at, frame) {
    frame.remove();
    this.kept.delete(at);
  }
}
