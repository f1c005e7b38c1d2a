// A native range input whose value reaches Python while it moves, and a box beside it for a number that is typed.
//
// While moving, the value goes to the follower in the fragment that the slider redraws (follower.js); a slider without
// such a fragment stands in one, and its own state value "moves" runs it. When the drag is over, the trigger
// "settled" carries the last value once, so that one drag makes one entry in the browser's history. It carries what is
// typed too, as text: Python reads it, and answers with the value, or with what is wrong about it.
//
// Other components move a slider too, such as a point that is dragged in a picture: they find it in `document.sliders`,
// by its key, and lead() it. So the address and the history know of one kind of drag only.

const REST = 400; // ms without input, and no button held, before a value settles
const PACE = 40; // ms between two values sent: about what one run of a page takes
const PLACES = 500; // of the thumb on a logarithmic slider
const SIDEWAYS = 6; // px that a finger moves before it drags
const AGAIN = 2000; // ms without an answer after which a settled value is sent again
const ASKED = 3; // times that it is sent again, at most
const PATIENCE = 1000; // ms for which a settled value overrides the values that still arrive

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".live-slider");
  if (!root.slider) root.slider = new LiveSlider(root);
  const show = () => root.slider.show(data, whileHere(setStateValue), surely(setTriggerValue));
  return showLatest(parentElement, show, () => root.slider.leave());
}

class LiveSlider {
  constructor(root) {
    this.label = root.querySelector("label");
    this.range = root.querySelector('input[type="range"]');
    this.bubble = root.querySelector("output");
    this.box = root.querySelector('input[type="text"]');
    this.refusal = root.querySelector("p");
    this.range.id = `live-${Math.random().toString(36).slice(2)}`;
    this.label.htmlFor = this.range.id;
    this.refusal.id = `${this.range.id}-refusal`;
    this.held = this.moving = this.typed = false;
    this.waits = null; // the drag whose answer is waited for; a download waits, too (download.js)
    this.touched = null; // where a finger has touched, until it is clear whether it drags
    this.sentAt = 0;
    this.range.addEventListener("pointerdown", (event) => this.hold(event));
    this.range.addEventListener("pointermove", (event) => this.decide(event));
    this.range.addEventListener("pointercancel", () => this.giveUp());
    for (const end of ["pointerup", "change"]) this.range.addEventListener(end, () => this.release());
    // When the user turns to another control, the value settles first. A finger may press a control without taking
    // the focus from here.
    this.range.addEventListener("blur", () => this.moving && this.rest());
    this.elsewhere = (event) => this.turn(event.composedPath());
    this.range.addEventListener("input", () => this.move(this.value()));
    this.box.addEventListener("input", () => this.type());
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("blur", () => this.typed && this.apply());
  }

  show(data, setStateValue, setTriggerValue) {
    Object.assign(this, { data, setStateValue, setTriggerValue });
    if (data.answered === this.waits) this.waits = null;
    const { [data.key]: other } = (document.sliders ??= {});
    if (other && other !== this) this.displaced = other;
    document.sliders[data.key] = this;
    document.addEventListener("pointerdown", this.elsewhere, true);
    this.label.textContent = data.label;
    this.label.title = data.help;
    this.range.setAttribute("aria-description", data.help);
    this.range.disabled = this.box.disabled = data.disabled;
    this.box.ariaLabel = `${data.label}, exact value`;
    this.box.inputMode = data.min < 0 ? "text" : "decimal"; // a telephone's keys for decimals have no minus
    if (this.moving) return; // the user's drag is newer than a value that comes back from Python
    if (this.settled && this.settled.drag !== data.answered && performance.now() < this.settled.until) return;
    this.settled = null;
    Object.assign(
      this.range,
      data.log ? { min: 0, max: PLACES, step: 1 } : { min: data.min, max: data.max, step: data.step },
    );
    this.put(data.value);
    if (!this.typed) this.say(data.refused?.drag === this.dismissed ? null : data.refused);
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
    return this.clamped(value);
  }

  clamped(value) {
    return Math.min(this.data.max, Math.max(this.data.min, value));
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
    document.dispatchEvent(new CustomEvent("slider-shown", { detail: this.data.key }));
    if (!this.typed) this.box.value = String(Number(value.toPrecision(10))).replaceAll("-", "−"); // no marks of thousands
  }

  move(value) {
    if (!this.moving) this.begin();
    this.moving = true;
    this.dismiss();
    this.put(value);
    clearTimeout(this.resting);
    if (this.touched !== null) return;
    if (!this.held) this.resting = setTimeout(() => this.rest(), REST);
    if (this.sending) return;
    this.sending = setTimeout(
      () => {
        this.sending = null;
        this.sentAt = performance.now();
        const move = { key: this.data.key, value: this.current, drag: this.drag };
        if (!this.data.redraws) this.setStateValue("moves", [move]);
        else document.dispatchEvent(new CustomEvent("live-slider", { detail: { fragment: this.data.redraws, move } }));
      },
      Math.max(0, this.sentAt + PACE - performance.now()),
    );
  }

