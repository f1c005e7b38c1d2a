"""Training on the screen: a session's run, its messages to the browser, and the components that draw it."""
