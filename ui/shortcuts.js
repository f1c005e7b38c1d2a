// The keys that work everywhere on a page: what each does, and the list of them.

// A button is found by the end of its key; of several the first that can be pressed is meant.
const PLAY = /_(play|pause)(_button)?$/;
const STEP = /_(step_button|go_next)$/;
const RESET = /_reset(_button)?$/;

const KEYS = [
  { keys: ["p", " "], shown: "p or space", says: "play (in lesson 6: train) or pause", does: () => pressButton(PLAY) },
  { keys: ["s"], shown: "s", says: "one step", does: () => pressButton(STEP) },
  { keys: ["r"], shown: "r", says: "reset", does: () => pressButton(RESET) },
  { keys: ["n"], shown: "n", says: "next preset", does: () => pressPreset(1) },
  { keys: ["b"], shown: "b", says: "preset before", does: () => pressPreset(-1) },
  { keys: ["v"], shown: "v", says: "large for a projector, or back", does: (tools) => tools.projector() },
  {
    keys: ["c"],
    shown: "c",
    says: "show the controls beside the projector's picture",
    does: (tools) => tools.controls(),
  },
  { keys: ["d"], shown: "d", says: "light or dark", does: (tools) => tools.colours() },
  { keys: ["l"], shown: "l", says: "link to this view", does: (tools) => tools.share() },
  { keys: ["?"], shown: "?", says: "this list", does: (tools) => tools.keys() },
];

function onKey(event, tools) {
  const [target] = event.composedPath();
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || writes(target)) return;
  if (event.key === " " && target !== document.body) return; // it presses what has the focus, or scrolls there
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : "";
  const found = KEYS.find(({ keys }) => keys.includes(pressed));
  if (!found || document.querySelector('[role="dialog"]')) return;
  event.preventDefault();
  found.does(tools);
}

// Whether a letter that is pressed here is meant for what has the focus.
function writes(target) {
  if (target.isContentEditable || target.closest?.("textarea, select, dialog, [role=combobox], [role=option]"))
    return true;
  return target.matches?.("input") && !["range", "checkbox", "radio", "button"].includes(target.type);
}

function pressButton(name) {
  const keys = (element) => [...element.classList].filter((each) => each.startsWith("st-key-"));
  const named = (element) => keys(element).some((key) => name.test(key));
  const all = [...document.querySelectorAll('[data-testid="stElementContainer"][class*="st-key-"]')].filter(named);
  all
    .map((element) => element.querySelector("button"))
    .find((button) => button && !button.disabled)
    ?.click();
}

// The presets of the first row; the one in force has a tick.
function pressPreset(by) {
  const row = document.querySelector('[class*="st-key-presets_"]');
  const presets = [...(row?.querySelectorAll("button") ?? [])];
  if (!presets.length) return;
  const at = presets.findIndex((button) => button.querySelector('[data-testid="stIconMaterial"]'));
  const next = at < 0 ? (by > 0 ? 0 : presets.length - 1) : (at + by + presets.length) % presets.length;
  presets[next].click();
}

function openKeys(dialog) {
  const body = dialog.querySelector("tbody");
  body.replaceChildren(...KEYS.map(({ shown, says }) => rowOf(kbdOf(shown), says)));
  dialog.showModal();
}

function kbdOf(words) {
  const kbd = document.createElement("kbd");
  kbd.textContent = words;
  return kbd;
}

function rowOf(...cells) {
  const row = document.createElement("tr");
  row.append(
    ...cells.map((content) => {
      const cell = document.createElement("td");
      cell.append(content);
      return cell;
    }),
  );
  return row;
}
