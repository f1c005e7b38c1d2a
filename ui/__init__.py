"""The rooms that import Streamlit: page frame, controls, pictures, source view.

Importing `core` first settles the number of BLAS threads before anything loads NumPy.
"""

import core as core
