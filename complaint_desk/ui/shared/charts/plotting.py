"""pyqtgraph without the modules of Qt that it names on loading and our charts never use.

OpenGL for widgets would take 10 MB of the shipped folder, the module of Qt's tests one; widgets paint without either.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from PySide6.QtWidgets import QWidget

_NOT_USED = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest")


class _Unused(QWidget):
    """What pyqtgraph derives its own widgets for OpenGL from."""


@contextmanager
def _stand_ins() -> Iterator[None]:
    """Those of them that nobody has loaded are stood in for while it lasts."""
    made = {name: ModuleType(name) for name in _NOT_USED if name not in sys.modules}
    for name, module in made.items():
        module.__dict__.update({"QOpenGLWidget": _Unused, "QTest": _Unused})
        sys.modules[name] = module
    try:
        yield
    finally:
        for name in made:
            del sys.modules[name]


with _stand_ins():
    import pyqtgraph as pg

__all__ = ["pg"]
