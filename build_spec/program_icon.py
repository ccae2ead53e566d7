"""Makes freezing/program.ico, the icon of the programs and of the installer, and the installer's picture, from program.svg.

    python build_spec/program_icon.py

The files are kept in git: they change once in years, and the installer wants them without a Qt at hand.
"""

from __future__ import annotations

import os

from freezing.parts import ROOT
from freezing.windows import ICON
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

# What Windows draws at 100 to 400 %: title bar, list, taskbar, tiles.
SIDE = ROOT / "build_spec" / "installer" / "side.bmp"
BACKGROUND = "#F5F6F8"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def main() -> None:
    """Write the file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(ROOT / "resources" / "icons" / "program.svg"))
    pictures = [drawn(renderer, size) for size in SIZES]
    beside(renderer).save(SIDE)
    del application
    pictures[-1].save(ICON, format="ICO", sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])
    print(f"{ICON.relative_to(ROOT)}: {', '.join(map(str, SIZES))} pixels; {SIDE.relative_to(ROOT)}")


def drawn(renderer: QSvgRenderer, size: int) -> Image.Image:
    """The drawing at one size, sharp at each: drawn anew, not scaled."""
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


def beside(renderer: QSvgRenderer) -> Image.Image:
    """The left side of the installer's last page, as NSIS wants it: the icon on the window's background."""
    ground = Image.new("RGB", (164, 314), BACKGROUND)
    icon = drawn(renderer, 80)
    ground.paste(icon, (42, 56), icon)
    return ground.quantize(64, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
