// An unseen component that keeps facts for the time after a lost connection (connection.js), while it is on the page.
//
// Streamlit may show another one of the same name for a moment, off the page: each keeps its own.

export default function ({ data, parentElement }) {
  const keepers = (document.keepers ??= new Map());
  return showLatest(
    parentElement,
    () => keepers.set(parentElement, data),
    () => keepers.delete(parentElement),
  );
}
