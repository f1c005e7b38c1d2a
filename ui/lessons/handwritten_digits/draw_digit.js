// A sheet to draw a digit on, and what the nets answer to it: the image that they see, and ten probabilities of each.
//
// The ink is kept as bytes, SHEET × SHEET. While one draws, it goes to Python, each side divided by FINER, by the unseen
// component of ink_feed.js; so does the answer come back. The next ink is sent once the answer to the last has come.

const SHEET = 336; // 12 pixels for each of an image's
const FINER = 3;
const PEN = 32; // about as thick, for a digit that fills the sheet, as the lines of MNIST
const PACE = 40; // ms between two that are sent, at least
const PATIENCE = 1500; // ms to wait for an answer
const AGAIN = 3; // times that ink without an answer is sent once more
const KEPT = 50; // steps that can be undone

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".pad");
  root.pad ??= new Pad(root);
  return showLatest(
    parentElement,
    () => root.pad.show(data),
    () => root.pad.leave(),
  );
}

class Pad extends Picture {
  constructor(root) {
    super(root.querySelector(".sheet"));
    this.pad = root;
    this.mask = new OffscreenCanvas(SHEET, SHEET);
    this.ink = this.mask.getContext("2d", { willReadFrequently: true });
    this.before = []; // what the sheet was before each stroke
    this.sent = this.answered = 0;
    this.seen = root.querySelector(".seen canvas");
    this.readMail = ({ detail }) => detail === this.data.mail && this.answer(document.mail[detail]);
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.lift(event));
    [this.clearing, this.undoing] = root.querySelectorAll("button");
    this.clearing.addEventListener("click", () => this.clear());
    this.undoing.addEventListener("click", () => this.undo());
  }

  show(data) {
    const first = !this.data;
    this.data = data;
    if (first && data.put) this.put(data.put, false);
    this.watchTheme();
    this.leaveTheme ??= repaintWithTheme(this.pad);
    document.addEventListener("mail", this.readMail);
    if (document.mail?.[data.mail]) this.answer(document.mail[data.mail]);
    this.draw();
    this.tellTools();
  }

  leave() {
    this.stopWatching();
    this.leaveTheme?.();
    this.leaveTheme = null;
    document.removeEventListener("mail", this.readMail);
    clearTimeout(this.sending);
  }

  // --- Drawing ---

  // A second finger draws nothing.
  press(event) {
    if (event.button !== 0 || this.pen !== undefined) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.pen = event.pointerId;
    this.keep();
    this.at = this.placeOf(event);
    this.lineTo(this.at);
  }

  hover(event) {
    if (event.pointerId !== this.pen) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const each of moves.length ? moves : [event]) this.lineTo(this.placeOf(each));
  }

  lift(event) {
    if (event.pointerId === this.pen) this.pen = undefined;
  }

  placeOf(event) {
    const share = SHEET / this.canvas.clientWidth;
    return this.pointer(event).map((place) => place * share);
  }

  lineTo(place) {
    const { ink } = this;
    Object.assign(ink, { lineWidth: PEN, lineCap: "round", lineJoin: "round" });
    ink.beginPath();
    ink.moveTo(...this.at);
    ink.lineTo(...place);
    ink.stroke();
    this.at = place;
    this.changed();
  }

  keep() {
    this.before.push(this.ink.getImageData(0, 0, SHEET, SHEET));
    if (this.before.length > KEPT) this.before.shift();
  }

  undo() {
    const step = this.before.pop();
    if (!step) return;
    this.ink.putImageData(step, 0, 0);
    this.changed();
  }

  clear() {
    this.keep();
    this.ink.clearRect(0, 0, SHEET, SHEET);
    this.changed();
  }

  // Put ink there that Python has: each of its pixels becomes a square, so that the nets see just a chosen test image.
  put({ ink, side, at }, keep = true) {
    this.placed = at;
    this.byHand = false;
    this.again = 0; // what was drawn before need not come any more
    if (keep) this.keep();
    this.ink.clearRect(0, 0, SHEET, SHEET);
    this.ink.imageSmoothingEnabled = false;
    this.ink.drawImage(inkImage(numbers(ink, Uint8Array), side), 0, 0, SHEET, SHEET);
    this.draw();
    this.tellTools();
  }

  changed() {
    this.byHand = true;
    this.again = AGAIN;
    this.draw();
    this.tellTools();
    this.send();
  }

  tellTools() {
    this.undoing.disabled = !this.before.length;
  }

  paint() {
    const { canvas } = this;
    const side = canvas.clientWidth;
    if (!side) return;
    this.begin(side, side);
    const coloured = new OffscreenCanvas(SHEET, SHEET);
    const context = coloured.getContext("2d");
    context.drawImage(this.mask, 0, 0);
    context.globalCompositeOperation = "source-in";
    context.fillStyle = this.theme.text;
    context.fillRect(0, 0, SHEET, SHEET);
    this.context.drawImage(coloured, 0, 0, side, side);
    this.countFrame();
  }

  // --- To Python, and back ---

  send() {
    this.unsent = true;
    if (this.sending || this.waits) return;
    this.sending = setTimeout(
      () => {
        this.sending = null;
        this.sentAt = performance.now();
        this.sent = Math.max(Date.now(), this.sent + 1);
        this.waits = setTimeout(() => this.goOn(), PATIENCE);
        this.unsent = false;
        document.dispatchEvent(new CustomEvent("digit-ink", { detail: { ink: this.bytes(), at: this.sent } }));
      },
      Math.max(0, (this.sentAt ?? 0) + PACE - performance.now()),
    );
  }

  goOn() {
    clearTimeout(this.waits);
    this.waits = null;
    const lost = this.answered < this.sent && this.again-- > 0; // or its message, by one that followed at once
    if (this.unsent || lost) this.send();
  }

  // The ink in base 64: each byte is the mean of a square of FINER × FINER.
  bytes() {
    const { data } = this.ink.getImageData(0, 0, SHEET, SHEET);
    const side = SHEET / FINER;
    const sums = new Float32Array(side * side);
    for (let i = 3, at = 0; i < data.length; i += 4, at++) {
      if (data[i]) sums[Math.floor(at / SHEET / FINER) * side + Math.floor((at % SHEET) / FINER)] += data[i];
    }
    return btoa(Array.from(sums, (sum) => String.fromCharCode(Math.round(sum / FINER ** 2))).join(""));
  }

  answer(told) {
    const asked = told.put && told.put.at !== this.placed; // for a test image
    if (this.byHand && (told.at ?? 0) < this.answered && (!asked || told.put.opened)) {
      this.again = AGAIN; // another server answers, which never had the ink
      this.send();
    } else {
      if (asked) this.put(told.put);
      this.answered = told.at ?? 0;
    }
    this.showSeen(told);
    this.showBars(told);
    this.showSteps(told);
    this.canvas.setAttribute("aria-label", told.sheet);
    this.pad.dataset.answered = this.answered;
    if (this.waits && this.answered >= this.sent) this.goOn();
  }

  showSeen({ seen, look }) {
    paintDigit(this.seen, numbers(seen, Uint8Array));
    this.seen.setAttribute("aria-label", look);
  }

  showBars({ nets }) {
    const table = this.pad.querySelector(".bars");
    const shares = nets.map((net) => numbers(net.a));
    const rows = Array.from({ length: 10 }, (_, digit) => [
      heading(digit),
      ...nets.map((net, k) => bar(shares[k][digit], digit === net.decided, this.colourOf(net))),
    ]);
    const names = nets.map((net) => heading(net.letter, "col", net.name));
    table.replaceChildren(row([heading("digit", "col"), ...names]), ...rows.map(row));
  }

  colourOf({ series, dash }) {
    return [themeOf(this.root).series[series], dash.length > 0];
  }

  showSteps({ nets }) {
    const table = this.pad.querySelector(".steps");
    const head = nets.flatMap(({ letter }) => ["z", "e^(z − largest z)", "a"].map((name) => `${letter}: ${name}`));
    const columns = nets.flatMap((net) => [net.z, net.e, net.a].map((values) => [...numbers(values)]));
    const rows = Array.from({ length: 10 }, (_, digit) => [
      heading(digit),
      ...columns.map((column) => cell(column.length ? written(column[digit]) : "")),
    ]);
    const sums = columns.map((column, k) => {
      const sum = column.reduce((total, value) => total + value, 0);
      return cell(k % 3 === 0 || !column.length ? "" : written(Number(sum.toPrecision(6))));
    });
    table.replaceChildren(
      row([heading("digit", "col"), ...head.map((name) => heading(name, "col"))]),
      ...rows.map(row),
      row([heading("sum"), ...sums]),
    );
  }
}

