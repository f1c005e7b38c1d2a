// The picture of a run: what the networks answer, cost and accuracy, gradients, saturation, and the player.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage");
  root.stage ??= new Stage(root);
  const show = () => root.stage.show(data, surely(setTriggerValue));
  return showLatest(parentElement, show, () => root.stage.leave());
}

class Stage extends RunStage {
  constructor(root) {
    super(root);
    this.branch = root.querySelector(".branch");
    this.branch.addEventListener("click", () => this.goOnFromHere());
    this.canvas.addEventListener("click", (event) => this.addPoint(...this.pointer(event)));
    this.cursor = new KeyCursor(this, {
      area: () => this.places?.[`map${this.over}`],
      words: (x, y) => this.placeInWords(x, y),
      press: (x, y) => this.addPoint(x, y),
    });
    this.canvas.addEventListener("keydown", (event) => this.keyBeside(event));
  }

  take(data) {
    super.take(data);
    this.grid = numbers(data.grid);
    this.training = split(numbers(data.training), 3);
    this.test = split(numbers(data.test), 3);
    this.answers = [];
    this.legend.replaceChildren(...legendOf(data));
    const kind = this.kinds?.value ?? "0";
    this.kinds = data.adds ? paletteOf(data.adds, kind) : null;
    if (this.kinds) this.legend.append(this.kinds);
    this.over = Math.min(this.over ?? 0, data.networks.length - 1); // the network over whose answers the cursor moves
    const turn = data.networks.length > 1 ? ["Page Up and Page Down lead to the other network's."] : [];
    const adds = data.adds ? ["A digit chooses a class, Enter adds a point."] : [];
    const how = ["Arrow keys move a cursor over what a network answers, and tell the answer there.", ...turn, ...adds];
    letKeysIn(this.canvas, how.join(" "));
  }

  // --- Points set by hand ---

  addPoint(x, y) {
    const map = this.kinds && this.mapAt(x, y);
    if (!map) return;
    this.canvas.focus();
    const [x1, x2] = map.pointAt(x, y).map((value) => Number(value.toFixed(2)));
    this.setTriggerValue("point", { x1, x2, kind: Number(this.kinds.value), at: Date.now() });
  }

  mapAt(x, y) {
    return this.panels?.find((panel) => panel instanceof Responses && contains(panel.area, [x, y]));
  }

  // What a network answers at the cursor, and the class of the point that Enter would add.
  placeInWords(x, y) {
    const { letter } = this.data.networks[this.over];
    const named = this.data.networks.length > 1 ? `${letter}: ` : "";
    const adds = this.kinds ? `; Enter adds a point of class ${this.kinds.value}` : "";
    return named + this.mapAt(x, y).valueAt(x, y) + adds;
  }

  // Keys that move no cursor: a digit chooses a class, and the page keys lead to the other network's picture.
  keyBeside(event) {
    const { key } = event;
    if (this.kinds && [...this.kinds.options].some(({ value }) => value === key)) this.kinds.value = key;
    if (!/^Page(Up|Down)$/.test(key) || this.data.networks.length < 2) return;
    this.over = 1 - this.over;
    this.cursor.move([0, 0], 0);
    event.preventDefault();
  }

  goOnFromHere() {
    const { updates } = shown(this.store);
    this.setTriggerValue("branch", { run: this.data.run, updates, at: Date.now() });
  }

  // --- Drawing ---

  placesFor(width, height) {
    return placesIn(this, width, height);
  }

  panelsIn(places) {
    const { data } = this;
    const panels = data.networks.flatMap((_, k) => [
      new Responses(this, places[`map${k}`], k),
      ...(places[`gradient${k}`] ? [new Gradients(this, places[`gradient${k}`], k)] : []),
      ...(places[`slope${k}`] ? [new Slopes(this, places[`slope${k}`], k)] : []),
    ]);
    panels.push(new Curves(this, places.cost, "cost"));
    if (data.classes) panels.push(new Curves(this, places.accuracy, "accuracy"));
    return panels;
  }

  colourLegend() {
    this.legend.querySelectorAll("b").forEach((mark, kind) => (mark.style.color = classColour(kind, this.theme)));
  }

  paintOver() {
    this.cursor.paint();
    if (!this.noting) this.colourLegend();
  }

  showMoment(moment) {
    super.showMoment(moment);
    this.branch.classList.toggle("unseen", this.store.playing || this.store.shown === null);
  }
}

// The list from which the class of the next point is chosen.
function paletteOf(classes, chosen) {
  const list = document.createElement("select");
  list.setAttribute("aria-label", "Class of the next point");
  for (let kind = 0; kind < classes; kind++) list.append(new Option(`a press adds ${MARKS[kind]} class ${kind}`, kind));
  list.value = chosen;
  return list;
}
