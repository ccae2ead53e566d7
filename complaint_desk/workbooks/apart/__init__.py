"""Foreign files are read in a process of its own, which can be ended and cannot take the program with it.

`opening` is the program's side, `process` the other one; `frames` is what both say, `confinement` what the
process may use.
"""

from complaint_desk.workbooks.apart.opening import (
    Apart,
    CarriedSheet,
    OpenFile,
    reading_apart,
    understanding_apart,
)

__all__ = ["Apart", "CarriedSheet", "OpenFile", "reading_apart", "understanding_apart"]
