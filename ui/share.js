// The link to what is on the screen, and what it may say besides: how it opens, and what is hidden or locked.

const OF_HOST = ["embed", "embed_options"]; // how this page itself was opened by another one

function prepareShare(root) {
  const dialog = root.querySelector(".share");
  dialog.addEventListener("change", () => write(dialog));
  dialog.addEventListener("click", ({ target }) => {
    if (target.dataset.copies) copy(dialog, dialog.querySelector(`.${target.dataset.copies}`));
  });
}

function openShare(root) {
  const dialog = root.querySelector(".share");
  const asked = new URLSearchParams(location.search);
  const view = ["lecture", "embed"].includes(asked.get("view")) ? asked.get("view") : "page";
  dialog.querySelector(`[value=${view}]`).checked = true;
  const named = (what) =>
    asked
      .getAll(what)
      .join(",")
      .split(/[,;\s]+/);
  const [hidden, locked] = [named("hide"), named("lock")];
  const rows = controlsOnPage().map(([key, label]) =>
    rowOf(label, boxOf(`hide: ${label}`, "hide", key, hidden), boxOf(`lock: ${label}`, "lock", key, locked)),
  );
  dialog.querySelector("tbody").replaceChildren(...rows);
  dialog.querySelector("[role=status]").textContent = "";
  write(dialog);
  dialog.showModal();
}

// The key and the label of everything that can be hidden or locked.
function controlsOnPage() {
  const found = new Map();
  for (const row of document.querySelectorAll('[class*="st-key-live_row_"]')) {
    const key = keyOf(row).slice("live_row_".length);
    const label = row.querySelector("input[type=number]")?.getAttribute("aria-label") ?? key;
    if (!/_again$|_question_guess_/.test(key)) found.set(key, label.replace(/, exact value$/, ""));
  }
  const others = "stButtonGroup, stSelectbox, stCheckbox, stTextInput".replace(/\w+/g, '[data-testid="$&"]');
  for (const part of document.querySelectorAll(`[data-testid="stMain"] :is(${others})`)) {
    const holder = part.closest('[data-testid="stElementContainer"][class*="st-key-"]');
    if (!holder || holder.closest('[class*="st-key-unseen_"], [class*="st-key-tools"]')) continue;
    const label = part.querySelector('label, [data-testid="stWidgetLabel"]')?.innerText.trim();
    found.set(keyOf(holder), label || keyOf(holder));
  }
  const guess = document.querySelector('[class$="_question_guess"], [class*="_question_guess "]');
  if (guess) found.set(keyOf(guess), "Your guess");
  if (document.querySelector('[class*="st-key-presets_"]')) found.set("presets", "All presets");
  if (document.querySelector('[class*="st-key-section_"]')) found.set("sections", "All sections below the picture");
  return [...found];
}

function keyOf(element) {
  return element.className.match(/st-key-(\w+)/)[1];
}

function boxOf(label, name, key, chosen) {
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", name, value: key, checked: chosen.includes(key) });
  box.setAttribute("aria-label", label);
  return box;
}

// Write the three texts from what is chosen.
function write(dialog) {
  const link = linkOf(dialog);
  const said = (place) => plainWords(document.querySelector(place)?.innerText ?? "").replace(/\s+/g, " ");
  const [title, question, sentence] = ["h1", ".st-key-heading p", '[class*="st-key-sentence_"]'].map(said);
  dialog.querySelector(".link").value = link;
  dialog.querySelector(".slide").value = [`${title}: ${question}`, sentence.trim(), link].filter(Boolean).join("\n");
  dialog.querySelector(".frame").value =
    `<iframe src="${link.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}" title="${title}" width="100%" height="720"></iframe>`;
}

function linkOf(dialog) {
  const { origin, pathname, search } = location;
  const query = new URLSearchParams(search);
  for (const name of [...OF_HOST, "view", "hide", "lock"]) query.delete(name);
  const view = dialog.querySelector("[name=view]:checked").value;
  if (view !== "page") query.set("view", view);
  for (const name of ["hide", "lock"]) {
    const keys = [...dialog.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value);
    if (keys.length) query.set(name, keys.join(","));
  }
  const text = query.toString().replaceAll("%2C", ",");
  return `${origin}${pathname}${text && "?"}${text}`;
}

// A frame may not be allowed to copy; then the text is selected.
async function copy(dialog, field) {
  const status = dialog.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(field.value);
    status.textContent = "Copied.";
  } catch {
    field.focus();
    field.select();
    status.textContent = "This page may not copy here. The text is selected: press Ctrl + C, or ⌘ C.";
  }
}