  // Distinguish a drag, or what is typed, from the one before: both may be of one millisecond, when a thumb is pressed
  // while a typed number waits to be taken.
  begin() {
    this.drag = Math.max(Date.now(), (this.drag ?? 0) + 1);
  }

  // A finger puts the thumb where it touches, and may yet be about to scroll the page. Nothing is sent before it has
  // moved sideways. If it scrolls, the value returns to what it was.
  hold(event) {
    const touches = event.pointerType === "touch";
    if (touches && this.moving) this.rest(); // an earlier drag's value has not settled yet
    this.held = true;
    this.leader = null;
    this.before = this.current;
    this.touched = touches ? event.clientX : null;
  }

  decide(event) {
    if (this.touched === null || Math.abs(event.clientX - this.touched) < SIDEWAYS) return;
    this.touched = null;
    if (this.moving) this.move(this.value());
  }

  giveUp() {
    if (!this.held || this.leader) return; // what is cancelled was no press here
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
    this.moving = this.held = false;
    this.leader = null;
    this.settle({ value: this.current });
  }

  settle(what) {
    const { drag } = this;
    const sent = { ...what, drag };
    this.waits = drag;
    this.settled = { drag, until: document.untold ? Infinity : performance.now() + PATIENCE };
    this.setTriggerValue("settled", sent);
    this.askAgain(sent, { ...this.data, connections: document.connections }, ASKED);
  }

  // A trigger is lost if another one follows before the server has begun with it. A slider that has been set by now, or
  // stands for another number, is not asked again. Without a connection it waits; the server that is found afterwards may
  // count its assignments anew.
  askAgain(sent, { value, assigned, label, connections }, times) {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => {
      if (document.untold) return this.askAgain(sent, { value, assigned, label }, times);
      const { data, drag, moving } = this;
      const again = connections !== document.connections;
      if (again && this.settled) this.settled.until = performance.now() + PATIENCE;
      const set = data.value !== value || (data.assigned !== assigned && !again);
      if (set || data.label !== label || moving || drag !== sent.drag || data.answered === drag || !times) {
        if (this.waits === sent.drag) this.waits = null;
        return;
      }
      this.setTriggerValue("settled", sent);
      this.askAgain(sent, { ...data, connections: document.connections }, times - 1);
    }, AGAIN);
  }

  // The user turns to what is at the end of this path. A finger may do so without taking the focus from here.
  turn(path) {
    if (this.moving && !path.includes(this.range) && !this.leader?.keeps?.(path)) this.rest();
    if (this.typed && !path.includes(this.box)) this.apply();
  }

  // --- Other hands ---

  // Move as another component asks. With a leader the slider is held until rest(), or until the user takes it; the
  // leader sees then that it is the leader no more. keeps(path) of a leader says which presses elsewhere let it go on.
  lead(value, leader = null) {
    if (this.range.disabled) return;
    if (leader) Object.assign(this, { leader, held: true });
    this.move(this.clamped(this.data.whole ? Math.round(value) : Number(value.toPrecision(12))));
  }

  // --- The box ---

  type() {
    this.typed = true;
    this.dismiss();
  }

  press(event) {
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter" && this.typed) this.apply();
    else if (event.key === "Escape") this.restore();
    else if (up && this.typed) this.apply();
    else if (up) this.move(this.clamped(Number((this.current + up * this.data.step).toPrecision(12))));
    if (up) event.preventDefault(); // the caret stays
  }

  apply() {
    this.typed = false;
    this.begin();
    this.settle({ text: this.box.value });
  }

  restore() {
    this.typed = false;
    this.dismiss();
    this.put(this.current);
  }

  // A text that is no value stays in the box, with what is wrong about it, until the user goes on.
  say(refused) {
    if (refused) this.box.value = refused.text;
    this.refusal.textContent = refused?.why ?? "";
    this.box.ariaInvalid = refused ? "true" : null;
    this.box.setAttribute("aria-describedby", refused ? this.refusal.id : "");
  }

  dismiss() {
    this.dismissed = this.data.refused?.drag;
    this.say(null);
  }

  leave() {
    this.stop();
    clearTimeout(this.asking);
    this.waits = null;
    // Streamlit may show another slider of this key for a moment, off the page, and take that away: this one stays.
    if (document.sliders[this.data.key] === this) {
      if (this.displaced?.range.isConnected) document.sliders[this.data.key] = this.displaced;
      else delete document.sliders[this.data.key];
    }
    this.displaced = null;
    document.removeEventListener("pointerdown", this.elsewhere, true);
  }

  stop() {
    clearTimeout(this.resting);
    clearTimeout(this.sending);
    this.resting = this.sending = null;
  }
}
