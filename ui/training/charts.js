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
    stage.text("0", inner.x, below, { size: 12, align: "center", alpha: 0.8 });
    stage.text(`${end} epochs`, inner.x + inner.w, below, { size: 12, align: "right", alpha: 0.8 });
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

  epochAt(x) {
    return Math.round(((x - this.inner.x) / this.inner.w) * this.end);
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
