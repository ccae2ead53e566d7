"""The ledger on disk: SQLAlchemy Core over SQLite; nothing else in the program speaks SQL."""
