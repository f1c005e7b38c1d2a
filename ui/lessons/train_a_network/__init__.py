"""Training that is watched: the run of a session, what it sends to the browser, and the components that draw it."""
