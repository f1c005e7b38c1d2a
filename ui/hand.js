// A point in a picture that is dragged with a mouse or a finger, or moved with the arrow keys. It moves live sliders as
// their own thumbs do, so the picture follows, and the address is written once it rests.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FAR = 10; // times as far goes an arrow with the shift key
const SURE = { mouse: 3, pen: 3, touch: 6 }; // px that a pointer moves before it drags

class Hand {
  // keys: of the sliders. at(event, hand): where a drag leads, as values by key; hand.from and hand.before say where it
  // began. by(right, up): where so many arrows lead. takes(event): whether a drag may begin there. arrows: whether the
  // arrow keys are its own.
  constructor(element, { keys, at, by, takes = () => true, arrows = true }) {
    Object.assign(this, { element, keys, at, by, takes });
    element.addEventListener("pointerdown", (event) => this.take(event));
    element.addEventListener("pointermove", (event) => this.carry(event));
    element.addEventListener("pointerup", () => this.drop());
    element.addEventListener("pointercancel", () => this.giveUp());
    if (arrows) element.addEventListener("keydown", (event) => this.press(event));
  }

  get sliders() {
    const found = this.keys().map((key) => document.sliders?.[key]);
    return found.every((slider) => slider && !slider.range.disabled) ? found : [];
  }

  take(event) {
    this.from = null;
    this.drags = false;
    if (event.button !== 0 || !this.takes(event) || !this.sliders.length) return;
    this.from = [event.clientX, event.clientY];
    this.before = Object.fromEntries(this.sliders.map((slider) => [slider.data.key, slider.current]));
    this.element.setPointerCapture(event.pointerId);
  }

  carry(event) {
    if (!this.from) return;
    const way = Math.hypot(event.clientX - this.from[0], event.clientY - this.from[1]);
    if (!this.drags && way < (SURE[event.pointerType] ?? 3)) return;
    if (this.drags && this.sliders.some((slider) => slider.leader !== this)) return this.drop(); // another has taken it
    this.drags = true;
    this.lead(this.at(event, this));
  }

  lead(values) {
    for (const slider of this.sliders) slider.lead(values[slider.data.key], this);
  }

  drop() {
    this.from = null;
    for (const slider of this.sliders) if (slider.leader === this) slider.rest();
  }

  // The browser scrolls instead: all stays as it was.
  giveUp() {
    if (this.from && this.drags) this.lead(this.before);
    this.drop();
  }

  press(event) {
    const arrow = DIRECTIONS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey || !this.sliders.length) return;
    event.preventDefault();
    const values = this.by(...arrow.map((steps) => steps * (event.shiftKey ? FAR : 1)));
    for (const slider of this.sliders) slider.lead(values[slider.data.key]);
  }
}

// A number to a power of ten, which is not finer than what a picture shows.
function rounded(value, grain) {
  return Number((Math.round(value / grain) * grain).toPrecision(12));
}
