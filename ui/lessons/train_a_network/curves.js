// The charts of a run: cost or accuracy of all networks, the gradients of one, and the slopes of one.

class Curves extends Chart {
  constructor(stage, place, name) {
    super(stage, place);
    const { data } = stage;
    this.name = name;
    this.isAccuracy = name === "accuracy";
    this.log = !this.isAccuracy && data.log_cost;
    const names = data.networks.flatMap((_, k) => [`${name}${k}`, `test_${name}${k}`]);
    const columns = names.map((column) => data.columns.indexOf(column)).filter((at) => at >= 0);
    this.range = this.isAccuracy ? [0, 100] : this.rangeOf(columns, this.log);
  }

  paint() {
    const { stage, place, name } = this;
    const { data } = stage;
    const factor = this.isAccuracy ? 100 : 1;
    const corner = data.has_test ? "thin: on the test points" : "";
    const room = place.w - stage.widthOf(corner, 12) - 12;
    this.paintFrame(this.isAccuracy ? ["accuracy: how many are right, %", "accuracy, %"] : [name], this.ticks(), room);
    data.networks.forEach(({ dash }, k) => {
      const colour = stage.colour(k);
      const valueOf = (column) => (row) => factor * stage.value(row, k, column);
      this.curve(valueOf(name), { colour, dash });
      if (data.has_test) this.curve(valueOf(`test_${name}`), { colour, dash, width: 1, alpha: 0.7 });
    });
    if (room < stage.widthOf("accuracy, %", 13, 600)) return;
    stage.text(corner, place.x + place.w - 4, place.y + 13, { size: 12, align: "right", alpha: 0.7 });
  }

  valueAt(x) {
    const { stage, name } = this;
    const epoch = this.epochAt(x);
    const row = stage.store.rows[epoch];
    if (!row) return "";
    const values = stage.data.networks.map((network, k) => {
      const value = stage.value(row, k, name);
      return `${network.name} ${this.isAccuracy ? percent(value) : written(value)}`;
    });
    return `epoch ${epoch}: ${values.join(", ")}`;
  }
}

class Gradients extends Chart {
  constructor(stage, place, k) {
    super(stage, place, { right: NAMES, below: 5 }); // the slopes stand below, with the same epochs
    this.k = k;
    this.layers = stage.data.sizes.length - 1;
    this.log = true;
    this.range = this.rangeOf(
      stage.data.networks.flatMap((_, network) => this.columnsOf(network)),
      true,
    );
  }

  // The columns of the records with a network's gradients, layer by layer.
  columnsOf(k) {
    const { columns } = this.stage.data;
    return Array.from({ length: this.layers }, (_, l) => columns.indexOf(`gradient${l + 1}_${k}`));
  }

  paint() {
    const { stage, layers } = this;
    this.paintFrame([], this.ticks());
    this.paintSecondTitle([
      "How large the gradient is in each layer (RMS, the root of its mean square; log scale)",
      "Gradient in each layer (RMS, log scale)",
      "RMS gradient",
    ]);
    const columns = this.columnsOf(this.k);
    columns.forEach((at, l) => {
      const share = layers > 1 ? l / (layers - 1) : 1; // towards the output: wider, darker, solid
      const dash = l < layers - 1 ? [6, 1 + 4 * (1 - share)] : [];
      const look = { colour: stage.colour(this.k), width: 1 + 1.5 * share, alpha: 0.45 + 0.55 * share, dash };
      this.curve((row) => (row[at] > 0 ? row[at] : NaN), look);
    });
    this.paintNames(columns);
  }

  // The names stand right of the ends of their curves, moved apart where they would cover one another.
  paintNames(columns) {
    const { stage, inner, layers } = this;
    const last = stage.store.rows.at(-1);
    const ends = columns
      .map((at, l) => [last?.[at], l])
      .filter(([value, l]) => Number.isFinite(value) && (layers <= 4 || l === 0 || l === layers - 1))
      .map(([value, l]) => [this.py(value), l === layers - 1 ? "output" : `layer ${l + 1}`])
      .sort(([one], [other]) => one - other);
    const gap = 12;
    const bottom = inner.y + inner.h + 1;
    let next = inner.y + 4;
    ends.forEach(([y, name], i) => {
      const place = Math.min(Math.max(y + 4, next), bottom - gap * (ends.length - 1 - i));
      stage.text(name, inner.x + inner.w + 5, place, { size: 11, alpha: 0.9 });
      next = place + gap;
    });
  }

  valueAt(x) {
    const epoch = this.epochAt(x);
    const row = this.stage.store.rows[epoch];
    if (!row) return "";
    const values = this.columnsOf(this.k).map((at) => written(row[at]));
    return `epoch ${epoch}: ${values.join(" · ")}`;
  }
}
