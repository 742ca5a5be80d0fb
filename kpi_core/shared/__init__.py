"""One workspace answered by several servers: what it decides, and their talks, in one PostgreSQL."""
