// The tools of every page. They exist once in the document; their keys work wherever the focus is, save in text fields.

const THEME_VERSION = 2; // Streamlit's own; its number is part of the name under which it keeps a reader's choice

export default function ({ data, parentElement, setTriggerValue }) {
  const tools = (parentElement.tools ??= new Tools(parentElement));
  tools.ask = (view) => setTriggerValue("view", view);
  return showLatest(
    parentElement,
    () => tools.show(data),
    () => tools.leave(),
  );
}

class Tools {
  constructor(root) {
    this.root = root;
    this.does = {
      share: () => openShare(root),
      colours: () => this.changeColours(),
      projector: () => this.ask(this.view === "lecture" ? "page" : "lecture"),
      keys: () => openKeys(root.querySelector(".keys")),
      controls: () => document.documentElement.toggleAttribute("data-controls"),
    };
    root.addEventListener("click", ({ target }) => this.does[target.dataset?.does]?.());
    prepareShare(root);
    this.pressed = (event) => onKey(event, this.does);
  }

  show({ view, defaults }) {
    window.controlDefaults = defaults; // for the script that keeps the address true
    if (view !== "lecture") document.documentElement.removeAttribute("data-controls");
    this.view = view;
    document.addEventListener("keydown", this.pressed);
  }

  leave() {
    document.removeEventListener("keydown", this.pressed);
  }

  // Streamlit reads its theme when a page is loaded, and keeps one for each path. All that is set stands in the address.
  changeColours() {
    const dark = getComputedStyle(document.querySelector('[data-testid="stApp"]')).colorScheme === "dark";
    const paths = [...document.querySelectorAll('[data-testid="stSidebar"] a')].map(
      (link) => new URL(link.href).pathname,
    );
    try {
      for (const path of new Set([location.pathname, ...paths])) {
        localStorage.setItem(`stActiveTheme-${path}-v${THEME_VERSION}`, JSON.stringify(dark ? "Light" : "Dark"));
      }
    } catch {
      return; // a frame without storage keeps the colours of the page around it
    }
    location.reload();
  }
}
