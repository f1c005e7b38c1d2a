// The handout: a button that opens each step in a frame that is not seen, draws its picture, and saves all as one file.

const PATIENCE = 30_000; // ms for one step
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
    const frame = (this.frame = openFrame(this.progress.parentElement, step.link, step.title));
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
  const opened = [...new URLSearchParams(page.location.search).keys()].some((key) => key.endsWith("_tab"));
  const charts = (root) => [...(root?.querySelectorAll('[data-testid="stVegaLiteChart"]') ?? [])];
  const section = opened ? charts(main.querySelector('[class*="st-key-section_"]')) : [];
  if (section.length) return section;
  const pictures = [...main.querySelectorAll('[class*="st-key-picture_"]')];
  return pictures.length ? pictures : charts(main).slice(0, 1);
}

function taken(frame, { link }) {
  const page = frame.contentDocument;
  const words = (selector) => page.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim();
  const settings = [...new URLSearchParams(link.split("?")[1])].filter(([key]) => key !== "view");
  const label = (key) =>
    words(`.st-key-live_row_${key} label`) ?? words(`.st-key-${key} [data-testid="stWidgetLabel"]`) ?? key;
  const named = (key) => labelOf(page, key) ?? label(key);
  return {
    picture: pictureOf(parts(page), frame.contentWindow),
    sentence: words('[class*="st-key-sentence_"] [data-testid="stMarkdown"]') ?? "",
    settings: settings.map(([key, value]) => `${named(key)}: ${value}`).join(" · "),
  };
}

// The label of a live slider stands in a part of its own.
function labelOf(page, key) {
  for (const host of page.querySelectorAll(`.st-key-live_row_${key} *`)) {
    const label = host.shadowRoot?.querySelector("label");
    if (label) return label.textContent.trim();
  }
  return null;
}
