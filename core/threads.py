"""One thread for NumPy's matrix products; to be imported before NumPy is.

On matrices as small as ours, two threads are slower and less even than one.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
