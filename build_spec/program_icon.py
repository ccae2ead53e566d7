"""Makes freezing/program.ico, the icon of the programs and of the installer, from resources/icons/program.svg.

    python build_spec/program_icon.py

The file is kept in git: it changes once in years, and the installer wants it without a Qt at hand.
"""

from __future__ import annotations

import io
import os

from freezing.parts import ROOT
from freezing.windows import ICON
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

# What Windows draws at 100 to 400 %: title bar, list, taskbar, tiles.
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def main() -> None:
    """Write the file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(ROOT / "resources" / "icons" / "program.svg"))
    pictures = [drawn(renderer, size) for size in SIZES]
    del application
    pictures[-1].save(ICON, format="ICO", sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])
    print(f"{ICON.relative_to(ROOT)}: {', '.join(map(str, SIZES))} pixels")


def drawn(renderer: QSvgRenderer, size: int) -> Image.Image:
    """The drawing at one size, sharp at each: drawn anew, not scaled."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, b"PNG")
    return Image.open(io.BytesIO(buffer.data().data()))


if __name__ == "__main__":
    main()
