"""A language model beside the embedded reader: optional, never trusted with a number."""
