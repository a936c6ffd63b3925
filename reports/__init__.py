"""The papers of the workbench: plain blocks in, reproducible PDF bytes out. Only ``workbench.services`` calls it."""
