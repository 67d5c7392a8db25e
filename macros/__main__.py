"""`python -m macros` is the same as `samskabelse`."""

import sys

from .cli import main

sys.exit(main())
