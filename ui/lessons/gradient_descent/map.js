// One map: the surface seen from above, the path of a descent on it, the minimum, and axes for w and b.

class CostMap {
  constructor(maps, place, panel, surface) {
    Object.assign(this, { maps, place, panel, surface });
    this.small = !maps.data.follows;
    this.extent = maps.data.extent;
    this.theme = maps.theme;
    this.colour = this.theme.series[panel.series] ?? this.theme.text;
  }

  // Where a point of the surface is on the canvas.
  at(w, b) {
    return placeOn(this.place, this.extent, w, b);
  }

  paint(path, step, words) {
    const { context } = this.maps;
    const { x, y, w, h } = this.place;
    context.drawImage(this.maps.background(this.panel.surface, this.pixels()), x, y, w, h);
    this.paintTitle(words);
    if (!this.small) this.paintAxes();
    context.save();
    context.beginPath();
    context.rect(x, y, w, h);
    context.clip();
    if (!this.small) this.paintBend();
    if (path) this.paintPath(path, step);
    if (this.surface.minimum) this.paintMinimum(this.surface.minimum);
    context.restore();
    this.maps.outline({ x: x + 0.5, y: y + 0.5, w: w - 1, h: h - 1 }, { colour: this.theme.muted });
    if (path) this.paintExits(path);
  }

  pixels() {
    return Math.max(2, Math.round(this.place.w * this.maps.scale));
  }

  paintTitle(words) {
    const { maps, place, panel, colour } = this;
    if (this.small) return maps.text(panel.title, place.x, place.y - 6, { size: 13, weight: 600, colour });
    const whole = maps.widthOf(panel.title, 16, 700) < place.w - 100;
    const title = whole ? panel.title : panel.name;
    maps.text(title, place.x, place.y - 9, { size: 16, weight: 700, colour });
    const used = maps.widthOf(title, 16, 700);
    if (words && used + 24 < place.w) this.paintFitted(words, place.w - used - 10);
  }

  // Words at the right end above the map: smaller, or without "C =", where there is little room.
  paintFitted(words, room) {
    const { maps, place } = this;
    for (const shorter of [words, words.replace("C = ", "")]) {
      for (const size of [15, 14, 13, 12]) {
        if (maps.widthOf(shorter, size, 600) > room) continue;
        return maps.text(shorter, place.x + place.w, place.y - 9, { size, weight: 600, align: "right" });
      }
    }
  }

  paintAxes() {
    const { maps, place, extent } = this;
    const unit = roundedUp((2 * extent) / 5, [1, 2, 5, 10], 0.001);
    for (let tick = -Math.floor(extent / unit) * unit; tick <= extent * 1.0001; tick += unit) {
      this.paintTick(Math.abs(tick) < unit / 2 ? 0 : tick);
    }
    const title = { align: "center", size: 15, weight: 600 };
    maps.text("weight w", place.x + place.w / 2, place.y + place.h + 35, title);
    maps.context.save();
    maps.context.translate(place.x - 29, place.y + place.h / 2);
    maps.context.rotate(-Math.PI / 2);
    maps.text("bias b", 0, 0, title);
    maps.context.restore();
  }

  // The same value on both axes.
  paintTick(value) {
    const { maps, place } = this;
    const label = withMinus(Number(value.toPrecision(6)).toString());
    const [x, y] = this.at(value, value);
    const furthest = maps.canvas.clientWidth - maps.widthOf(label, LABEL) / 2 - 1; // the last label may stand at the edge
    const bottom = place.y + place.h;
    maps.text(label, Math.min(x, furthest), bottom + 17, { align: "center", size: LABEL });
    maps.text(label, place.x - 5, y + 5, { align: "right", size: LABEL });
    maps.segment(x, bottom, x, bottom + 3, { colour: this.theme.muted });
    maps.segment(place.x - 3, y, place.x, y, { colour: this.theme.muted });
  }

