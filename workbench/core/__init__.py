"""Glossary (to be written)."""
