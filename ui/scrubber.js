// Play and Pause for a live slider: it moves by itself at the chosen speed, as if it were dragged, and stops where there
// is something to see. The next move waits until the server has answered the last one.

const TICK = 100; // ms between two moves
const CALM = 1000; // ms, where the user wants little motion
const PATIENCE = 2000; // ms for which an answer is waited for
const LONGEST = 180000; // ms; whoever has gone away does not keep the server busy

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".scrubber");
  root.scrubber ??= new Scrubber(root);
  return showLatest(
    parentElement,
    () => root.scrubber.show(data),
    () => root.scrubber.leave(),
  );
}

class Scrubber {
  constructor(root) {
    this.root = root;
    [this.button, this.speed, this.words] = ["button", "select", "p"].map((part) => root.querySelector(part));
    this.button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    this.speed.addEventListener("change", () => (this.chosen = this.speed.value));
    this.followed = ({ detail }) => detail === this.slider?.data.redraws && (this.sent = null);
    this.moved = ({ detail }) => detail.move.key !== this.data.slider && (this.stale = true);
    this.shown = ({ detail }) => detail === this.data.slider && this.forget();
    // Whatever else is pressed ends it first, except the sliders, which may be moved meanwhile.
    this.pressed = (event) => this.timer && this.turn(event.composedPath());
    this.hidden = () => document.hidden && this.timer && this.pause();
    this.listeners = { followed: this.followed, "live-slider": this.moved, "slider-shown": this.shown };
    this.listeners = { ...this.listeners, click: this.pressed, visibilitychange: this.hidden };
  }

  get slider() {
    return document.sliders?.[this.data.slider];
  }

  keeps(path) {
    return path.includes(this.root) || path.some((part) => part.classList?.contains("live-slider"));
  }

  // A link that is followed needs no rest: the server settles what was left while it moved, and a message of this page
  // would call the browser back.
  turn(path) {
    if (path.some((part) => part.localName === "a")) this.stop();
    else if (!this.keeps(path)) this.pause();
  }

  show(data) {
    const same = JSON.stringify(data.stops) === JSON.stringify(this.data?.stops);
    this.data = data;
    this.stale = false;
    if (!same) this.say("");
    this.button.disabled = data.disabled;
    this.speed.replaceChildren(...data.paces.map((pace) => new Option(`${pace} a second`, pace)));
    this.speed.value = this.chosen ?? data.pace;
    for (const [kind, does] of Object.entries(this.listeners)) document.addEventListener(kind, does, true);
  }

  leave() {
    this.stop();
    for (const [kind, does] of Object.entries(this.listeners)) document.removeEventListener(kind, does, true);
  }

  play() {
    const { slider } = this;
    if (!slider || slider.range.disabled) return;
    if (slider.moving) slider.rest();
    this.at = slider.current >= slider.data.max ? 0 : slider.current;
    slider.lead(this.at, this);
    this.began = this.ticked = performance.now();
    this.sent = null;
    this.say("");
    this.button.textContent = "Pause";
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.timer = setInterval(() => this.tick(), calm ? CALM : TICK);
  }

  tick() {
    const [{ slider }, now] = [this, performance.now()];
    if (slider?.leader !== this) return this.stop(); // the user has taken the thumb
    if (now - this.began > LONGEST) return this.pause("Paused after three minutes.");
    const passed = Math.min(now - this.ticked, CALM) / 1000;
    this.ticked = now;
    if (this.sent && now - this.sent < PATIENCE) return;
    this.at = Math.min(this.at + passed * Number(this.speed.value), slider.data.max);
    const stop = this.data.stops.find(({ at }) => at > slider.current && at <= this.at);
    if (stop && !this.stale) this.at = stop.at;
    if (Math.floor(this.at) > slider.current) {
      slider.lead(Math.floor(this.at), this);
      this.sent = now;
    }
    if (stop && !this.stale) this.pause(stop.why);
    else if (slider.current >= slider.data.max) this.pause();
  }

  pause(why = "") {
    const { slider } = this;
    this.stop();
    if (slider?.leader === this) slider.rest();
    this.stoppedAt = slider?.current;
    this.say(why);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.button.textContent = "Play";
  }

  // What was said of a step goes with it.
  forget() {
    if (!this.timer && this.slider?.current !== this.stoppedAt) this.say("");
  }

  say(words) {
    if (this.words.textContent !== words) this.words.textContent = words;
  }
}
