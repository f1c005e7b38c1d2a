// A component without a picture: it stands in the fragment that trains, and hands each message to the components that
// draw (store.js). It is sent anew with every message, and so is short.

export default function ({ data, parentElement, setStateValue }) {
  const missing = ({ detail }) => setStateValue("have", detail);
  document.removeEventListener("training-missing", parentElement.missing);
  document.addEventListener("training-missing", (parentElement.missing = missing));
  (document.trainingMail ??= []).push(data);
  document.dispatchEvent(new Event("training-mail"));
  return () => document.removeEventListener("training-missing", parentElement.missing);
}
