// The address says what stands in the controls. Streamlit sees to that, but a run that began before the user's last acts
// may still write what it knew. So all is compared when the page is at rest, and what stands on the page is written.

// The address that says what stands in the controls; nothing if that is the present one.
function trueAddress() {
  const { pathname, search, hash } = location;
  const query = new URLSearchParams(search);
  const said = query.toString();
  for (const [key, ownDefault] of Object.entries(window.controlDefaults ?? {})) {
    const shown = shownBy(key);
    if (shown === undefined || means(query.getAll(key).at(-1) ?? ownDefault, shown)) continue;
    if (means(ownDefault, shown)) query.delete(key);
    else query.set(key, shown);
  }
  const text = query.toString();
  return text === said ? null : `${pathname}${text && "?"}${text}${hash}`;
}

// What stands in the control of this key; nothing if it is not on the page, or just being changed.
function shownBy(key) {
  const control = document.querySelector(`[data-testid="stElementContainer"].st-key-${CSS.escape(key)}`);
  if (!control || control.contains(document.activeElement)) return undefined;
  const chosen = control.querySelector('[data-testid="stButtonGroup"] [aria-checked="true"]');
  if (chosen) return wordsOn(chosen);
  const menu = control.querySelector('[data-testid="stSelectbox"] input');
  if (menu) return menu.value || wordsOn(menu.closest('[data-baseweb="select"]'));
  const toggle = control.querySelector('[data-testid="stCheckbox"] input');
  if (toggle) return String(toggle.checked);
  return control.querySelector('input[type="number"], [data-testid="stTextInput"] input')?.value;
}

function wordsOn(element) {
  return element && plainWords(element.textContent).trim();
}

// Whether two texts say the same value: 2.0 and 2 do, and True and true.
function means(text, shown) {
  const both = [text, shown];
  if (both.every((each) => /^[-+]?[0-9.]+(e[-+]?[0-9]+)?$/i.test(each)))
    return Math.abs(text - shown) <= 1e-9 * Math.abs(shown);
  const isSwitch = both.every((each) => /^(true|false)$/i.test(each));
  return isSwitch ? text.toLowerCase() === shown.toLowerCase() : text === shown;
}
