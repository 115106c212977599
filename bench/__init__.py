"""Measurements: `./run bench NAME`. Never part of the tests."""
