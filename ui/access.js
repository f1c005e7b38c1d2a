// For every reader, on every page: a landmark for the menu, tab stops where something can be scrolled, a focus that
// is not lost when the page draws its buttons anew, one place whose words a screen reader speaks, and controls that say
// what the address says, however fast one acts after Back.
//
// It is there once for each document. The page is Streamlit's, so what is missing there is added after each change.

const LOOK = 300; // ms between two looks at a page that changes
const QUIET = 900; // ms for which the sentence has not changed, after which something has ended
const MOMENT = 30; // ms for which nothing has the focus while it goes from one element to the next
const KEPT = 3000; // ms for which a lost focus waits for its place to be drawn
const UNTRUE = 2000; // ms for which the address says something else than the page, after which it is written anew
const LONGEST = 3000; // ms after which the run that was asked for is taken to be over, though none was seen
const LINK = '[data-testid="stPageLink-NavLink"]';
const LEAVING = 5000; // ms after which a link has not led away
const STATE = "data-test-script-state"; // where Streamlit says whether it runs
const FOCUSABLE = 'button, a[href], input, select, textarea, summary, [tabindex="0"]';
const SCROLLING =
  'pre, [data-testid="stMarkdownContainer"] table, .katex-display, .st-key-formula_back, [data-testid="stColumn"]';

export default function () {
  if (!window.access) joinEntries();
  window.access ??= new Access();
  window.unbroken ??= new Unbroken(document.getElementById("root"));
}

