// The window of the running lecture. It leads from step to step by itself, and tells Python where it is: the address
// then names the step, and a reload comes back to it.

const TELL_AFTER = 400; // ms; the picture comes first
const KEEP_COUNT = "lecture-count"; // survives a new call of the component, as Python's number does

export default function ({ data, parentElement, setTriggerValue }) {
  const dialog = parentElement.querySelector("dialog");
  dialog.lecture ??= new Lecture(dialog);
  return showLatest(
    parentElement,
    () => dialog.lecture.show(data, surely(setTriggerValue)),
    () => dialog.lecture.close(),
  );
}

class Lecture {
  constructor(dialog) {
    this.dialog = dialog;
    this.part = (name) => dialog.querySelector(`.${name}`);
    this.frames = new Frames(
      this.part("frames"),
      (event) => this.press(event),
      () => this.write(),
    );
    this.ended = null; // the start that was ended here
    dialog.addEventListener("cancel", (event) => (event.preventDefault(), this.end()));
    dialog.addEventListener("click", ({ target }) => target.dataset.by && this.go(Number(target.dataset.by)));
    this.part("tell").addEventListener("click", () => this.tell());
    this.part("end").addEventListener("click", () => this.end());
    this.listener = (event) => this.press(event);
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    if (!data.runs) return this.rest();
    if (data.start === this.ended) return; // Python did not know yet
    const fresh = !this.dialog.open;
    this.steps = data.steps;
    if (fresh) this.open();
    if (fresh || data.heard >= (window[KEEP_COUNT] ?? 0)) this.to(data.place);
    this.start = data.start;
  }

  open() {
    this.dialog.showModal();
    window.addEventListener("keydown", this.listener);
    this.place = null;
  }

  close() {
    if (!this.dialog.open) return;
    clearTimeout(this.telling);
    window.removeEventListener("keydown", this.listener);
    this.frames.clear();
    this.dialog.close();
  }

  rest() {
    this.ended = null;
    this.close();
  }

  end() {
    this.ended = this.start;
    this.close();
    this.setTriggerValue("ended", this.went());
  }

  went() {
    return { place: this.place, count: window[KEEP_COUNT] ?? 0 };
  }

  // --- From step to step ---

  press(event) {
    const meant = meaningOf(event);
    if (!meant) return;
    event.preventDefault();
    event.stopPropagation();
    if (meant === "end") this.end();
    else if (meant === "note") this.tell();
    else this.go(meant === "next" ? 1 : -1);
  }

  go(by) {
    const place = Math.max(0, Math.min(this.place + by, this.steps.length - 1));
    if (place === this.place) return;
    this.to(place);
    window[KEEP_COUNT] = (window[KEEP_COUNT] ?? 0) + 1;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.setTriggerValue("went", this.went()), TELL_AFTER);
  }

  to(place) {
    this.place = place;
    this.frames.show(this.steps, place);
    this.write();
  }

  tell() {
    const note = this.part("note");
    note.hidden = !note.hidden;
    this.part("tell").ariaPressed = String(!note.hidden);
  }

  write() {
    const { title, note, minutes } = this.steps[this.place];
    const set = (name, text) => this.part(name).textContent !== text && (this.part(name).textContent = text);
    set("place", `${this.place + 1} of ${this.steps.length}${this.frames.ready ? "" : " …"}`);
    set("title", title);
    set("minutes", `${minutes} min`);
    set("note", note || "There is no note for this step.");
    for (const button of this.dialog.querySelectorAll("[data-by]")) {
      const to = this.place + Number(button.dataset.by);
      button.disabled = to < 0 || to >= this.steps.length;
    }
  }
}
