// An unseen component that keeps facts for the time after a lost connection (connection.js), while it is on the page.

export default function ({ data, parentElement }) {
  const keep = () => ((document.keptFacts ??= {})[data.name] = data.facts);
  return showLatest(parentElement, keep, () => delete document.keptFacts[data.name]);
}
