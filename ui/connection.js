// An unseen component on every page that watches the connection to the server.
//
// When the connection is lost, a line says so. When it is back, the page runs: the server may have been started anew and
// know nothing of it. The run brings what the keepers have kept (keeper.js), and for a run that was shown its moment.
// What was done meanwhile is told then (latest.js).

const SAY = 800; // ms without a connection until a line says so: most cuts are shorter
const OFTEN = [700, 1200]; // ms between two looks for the server, where Streamlit would wait up to 4,000
const SOON = 30_000; // ms after which that is right: many pages should not ask a server so often that is long away
const STATE = "data-test-connection-state"; // where Streamlit says how it is connected

export default function ({ setStateValue }) {
  window.connection ??= new Connection();
  window.connection.tell = setStateValue;
}

class Connection {
  constructor() {
    this.line = Object.assign(document.createElement("p"), { className: "no-connection", hidden: true });
    this.line.setAttribute("role", "status");
    document.body.append(this.line);
    const root = document.getElementById("root");
    new MutationObserver(() => this.look()).observe(root, { subtree: true, attributeFilter: [STATE] });
    this.dialogs = new MutationObserver(dismissDialog);
    this.look();
  }

  look() {
    const state = document.querySelector(`[${STATE}]`)?.getAttribute(STATE);
    if (state === "CONNECTED") this.comeBack();
    else if (state && !document.untold) this.lose();
  }

  lose() {
    document.untold = []; // what was done without a connection
    this.hasten();
    this.dialogs.observe(document.body, { childList: true, subtree: true });
    this.saying = setTimeout(() => {
      this.line.hidden = false;
      this.line.textContent =
        "No connection to the server. What you have set stays, and the page goes on by itself once the server is there.";
    }, SAY);
  }

  // Streamlit looks for the server again after a time that it doubles each time, with a timer of the window.
  hasten() {
    this.usual = window.setTimeout;
    const [least, most] = OFTEN;
    const until = performance.now() + SOON;
    window.setTimeout = (call, ms, ...rest) => {
      const longest = performance.now() < until ? least + Math.random() * (most - least) : Infinity;
      return this.usual.call(window, call, Math.min(ms, longest), ...rest);
    };
  }

  comeBack() {
    if (!document.untold) return;
    const untold = document.untold;
    document.untold = null;
    document.connections = (document.connections ?? 0) + 1;
    clearTimeout(this.saying);
    window.setTimeout = this.usual;
    this.dialogs.disconnect();
    this.line.hidden = true;
    document.pagesLost = { ...document.pagesLost, ...document.pagesLeft }; // the server may not know how they were left
    document.pagesLeft = {};
    this.tell?.("back", { at: Date.now(), kept: kept() });
    for (const tell of untold) tell();
  }
}

// After some looks for the server, Streamlit puts a dialog over the page, which speaks to whoever runs the server. The line
// says what there is to say, and the picture stays in sight.
function dismissDialog() {
  for (const title of document.querySelectorAll('[role="dialog"] h2')) {
    if (title.textContent === "Connection error") title.parentElement.querySelector("button")?.click();
  }
}

function kept() {
  const { keepers = new Map(), trainingRuns } = document;
  const withMoment = (facts) => ({ ...facts, updates: trainingRuns?.get(facts.run)?.now?.updates ?? 0 });
  const here = [...keepers].filter(([element]) => element.isConnected);
  return Object.fromEntries(here.map(([, { name, facts }]) => [name, withMoment(facts)]));
}
