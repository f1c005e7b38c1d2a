// The chart of accuracy or cost of a run for digits: on the test images, pale on training images, dotted in the book.

class Curves extends RunCurves {
  constructor(stage, place, name) {
    super(stage, place, name, { about: "test_", accuracy: stage.data.near ? [90, 100] : [0, 100] });
  }

  paint() {
    const { stage } = this;
    this.paintFrame(this.titles(), this.ticks());
    stage.data.networks.forEach(({ dash }, k) => {
      const colour = stage.colour(k);
      this.curve(this.valueOf(k, ""), { colour, ...PALE });
      this.curve(this.valueOf(k, "test_"), { colour, dash });
    });
    if (this.isAccuracy) stage.data.networks.forEach(({ book }, k) => book && this.paintBook(book, stage.colour(k)));
  }

  titles() {
    const { networks } = this.stage.data;
    if (this.isAccuracy) return ["test images answered right, %", "answered right, %", "right, %"];
    if (!twoCosts(networks)) return [`cost of the test images: ${networks[0].cost}`, "cost of the test images", "cost"];
    const costs = networks.map(({ letter, cost }) => `${letter} ${cost}`).join(", ");
    return [`cost of the test images: ${costs}`, `cost: ${costs}`, "cost, each net’s own", "cost"];
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
    const said = super.valueAt(x);
    if (!said || !this.isAccuracy) return said;
    return `${said}${bookAt(this.stage.data, this.epochAt(x)).replace(/\.$/, "")}`;
  }
}

// How a curve on training images is drawn.
const PALE = { width: 5, alpha: 0.3 };

function twoCosts(networks) {
  return new Set(networks.map(({ cost }) => cost)).size > 1;
}
