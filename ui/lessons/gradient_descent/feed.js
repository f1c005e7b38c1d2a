// A component without a picture: it stands in the fragment that runs while a slider moves, and hands the paths to the
// maps.
// Only the last message counts.

export default function ({ data, parentElement }) {
  return showLatest(parentElement, () => {
    (document.surfaceMail ??= {})[data.to] = data;
    document.dispatchEvent(new CustomEvent("surface-mail", { detail: data.to }));
  });
}
