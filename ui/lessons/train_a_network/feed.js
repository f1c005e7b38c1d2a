// Stands unseen in the fragment that trains, and passes each message on to those who draw (store.js). It comes with
// every message, and so is short.

export default function ({ data, parentElement, setStateValue }) {
  const missing = ({ detail }) => setStateValue("have", detail);
  document.removeEventListener("training-missing", parentElement.missing);
  document.addEventListener("training-missing", (parentElement.missing = missing));
  (document.trainingMail ??= []).push(data);
  document.dispatchEvent(new Event("training-mail"));
  return () => document.removeEventListener("training-missing", parentElement.missing);
}
