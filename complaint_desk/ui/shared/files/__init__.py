"""Files of a complaint in the window: the shelf that shows and takes them, small pictures of them, copies to look at."""
