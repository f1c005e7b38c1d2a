// The handout: a button that opens each step in a frame that is not seen, draws its picture, and saves all as one file.

const PATIENCE = 30_000; // ms for one step
const SAID = '[data-testid="stMarkdown"]';
const ON_PAPER = "embed=true&embed_options=light_theme"; // without menus, and light, whatever the screen is
const QUIET = 900; // ms without a change: then a picture is complete

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".handout");
  root.handout ??= new Handout(root);
  return showLatest(
    parentElement,
    () => root.handout.show(data),
    () => root.handout.cancel(),
  );
}

class Handout {
  constructor(root) {
    [this.button, this.stop] = root.querySelectorAll("button");
    this.progress = root.querySelector("progress");
    this.words = root.querySelector("p");
    this.button.addEventListener("click", () => this.makeFile());
    this.stop.addEventListener("click", () => this.cancel());
  }

  show(data) {
    this.data = data;
    this.button.disabled = this.running !== undefined || data.steps.length === 0;
  }

  cancel() {
    if (this.running === undefined) return;
    this.running.cancelled = true;
    this.rest("The handout was not made: you have cancelled it.");
  }

  rest(said) {
    this.running = undefined;
    this.frame?.remove();
    this.stop.hidden = this.progress.hidden = true;
    this.button.disabled = false;
    this.words.textContent = said;
  }

  async makeFile() {
    const running = (this.running = { cancelled: false });
    const { title, steps } = this.data;
    this.stop.hidden = this.progress.hidden = false;
    this.button.disabled = true;
    this.progress.max = steps.length;
    const sheets = [];
    for (const [at, step] of steps.entries()) {
      this.progress.value = at;
      this.words.textContent = `Step ${at + 1} of ${steps.length}: ${step.title}`;
      sheets.push(await this.look(step, running));
      if (running.cancelled) return;
    }
    const failed = sheets.filter((sheet) => !sheet.picture).length;
    save(documentOf(this.data, sheets), `${title.replace(/[^\p{L}\p{N} -]+/gu, "") || "lecture"}.html`);
    this.rest(failed ? `The handout is made; ${failed} of its steps have no picture.` : "The handout is made.");
  }

  // Open a step, wait until nothing changes on it any more, and take its picture, its sentence and its settings.
  async look(step, running) {
    const link = `${step.link}${step.link.includes("?") ? "&" : "?"}${ON_PAPER}`;
    const frame = (this.frame = openFrame(this.progress.parentElement, link, step.title));
    frame.inert = true;
    frame.tabIndex = -1;
    try {
      await complete(frame, running);
      return running.cancelled ? {} : taken(frame, step);
    } catch (wrong) {
      console.warn(wrong); // the file says so where the picture would be
      return {};
    } finally {
      frame.remove();
    }
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function complete(frame, running) {
  const end = Date.now() + PATIENCE;
  let since, watched;
  const changed = () => (since = Date.now());
  const observer = new MutationObserver(changed);
  while (Date.now() < end && !running.cancelled) {
    await pause(LOOK);
    if (!isDrawn(frame)) changed();
    else if (!watched) {
      watched = frame.contentDocument;
      watched.addEventListener("picture-painted", changed);
      for (const part of parts(watched))
        observer.observe(part, { subtree: true, childList: true, characterData: true });
      changed();
    } else if (Date.now() - since > QUIET) break;
  }
  observer.disconnect();
}

// The parts of a page that make its picture: those of the section that the link opens, or those at the top.
function parts(page) {
  const main = page.querySelector('[data-testid="stMain"]');
  const opened = sectionOf(page);
  if (opened) {
    const drawn = drawings(opened);
    return drawn.length ? drawn : [...opened.querySelectorAll('[data-testid="stElementContainer"]')];
  }
  const pictures = [...main.querySelectorAll('[class*="st-key-picture_"]')];
  return pictures.length ? pictures : drawings(main).slice(0, 1);
}

function sectionOf(page) {
  const asked = [...new URLSearchParams(page.location.search).keys()].some((key) => key.endsWith("_tab"));
  return asked ? page.querySelector('[class*="st-key-section_"]') : null;
}

// Charts, and components with a drawing of their own.
function drawings(root) {
  const found = root.querySelectorAll('[data-testid="stVegaLiteChart"], [data-testid^="stBidiComponent"]');
  const draws = (part) =>
    part.dataset.testid === "stVegaLiteChart" ||
    hostsOf(part).some(({ shadowRoot }) => shadowRoot.querySelector("canvas, svg"));
  return [...found].filter(draws);
}

function hostsOf(part) {
  return [part, ...part.querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot);
}

function taken(frame, step) {
  const page = frame.contentDocument;
  const settings = [...new URLSearchParams(step.link.split("?")[1])];
  return {
    picture: pictureOf(parts(page), frame.contentWindow),
    sentence: sentenceOf(page),
    settings: settings.map(([key, value]) => `${labelOf(page, key)}: ${written(value)}`).join(" · "),
  };
}

// The sentence beside the picture; of a section the longest text, unless its text is the picture.
function sentenceOf(page) {
  const section = sectionOf(page);
  if (section && !drawings(section).length) return "";
  const found = [...(section ?? page).querySelectorAll(section ? SAID : `[class*="st-key-sentence_"] ${SAID}`)];
  const texts = found
    .filter((part) => !part.querySelector("table"))
    .map(({ innerText, textContent }) => innerText || textContent);
  const said = section ? texts.sort((one, other) => other.length - one.length)[0] : texts[0];
  return plainWords(said ?? "")
    .replace(/\s+/g, " ")
    .trim();
}

// A control's label; that of a live slider stands in a part of its own. A control that is not drawn gives its key.
function labelOf(page, key) {
  const row = page.querySelector(`.st-key-live_row_${CSS.escape(key)}`);
  const slid =
    row &&
    hostsOf(row)
      .map(({ shadowRoot }) => shadowRoot.querySelector("label"))
      .find(Boolean);
  const label = slid ?? page.querySelector(`.st-key-${CSS.escape(key)} [data-testid="stWidgetLabel"]`);
  return plainWords(label?.textContent ?? "").trim() || key;
}

function written(value) {
  return value && Number.isFinite(Number(value)) ? String(Number(value)).replace("-", "−") : value;
}
