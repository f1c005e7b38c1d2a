// Cost surfaces as maps. The surfaces come with the component's data, and so do the paths of small maps; the paths of
// the large pair, which follow a slider while it moves, are brought by feed.js.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".maps");
  root.maps ??= new Maps(root);
  const show = () => root.maps.show(data, surely(setTriggerValue));
  return showLatest(parentElement, show, () => root.maps.leave());
}

class Maps extends Picture {
  constructor(root) {
    super(root);
    this.backgrounds = new Map(); // by surface, size and theme
    this.start = new Start(this);
    this.choice = new MapChoice(this);
    this.shown = ({ detail }) => this.data.start?.includes(detail) && this.places && this.start.place();
    this.canvas.addEventListener("click", (event) => this.press(this.under(event)));
    this.cursor = new KeyCursor(this, {
      area: () => (this.data.follows ? this.places?.find(Boolean) : null),
      begin: () => this.firstPlace(),
      words: (x, y) => this.wordsAt(this.at(x, y)),
      press: (x, y) => this.press(this.at(x, y)),
    });
    this.mailed = ({ detail }) => detail === this.data.id && this.draw();
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    if (this.data !== data) this.take(data);
    this.root.classList.toggle("pair", data.follows);
    if (data.follows)
      letKeysIn(this.canvas, "Arrow keys move a cursor over the map, and Enter lets both descents start there.");
    document.addEventListener("mail", this.mailed);
    document.addEventListener("slider-shown", this.shown);
    this.watchTheme();
    this.draw();
  }

  take(data) {
    this.backgrounds.clear();
    this.data = data;
    this.surfaces = {};
    for (const [name, surface] of Object.entries(data.surfaces)) {
      this.surfaces[name] = withLines(surface, data.side);
    }
    this.received = [];
    this.paths = data.panels.map(({ path }) => (path ? pathOf(path) : null));
  }

  leave() {
    document.removeEventListener("mail", this.mailed);
    document.removeEventListener("slider-shown", this.shown);
    this.stopWatching();
  }

  // --- Drawing ---

  paint() {
    const { canvas, data } = this;
    const width = canvas.clientWidth;
    if (!width) return;
    this.choice.offer(data.follows && width < NARROW);
    const { height, place } = data.follows ? this.pairOfMaps(width) : this.rowsOfMaps(width);
    if (!data.follows) canvas.style.height = `${height}px`;
    this.begin(width, canvas.clientHeight);
    this.places = data.panels.map((_, k) => place(k));
    const mail = data.follows ? document.mail?.[data.id] : null;
    data.panels.forEach((panel, k) => {
      this.paintPanel(panel, k, mail);
    });
    const empty = data.note && place(data.panels.length);
    if (empty) this.paintNote(empty);
    this.cursor.paint();
    canvas.setAttribute("aria-label", mail?.alt ?? data.alt);
    this.start.place();
    this.countFrame();
    document.dispatchEvent(new Event("picture-painted"));
  }

  paintPanel(panel, k, mail) {
    const surface = this.surfaces[panel.surface];
    const sent = mail?.paths[panel.surface];
    const isOwn = sent?.id === surface.id;
    if (isOwn && this.received[k] !== sent.path) this.paths[k] = pathOf(sent.path);
    if (isOwn) this.received[k] = sent.path;
    if (!this.places[k]) return;
    const map = new CostMap(this, this.places[k], panel, surface);
    if (isOwn) map.paint(this.paths[k], sent.step, sent.words);
    else map.paint(this.data.follows ? null : this.paths[k], -1, "");
  }

  pairOfMaps(width) {
    const height = this.canvas.clientHeight;
    const isOne = this.choice.offered && !this.noting; // a picture to take away has both
    const columns = isOne ? 1 : this.data.columns;
    const [left, head, foot, gap] = [40, 28, 42, 14];
    const half = (width - gap * (columns - 1)) / columns;
    const side = Math.floor(Math.min(half - left - 4, height - head - foot));
    const place = (k) => ({ x: Math.round(k * (half + gap)) + left, y: head, w: side, h: side });
    return { height, place: (k) => (isOne ? k === this.choice.chosen && place(0) : place(k)) };
  }

