// A button that asks Python for a file, and saves it when it comes.

const PATIENCE = 3000; // ms until a file is asked for again: a run that was broken off may have lost the press

export default function ({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  button.download ??= new Download(button);
  return showLatest(parentElement, () => button.download.show(data, setTriggerValue));
}

class Download {
  constructor(button) {
    this.button = button;
    this.asked = null; // the press that no file has answered yet
    button.addEventListener("click", () => this.ask());
  }

  show(data, setTriggerValue) {
    Object.assign(this, { setTriggerValue });
    this.button.textContent = data.label;
    if (this.asked !== null && data.at === this.asked) this.save(data);
  }

  ask() {
    this.asked = Date.now();
    this.button.ariaBusy = "true";
    this.send();
  }

  send() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.button.isConnected && this.send(), PATIENCE);
    this.setTriggerValue("pressed", this.asked);
  }

  save({ made, file, kind, picture }) {
    clearTimeout(this.waiting);
    this.asked = null;
    this.button.ariaBusy = null;
    if (picture) return document.dispatchEvent(new CustomEvent("take-away", { detail: { file, kind } }));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([made], { type: kind }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it later
  }
}
