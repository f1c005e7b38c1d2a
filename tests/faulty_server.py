"""A server on a machine on which much goes wrong: `python -m tests.faulty_server PORT`.

No file may become larger than a megabyte, as on a full disk; temporary files cannot be written at all; there is no
home; and the clock on the wall jumps by a day, forth and back, every second.
"""

import os
import resource
import sys
import time

LARGEST_FILE = 1_000_000
DAY = 86_400.0

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    os.environ["TMPDIR"] = os.environ["HOME"] = "/proc"
    right = time.time
    time.time = lambda: right() + (DAY if int(right()) % 2 else -DAY)

    from streamlit.web import cli

    sys.argv = ["streamlit", "run", "app.py", "--server.headless", "true", "--server.port", sys.argv[1]]
    cli.main()
