"""Word templates of the office: read, checked for mistakes, and filled.

The templates are read and written with the standard library alone. The known library for this, docxtpl, is under the
LGPL, runs what a template says as a program, and cannot tell the clerk where a template is wrong; what is left of the
work beside it (parts of a zip, text of paragraphs) is small.
"""