  // Say in two lines whether the surface bends down: where it does, or in the lower left corner; not on a map
  // that is too narrow for letters of 12 px.
  paintBend() {
    const { maps, place, surface } = this;
    const [column, row] = surface.label_at ?? [0, 0];
    const widest = Math.max(...surface.bends.map((words) => maps.widthOf(words, LABEL, 600)));
    const size = Math.min(LABEL, (LABEL * (place.w - 8)) / widest);
    if (size < 12) return;
    const half = (widest * size) / LABEL / 2 + 4;
    const x = Math.min(Math.max(place.x + column * place.w, place.x + half), place.x + place.w - half);
    const y = Math.min(Math.max(place.y + (1 - row) * place.h, place.y + 1.5 * size), place.y + place.h - 1.8 * size);
    surface.bends.forEach((words, line) => {
      maps.text(words, x, y + 1.25 * size * line, { size, halo: true, weight: 600, align: "center" });
    });
  }

  paintMinimum([w, b, , name]) {
    const { maps, place, theme } = this;
    const [x, y] = this.at(w, b);
    const size = this.small ? 4 : 7;
    maps.context.lineCap = "round";
    for (const [colour, width] of [
      [theme.background, 5],
      [theme.text, 2],
    ]) {
      maps.stroke((context) => cross(context, x, y, size), { colour, width: this.small ? width * 0.7 : width });
    }
    maps.context.lineCap = "butt";
    if (this.small || place.w <= 170 || x <= place.x || x >= place.x + place.w) return;
    const left = x + 16 + maps.widthOf(name, LABEL, 600) > place.x + place.w;
    const look = { size: LABEL, halo: true, weight: 600, align: left ? "right" : "left" };
    maps.text(name, x + (left ? -12 : 12), y + 4, look);
  }

  paintPath(path, step) {
    const { maps, theme, small, colour } = this;
    const spots = spotsOf(path, this);
    const many = spots.length > 150;
    const trace = (context) => tracePath(context, spots, this.place);
    maps.context.lineJoin = "round";
    maps.stroke(trace, { colour: theme.background, width: small ? 3 : 4.5, alpha: 0.75 });
    maps.stroke(trace, { colour, width: small || many ? 1.4 : 2, dash: this.panel.dash });
    if (!small) this.paintDots(spots, many ? 1.8 : 2.6);
    maps.disc(spots[0], small ? 3.5 : 6, theme.background, theme.text, small ? 1.5 : 2.5);
    if (step >= 0) maps.disc(spots[Math.min(step, spots.length - 1)], 7.5, colour, theme.text, 2);
    if (small) maps.disc(spots.at(-1), 3.5, colour, theme.text, 1);
  }

  // A dot for each update, but none on top of another.
  paintDots(spots, radius) {
    const { context } = this.maps;
    context.fillStyle = this.colour;
    let [lastX, lastY] = [NaN, NaN];
    for (const [x, y] of spots) {
      if (!(Math.abs(x) + Math.abs(y) < 1e4) || Math.hypot(x - lastX, y - lastY) < 1.5) continue;
      [lastX, lastY] = [x, y];
      context.beginPath();
      context.arc(x, y, radius, 0, 7);
      context.fill();
    }
  }

  // An arrow on the frame where the path leaves the map; at most the last three times.
  paintExits(path) {
    const spots = spotsOf(path, this);
    let drawn = 0;
    for (let k = spots.length - 1; k > 0 && drawn < 3; k--) {
      if (!isOn(this.place, spots[k - 1]) || isOn(this.place, spots[k])) continue;
      drawn++;
      this.paintArrow(exitOf(this.place, spots[k - 1], spots[k]));
    }
  }

  paintArrow({ x, y, angle }) {
    const { context } = this.maps;
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    const trace = () => {
      context.moveTo(3, 0);
      context.lineTo(-9, -6);
      context.lineTo(-9, 6);
      context.closePath();
    };
    this.maps.stroke(trace, { colour: this.theme.background, width: 1.5 });
    context.fillStyle = this.colour;
    context.fill();
    context.restore();
  }
}

const LABEL = 14; // px, of the numbers at the axes and of what is named on a map

function cross(context, x, y, size) {
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
}

// Where a point of the surface is on a map that goes from −extent to extent.
function placeOn(place, extent, w, b) {
  return [place.x + ((w + extent) / (2 * extent)) * place.w, place.y + ((extent - b) / (2 * extent)) * place.h];
}