  // Small maps, with a row or more for each surface.
  rowsOfMaps(width) {
    const { data } = this;
    const columns = Math.max(2, Math.min(data.columns, Math.floor(width / 104)));
    const groups = Object.keys(data.surfaces).length;
    const each = data.panels.length / groups;
    const rows = Math.ceil(each / columns);
    const [head, gap] = [20, 10];
    const side = Math.floor(Math.min(180, (width - gap * (columns - 1)) / columns));
    const place = (k) => {
      const row = rows * Math.floor(k / each) + Math.floor((k % each) / columns);
      return { x: (side + gap) * ((k % each) % columns), y: row * (side + head + gap) + head, w: side, h: side };
    };
    return { height: groups * rows * (side + head + gap), place };
  }

  // Words in the place of a second map.
  paintNote(place) {
    const frame = { x: place.x + 0.5, y: place.y + 0.5, w: place.w - 1, h: place.h - 1 };
    this.outline(frame, { colour: this.theme.faint, dash: [4, 4] });
    const size = 15;
    const lines = [""];
    for (const word of this.data.note.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (this.widthOf(longer, size) > place.w - 28) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    const top = place.y + place.h / 2 - (lines.length * 22) / 2 + 15;
    lines.forEach((line, i) => {
      this.text(line, place.x + 14, top + 22 * i, { size });
    });
  }

  background(name, size) {
    const large = this.enlarged() > 1; // as only a projector's view is
    const key = `${name} ${size} ${this.theme.background} ${large}`;
    if (!this.backgrounds.has(key)) {
      if (this.backgrounds.size > 12) this.backgrounds.clear();
      const { data, scale, theme } = this;
      const how = { side: data.side, size, scale, theme, small: !data.follows, large };
      this.backgrounds.set(key, backgroundOf(this.surfaces[name], how));
    }
    return this.backgrounds.get(key);
  }

  // --- The pointer ---

  // Which map is under the pointer, and at which w and b.
  under(event) {
    return this.at(...this.pointer(event));
  }

  at(x, y) {
    const k = this.places?.findIndex((place) => place && contains(place, [x, y])) ?? -1;
    return k < 0 ? null : { k, x, y, ...this.spot(x, y, k) };
  }

  // The w and b at a place by the axes of one map, which may end before it.
  spot(x, y, k) {
    const { extent } = this.data;
    const place = this.places[k];
    const w = ((x - place.x) / place.w) * 2 * extent - extent;
    return { w, b: extent - ((y - place.y) / place.h) * 2 * extent };
  }

  hover(event) {
    const there = this.under(event);
    if (!there) return this.showTip("");
    this.showTip(this.wordsAt(there), there.x, there.y);
  }

  wordsAt({ k, w, b }) {
    const cost = written(this.costAt(k, w, b));
    return withMinus(`w = ${w.toFixed(2)}, b = ${b.toFixed(2)}: C = ${cost}`);
  }

  // Where the descents start now, as shares of the map's sides.
  firstPlace() {
    const path = this.paths[0];
    const share = (value) => Math.min(1, Math.max(0, (value / this.data.extent + 1) / 2));
    return path ? [share(path.w[0]), 1 - share(path.b[0])] : [0.5, 0.5];
  }

  costAt(k, w, b) {
    return costAt(this.surfaces[this.data.panels[k].surface], w, b);
  }

  press(there) {
    if (!this.data.follows || !there || this.start.hand.drags) return;
    this.setTriggerValue("start", { w: there.w, b: there.b, at: Date.now() });
  }
}

const NARROW = 440; // px: in less there is room for one map of a pair, with the choice of the other
