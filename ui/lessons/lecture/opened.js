// Pages of this app in frames: opened by their links, and looked at until they are drawn.

const LOOK = 100; // ms between two looks
const SAME = 2; // looks at which a page says the same as before: then it is at rest

function openFrame(parent, link, title) {
  const frame = document.createElement("iframe");
  frame.src = new URL(link, new URL("./", location.href)).href; // the app may have a path of its own before the page's
  frame.dataset.link = link;
  frame.title = title;
  frame.referrerPolicy = "no-referrer"; // this page's own address is long
  frame.allow = "fullscreen; clipboard-write";
  parent.append(frame); // a frame that is moved within a page would load again
  return frame;
}

// Whether the page has run, and each of its charts that is seen is drawn.
function isDrawn(frame) {
  const page = frame.contentDocument;
  const app = page?.querySelector('[data-testid="stApp"]');
  if (app?.dataset.testScriptState !== "notRunning" || page.querySelector('[data-testid="stSkeleton"]')) return false;
  const charts = [...page.querySelectorAll('[data-testid="stVegaLiteChart"]')].filter((chart) => chart.offsetParent);
  return page.querySelector('[data-testid="stMain"] p') && charts.every((chart) => chart.querySelector("svg.marks"));
}

// Whether a page is drawn and has ceased to change: a run in lesson 6 is done again when it is opened.
function isAtRest(frame) {
  const said = isDrawn(frame) ? frame.contentDocument.querySelector('[data-testid="stMain"]').textContent : null;
  frame.same = said !== null && said === frame.said ? frame.same + 1 : 0;
  frame.said = said;
  return frame.same >= SAME;
}
