"""Words: gettext catalogues, labels of every list and field, sentences of every problem and error."""