class Access {
  constructor() {
    this.spoken = document.createElement("div");
    this.spoken.className = "spoken";
    this.spoken.setAttribute("role", "status");
    document.body.append(this.spoken);
    document.addEventListener("speak", ({ detail }) => this.speak(detail));
    document.addEventListener("focusin", ({ target }) => this.hold(target));
    document.addEventListener("pointerdown", () => Object.assign(this, { held: null, pressed: true }), true);
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (this.pressed = false), true);
    addEventListener("popstate", ({ isTrusted }) => isTrusted && this.doubt());
    addEventListener("popstate", () => (document.leaving = null));
    document.addEventListener("click", leave, true);
    for (const act of ["input", "click", "keydown", "pointerup", "focusin"])
      document.addEventListener(act, ({ type }) => this.act(type), true);
    const watched = { childList: true, characterData: true, subtree: true, attributeFilter: [STATE] };
    new MutationObserver(() => this.change()).observe(document.getElementById("root"), watched);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.change());
    // Back or Forward while the app was being loaded was not heard by anyone. (If the page itself has changed its address
    // meanwhile, it runs once more than it need.)
    const asked = performance.getEntriesByType("navigation")[0]?.name;
    if (!asked || opened(asked) !== opened(location.href)) this.doubt();
    this.change();
  }

  change() {
    if (this.asked && runs()) this.asked.began = true;
    if (this.held && document.activeElement === document.body)
      this.restoring ??= setTimeout(() => this.restore(), MOMENT);
    this.waiting ??= setTimeout(() => this.look(), LOOK);
  }

  look() {
    this.waiting = null;
    nameParts();
    sayWhichColours();
    const words = sentence();
    if (words !== this.words) Object.assign(this, { words, since: performance.now() });
    if (performance.now() - this.since > QUIET) this.rest();
    else this.change();
  }

  rest() {
    for (const part of document.querySelectorAll(SCROLLING)) letScroll(part);
    this.speakSentence();
    this.speakAnswer();
    this.settleHistory();
  }

  // After Back or Forward, Streamlit restores what the address says, but not if the user acts before that run has begun;
  // and what was on its way then may still change a control. So it is asked once more when all is at rest, and again
  // if the user acts meanwhile: at last the controls have what the address says. Until then the document is marked, so
  // that a test can wait.
  doubt() {
    this.doubtful = true;
    this.untrue = null;
    document.documentElement.dataset.restoring = "";
    this.change();
  }

  settleHistory() {
    const now = performance.now();
    const busy = this.pressed || now - this.actedAt < QUIET; // what was done just now may not have been sent yet
    if (!this.asked && !this.doubtful) return runs() || busy ? this.change() : this.keepAddressTrue(now);
    const waits = this.asked && !this.asked.began && now - this.asked.since < LONGEST;
    if (runs() || waits || (this.doubtful && busy)) return this.change();
    this.asked = this.doubtful ? { since: now, began: false } : null;
    if (this.doubtful) dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    else delete document.documentElement.dataset.restoring;
    this.doubtful = false;
    this.change();
  }

  // The page may be drawn a while after the address was written: only what stays untrue is mended.
  keepAddressTrue(now) {
    const address = trueAddress();
    if (address !== this.untrue?.address) this.untrue = address && { address, since: now };
    document.documentElement.toggleAttribute("data-restoring", address !== null);
    if (!address) return;
    if (now - this.untrue.since > UNTRUE) history.replaceState(history.state, "", address);
    this.change();
  }

  // --- What is spoken ---

  speak(words) {
    this.spoken.textContent = words;
  }

  // What stands there before the first act on a page is not spoken.
  act(type) {
    if (this.page !== location.pathname) Object.assign(this, { page: location.pathname, said: sentence() });
    this.acted = true;
    if (type === "focusin") return; // the focus alone changes no control, and comes back by itself after a run
    this.actedAt = performance.now();
    if (this.asked) this.doubt();
    this.change();
  }

  // The sentence beside the picture, once, when all has come to rest after something was done: a slider, or a run.
  speakSentence() {
    const fresh = this.page === location.pathname && this.words !== this.said && this.acted;
    Object.assign(this, { page: location.pathname, said: this.words });
    if (!fresh) return;
    this.acted = false;
    this.speak(this.words);
  }

  // The answer to a question, once, when it is asked for.
  speakAnswer() {
    const words = wordsOf(document.querySelector('[data-testid="stMain"] [class*="st-key-answer_"]'));
    if (words === this.answer) return;
    this.answer = words;
    if (words) this.speak(words);
  }

  // --- The focus ---

  // Note where the focus is: in which containers with a key, and at which place in the innermost.
  hold(element) {
    const places = [];
    for (let at = element.closest('[class*="st-key-"]'); at; at = at.parentElement?.closest('[class*="st-key-"]')) {
      const key = [...at.classList].find((name) => name.startsWith("st-key-"));
      places.push({ key, at: focusable(at).indexOf(element) });
    }
    this.held = places.length ? { element, places, since: null } : null;
  }

  // What had the focus is gone, or cannot have it any more: give it to what stands at its place now.
  restore() {
    this.restoring = null;
    if (!this.held || document.activeElement !== document.body) return;
    this.held.since ??= performance.now();
    if (performance.now() - this.held.since > KEPT) {
      this.held = null;
      return;
    }
    const { element, places } = this.held;
    if (element.isConnected && !element.disabled) return element.focus({ preventScroll: true });
    for (const { key, at } of places) {
      const others = focusable(document.querySelector(`.${CSS.escape(key)}`));
      if (others.length) return others[Math.min(Math.max(at, 0), others.length - 1)].focus({ preventScroll: true });
    }
  }
}

// The page and the settings of an address as soon as it is open: one that names a question, and no section, opens the
// section of questions, and then names it too.
function opened(address) {
  const { pathname, searchParams } = new URL(address);
  for (const [, lesson] of [...searchParams.keys()].map((key) => key.match(/^(\w+)_question(?:_seed)?$/) ?? [])) {
    if (lesson && !searchParams.has(`${lesson}_tab`)) searchParams.set(`${lesson}_tab`, "Predict");
  }
  searchParams.sort();
  return `${pathname}?${searchParams}`;
}

