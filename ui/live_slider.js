// A native range input whose value reaches Python while it moves.
//
// While moving, the state value "drag" follows the hand. When the hand has rested, the trigger
// "settled" carries the last value once, so that one drag makes one entry in the browser's history.
// On a logarithmic slider the range input holds log10 of the value.

const REST = 400; // ms without input, and no button held, before a value settles
const PACE = 40; // ms between two values sent: about what one run of a page takes

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".live-slider");
  if (!root.slider) root.slider = new LiveSlider(root, setStateValue, setTriggerValue);
  root.slider.show(data);
  return () => root.slider.stop();
}

class LiveSlider {
  constructor(root, setStateValue, setTriggerValue) {
    this.label = root.querySelector("label");
    this.range = root.querySelector("input");
    this.bubble = root.querySelector("output");
    this.range.id = `live-${Math.random().toString(36).slice(2)}`;
    this.label.htmlFor = this.range.id;
    this.drag = (value) => setStateValue("drag", value);
    this.settle = (value) => {
      setTriggerValue("settled", value); // first, or the page would show the old value for a moment
      setStateValue("drag", null);
    };
    this.held = false;
    this.moving = false;
    this.sentAt = 0;
    this.range.addEventListener("pointerdown", () => (this.held = true));
    for (const end of ["pointerup", "pointercancel", "change", "blur"])
      this.range.addEventListener(end, () => this.release());
    this.range.addEventListener("input", () => this.input());
  }

  show(data) {
    this.data = data;
    this.label.textContent = data.label;
    this.label.title = data.help;
    this.range.setAttribute("aria-description", data.help);
    this.range.disabled = data.disabled;
    if (this.moving) return; // the hand knows better than a value that is on its way back
    const at = data.log ? Math.log10 : (x) => x;
    this.range.min = at(data.min);
    this.range.max = at(data.max);
    this.range.step = data.log ? 0.005 : data.step;
    this.range.value = at(data.value);
    this.paint(data.value);
  }

  value() {
    const x = Number(this.range.value);
    const { min, max, step, log, whole } = this.data;
    let value = log ? Number((10 ** x).toPrecision(3)) : Number(x.toPrecision(12));
    if (whole) value = Math.round(value / step) * step;
    return Math.min(max, Math.max(min, value));
  }

  paint(value) {
    const { min, max } = this.range;
    const share = (this.range.value - min) / (max - min || 1);
    const text = String(value).replace("-", "−");
    this.range.style.setProperty("--share", share);
    this.bubble.style.setProperty("--share", share);
    this.bubble.textContent = text;
    this.range.setAttribute("aria-valuetext", text);
  }

  input() {
    this.moving = true;
    this.paint(this.value());
    clearTimeout(this.resting);
    if (!this.held) this.resting = setTimeout(() => this.rest(), REST);
    if (this.sending) return;
    const wait = Math.max(0, this.sentAt + PACE - performance.now());
    this.sending = setTimeout(() => {
      this.sending = null;
      this.sentAt = performance.now();
      this.drag(this.value());
    }, wait);
  }

  release() {
    this.held = false;
    if (!this.moving) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST);
  }

  rest() {
    if (this.sending) {
      clearTimeout(this.sending);
      this.sending = null;
    }
    this.moving = false;
    this.settle(this.value());
  }

  stop() {
    clearTimeout(this.resting);
    clearTimeout(this.sending);
  }
}
