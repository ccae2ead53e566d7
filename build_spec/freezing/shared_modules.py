"""Lets both programs read their modules from one archive in the folder, 10 MB that neither has to carry itself.

PyInstaller runs this before anything else. The archive within each program holds no more than its own beginning needs; this
one is opened in its place, by PyInstaller's own reader.
"""

import os
import sys

import pyimod02_importers

# Neither pathlib nor any other module but the first few is there yet; PyInstaller says where the parts are.
_MODULES = os.path.join(sys._MEIPASS, "modules.pyz")  # type: ignore[attr-defined]  # noqa: PTH118, SLF001

pyimod02_importers.pyz_archive.__init__(_MODULES, check_pymagic=True)
# Known are the modules of the small archive until now.
pyimod02_importers._pyz_tree = None  # noqa: SLF001
