"""The shared store: SQLAlchemy Core over aiosqlite, one unit of work at a time."""
