// The chart of accuracy or cost of a run for digits: on the test images, thin on training images, dotted in the book.

class Curves extends Chart {
  constructor(stage, place, name) {
    super(stage, place);
    const { data } = stage;
    this.name = name;
    this.isAccuracy = name === "accuracy";
    this.log = !this.isAccuracy && data.log_cost;
    const names = data.networks.flatMap((_, k) => [`${name}${k}`, `test_${name}${k}`]);
    const accuracy = data.near ? [90, 100] : [0, 100];
    this.range = this.isAccuracy
      ? accuracy
      : this.rangeOf(
          names.map((each) => data.columns.indexOf(each)),
          this.log,
        );
  }

  paint() {
    const { stage, name } = this;
    const titles = this.isAccuracy
      ? ["test images answered right, %", "right, %"]
      : ["cost of the test images", "cost"];
    this.paintFrame(titles, this.ticks());
    const factor = this.isAccuracy ? 100 : 1;
    stage.data.networks.forEach(({ dash, book }, k) => {
      const colour = stage.colour(k);
      const valueOf = (column) => (row) => factor * stage.value(row, k, column);
      this.curve(valueOf(`test_${name}`), { colour, dash });
      this.curve(valueOf(name), { colour, dash, width: 1, alpha: 0.6 });
      if (this.isAccuracy && book) this.paintBook(book, colour);
    });
  }

  // Dots after the epochs that the book tells.
  paintBook({ epochs, accuracy }, colour) {
    epochs.forEach((epoch, i) => {
      const value = 100 * accuracy[i];
      if (epoch > this.end || value < this.range[0]) return;
      this.stage.disc([this.px(epoch), this.py(value)], 2, colour, this.stage.theme.background, 0.5);
    });
  }

  valueAt(x) {
    const { stage, name } = this;
    const epoch = this.epochAt(x);
    const row = stage.store.rows[epoch];
    if (!row) return "";
    const values = stage.data.networks.map((network, k) => {
      const value = stage.value(row, k, `test_${name}`);
      return `${network.name} ${this.isAccuracy ? percent(value) : written(value)}`;
    });
    return `epoch ${epoch}: ${values.join(", ")}${this.isAccuracy ? bookAt(stage.data, epoch).replace(/\.$/, "") : ""}`;
  }
}
