// Stands unseen in the fragment that follows the hand, and passes on what is to be drawn. Only the last message counts.

export default function ({ data }) {
  (document.surfaceMail ??= {})[data.to] = data;
  document.dispatchEvent(new CustomEvent("surface-mail", { detail: data.to }));
}
