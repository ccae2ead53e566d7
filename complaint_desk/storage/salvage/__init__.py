"""What can still be read of a damaged ledger file, page by page, and a new ledger made of it.

SQLite itself gives up a whole table where one of its inner pages is gone; the rows below it are still there. So nothing here
asks SQLite about the damaged file: its format is read as its makers document it (https://www.sqlite.org/fileformat2.html).
"""
