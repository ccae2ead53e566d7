"""Foreign files are read in a process of its own, which can be ended and cannot take the program with it.

`opening` is the program's side, `process` the other one; `frames` is what both say, `confinement` what the
process may use. None is imported here: the process begins with what it needs to open a file, and nothing else.
"""
