"""The steps that put a question together, one a part of it."""
