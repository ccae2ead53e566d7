"""The dialog of rule sets: versions on the left, the clocks of one in the middle, and how they count below."""
