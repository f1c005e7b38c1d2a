// Rings over the dots of a chart, each a handle that moves a live slider along the chart's horizontal axis. The chart is
// Vega's and stays as it is: the rings find its dots, and follow them.

const DOTS = "svg .handle_marks path";
const PLOT = ".role-frame.root > g > path.background"; // the inner box of a chart

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".handles");
  root.handles ??= new Handles(root);
  return showLatest(
    parentElement,
    () => root.handles.show(data),
    () => root.handles.leave(),
  );
}

class Handles {
  constructor(root) {
    this.root = root;
    this.rings = [];
    this.moved = new MutationObserver(() => this.follow());
    this.resized = new ResizeObserver(() => this.follow());
    this.shown = ({ detail }) => detail === this.data.slider && this.follow();
  }

  show(data) {
    this.data = data;
    this.picture = this.root.getRootNode().host.closest('[class*="st-key-picture_"]');
    const what = {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["transform", "width", "height"],
    };
    this.moved.observe(this.picture, what);
    this.resized.observe(this.picture);
    document.addEventListener("slider-shown", this.shown);
    this.follow();
  }

  leave() {
    this.moved.disconnect();
    this.resized.disconnect();
    document.removeEventListener("slider-shown", this.shown);
  }

  follow() {
    this.following ??= requestAnimationFrame(() => {
      this.following = null;
      this.place();
    });
  }

  place() {
    const slider = document.sliders?.[this.data.slider];
    const dots = slider && !slider.range.disabled ? [...this.picture.querySelectorAll(DOTS)] : [];
    while (this.rings.length < dots.length) this.rings.push(this.add());
    for (const ring of this.rings.splice(dots.length)) ring.remove();
    const origin = this.root.getBoundingClientRect();
    dots.forEach((dot, i) => {
      const { left, top, width, height } = dot.getBoundingClientRect();
      this.rings[i].svg = dot.closest("svg");
      this.rings[i].style.setProperty("--dot", `${width}px`);
      this.rings[i].style.left = `${left + width / 2 - origin.left}px`;
      this.rings[i].style.top = `${top + height / 2 - origin.top}px`;
      this.say(this.rings[i], slider);
    });
  }

  // One of several rings is enough for the keyboard.
  add() {
    const ring = document.createElement("div");
    ring.className = "ring";
    ring.role = "slider";
    ring.tabIndex = this.rings.length ? -1 : 0;
    ring.ariaLabel = this.data.label;
    this.root.append(ring);
    new Hand(ring, {
      keys: () => [this.data.slider],
      at: (event, { from, before }) => {
        const way = (event.clientX - from[0]) * this.perPixel(ring);
        return this.value(before[this.data.slider] + way, this.grain(ring));
      },
      by: (right, up) => {
        const grain = this.grain(ring);
        return this.value(document.sliders[this.data.slider].current + (right + up) * 10 * grain, grain);
      },
    });
    return ring;
  }

  say(ring, { range, data, current }) {
    [ring.ariaValueMin, ring.ariaValueMax, ring.ariaValueNow] = [data.min, data.max, current];
    ring.ariaValueText = range.getAttribute("aria-valuetext");
  }

  perPixel(ring) {
    return (this.data.high - this.data.low) / ring.svg.querySelector(PLOT).getBoundingClientRect().width;
  }

  grain(ring) {
    return Math.max(document.sliders[this.data.slider].data.step, 10 ** Math.floor(Math.log10(this.perPixel(ring))));
  }

  value(value, grain) {
    return { [this.data.slider]: rounded(value, grain) };
  }
}
