"""What the frozen program is made of; `build.py` and `complaint_desk.spec` use it."""

import sys
from pathlib import Path

# The program of this checkout, whichever is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
