"""`python -m studies settings.toml`."""

import sys

from studies.command import main

if __name__ == "__main__":  # a process that works for it imports this file, too
    sys.exit(main())
