"""Letters in the window: what each asks, how it will look, and those that are kept. Any page opens them for its complaint."""
