"""What the frozen program is made of; `build.py` and `complaint_desk.spec` use it."""
