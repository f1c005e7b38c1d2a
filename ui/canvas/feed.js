// A component without a picture: it stands in the fragment that runs while a slider moves, and hands what follows the
// slider to a component of the page's own run, which listens for "mail". So the script of that one does not travel with
// each move. Only the last message counts.

export default function ({ data, parentElement }) {
  return showLatest(parentElement, () => {
    (document.mail ??= {})[data.to] = data;
    document.dispatchEvent(new CustomEvent("mail", { detail: data.to }));
  });
}
