// A native range input whose value reaches Python while it moves.
//
// While moving, the value goes to the follower in the fragment that the slider redraws (follower.js); a slider without
// such a fragment stands in one, and its own state value "move" runs it. When the drag is over, the trigger
// "settled" carries the last value once, so that one drag makes one entry in the browser's history.

const REST = 400; // ms without input, and no button held, before a value settles
const PACE = 40; // ms between two values sent: about what one run of a page takes
const PLACES = 500; // of the thumb on a logarithmic slider
const SIDEWAYS = 6; // px that a finger moves before it drags
const PATIENCE = 1000; // ms for which a settled value overrides the values that still arrive

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".live-slider");
  if (!root.slider) root.slider = new LiveSlider(root);
  const show = () => root.slider.show(data, setStateValue, setTriggerValue);
  return showLatest(parentElement, show, () => root.slider.leave());
}

class LiveSlider {
  constructor(root) {
    this.label = root.querySelector("label");
    this.range = root.querySelector("input");
    this.bubble = root.querySelector("output");
    this.range.id = `live-${Math.random().toString(36).slice(2)}`;
    this.label.htmlFor = this.range.id;
    this.held = this.moving = false;
    this.touched = null; // where a finger has touched, until it is clear whether it drags
    this.sentAt = 0;
    this.range.addEventListener("pointerdown", (event) => this.hold(event));
    this.range.addEventListener("pointermove", (event) => this.decide(event));
    this.range.addEventListener("pointercancel", () => this.giveUp());
    for (const end of ["pointerup", "change"]) this.range.addEventListener(end, () => this.release());
    // When the user turns to another control, the value settles first. A finger may press a control without taking
    // the focus from here.
    this.range.addEventListener("blur", () => this.moving && this.rest());
    this.elsewhere = (event) => this.moving && !event.composedPath().includes(this.range) && this.rest();
    this.range.addEventListener("input", () => this.input());
  }

  show(data, setStateValue, setTriggerValue) {
    Object.assign(this, { data, setStateValue, setTriggerValue });
    document.addEventListener("pointerdown", this.elsewhere, true);
    this.label.textContent = data.label;
    this.label.title = data.help;
    this.range.setAttribute("aria-description", data.help);
    this.range.disabled = data.disabled;
    if (this.moving) return; // the user's drag is newer than a value that comes back from Python
    if (this.settled && this.settled.value !== data.value && performance.now() < this.settled.until) return;
    this.settled = null;
    Object.assign(
      this.range,
      data.log ? { min: 0, max: PLACES, step: 1 } : { min: data.min, max: data.max, step: data.step },
    );
    this.put(data.value);
  }

  // The thumb's place for a value, and the value for the thumb's place.
  place(value) {
    const { min, max, log } = this.data;
    return log ? Math.round((PLACES * Math.log(value / min)) / Math.log(max / min)) : value;
  }

  value() {
    const { min, max, step, log, whole } = this.data;
    const at = Number(this.range.value);
    if (log && at >= PLACES) return max;
    let value = log ? Number((min * (max / min) ** (at / PLACES)).toPrecision(3)) : Number(at.toPrecision(12));
    if (log && whole) {
      value = Math.round(value / step) * step;
      // An arrow key moves by one step at least.
      if (!this.held && value === this.current) value += step * Math.sign(at - this.place(this.current));
    }
    return Math.min(max, Math.max(min, value));
  }

  put(value) {
    this.current = value;
    this.range.value = this.place(value);
    const { min, max } = this.range;
    const text = value.toLocaleString("en", { maximumFractionDigits: 10 }).replace("-", "−");
    for (const part of [this.range, this.bubble])
      part.style.setProperty("--share", (this.range.value - min) / (max - min || 1));
    this.bubble.textContent = text;
    this.range.setAttribute("aria-valuetext", text);
  }

  input() {
    if (!this.moving) this.drag = Date.now(); // distinguishes one drag from the next
    this.moving = true;
    this.put(this.value());
    clearTimeout(this.resting);
    if (this.touched !== null) return;
    if (!this.held) this.resting = setTimeout(() => this.rest(), REST);
    if (this.sending) return;
    this.sending = setTimeout(
      () => {
        this.sending = null;
        this.sentAt = performance.now();
        const move = { key: this.data.key, value: this.current, drag: this.drag };
        if (!this.data.redraws) this.setStateValue("move", move);
        else document.dispatchEvent(new CustomEvent("live-slider", { detail: { fragment: this.data.redraws, move } }));
      },
      Math.max(0, this.sentAt + PACE - performance.now()),
    );
  }

  // A finger puts the thumb where it touches, and may yet be about to scroll the page. Nothing is sent before it has
  // moved sideways. If it scrolls, the value returns to what it was.
  hold(event) {
    const touches = event.pointerType === "touch";
    if (touches && this.moving) this.rest(); // an earlier drag's value has not settled yet
    this.held = true;
    this.before = this.current;
    this.touched = touches ? event.clientX : null;
  }

  decide(event) {
    if (this.touched === null || Math.abs(event.clientX - this.touched) < SIDEWAYS) return;
    this.touched = null;
    if (this.moving) this.input();
  }

  giveUp() {
    const sent = this.touched === null && this.moving;
    this.held = false;
    this.touched = null;
    this.put(this.before);
    this.stop();
    if (sent) this.rest();
    this.moving = false;
  }

  release() {
    this.held = false;
    this.touched = null;
    if (!this.moving) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST);
  }

  rest() {
    this.stop();
    this.moving = false;
    this.settled = { value: this.current, until: performance.now() + PATIENCE };
    this.setTriggerValue("settled", { value: this.current, drag: this.drag });
  }

  leave() {
    this.stop();
    document.removeEventListener("pointerdown", this.elsewhere, true);
  }

  stop() {
    clearTimeout(this.resting);
    clearTimeout(this.sending);
    this.resting = this.sending = null;
  }
}
