// Charts over the epochs of a run: a frame with numbers at its left, and curves in it.

class Chart {
  constructor(stage, place, right = 6) {
    Object.assign(this, { stage, place });
    this.inner = { x: place.x + 52, y: place.y + 23, w: place.w - 52 - right, h: place.h - 43 };
    this.area = place.inner = this.inner;
    this.end = Math.max(10, stage.store.rows.length - 1);
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

  // The title, the numbers of both axes, and a line at the moment that is shown.
  paintFrame(title, ticks) {
    const { stage, place, inner, end } = this;
    stage.text(title, place.x, place.y + 13, { weight: 600 });
    for (const tick of ticks) {
      const y = this.py(tick);
      stage.segment(inner.x, y, inner.x + inner.w, y, { colour: stage.theme.faint });
      stage.text(this.label(tick), inner.x - 6, y + 4, { size: 12, align: "right", alpha: 0.8 });
    }
    const below = inner.y + inner.h + 15;
    stage.text("0", inner.x, below, { size: 12, align: "center", alpha: 0.8 });
    stage.text(`${end} epochs`, inner.x + inner.w, below, { size: 12, align: "right", alpha: 0.8 });
    const now = this.px(Math.min(stage.epoch, end));
    stage.segment(now, inner.y, now, inner.y + inner.h, { dash: [2, 3], alpha: 0.5 });
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

  // A curve of valueOf(row) over all records; where there are more than pixels, those are left out that nobody can see.
  curve(valueOf, look) {
    const points = this.stage.store.rows.map((row, i) => [this.px(i), valueOf(row)]);
    const known = points.filter(([, value]) => Number.isFinite(value));
    const trace = (context) => {
      visible(known).forEach(([x, value], i) => context[i ? "lineTo" : "moveTo"](x, this.py(value)));
    };
    this.stage.stroke(trace, { width: 2, ...look });
  }

  epochAt(x) {
    return Math.round(((x - this.inner.x) / this.inner.w) * this.end);
  }
}

// Of points [x, value], sorted by x, the first, the lowest, the highest and the last in each column of pixels.
function visible(points) {
  const columns = new Map();
  points.forEach((point, i) => {
    const column = Math.floor(point[0]);
    const [first, lowest, highest] = columns.get(column) ?? [i, i, i];
    const low = point[1] < points[lowest][1] ? i : lowest;
    const high = point[1] > points[highest][1] ? i : highest;
    columns.set(column, [first, low, high, i]);
  });
  const places = [...columns.values()].flatMap((kept) => [...new Set(kept)].sort((one, other) => one - other));
  return places.map((i) => points[i]);
}

function powersOfTen(low, high) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const step = Math.max(1, Math.ceil((last - first) / 3));
  const found = [];
  for (let power = first; power <= last; power += step) found.push(10 ** power);
  return found;
}
