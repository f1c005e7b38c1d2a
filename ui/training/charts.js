// Charts over the epochs of a run: a frame with numbers at its left, and curves in it.

const NAMES = 52; // the room for the names of layers, right of curves and of rows

class Chart {
  constructor(stage, place, { right = 6, below = 20 } = {}) {
    Object.assign(this, { stage, place, below });
    this.inner = { x: place.x + 52, y: place.y + 25, w: place.w - 52 - right, h: place.h - 25 - below };
    this.area = place.inner = this.inner;
    this.end = Math.max(stage.data.least ?? 10, stage.store.rows.length - 1);
  }

  px(epoch) {
    return this.inner.x + (epoch / this.end) * this.inner.w;
  }

  py(value) {
    const { inner, range, log } = this;
    const [low, high] = range;
    const scaled = (v) => (log ? Math.log10(v) : v);
    const share = (scaled(log ? Math.max(value, low) : value) - scaled(low)) / (scaled(high) - scaled(low));
    return inner.y + inner.h * (1 - Math.max(0, Math.min(1, share)));
  }

  // The first of the titles that fits, the numbers of both axes, and a line at the moment that is shown.
  paintFrame(titles, ticks, room = this.place.w) {
    const { stage, inner } = this;
    this.paintTitle(titles, room, 600);
    for (const tick of ticks) {
      const y = this.py(tick);
      stage.segment(inner.x, y, inner.x + inner.w, y, { colour: stage.theme.faint });
      stage.text(this.label(tick), inner.x - 6, y + 4, { size: 12, align: "right", alpha: 0.8 });
    }
    if (this.below > 15) this.paintEpochs();
    const now = this.px(Math.min(stage.epoch, this.end));
    stage.segment(now, inner.y, now, inner.y + inner.h, { dash: [2, 3], alpha: 0.5 });
  }

  paintEpochs() {
    const { stage, inner, end } = this;
    const below = inner.y + inner.h + 15;
    const last = stage.widthOf(`${end} epochs`, 12) + 12 < inner.w ? `${end} epochs` : String(end);
    stage.text("0", inner.x, below, { size: 12, align: "center", alpha: 0.8 });
    stage.text(last, inner.x + inner.w, below, { size: 12, align: "right", alpha: 0.8 });
  }

  paintTitle(titles, width, weight) {
    const { stage, place } = this;
    const title = titles.find((each) => stage.widthOf(each, 13, weight) <= width) ?? titles.at(-1) ?? "";
    stage.text(title, place.x, place.y + 13, { weight });
  }

  // What explains the main thing has a title in plain letters, once over the pictures of both networks.
  paintSecondTitle(titles) {
    const { stage, place, k } = this;
    const [, second] = stage.data.networks;
    if (k === 0) this.paintTitle(titles, second ? 2 * place.w : place.w, 400);
  }

  ticks() {
    const [low, high] = this.range;
    return this.log ? powersOfTen(low, high) : [low, (low + high) / 2, high];
  }

  label(value) {
    if (this.log) return `10${superscript(Math.round(Math.log10(value)))}`;
    if (value === 0) return "0";
    return Math.abs(value) >= 1000 ? written(value) : withMinus(String(Number(value.toPrecision(3))));
  }

  // From 0, or from a power of ten, to a round number above all values in these columns of the records.
  rangeOf(columns, log) {
    let [low, high] = [Infinity, log ? 0 : -Infinity];
    for (const row of this.stage.store.rows) {
      for (const at of columns) {
        const value = row[at];
        if (!Number.isFinite(value) || (log && value <= 0)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (!log) return high > 0 ? [0, roundedUp(high, [1, 1.5, 2, 3, 4, 6, 8, 10])] : [0, 1];
    low = Math.max(low, 1e-12);
    return high > 0 ? [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 1e-9)] : [0.1, 1];
  }

  // A curve of valueOf(row) over all records.
  curve(valueOf, look) {
    const values = this.stage.store.rows.map(valueOf);
    const trace = (context) => {
      let drawn = false;
      for (const i of visible(values, (at) => Math.floor(this.px(at)))) {
        context[drawn ? "lineTo" : "moveTo"](this.px(i), this.py(values[i]));
        drawn = true;
      }
    };
    this.stage.stroke(trace, { width: 2, ...look });
  }

  // Names right of the ends of curves, each { value, name, outer, colour, alpha }, moved apart where they would cover one
  // another. Where there is no room for all, those that are outer stand there.
  paintNames(names) {
    const { stage, inner } = this;
    const gap = 14;
    const few = names.length * gap <= inner.h;
    const ends = names
      .filter(({ value, outer }) => Number.isFinite(value) && (few || outer))
      .map((each) => ({ ...each, y: this.py(each.value) }))
      .sort((one, other) => one.y - other.y);
    const bottom = inner.y + inner.h + 1;
    let next = inner.y + 4;
    ends.forEach(({ y, name, colour, alpha }, i) => {
      const place = Math.min(Math.max(y + 4, next), bottom - gap * (ends.length - 1 - i));
      stage.text(name, inner.x + inner.w + 5, place, { size: 13, colour, alpha });
      next = place + gap;
    });
  }

  epochAt(x) {
    return Math.round(((x - this.inner.x) / this.inner.w) * this.end);
  }
}

// The chart of accuracy or cost of a run's networks. The names of the columns that it is about begin with `about`: those
// of the test set with "test_". A subclass paints it.
class RunCurves extends Chart {
  constructor(stage, place, name, { about = "", accuracy = [0, 100] } = {}) {
    super(stage, place);
    const { data } = stage;
    Object.assign(this, { name, about });
    this.isAccuracy = name === "accuracy";
    this.log = !this.isAccuracy && data.log_cost;
    const names = data.networks.flatMap((_, k) => [`${name}${k}`, `test_${name}${k}`]);
    const columns = names.map((column) => data.columns.indexOf(column)).filter((at) => at >= 0);
    this.range = this.isAccuracy ? accuracy : this.rangeOf(columns, this.log);
  }

  // What a curve draws of a row: an accuracy in per cent.
  valueOf(k, about) {
    const factor = this.isAccuracy ? 100 : 1;
    return (row) => factor * this.stage.value(row, k, about + this.name);
  }

  valueAt(x) {
    const { stage, name, about } = this;
    const epoch = this.epochAt(x);
    const row = stage.store.rows[epoch];
    if (!row) return "";
    const values = stage.data.networks.map((network, k) => {
      const value = stage.value(row, k, about + name);
      return `${network.name} ${this.isAccuracy ? percent(value) : written(value)}`;
    });
    return `epoch ${epoch}: ${values.join(", ")}`;
  }
}

// The places of the finite values that columns of pixels can show: in each the first, the smallest, the largest and the
// last. So no swing is lost or made longer, as happens to every k-th value.
function visible(values, columnOf) {
  const kept = new Set();
  let [column, least, most, last] = [NaN];
  const close = () =>
    [least, most, last]
      .filter((at) => at !== undefined)
      .sort((a, b) => a - b)
      .forEach((at) => kept.add(at));
  values.forEach((value, at) => {
    if (!Number.isFinite(value)) return;
    if (columnOf(at) !== column) {
      close();
      kept.add(at);
      [column, least, most] = [columnOf(at), at, at];
    }
    if (value < values[least]) least = at;
    if (value > values[most]) most = at;
    last = at;
  });
  close();
  return kept;
}

function powersOfTen(low, high) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const step = Math.max(1, Math.ceil((last - first) / 3));
  const found = [];
  for (let power = first; power <= last; power += step) found.push(10 ** power);
  return found;
}
