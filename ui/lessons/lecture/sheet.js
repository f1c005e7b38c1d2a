// The file of the handout: one page of HTML that needs nothing else.

const SHEET = `
  body { max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; font: 16px/1.45 sans-serif; color: #1e2227; }
  h1, h2 { font-family: serif; line-height: 1.2; }
  section { break-inside: avoid; margin: 0 0 2rem; border-top: 1px solid #bbb; }
  figure { margin: 0 0 0.6rem; }
  figure svg { display: block; width: 100%; height: auto; max-height: 60vh; }
  .settings, .link { color: #555; font-size: 0.85rem; overflow-wrap: anywhere; }
  .note { white-space: pre-wrap; }
  @page { margin: 15mm; }
  @media print { body { margin: 0; max-width: none; } figure svg { max-height: 110mm; } }`;

function documentOf({ title, total, base, steps }, sheets) {
  const page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = "en";
  const add = (parent, name, text, kind = "") => {
    const element = parent.appendChild(page.createElement(name));
    if (text) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  add(page.head, "style", SHEET);
  add(page.body, "h1", title);
  add(page.body, "p", total);
  steps.forEach((step, at) => addStep(page.body, add, { ...step, ...sheets[at] }, at, base));
  return `<!doctype html>\n${page.documentElement.outerHTML}`;
}

function addStep(body, add, step, at, base) {
  const section = add(body, "section");
  add(section, "h2", `${at + 1}. ${step.title}`);
  const figure = add(section, "figure");
  if (step.picture) figure.append(step.picture);
  else add(figure, "p", "The picture of this step could not be made. Its link shows it.");
  if (step.sentence) add(section, "p", step.sentence);
  if (step.note) add(section, "p", step.note, "note");
  if (step.settings) add(section, "p", step.settings, "settings");
  const line = add(section, "p", `${step.minutes} min · `, "link");
  const link = add(line, "a", base + step.link);
  link.href = base + step.link;
}

function save(text, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it later
}
