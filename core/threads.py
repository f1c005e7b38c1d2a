"""One thread for NumPy's matrix products; import this before NumPy.

For matrices as small as ours, two threads are slower than one, and their times vary more.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
