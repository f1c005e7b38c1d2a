// A cursor that arrow keys move over one area of a picture, for whoever has no pointer. It is drawn as a cross, what
// is there is spoken, and Enter presses there. The picture gives the area, the cursor's first place in it, as shares
// of its width and height, the words for a place on the canvas, and what a press does.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STRIDE = 1 / 60; // of the area's sides; five times that with Shift

class KeyCursor {
  constructor(picture, { area, begin = () => [0.5, 0.5], words, press }) {
    Object.assign(this, { picture, area, begin, words, press, at: null });
    picture.canvas.addEventListener("keydown", (event) => this.key(event));
    for (const end of ["blur", "pointerdown"]) picture.canvas.addEventListener(end, () => this.leave());
  }

  key(event) {
    if (!this.area() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (ARROWS[event.key]) this.move(ARROWS[event.key], event.shiftKey ? 5 * STRIDE : STRIDE);
    else if (event.key === "Enter" && this.at) this.press(...this.point());
    else if (event.key === "Escape") return this.leave();
    else return;
    event.preventDefault();
  }

  // The first key shows the cursor, and moves it.
  move(direction, stride) {
    this.at = (this.at ?? this.begin()).map((share, axis) =>
      Math.min(1, Math.max(0, share + stride * direction[axis])),
    );
    const [x, y] = this.point();
    const words = this.words(x, y);
    this.picture.draw();
    this.picture.showTip(words, x, y);
    speak(words);
  }

  leave() {
    if (!this.at) return;
    this.at = null;
    this.picture.showTip("");
    this.picture.draw();
  }

  // On the canvas, within the area.
  point() {
    const { x, y, w, h } = this.area();
    return [x + Math.min(this.at[0] * w, w - 0.01), y + Math.min(this.at[1] * h, h - 0.01)];
  }

  paint() {
    if (!this.at || !this.area()) return;
    const { picture } = this;
    const [x, y] = this.point();
    for (const [colour, width] of [
      [picture.theme.background, 5],
      [picture.theme.text, 2],
    ]) {
      picture.segment(x - 13, y, x + 13, y, { colour, width });
      picture.segment(x, y - 13, x, y + 13, { colour, width });
    }
  }
}

// A screen reader says these words (ui/access.js).
function speak(words) {
  document.dispatchEvent(new CustomEvent("speak", { detail: words }));
}

// A canvas that has a cursor takes the focus, and a screen reader leaves the keys to it.
function letKeysIn(canvas, how) {
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-description", how);
}
