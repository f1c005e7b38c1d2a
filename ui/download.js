// A button that asks Python for a file, and saves it when it comes.
//
// A value that was typed or dragged just before comes first: the server may drop what it has not begun with when the next
// message comes. A slider then sends its value again (live_slider.js), and the press waits until that is answered.

const SOON = 25; // ms between two looks whether a slider still waits for its answer
const PATIENCE = 3000; // ms until a file is asked for again: a run that was broken off may have lost the press
// The presses that no file has answered yet, by key. They outlive a button that Streamlit takes away and draws anew.
const presses = (window.downloadPresses ??= new Map());

export default function ({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  button.download ??= new Download(button);
  return showLatest(parentElement, () => button.download.show(data, setTriggerValue));
}

class Download {
  constructor(button) {
    this.button = button;
    button.addEventListener("click", () => this.ask());
  }

  show(data, setTriggerValue) {
    Object.assign(this, { key: data.key, setTriggerValue });
    this.button.textContent = data.label;
    const press = presses.get(this.key);
    this.button.ariaBusy = press ? "true" : null;
    if (press) press.by = this;
    if (press && data.at === press.at) this.save(data);
  }

  ask() {
    clearTimeout(presses.get(this.key)?.waiting);
    presses.set(this.key, { at: Date.now(), by: this });
    this.button.ariaBusy = "true";
    this.send();
  }

  send() {
    const press = presses.get(this.key);
    if (aSliderWaits()) {
      press.waiting = setTimeout(() => press.by.send(), SOON);
      return;
    }
    press.waiting = setTimeout(() => press.by.askAgain(), PATIENCE);
    this.setTriggerValue("pressed", press.at);
  }

  askAgain() {
    if (this.button.isConnected) this.send();
    else presses.delete(this.key); // the user has left the page
  }

  save({ made, binary, file, kind, picture }) {
    clearTimeout(presses.get(this.key).waiting);
    presses.delete(this.key);
    this.button.ariaBusy = null;
    if (picture) return document.dispatchEvent(new CustomEvent("take-away", { detail: { file, kind } }));
    const link = document.createElement("a");
    const content = binary ? Uint8Array.from(atob(made), (sign) => sign.charCodeAt(0)) : made;
    link.href = URL.createObjectURL(new Blob([content], { type: kind }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it later
  }
}

function aSliderWaits() {
  return Object.values(document.sliders ?? {}).some(({ waits }) => waits);
}
