// The start of the descents, as a ring on each map that is dragged, or moved with the arrow keys. With a mouse a drag may
// begin anywhere on a map; a finger elsewhere scrolls the page.

class Start {
  constructor(maps) {
    this.maps = maps;
    this.rings = [];
    const { canvas } = maps;
    const takes = (event) => event.pointerType !== "touch" && (this.map = maps.under(event)?.k ?? -1) >= 0;
    this.hand = this.handOf(canvas, () => this.map, takes, false);
  }

  handOf(element, map, takes, arrows = true) {
    const keys = () => this.maps.data?.start ?? [];
    const at = (event) => this.values(this.maps.spot(...this.maps.pointer(event), map()));
    const by = (right, up) => {
      const [w, b] = keys().map((key) => document.sliders[key].current);
      return this.values({ w: w + right * 10 * this.grain(), b: b + up * 10 * this.grain() });
    };
    return new Hand(element, { keys, at, by, takes, arrows });
  }

  values({ w, b }) {
    const [first, second] = this.maps.data.start;
    return { [first]: rounded(w, this.grain()), [second]: rounded(b, this.grain()) };
  }

  grain() {
    const { places, data } = this.maps;
    return Math.max(0.01, 10 ** Math.floor(Math.log10((2 * data.extent) / places.find(Boolean).w)));
  }

  // Put the rings where the sliders are; called after each painting.
  place() {
    const { data, places, root } = this.maps;
    const sliders = (data.start ?? []).map((key) => document.sliders?.[key]);
    const usable = sliders.length && sliders.every((slider) => slider && !slider.range.disabled);
    const maps = usable ? data.panels.length : 0;
    while (this.rings.length < maps) this.rings.push(this.add(this.rings.length));
    for (const ring of this.rings.splice(maps)) ring.remove();
    if (!usable) return;
    const [w, b] = sliders.map((slider) => slider.current);
    this.rings.forEach((ring, k) => {
      const [x, y] = places[k] ? placeOn(places[k], data.extent, w, b) : [0, 0];
      [ring.style.left, ring.style.top] = [`${x}px`, `${y}px`];
      ring.hidden = !places[k] || !isOn(places[k], [x, y]);
      ring.tabIndex = places.findIndex(Boolean) === k ? 0 : -1; // one of the rings is enough for the keyboard
      ring.ariaLabel = withMinus(`Start of both descents: w = ${w}, b = ${b}. The arrow keys move it.`);
    });
  }

  add(k) {
    const ring = document.createElement("div");
    ring.className = "start";
    ring.role = "button";
    ring.ariaRoleDescription = "point that can be dragged";
    this.maps.root.append(ring);
    this.handOf(ring, () => k);
    return ring;
  }
}
