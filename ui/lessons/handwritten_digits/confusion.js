// The confusion matrix: a table whose cells are buttons. A press chooses a cell; arrow keys go from one to the next.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".confusion");
  root.confusion ??= new Confusion(root);
  return showLatest(parentElement, () => root.confusion.show(data, surely(setTriggerValue)));
}

class Confusion {
  constructor(root) {
    this.table = root.querySelector("table");
    const classes = Array.from({ length: 10 }, (_, digit) => digit);
    const head = this.table.createTHead().insertRow();
    head.append(headed("shows ↓ taken for →", "col"), ...classes.map((digit) => headed(digit, "col")));
    const body = this.table.createTBody();
    this.cells = classes.map((label) => {
      const line = body.insertRow();
      line.append(headed(label, "row"));
      return classes.map((taken) => this.button(line.insertCell(), label, taken));
    });
  }

  button(cell, label, taken) {
    const button = document.createElement("button");
    button.type = "button";
    button.classList.toggle("right", label === taken);
    button.addEventListener("click", () => this.setTriggerValue("cell", { label, taken, at: Date.now() }));
    button.addEventListener("keydown", (event) => this.key(event, label, taken));
    cell.append(button);
    return button;
  }

  show(data, setTriggerValue) {
    Object.assign(this, { data, setTriggerValue });
    const most = Math.max(1, ...data.counts.flatMap((row, i) => row.filter((_, j) => i !== j)));
    data.counts.forEach((row, label) => {
      row.forEach((count, taken) => {
        const button = this.cells[label][taken];
        const chosen = data.chosen[0] === label && data.chosen[1] === taken;
        button.textContent = count.toLocaleString("en");
        button.style.setProperty("--share", label === taken ? 0 : Math.sqrt(count / most));
        button.ariaPressed = String(chosen);
        button.ariaLabel = `${label} taken for ${taken}: ${count}`;
        button.tabIndex = chosen ? 0 : -1;
      });
    });
  }

  key(event, label, taken) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.cells[label + step[0]]?.[taken + step[1]]?.focus();
  }
}

function headed(text, scope) {
  return Object.assign(document.createElement("th"), { textContent: text, scope });
}