// --- Tables ---

function row(cells) {
  const line = document.createElement("tr");
  line.append(...cells);
  return line;
}

function heading(text, scope = "row", title = "") {
  const made = Object.assign(document.createElement("th"), { textContent: text, scope, title });
  if (title) made.append(Object.assign(document.createElement("small"), { textContent: title }));
  return made;
}

function cell(text) {
  return Object.assign(document.createElement("td"), { textContent: text });
}

// A probability as a bar and a number; the largest is bold, and has a mark.
function bar(share, largest, [colour, hollow]) {
  const made = cell("");
  const known = share !== undefined;
  made.className = largest ? "largest" : "";
  const length = document.createElement("span");
  length.className = hollow ? "bar hollow" : "bar";
  length.style.setProperty("--share", known ? share : 0);
  length.style.setProperty("--colour", colour);
  const number = document.createElement("b");
  number.textContent = known ? `${inPercent(share)}\u00a0%` : "–";
  made.append(length, number);
  return made;
}

// With one decimal; what is not the whole is never written as the whole, and what is not nothing never as nothing.
function inPercent(share) {
  if (share > 0 && share < 0.0005) return "< 0.1";
  if (share < 1 && share > 0.9994) return "> 99.9";
  return (100 * share).toFixed(share === 1 || share === 0 ? 0 : 1);
}
