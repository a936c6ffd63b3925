"""Placeholder docstring: see architecture."""
