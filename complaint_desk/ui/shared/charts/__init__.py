"""Charts: values from figures, drawn with pyqtgraph for the window and for paper, each mark with the key of its cases."""
