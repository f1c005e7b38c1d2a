// Some of the records as a table, and in it, in bold, the moment that is shown.

const EPOCHS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".numbers");
  root.table ??= new Table(root.querySelector("table"));
  return showLatest(
    parentElement,
    () => root.table.show(data),
    () => root.table.leave(),
  );
}

class Table {
  constructor(table) {
    this.table = table;
    this.listener = () => this.draw();
    document.addEventListener("training-mail", readMail);
  }

  show(data) {
    this.store?.listeners.delete(this.listener);
    this.data = data;
    readMail();
    this.store = storeOf(data.run);
    this.store.listeners.add(this.listener);
    this.draw();
  }

  leave() {
    this.store?.listeners.delete(this.listener);
  }

  draw() {
    const { store, table } = this;
    if (!store.now) return;
    table.replaceChildren(lineOf("th", this.head()), ...this.lines());
  }

  head() {
    const names = this.data.networks.flatMap(({ name }) => [
      `${name} cost`,
      ...(this.data.classes ? ["training points right"] : []),
      "RMS gradient, first layer … output",
    ]);
    return ["epoch", ...names];
  }

  // The records after some round numbers of epochs and the last, and the moment shown at its place among them.
  lines() {
    const { store, data } = this;
    const { updates } = shown(store);
    const epochs = [...new Set([...EPOCHS, store.rows.length - 1])].filter((epoch) => store.rows[epoch]);
    const moments = epochs.map((epoch) => epoch * data.per_epoch).filter((at) => at !== updates);
    return [...moments, updates]
      .sort((one, other) => one - other)
      .map((at) => {
        const cells = data.networks.flatMap((_, k) => this.cells(at, at === updates, k));
        const line = lineOf("td", [epochOf(at, data), ...cells]);
        line.classList.toggle("now", at === updates);
        return line;
      });
  }

  cells(updates, isShown, k) {
    const { store, data } = this;
    const row = isShown ? rowOf(store, data, k) : store.rows[updates / data.per_epoch];
    const value = (column) => valueIn(row, data, column);
    if (!Number.isFinite(value(`cost${k}`))) return data.classes ? ["", "", ""] : ["", ""];
    const layers = data.sizes.slice(1).map((_, l) => value(`gradient${l + 1}_${k}`));
    const gradients = layers.every(Number.isFinite) ? layers.map((each) => written(each)).join(", ") : "";
    const right = data.classes ? [percent(value(`accuracy${k}`))] : [];
    return [written(value(`cost${k}`)), ...right, gradients];
  }
}

function lineOf(kind, cells) {
  const line = document.createElement("tr");
  for (const text of cells) line.appendChild(document.createElement(kind)).textContent = text;
  return line;
}
