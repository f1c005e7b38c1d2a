// The charts of a run: cost or accuracy of all networks, the gradients of one, and the slopes of one.

class Curves extends RunCurves {
  paint() {
    const { stage, place, name } = this;
    const { data } = stage;
    const corner = data.has_test ? "thin: on the test points" : "";
    const room = place.w - stage.widthOf(corner, 12) - 12;
    this.paintFrame(this.isAccuracy ? ["accuracy: how many are right, %", "accuracy, %"] : [name], this.ticks(), room);
    data.networks.forEach(({ dash }, k) => {
      const colour = stage.colour(k);
      this.curve(this.valueOf(k, ""), { colour, dash });
      if (data.has_test) this.curve(this.valueOf(k, "test_"), { colour, dash, width: 1, alpha: 0.7 });
    });
    if (room < stage.widthOf("accuracy, %", 13, 600)) return;
    stage.text(corner, place.x + place.w - 4, place.y + 13, { size: 12, align: "right", alpha: 0.7 });
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
    const last = stage.store.rows.at(-1);
    this.paintNames(
      columns.map((at, l) => ({
        value: last?.[at],
        name: l === layers - 1 ? "output" : `layer ${l + 1}`,
        outer: l === 0 || l === layers - 1,
        alpha: 0.9,
      })),
    );
  }

  valueAt(x) {
    const epoch = this.epochAt(x);
    const row = this.stage.store.rows[epoch];
    if (!row) return "";
    const values = this.columnsOf(this.k).map((at) => written(row[at]));
    return `epoch ${epoch}: ${values.join(" · ")}`;
  }
}
