"""How the server answers a browser: who may ask, with which headers, in how few bytes."""
