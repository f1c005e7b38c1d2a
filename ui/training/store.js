// The messages that have arrived from each run, kept by the browser for all components on the page.

const KEPT_RUNS = 2;
const MOST_SNAPSHOTS = 800;

function storeOf(run) {
  const stores = (document.trainingRuns ??= new Map());
  if (!stores.has(run)) {
    stores.set(run, { rows: [], slopes: [], snapshots: [], now: null, shown: null, listeners: new Set() });
    for (const old of [...stores.keys()].slice(0, -KEPT_RUNS)) stores.delete(old);
  }
  return stores.get(run);
}

// Store the messages from the feed. A component that draws calls this first, and again at each new message.
function readMail() {
  for (const message of (document.trainingMail ??= []).splice(0)) {
    if (receive(message)) continue;
    const detail = `${message.run}:${storeOf(message.run).rows.length}`;
    document.dispatchEvent(new CustomEvent("training-missing", { detail }));
  }
}

// Store the contents of one message. Returns false if an earlier message is missing.
function receive(message) {
  const store = storeOf(message.run);
  if (message.from > store.rows.length) return false;
  split(numbers(message.rows), message.columns).forEach((row, i) => (store.rows[message.from + i] = row));
  split(numbers(message.slopes, Uint8Array), message.units).forEach((row, i) => (store.slopes[message.from + i] = row));
  const thetas = split(numbers(message.thetas), message.parameters);
  const known = new Set(store.snapshots.map(({ updates }) => updates));
  message.at.forEach((updates, i) => known.has(updates) || store.snapshots.push({ updates, theta: thetas[i] }));
  store.snapshots.sort((one, other) => one.updates - other.updates);
  if (store.snapshots.length > MOST_SNAPSHOTS) store.snapshots = store.snapshots.filter((_, i) => i % 2 === 0);
  if (message.playing || store.now?.updates !== message.now) store.shown = null; // the bar's moment is past
  store.now = { updates: message.now, theta: numbers(message.theta), row: numbers(message.row) };
  Object.assign(store, { playing: message.playing });
  for (const listener of store.listeners) listener();
  return true;
}

// The updates of all moments that can be shown: those of the snapshots, and the latest.
function momentsOf(store) {
  const latest = store.now?.updates ?? 0;
  return [...store.snapshots.map(({ updates }) => updates).filter((updates) => updates < latest), latest];
}

function nearestMoment(store, updates) {
  return momentsOf(store).reduce((best, each) => (Math.abs(each - updates) <= Math.abs(best - updates) ? each : best));
}

// The moment to show: the one that was chosen on the bar, or the latest.
function shown(store) {
  if (store.shown === null || !store.snapshots.length) return store.now;
  let best = store.snapshots[0];
  for (const each of store.snapshots) if (each.updates <= store.shown) best = each;
  return best;
}
