// The chart of each layer's gradient, or of its mean σ′: lines of all networks, wider towards the output.

class Layers extends Chart {
  constructor(stage, place, name) {
    super(stage, place, { right: NAMES });
    this.name = name;
    this.log = name === "gradient";
    this.lines = stage.data.networks.flatMap(({ layers, letter }, k) =>
      Array.from({ length: layers }, (_, l) => ({
        k,
        share: layers > 1 ? l / (layers - 1) : 1,
        at: stage.data.columns.indexOf(`${name}${l + 1}_${k}`),
        name: `${letter} ${l + 1 === layers ? "output" : `layer ${l + 1}`}`.trim(),
        outer: l === 0 || l + 1 === layers,
      })),
    );
    this.range = this.rangeOf(
      this.lines.map(({ at }) => at),
      this.log,
    );
  }

  paint() {
    const { stage } = this;
    const titles =
      this.name === "gradient"
        ? ["Gradient of each layer (RMS, log scale)", "RMS gradient"]
        : ["Mean σ′ of each layer", "mean σ′"];
    this.paintFrame([], this.ticks());
    this.paintTitle(titles, this.place.w, 400);
    for (const { k, share, at } of this.lines) {
      const look = { colour: stage.colour(k), width: 1 + 1.5 * share, alpha: 0.45 + 0.55 * share };
      const dash = stage.data.networks[k].dash;
      this.curve((row) => (!this.log || row[at] > 0 ? row[at] : NaN), { ...look, dash });
    }
    this.paintNames();
  }

  // The names stand right of the ends of their curves, moved apart where they would cover one another.
  paintNames() {
    const { stage, inner, lines } = this;
    const last = stage.store.rows.at(-1);
    const gap = 12;
    const few = lines.length * gap <= inner.h;
    const ends = lines
      .filter(({ at, outer }) => Number.isFinite(last?.[at]) && (few || outer))
      .map(({ at, k, name }) => ({ y: this.py(last[at]), k, name }))
      .sort((one, other) => one.y - other.y);
    const bottom = inner.y + inner.h + 1;
    let next = inner.y + 4;
    ends.forEach(({ y, k, name }, i) => {
      const place = Math.min(Math.max(y + 4, next), bottom - gap * (ends.length - 1 - i));
      const colour = stage.colour(k);
      stage.text(name, inner.x + inner.w + 5, place, { size: 11, colour });
      next = place + gap;
    });
  }

  valueAt(x) {
    const epoch = this.epochAt(x);
    const row = this.stage.store.rows[epoch];
    if (!row) return "";
    const values = this.lines.map(({ name, at }) => `${name} ${Number.isFinite(row[at]) ? written(row[at]) : "none"}`);
    return `epoch ${epoch}: ${values.join(" · ")}`;
  }
}
