// An unseen component in a section that looks into the networks: it tells Python which moment of the run the picture
// shows. It waits until the bar rests, so that a move of the bar asks for one answer.

const REST = 250; // ms
const AGAIN = 2000; // ms: what is told while the component is being drawn is lost

export default function ({ data, parentElement, setTriggerValue }) {
  const teller = (parentElement.teller ??= new Teller());
  return showLatest(
    parentElement,
    () => teller.show(data, surely(setTriggerValue)),
    () => teller.leave(),
  );
}

class Teller {
  constructor() {
    this.listener = () => this.look();
  }

  show(data, setTriggerValue) {
    this.leave();
    Object.assign(this, { data, setTriggerValue, store: storeOf(data.run) });
    this.store.listeners.add(this.listener);
    this.look();
  }

  leave() {
    clearTimeout(this.waiting);
    this.store?.listeners.delete(this.listener);
  }

  look(wait = REST) {
    clearTimeout(this.waiting);
    const { store, data } = this;
    const updates = store.shown === null ? null : (shown(store)?.updates ?? null); // null: the latest
    if (updates === data.updates) return;
    this.waiting = setTimeout(() => {
      this.setTriggerValue("moment", { run: data.run, updates, at: Date.now() });
      this.look(AGAIN);
    }, wait);
  }
}
