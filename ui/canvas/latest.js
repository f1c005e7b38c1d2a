// Streamlit calls a component's function for all new data, and waits for the script before each call. While the script
// is still being loaded, two calls may come in the wrong order. Streamlit withdraws the older one at once: it calls what
// that has returned. It calls what the newest has returned when the component is taken away.

const REMEMBERED = 5; // calls; more never wait at once

// Do what one call asks for, by show(). If that call is withdrawn, the newest of the others is shown again. If the
// component is gone, it leaves.
function showLatest(parentElement, show, leave = () => {}) {
  const calls = (parentElement.calls ??= []);
  calls.push(show);
  calls.splice(0, calls.length - REMEMBERED);
  show();
  return () => {
    if (!parentElement.isConnected) return leave();
    const at = calls.indexOf(show); // -1 if it was forgotten: then newer ones have been shown
    if (at >= 0) calls.splice(at, 1);
    calls.at(-1)?.();
  };
}

// A message of this page that follows the one of a link to another page would call the browser back: nothing is told any
// more until that page is there (access.js notes the link).
function whileHere(tell) {
  return (...told) => {
    const { from, until } = document.leaving ?? {};
    if (location.pathname !== from || performance.now() > until) tell(...told);
  };
}

// What happened once, such as a press, is told when the connection to the server is there again (connection.js). Another
// message would be lost meanwhile; of a state, Streamlit's page sends the latest with the next one.
function surely(tell) {
  const here = whileHere(tell);
  return (...told) => (document.untold ? document.untold.push(() => here(...told)) : here(...told));
}
