"""Imports all that pages need, and prepares Streamlit. app.py imports this before the server listens.

A server runs its first requests in threads of their own. Two threads that import the same libraries from different ends
may wait for each other; Python then hands one of them a half-imported module, and its page fails. So nothing is left to
import when the first request comes.
"""

import pkgutil
from importlib import import_module

import charts
import core
import ui
from ui.quicker import make_streamlit_quicker
from ui.said import refuse_nonsense
from ui.serving.reception import share_sessions
from ui.turns import give_turns
from ui.uncut import cut_no_function_short
from ui.upload_bounds import bound_uploads

for _package in (core, charts, ui):
    for _module in pkgutil.walk_packages(_package.__path__, f"{_package.__name__}."):
        import_module(_module.name)

# Streamlit imports these where it first needs them.
for _library in ("altair", "pandas", "pyarrow", "pyarrow.compute", "streamlit.elements.arrow"):
    import_module(_library)

make_streamlit_quicker()
give_turns()
cut_no_function_short()
bound_uploads()
share_sessions()
refuse_nonsense()
