// The chart of each layer's gradient, or of its mean σ′: lines of all networks, wider towards the output.

class Layers extends Chart {
  constructor(stage, place, name) {
    const lines = linesOf(stage.data, name);
    super(stage, place, { right: 8 + Math.max(...lines.map((line) => stage.widthOf(line.name, 13))) });
    this.lines = lines;
    this.log = name === "gradient";
    this.titles =
      name === "gradient"
        ? ["Gradient of each layer (RMS, log scale)", "Gradient (RMS, log scale)", "RMS gradient"]
        : ["Mean σ′ of each layer; of the softmax output: a(1 − a)", "Mean σ′ (of softmax: a(1 − a))", "mean σ′"];
    this.range = this.rangeOf(
      this.lines.map(({ at }) => at),
      this.log,
    );
  }

  paint() {
    const { stage } = this;
    this.paintFrame([], this.ticks());
    this.paintTitle(this.titles, this.place.w, 400);
    for (const { k, share, at } of this.lines) {
      const look = { colour: stage.colour(k), width: 1 + 2.2 * share, dash: stage.data.networks[k].dash };
      this.curve((row) => (!this.log || row[at] > 0 ? row[at] : NaN), look);
    }
    const last = stage.store.rows.at(-1);
    this.paintNames(this.lines.map((line) => ({ ...line, value: last?.[line.at], colour: stage.colour(line.k) })));
  }

  valueAt(x) {
    const epoch = this.epochAt(x);
    const row = this.stage.store.rows[epoch];
    if (!row) return "";
    const values = this.lines.map(({ name, at }) => `${name} ${Number.isFinite(row[at]) ? written(row[at]) : "none"}`);
    return `epoch ${epoch}: ${values.join(" · ")}`;
  }
}

// Each layer of each network: where its numbers stand in the records, and its share of the way to the output.
function linesOf({ networks, columns }, name) {
  return networks.flatMap(({ layers, letter }, k) =>
    Array.from({ length: layers }, (_, l) => ({
      k,
      share: layers > 1 ? l / (layers - 1) : 1,
      at: columns.indexOf(`${name}${l + 1}_${k}`),
      name: `${letter} ${l + 1 === layers ? "output" : `layer ${l + 1}`}`.trim(),
      outer: l === 0 || l + 1 === layers,
    })),
  );
}
