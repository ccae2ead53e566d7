"""Where the program lives and how it is set: paths, settings, logs, the stop signal."""
