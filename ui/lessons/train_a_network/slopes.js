// The mean σ′ of each neuron over the epochs: a row of colours for each, dark where the neuron is saturated.

const [SATURATED, STEEPEST] = ["#3A4048", "#F6D58A"];

class Slopes extends Chart {
  constructor(stage, place, k) {
    super(stage, place, { right: NAMES });
    this.k = k;
    this.sizes = stage.data.sizes.slice(1);
    this.units = this.sizes.reduce((sum, n) => sum + n, 0);
    this.first = k * this.units;
  }

  paint() {
    const { stage, inner } = this;
    this.paintFrame([], []);
    this.paintSecondTitle([
      "How steep each neuron is (mean σ′ over the points): dark is saturated, its activation is flat there",
      "Mean σ′ of each neuron: dark is saturated, flat",
      "Mean σ′: dark is saturated",
    ]);
    const n = stage.store.slopes.length;
    if (!n) return;
    const columns = Math.min(n, Math.max(1, Math.round(inner.w)));
    const image = imageOf(columns, this.units, this.colours(columns, n));
    stage.context.imageSmoothingEnabled = false;
    stage.context.drawImage(image, inner.x, inner.y, Math.max(2, this.px(n - 1) - inner.x), inner.h);
    this.paintLayers();
  }

  colours(columns, n) {
    const { stage, first, k } = this;
    const { rows, slopes } = stage.store;
    const [dark, light, none] = [rgb(SATURATED), rgb(STEEPEST), rgb(stage.theme.background)];
    return (column, unit) => {
      const epoch = Math.floor((column * n) / columns);
      const known = Number.isFinite(stage.value(rows[epoch], k, "cost"));
      return known ? mix(dark, light, slopes[epoch][first + unit] / 255) : none;
    };
  }

  // A line between layers, and from the output up their names, moved apart, where they stay beside their layers.
  paintLayers() {
    const { stage, inner, units, sizes } = this;
    let [below, free] = [units, Infinity];
    for (let l = sizes.length - 1; l >= 0; l--) {
      const [top, bottom] = [below - sizes[l], below].map((unit) => inner.y + (unit / units) * inner.h);
      below -= sizes[l];
      const line = { x: inner.x, y: top - 0.5, w: inner.w, h: 0.01 };
      if (l) stage.outline(line, { colour: stage.theme.background, width: 2 });
      const place = Math.min((top + bottom) / 2, free);
      if (place < top - 6) continue;
      const name = l === sizes.length - 1 ? "out" : `layer ${l + 1}`;
      stage.text(name, inner.x - 6, place + 4, { size: 11, align: "right", alpha: 0.8 });
      free = place - 11;
    }
  }

  valueAt(x, y) {
    const { stage, inner, units, sizes } = this;
    const epoch = this.epochAt(x);
    if (!stage.store.rows[epoch]) return "";
    let unit = Math.min(units - 1, Math.floor(((y - inner.y) / inner.h) * units));
    const slope = stage.store.slopes[epoch]?.[this.first + unit];
    let layer = 0;
    while (unit >= sizes[layer]) unit -= sizes[layer++];
    const name = layer === sizes.length - 1 ? "output" : `layer ${layer + 1}`;
    const mean = (slope / 255) * stage.data.networks[this.k].steepest[layer];
    return `epoch ${epoch}, ${name}, neuron ${unit + 1}: mean σ′ ${mean.toFixed(3)}`;
  }
}