// Whether the app runs, or is not connected, so that what was done is still to be sent.
function runs() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.getAttribute(STATE) !== "notRunning" || app.dataset.testConnectionState !== "CONNECTED";
}

function focusable(place) {
  return place ? [...place.querySelectorAll(FOCUSABLE)].filter((each) => !each.disabled && each.offsetParent) : [];
}

function sentence() {
  return wordsOf(document.querySelector('[data-testid="stMain"] [class*="st-key-sentence_"]'));
}

function wordsOf(place) {
  if (!place) return "";
  const words = [
    ...place.querySelectorAll('[data-testid="stMarkdown"]:not(:has([data-testid="stCaptionContainer"]))'),
  ].map((part) => {
    const copy = part.cloneNode(true);
    for (const twice of copy.querySelectorAll(".katex-html")) twice.remove();
    return copy.textContent.trim();
  });
  return words.join(" ");
}

// Parts of Streamlit that have no name, or the wrong role.
function nameParts() {
  const menu = document.querySelector('[data-testid="stSidebarUserContent"]');
  menu?.setAttribute("role", "navigation");
  menu?.setAttribute("aria-label", "Lessons");
  for (const field of document.querySelectorAll('[data-testid="stFileUploaderDropzone"]')) {
    field.setAttribute("role", "group");
  }
}

// What one act changes is one step Back. A preset sets many controls, and Streamlit makes an entry for each of them: those
// that follow without another act replace the first. To open the page is an act, too.
function joinEntries() {
  const push = history.pushState.bind(history);
  let acted = false; // since the last entry
  for (const act of ["input", "click", "keydown", "pointerup"])
    document.addEventListener(act, () => (acted = true), true);
  addEventListener("popstate", () => (acted = true)); // the entry that Back leads to stays
  history.pushState = (state, title, address) => {
    const { pathname } = new URL(address ?? "", location.href);
    if (acted || pathname !== location.pathname) push(state, title, address);
    else history.replaceState(state, title, address);
    acted = false;
  };
}

// The next page begins at its top. Otherwise it would begin where this one stood, if it is drawn before this one is gone.
// And this one tells the server nothing more (latest.js).
function leave(event) {
  const { target, ctrlKey, metaKey, shiftKey, altKey } = event;
  const link = target.closest?.(LINK);
  if (!link || ctrlKey || metaKey || shiftKey || altKey) return;
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  if (!leadsAway(link)) return;
  document.leaving = { from: location.pathname, until: performance.now() + LEAVING };
  (document.pagesLeft ??= {})[location.pathname] = location.search;
  const left = link.search ? null : document.pagesLost?.[link.pathname];
  if (left) openAsLeft(link.pathname, left, event);
}

// The session keeps the values of a page while another one is open. One that was found after a lost connection does not
// have them: the page's address brings them, as Back would.
function openAsLeft(page, search, event) {
  event.preventDefault();
  event.stopPropagation();
  delete document.pagesLost[page];
  history.pushState(null, "", page + search);
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
}

// A link to the home page has no address: it leads away from where another link says that this page is.
function leadsAway(link) {
  const isHere = (each) => each.getAttribute("href") && each.pathname === location.pathname;
  return link.getAttribute("href") ? !isHere(link) : [...document.querySelectorAll(LINK)].some(isHere);
}

// An embedded page has no background of its own. Where its colours are dark and those of the page around it light, or
// the other way round, the browser puts a background of its colours behind it, if it knows of them.
function sayWhichColours() {
  const app = document.querySelector('[data-testid="stApp"]');
  if (app) document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
}

// What is wider or higher than its room can be scrolled by keys.
function letScroll(part) {
  const larger = part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
  const scrolls = larger && getComputedStyle(part).overflow !== "visible";
  if (scrolls === part.hasAttribute("data-scrolls")) return;
  part.toggleAttribute("data-scrolls", scrolls);
  if (scrolls) part.tabIndex = 0;
  else part.removeAttribute("tabindex");
}
